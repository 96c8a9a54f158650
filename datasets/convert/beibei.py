#!/usr/bin/env python3
"""BeiBei: who started a group buying of an item, and who joined.
usage: beibei.py INPUT_FOLDER OUT_FOLDER

Reads valid.txt (every launch that came off) or, without it, tune.txt (a part of them), and invalid.txt
(those that failed): a launch a line, the initiator, the item and whoever joined, with tabs between.
"""
from conversion import (ASSUMED, DERIVED, OBSERVED, BadInput, Row, Study, Table, find_file, lines_of,
                        main, need_file)

# No launch has a date. All have the same, so that nothing that rests on time says anything.
NO_DATE = "1970-01-01"
ABOUT = """
Group buying in a Chinese shop: an initiator starts it for an item and shares it, friends join, and if
enough do, all of them buy. There are no prices: value is counted in units, one for each person and
launch that came off.
There are no dates. All rows have the same one, and the order of lines in the file stands for the
order of launches (purchase_id, seq): both are assumptions. Who is a newcomer, and so who brought
whom, rests on that order; what looks at time (precedence, shuffle test, backtest) says nothing here.
A failed launch names nobody but its initiator, so it is an event (failed_launch), not a touch.
Made by datasets/convert/beibei.py; datasets/README.md says more.
"""
TERMS = ("MIT (the repository); cite Zhang, Gao, Jin and Li 2021, Group-Buying Recommendation for "
         "Social E-Commerce (ICDE)")


def launches(path):
    """(initiator, item, those who joined) of every line."""
    for number, text in lines_of(path):
        if not text.strip():
            continue
        place, fields = f"{path}:{number}", text.split("\t")
        if len(fields) < 2:
            raise BadInput(place, "expected initiator, item and whoever joined, with tabs between, "
                           "found one field")
        names = ["initiator", "item"] + [f"friend {i}" for i in range(1, len(fields) - 1)]
        row = Row(place, dict(zip(names, fields)))
        initiator, item, *friends = (row.integer(name) for name in names)
        for name, friend in zip(names[2:], friends):
            if friend == initiator or friends.count(friend) > 1:
                raise row.refuse(name, "each person once")
        yield place, initiator, item, friends


def bought(path):
    """The purchases and touches of the launches that came off."""
    purchases, touches = [], []
    for launch, (place, initiator, item, friends) in enumerate(launches(path), 1):
        if not friends:
            raise BadInput(place, "a launch that came off has nobody who joined",
                           "is this the file of those that failed?")
        purchases.append((len(purchases) + 1, initiator, item, NO_DATE, 1, launch, "initiator"))
        for seq, friend in enumerate(friends, 1):
            purchases.append((len(purchases) + 1, friend, item, NO_DATE, 1, launch, "friend"))
            touches.append((len(purchases), seq, initiator, "initiator", NO_DATE, "succeeded"))
    return purchases, touches


def failed(path):
    events = []
    for place, initiator, item, friends in launches(path):
        if friends:
            raise BadInput(place, "a failed launch has somebody who joined",
                           "is this the file of those that came off?")
        events.append((initiator, "failed_launch", NO_DATE, item))
    return events


def convert(folder):
    source = find_file(folder, "valid.txt") or need_file(folder, "tune.txt", "valid.txt")
    purchases, touches = bought(source)
    events = failed(need_file(folder, "invalid.txt"))
    return Study(
        name="BeiBei group buying", about=ABOUT, terms=TERMS,
        time_unit="day", time_says="there are no dates: all rows have the same",
        tables=[
            Table("purchases", "one person in one launch that came off",
                  {"purchase_id": ASSUMED, "person_id": OBSERVED, "item_id": OBSERVED,
                   "t": ASSUMED, "units": ASSUMED, "launch": ASSUMED, "part": OBSERVED}, purchases,
                  'value = "units"'),
            Table("touches", "the initiator brought the friend into the launch",
                  {"purchase_id": ASSUMED, "seq": ASSUMED, "from_person": OBSERVED, "role": OBSERVED,
                   "t": ASSUMED, "status": OBSERVED}, touches),
            Table("events", "launches that failed; no stance",
                  {"person_id": OBSERVED, "kind": OBSERVED, "t": ASSUMED, "item_id": OBSERVED},
                  events)],
        roles={"initiator": 1.0}, roles_say="Observed: friends joined what the initiator had shared.",
        notes=[f"{len(purchases) - len(touches):,} launches of {source.name} that came off"])


if __name__ == "__main__":
    main(convert, __doc__)
