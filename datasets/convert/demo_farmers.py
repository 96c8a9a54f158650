#!/usr/bin/env python3
"""Brazilian farmers as ready study tables, with practices given up again.
usage: demo_farmers.py INPUT_FOLDER OUT_FOLDER

Reads people.csv, contexts.csv, ties.csv, purchases.csv, events.csv and surveys.csv, which mark what is
observed, derived and assumed. Their touches.csv is not read: it follows another rule.
"""
from brfarmers import ATTRIBUTES, BACKTEST, ROLES_SAY, TERMS, named_advisers
from conversion import ASSUMED, DERIVED, OBSERVED, Study, Table, csv_rows, main, need_file

LAST_YEAR = 1966
PEOPLE = ["person_id", "market"] + ATTRIBUTES
CONTEXTS = ["context_id", "company", "topic", "note"]
TIES = ["src", "dst", "type", "sign", "weight", "context_id", "rank", "measured_at", "provenance"]
PURCHASES = ["purchase_id", "person_id", "context_id", "t", "units", "provenance"]
EVENTS = ["event_id", "person_id", "context_id", "kind", "t", "t_precision", "provenance"]
SURVEYS = ["person_id", "item", "value", "t"]
ABOUT = """
692 farmers of 11 Brazilian villages, asked in 1966 whom they go to for advice, which of twelve
practices they had adopted in which year, and which they had given up again.
A "purchase" is the adoption of a practice; there is no money, value is counted in units.
Touches are derived: a named adviser had adopted the practice in an earlier year. Advisers were named
once, in 1966, so ties have no dates: what is cut at an earlier year uses ties named later.
In which year a practice was given up was not asked, only that it was by 1966: the 1966 of the events
is an assumption, and so is the stance -0.5.
Made by datasets/convert/demo_farmers.py; datasets/README.md says more.
"""


def rows_of(folder, name, columns):
    return csv_rows(need_file(folder, name), columns)


def read_people(folder):
    """person -> village and attributes."""
    people = {}
    for row in rows_of(folder, "people.csv", PEOPLE):
        person = row.integer("person_id")
        if person in people:
            raise row.refuse("person_id", "a person who has no line yet")
        people[person] = row.text("market"), *(row.cells[column] for column in ATTRIBUTES)
    return people


def read_contexts(folder):
    return {row.text("context_id"): tuple(row.cells[column] for column in CONTEXTS[1:])
            for row in rows_of(folder, "contexts.csv", CONTEXTS)}


def known(row, column, people):
    person = row.integer(column)
    if person not in people:
        raise row.refuse(column, "somebody of people.csv")
    return person


def context(row, contexts):
    if row.cells["context_id"] not in contexts:
        raise row.refuse("context_id", "one of contexts.csv")
    return row.cells["context_id"]


def read_ties(folder, people, contexts):
    ties = []
    for row in rows_of(folder, "ties.csv", TIES):
        ends = known(row, "src", people), known(row, "dst", people)
        about = context(row, contexts) if row.has("context_id") else ""
        sign, weight = row.one_of("sign", "1", "-1"), row.number("weight")
        ties.append((*ends, row.text("type"), sign, weight, about, row.cells["rank"],
                     row.integer("measured_at"), row.text("provenance")))
    return ties


def read_purchases(folder, people, contexts):
    """The rows, and the year of each (person, practice)."""
    purchases, adopted = [], {}
    for row in rows_of(folder, "purchases.csv", PURCHASES):
        key = known(row, "person_id", people), context(row, contexts)
        year = row.integer("t", 1900, LAST_YEAR)
        if adopted.setdefault(key, year) != year:
            raise row.refuse("t", f"{adopted[key]}, as the practice was adopted once")
        purchases.append((row.integer("purchase_id"), *key, year, row.integer("units"),
                          row.text("provenance")))
    return purchases, adopted


def read_events(folder, people, contexts):
    """Practices given up. Adoptions stand among the events too; they are the purchases."""
    return [(known(row, "person_id", people), "discontinue", context(row, contexts), LAST_YEAR,
             row.text("t_precision"), row.text("provenance"))
            for row in rows_of(folder, "events.csv", EVENTS)
            if row.one_of("kind", "adopt", "discontinue") == "discontinue"]


def read_surveys(folder, people):
    return [(known(row, "person_id", people), row.text("item"), row.text("value"), row.integer("t"))
            for row in rows_of(folder, "surveys.csv", SURVEYS)]


def convert(folder):
    people = read_people(folder)
    contexts = read_contexts(folder)
    ties = read_ties(folder, people, contexts)
    purchases, adopted = read_purchases(folder, people, contexts)
    return Study(
        name="Brazilian farmers, demo tables", about=ABOUT, terms=TERMS,
        time_unit="year", time_says="1919 to 1966",
        tables=[
            Table("people", "the first two digits of an id are the village",
                  {"person_id": DERIVED} | dict.fromkeys(["village"] + ATTRIBUTES, OBSERVED),
                  [(person, *more) for person, more in people.items()]),
            Table("contexts", "the practices; their names are not in the original",
                  {"context_id": OBSERVED, "company": ASSUMED, "topic": OBSERVED, "note": DERIVED},
                  [(name, *more) for name, more in contexts.items()]),
            Table("ties", "src names dst, who influences src; a context where it was asked about one",
                  dict.fromkeys(TIES, OBSERVED) | {"sign": ASSUMED, "weight": ASSUMED,
                                                   "provenance": DERIVED}, ties,
                  'influence = "dst_to_src"'),
            Table("purchases", "the adoption of a practice",
                  {"purchase_id": DERIVED, "person_id": OBSERVED, "context_id": OBSERVED,
                   "t": OBSERVED, "units": ASSUMED, "provenance": DERIVED}, purchases,
                  'value = "units"'),
            named_advisers([tie[:2] for tie in ties], adopted),
            Table("events", "given up; the stance of a practice's former user is an assumption",
                  {"person_id": OBSERVED, "kind": OBSERVED, "context_id": OBSERVED, "t": ASSUMED,
                   "t_precision": OBSERVED, "provenance": DERIVED},
                  read_events(folder, people, contexts), "stance = { discontinue = -0.5 }"),
            Table("surveys", "scores of 1966; no item that Grapevine scores",
                  dict.fromkeys(SURVEYS, OBSERVED), read_surveys(folder, people))],
        roles={"named_adviser": 1.0}, roles_say=ROLES_SAY, backtest=BACKTEST)


if __name__ == "__main__":
    main(convert, __doc__)
