#!/usr/bin/env python3
"""A log of reviewed patches: newcomers and who helped with their first patch.
usage: review_log.py INPUT_FOLDER OUT_FOLDER

Reads people.csv (person), commits.csv (commit, person, date, context, first_of_person) and
touches.csv (commit, seq, person, role), each also as .gz: the authors of a project's commits, and
who is named in the trailers of each (Reviewed-by, Acked-by, ...).
"""
from collections import Counter

from conversion import (ASSUMED, DERIVED, OBSERVED, BadInput, Study, Table, csv_rows, main, need_file)

PEOPLE = ["person"]
COMMITS = ["commit", "person", "date", "context", "first_of_person"]
FURTHER = ["n_files", "is_revert"]   # kept where the log has them
TOUCHES = ["commit", "seq", "person", "role"]
BROUGHT_IN = "brought_in"
ABOUT = """
A project's accepted patches, and who signed off, reviewed, acked or tested whose patch. A "purchase"
is one accepted patch; there is no money, value is counted in units. These are records of people's
work under pseudonymous ids: do not publish rankings as judgements of persons.
Who is named on the first patch of a person ever has the role brought_in, once for each; that this
brought the person in is our reading. All other touches keep their own role, which earns nothing.
The role commit (who put the patch into the repository) is left out altogether.
Made by datasets/convert/review_log.py; datasets/README.md says more.
"""
TERMS = ("facts derived from a public git history: the project's own terms (U-Boot: "
         "GPL-2.0-or-later); cite the project's repository and commit")


def read_people(folder):
    people = {}
    for row in csv_rows(need_file(folder, "people.csv"), PEOPLE):
        if people.setdefault(row.text("person"), row.place) != row.place:
            raise row.refuse("person", "a person who has no line yet")
    return people


def read_commits(folder, people):
    """commit -> its row, checked."""
    commits, first = {}, {}
    for row in csv_rows(need_file(folder, "commits.csv"), COMMITS):
        if commits.setdefault(row.text("commit"), row) is not row:
            raise row.refuse("commit", "a commit that has no line yet")
        if row.text("person") not in people:
            raise row.refuse("person", "somebody of people.csv")
        row.day("date"), row.text("context")
        if row.one_of("first_of_person", "0", "1") == "1":
            if first.setdefault(row.text("person"), row.place) != row.place:
                raise row.refuse("first_of_person", f"0, as {first[row.text('person')]} is the first")
    return commits


def read_touches(folder, people, commits):
    """The rows that count as touches, and how many do not: of committers, of authors themselves."""
    touches, left_out = [], Counter()
    for row in csv_rows(need_file(folder, "touches.csv"), TOUCHES):
        if row.text("commit") not in commits:
            raise row.refuse("commit", "a commit of commits.csv")
        if row.text("person") not in people:
            raise row.refuse("person", "somebody of people.csv")
        row.integer("seq")
        if row.text("role") == BROUGHT_IN:
            raise row.refuse("role", f"another word than {BROUGHT_IN}, which is ours",
                             "rename the role")
        if row.text("role") == "commit":
            left_out["touches of the role commit"] += 1
        elif row.text("person") == commits[row.text("commit")].text("person"):
            left_out["touches of authors by themselves"] += 1
        else:
            touches.append(row)
    return touches, left_out


def with_roles(touches, commits):
    """A newcomer's first patch: the first row of each helper is `brought_in`."""
    told = set()
    for row in touches:
        commit, helper = commits[row.text("commit")], row.text("person")
        pair = row.text("commit"), helper
        newly = commit.text("first_of_person") == "1" and pair not in told
        told.add(pair)
        yield (row.text("commit"), row.text("seq"), helper, BROUGHT_IN if newly else row.text("role"),
               row.text("role"), commit.text("date"), commit.text("context"))


def purchase_rows(commits, further):
    return [(row.text("commit"), row.text("person"), row.text("context"), row.text("date"), 1,
             row.text("first_of_person"), *(row.cells[column] for column in further))
            for row in commits.values()]


def convert(folder):
    people = read_people(folder)
    commits = read_commits(folder, people)
    kept, left_out = read_touches(folder, people, commits)
    touches = list(with_roles(kept, commits))
    further = [column for column in FURTHER
               if all(column in row.cells for row in commits.values())]
    own_roles = sorted({touch[4] for touch in touches})
    return Study(
        name="Review log", about=ABOUT, terms=TERMS, time_unit="day", time_says="dates",
        tables=[
            Table("people", "authors and helpers; one person may have several ids",
                  {"person_id": DERIVED}, [(person,) for person in people]),
            Table("purchases", "one accepted patch",
                  {"purchase_id": OBSERVED, "person_id": OBSERVED, "context_id": DERIVED,
                   "t": OBSERVED, "units": ASSUMED, "first_of_person": DERIVED}
                  | dict.fromkeys(further, DERIVED), purchase_rows(commits, further),
                  'value = "units"'),
            Table("touches", "who is named on whose patch; t and context are the patch's",
                  {"purchase_id": OBSERVED, "seq": OBSERVED, "from_person": OBSERVED,
                   "role": DERIVED, "own_role": OBSERVED, "t": DERIVED, "context_id": DERIVED},
                  touches)],
        roles={BROUGHT_IN: 1.0} | dict.fromkeys(own_roles, 0.0),
        roles_say="Raise a role's own weight to let it share in first patches in further contexts.",
        forecast={"activity": ["touches", "purchases"]},   # what helpers and authors do
        backtest={"cut": [f"{year}-01-01" for year in (2016, 2018, 2020, 2022, 2024)],
                  "horizon": "2y", "lookback": "4y", "outcome": "touches", "pool": "tied",
                  "activity": ["touches"], "walk_ties": False},
        notes=[f"left out: {count:,} {what}" for what, count in sorted(left_out.items())])


if __name__ == "__main__":
    main(convert, __doc__)
