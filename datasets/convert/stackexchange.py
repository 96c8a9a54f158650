#!/usr/bin/env python3
"""Tags that spread on a StackExchange site.  usage: stackexchange.py INPUT_FOLDER OUT_FOLDER

Reads graph.txt and train.txt, val.txt, test.txt of the repository Inf-VAE (data/android and
data/christianity): a line "users links" and then one pair of users a line; and one tag a line: the
first user, then pairs of a user and the seconds since that first use.
"""
from collections import defaultdict

from conversion import (ASSUMED, DERIVED, OBSERVED, BadInput, Study, Table, field_lines, lines_of,
                        main, need_file, row_of)

ABOUT = """
Users of a StackExchange site who are linked, and for each tag who used it, and when. A "purchase" is
a person's first use of a tag; value is counted in units.
There is no common clock. Times are seconds since the tag's first use, shown as if that had been
1970-01-01: comparing two tags by t compares their ages, never dates.
Touches are derived: a linked user had used the tag earlier. Ties have no dates, and no direction.
Made by datasets/convert/stackexchange.py; datasets/README.md says more.
"""
TERMS = ("content CC BY-SA (StackExchange), repository BSD-3-Clause; cite Sankar, Zhang, Krishnan "
         "and Han 2020, Inf-VAE (WSDM)")
YEAR = 31_557_600   # seconds of 365.25 days
FILES = ("train.txt", "val.txt", "test.txt")


def read_ties(folder):
    """The links, each once; a link of a user with himself is none."""
    path = need_file(folder, "graph.txt")
    pairs = [tuple(row.integer(column) for column in row.cells) for row in (
        row_of(place, fields, ["user", "linked user"]) for place, fields in field_lines(path))]
    announced = pairs[0][1] if pairs else 0
    if announced == 0 or announced != len(pairs) - 1:
        raise BadInput(f"{path}:1", f"announces {announced} links, {max(len(pairs) - 1, 0)} follow",
                       "fetch it again")
    return list(dict.fromkeys(pair for pair in pairs[1:] if pair[0] != pair[1]))


def first_uses(place, fields):
    """user -> seconds at which that user first used the tag."""
    if len(fields) % 2 == 0:
        raise BadInput(place, "expected a first user and then pairs of user and seconds, found "
                       f"{len(fields)} fields")
    uses = {row_of(place, fields[:1], ["first user"]).integer("first user"): 0}
    for i in range(1, len(fields), 2):
        row = row_of(f"{place}: field {i + 1}", fields[i:i + 2], ["user", "seconds"])
        user, seconds = row.integer("user"), row.number("seconds")
        uses[user] = min(seconds, uses.get(user, seconds))
    return uses


def cascades(folder):
    """(file, line, uses) of every tag, in the order of the three files."""
    for name in FILES:
        path = need_file(folder, name)
        for number, text in lines_of(path):
            if text.strip():
                yield name, number, first_uses(f"{path}:{number}", text.split())


def earlier_neighbours(tags, ties):
    neighbours = defaultdict(set)
    for a, b in ties:
        neighbours[a].add(b)
        neighbours[b].add(a)
    for tag, (_, _, uses) in enumerate(tags, 1):
        for user, seconds in sorted(uses.items(), key=lambda use: (use[1], use[0])):
            for other in sorted(neighbours[user] & uses.keys()):
                if uses[other] < seconds:
                    yield other, user, "earlier_neighbour", seconds, tag


def convert(folder):
    ties = read_ties(folder)
    tags = list(cascades(folder))
    purchases = [(user, tag, seconds, 1) for tag, (_, _, uses) in enumerate(tags, 1)
                 for user, seconds in sorted(uses.items(), key=lambda use: (use[1], use[0]))]
    contexts = [(tag, name, line) for tag, (name, line, _) in enumerate(tags, 1)]
    return Study(
        name="StackExchange tags", about=ABOUT, terms=TERMS,
        time_unit="second", time_says="since the first use of the tag: no common clock",
        tables=[
            Table("contexts", "one for each tag; their names are not in the original",
                  {"context_id": DERIVED, "file": OBSERVED, "line": OBSERVED}, contexts),
            Table("ties", "links between users, taken to work both ways",
                  dict.fromkeys(["src", "dst"], OBSERVED), ties, 'influence = "both"'),
            Table("purchases", "a person's first use of a tag",
                  {"person_id": OBSERVED, "context_id": DERIVED, "t": OBSERVED, "units": ASSUMED},
                  purchases, 'value = "units"'),
            Table("touches", "a linked user had used the tag earlier; t is the later use",
                  dict.fromkeys(["from_person", "to_person", "role", "t", "context_id"], DERIVED),
                  list(earlier_neighbours(tags, ties)))],
        roles={"earlier_neighbour": 1.0}, roles_say="Derived, yet the only touches there are.",
        backtest={"cut": [str(age * YEAR) for age in (2, 3, 4, 5)], "horizon": str(YEAR),
                  "outcome": "touches", "pool": "active", "activity": ["purchases"],
                  "walk_touches": False, "context_factor": 1.0, "seed_floor": 0.003})


if __name__ == "__main__":
    main(convert, __doc__)
