#!/usr/bin/env python3
"""Recompute the credits, the cycles and the stories of the README.  usage: stories.py STUDY

Standard library only, and independent of the program: one level of referral, the acquisition split
in proportion to the role weights (linear), the whole history, no discount.  Value is counted in
units: the newcomer's recorded contributions in the context.
"""
import collections
import csv
import sys

STUDY = sys.argv[1]
OBSERVED = {"uploader": 1.0, "sponsor_signed": 1.0, "co_author": 0.5}      # as in study.toml
WITH_TOGETHER = OBSERVED | {"together": 0.5}                              # the trap
WITH_DERIVED = OBSERVED | {"uploaded_before": 0.5, "vouched_before": 0.5}
SENIOR = {"co_author", "uploaded_before", "vouched_before"}


def read(name):
    with open(f"{STUDY}/{name}.csv", newline="") as f:
        return list(csv.DictReader(f))


purchases, touches = read("purchases"), read("touches")
value, own, entry = collections.Counter(), collections.Counter(), {}
for row in purchases:                       # in order of (t, purchase_id): the first one acquires
    key = int(row["person_id"]), int(row["context_id"])
    value[key] += int(row["units"])
    own[key[0]] += int(row["units"])
    entry.setdefault(key, (row["t"], row["purchase_id"]))
acquired_by = {purchase: key for key, (_, purchase) in entry.items()}
TOTAL = sum(value.values())


def cyclic(edges):
    """The edges whose two ends reach each other."""
    out = collections.defaultdict(set)
    for a, b in edges:
        out[a].add(b)

    def reaches(a, b):
        seen, todo = {a}, [a]
        while todo:
            fresh = out[todo.pop()] - seen
            seen |= fresh
            todo += fresh
        return b in seen

    return {(a, b) for a, b in edges if reaches(b, a)}


def is_senior(person, key):
    """Was the person active in the context on an earlier day than the newcomer's first one?"""
    return (person, key[1]) in entry and entry[person, key[1]][0] < entry[key][0]


def is_senior_at(touch, bought):
    """Was the helper active in the context on an earlier day than the contribution?"""
    row = bought[touch["purchase_id"]]
    first = entry.get((int(touch["person_id"]), int(row["context_id"])))
    return first is not None and first[0] < row["t"]


def credit(weights, cycle_rule=True, last_touch=False):
    """({(newcomer, context): {referrer: share}}, {context: edges that earn nothing})"""
    journeys, edges = collections.defaultdict(dict), collections.defaultdict(set)
    for row in touches:
        key, person = acquired_by.get(row["purchase_id"]), int(row["person_id"])
        if key and weights.get(row["role"]) and (row["role"] not in SENIOR or is_senior(person, key)):
            journeys[key][person] = weights[row["role"]], int(row["seq"])
            edges[key[1]].add((key[0], person))
    dropped = {c: found for c, e in edges.items() if (found := cyclic(e))} if cycle_rule else {}
    shares = {}
    for key, journey in journeys.items():
        kept = {q: w for q, (w, _) in journey.items() if (key[0], q) not in dropped.get(key[1], ())}
        if kept and last_touch:
            kept = {max(kept, key=lambda q: journey[q][1]): 1.0}
        if kept:
            shares[key] = {q: w / sum(kept.values()) for q, w in kept.items()}
    return shares, dropped


def crv(shares):
    """CRV by (person, context) and by person."""
    by_context, by_person = collections.Counter(), collections.Counter()
    for key, journey in shares.items():
        for q, share in journey.items():
            by_context[q, key[1]] += share * value[key]
            by_person[q] += share * value[key]
    return by_context, by_person


def top(counter, n):
    return [key for key, _ in sorted(counter.items(), key=lambda kv: (-kv[1], kv[0]))[:n]]


def newcomers_below(person, context, shares):
    """Everybody brought in by the person, by those they brought in, and so on."""
    seen, todo = set(), [person]
    while todo:
        referrer = todo.pop()
        for (p, c), journey in shares.items():
            if c == context and referrer in journey and p != person and p not in seen:
                seen.add(p)
                todo.append(p)
    return seen


def main():
    shares, dropped = credit(OBSERVED)
    here, total = crv(shares)
    brought = collections.defaultdict(list)
    for key, journey in shares.items():
        for q, share in journey.items():
            brought[q].append((share * value[key], *key))
    print(f"value {TOTAL}, acquisitions {len(entry)}, with a credited referrer {len(shares)}")
    for name, weights, rule in (("observed roles", OBSERVED, True),
                                ("observed roles, cycle rule off", OBSERVED, False),
                                ("derived roles at 0.5", WITH_DERIVED, True)):
        rest = TOTAL - sum(value[key] for key in credit(weights, rule)[0])
        print(f"unattributed, {name}: {rest} = {rest / TOTAL:.2%}")
    print("cycles:", {c: sorted(edges) for c, edges in dropped.items()})
    for rule in (True, False):
        trap, edges = credit(WITH_TOGETHER, rule)
        print(f"together at 0.5, cycle rule {'on' if rule else 'off'}: CRV in context 15 of 652 is "
              f"{crv(trap)[0][652, 15]:g}, of 1183 {crv(trap)[0][1183, 15]:g};",
              f"{sum(map(len, edges.values()))} cyclic edges")
    print("context 4 by CRV (person, CRV, own):",
          [(q, round(here[q, c], 2), value[q, c]) for q, c in top(here, len(here)) if c == 4])
    for q in (667, 358, 1088, 957, 1183, 842, 321, 558, 853, 374, 413, 958):
        largest = [(p, round(v, 2)) for v, p, c in sorted(brought[q], reverse=True)[:3]]
        print(f"person {q}: own {own[q]}, CRV {total[q]:.2f}, newcomers {len(brought[q])}, largest {largest}")
    below = newcomers_below(957, 5, shares)
    print(f"below 957 in context 5: {len(below)} newcomers worth {sum(value[p, 5] for p in below)}")
    bought = {row["purchase_id"]: row for row in purchases}
    for role in sorted(SENIOR):
        late = [row["purchase_id"] for row in touches if row["role"] == role and not is_senior_at(row, bought)]
        print(f"{role} without an earlier day: {len(late)}, on a first contribution {len({*late} & {*acquired_by})}")
    left = {}
    for row in read("events"):
        if row["kind"] == "leaves":
            key = int(row["person_id"]), int(row["context_id"])
            left[key] = min(row["t"], left.get(key, row["t"]))
    again = {key for row in purchases if row["t"] > left.get(
        key := (int(row["person_id"]), int(row["context_id"])), "9999")}
    print(f"(person, context) pairs that left: {len(left)}, contributing again later: {len(again)}")
    print("among the 50 biggest contributors and the 50 highest CRV:", len({*top(own, 50)} & {*top(total, 50)}))
    print("among the top 20 by last touch and by role weights:",
          len({*top(crv(credit(OBSERVED, last_touch=True)[0])[1], 20)} & {*top(total, 20)}))
    print("top ten by CRV:", top(total, 10))
    print("top ten with derived roles:", top(crv(credit(WITH_DERIVED)[0])[1], 10))


main()
