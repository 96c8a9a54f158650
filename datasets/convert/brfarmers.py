#!/usr/bin/env python3
"""Brazilian farmers, asked in 1966: advisers and the adoption of twelve practices.
usage: brfarmers.py INPUT_FOLDER OUT_FOLDER

Reads brfarmers.rdata of the R package netdiffuseR, a data frame of 692 rows and 148 columns, or a
CSV file of it, brfarmers.csv or brfarmers_raw.csv.
"""
from conversion import ASSUMED, DERIVED, OBSERVED, Study, Table, csv_rows, find_file, main, need_file
from r_data import frame_rows

TERMS = ("MIT (the R package netdiffuseR); cite Rogers, Ascroft and Roling 1970, Diffusion of "
         "Innovations in Brazil, Nigeria, and India, and Valente 1995, Network Models of the "
         "Diffusion of Innovations")
ATTRIBUTES = ["age", "income", "land1", "land2", "land3", "cows", "liter", "school", "coop", "tv",
              "radio1", "hfequip"]
ROLES_SAY = "Derived, yet the only touches there are."
BACKTEST = {"cut": ["1957", "1959", "1961", "1963"], "horizon": "3y", "outcome": "touches",
            "pool": "known", "activity": ["purchases"], "walk_touches": False,
            "context_factor": 3.0, "seed_floor": 0.003}
PRACTICES = "ABCDEFGHIJKL"
# Each column of nominations: its question, the practice it is about, and its place in the answer.
NOMINATIONS = {"net31": ("friend", "", 1), "net32": ("friend", "", 2), "net33": ("friend", "", 3),
               "net21": ("influential", "", 1), "net22": ("influential", "", 2),
               "net23": ("influential", "", 3), "net11": ("advice", "A", 1),
               "net12": ("advice", "B", 2), "net13": ("advice", "C", 3),
               "net41": ("coop_advice", "", 1)}
COLUMNS = (["village", "id"] + ATTRIBUTES + list(NOMINATIONS)
           + [kind + practice for kind in ("pract", "yr", "cur") for practice in PRACTICES])
ABOUT = """
692 farmers of 11 Brazilian villages, asked in 1966 whom they go to for advice and which of twelve
practices they had adopted in which year. The names of the practices are not in the original.
A "purchase" is the adoption of a practice; there is no money, value is counted in units.
Touches are derived: a named adviser had adopted the practice in an earlier year. Advisers were named
once, in 1966, so ties have no dates: what is cut at an earlier year uses ties named later.
Made by datasets/convert/brfarmers.py; datasets/README.md says more.
"""


def person_id(village, number):
    return village * 1000 + number


def rows_of(folder):
    path = find_file(folder, "brfarmers.rdata")
    if path:
        return frame_rows(path, "brfarmers", COLUMNS)
    return csv_rows(need_file(folder, "brfarmers.csv", "brfarmers_raw.csv", "brfarmers.rdata"), COLUMNS)


def read_people(folder):
    """person -> row."""
    people = {}
    for row in rows_of(folder):
        person = person_id(row.integer("village", 1, 999), row.integer("id", 1, 999))
        if people.setdefault(person, row) is not row:
            raise row.refuse("id", f"another number in the village, as {people[person].place} has it")
    return people


def read_ties(people):
    """The nominations of people who were asked themselves, and how many others there are."""
    ties, others = [], 0
    for person, row in people.items():
        for column, question in NOMINATIONS.items():
            if not row.has(column):
                continue
            adviser = person_id(row.integer("village"), row.integer(column, 0, 999))
            if adviser in people and adviser != person:
                ties.append((person, adviser, *question))
            else:
                others += 1
    return ties, others


def read_adoptions(people):
    """(person, practice) -> (year, code of use, whether used in 1966)."""
    adoptions = {}
    for person, row in people.items():
        for practice in PRACTICES:
            code = row.integer("pract" + practice, 0, 2)
            if code == 0:
                continue
            year = 1900 + row.integer("yr" + practice, 0, 66, "a year of two digits, to 66")
            used = 1 if row.integer("cur" + practice, 0, 2) else 0
            adoptions[person, practice] = year, code, used
    return adoptions


def named_advisers(ties, adopted):
    """For each pair of a farmer and somebody whom he named, whatever for, and each practice that both
    adopted, the adviser in an earlier year: a touch in the year in which the farmer did."""
    practices = sorted({practice for _, practice in adopted})
    touches = [(adopted[farmer, practice], farmer, practice, adviser)
               for farmer, adviser in dict.fromkeys(ties) for practice in practices
               if adopted.get((adviser, practice), 9999) < adopted.get((farmer, practice), 0)]
    rows = [(adviser, farmer, "named_adviser", year, practice)
            for year, farmer, practice, adviser in sorted(touches)]
    return Table("touches", "a named adviser had adopted the practice in an earlier year",
                 dict.fromkeys(["from_person", "to_person", "role", "t", "context_id"], DERIVED), rows)


def attributes(people):
    return [(person, row.integer("village"),
             *(row.cells[column] if row.has(column) else "" for column in ATTRIBUTES))
            for person, row in people.items()]


def convert(folder):
    people = read_people(folder)
    ties, others = read_ties(people)
    adoptions = read_adoptions(people)
    adopted = {key: year for key, (year, *_) in adoptions.items()}
    purchases = [(person, practice, year, 1, code, used)
                 for (person, practice), (year, code, used) in adoptions.items()]
    return Study(
        name="Brazilian farmers", about=ABOUT, terms=TERMS,
        time_unit="year", time_says="1919 to 1966",
        tables=[
            Table("people", "village * 1000 + the number there",
                  {"person_id": DERIVED} | dict.fromkeys(["village"] + ATTRIBUTES, OBSERVED),
                  attributes(people)),
            Table("ties", "src names dst, who influences src; a context where it was asked about one",
                  dict.fromkeys(["src", "dst", "type", "context_id", "rank"], OBSERVED), ties,
                  'influence = "dst_to_src"'),
            Table("purchases", "the adoption of a practice",
                  {"person_id": DERIVED, "context_id": OBSERVED, "t": OBSERVED, "units": ASSUMED,
                   "use_code": OBSERVED, "used_in_1966": OBSERVED}, purchases, 'value = "units"'),
            named_advisers([tie[:2] for tie in ties], adopted)],
        roles={"named_adviser": 1.0}, roles_say=ROLES_SAY, backtest=BACKTEST,
        notes=[f"left out: {others:,} nominations of people who were not asked, or of oneself"])


if __name__ == "__main__":
    main(convert, __doc__)
