#!/usr/bin/env python3
"""Where the top of a context is not the general top.
usage: context_tops.py SCORES.csv [--contexts CONTEXTS.csv] [--rows N]

Reads the score table of a run (`[output] format = "csv"`) and prints, for Markdown, of how many
contexts the person with the highest propagation_score is also the one with the highest pagerank, how
many of the ten highest are shared, and the contexts with another top, those with most purchases first.
CONTEXTS.csv, a table of the study, gives their topics. Standard library only.
"""
import argparse
import csv

SHOWN = 10
COLUMNS = ["person_id", "context_id", "purchases", "propagation_score", "pagerank"]


def read_contexts(path):
    """context -> its rows (person, purchases, score, pagerank), contexts as they come."""
    contexts = {}
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        missing = [column for column in COLUMNS if column not in (reader.fieldnames or [])]
        if missing:
            raise SystemExit(f"{path}:1: there is no column {missing[0]}; name scores.csv of a run")
        for row in reader:
            contexts.setdefault(row["context_id"], []).append(
                (row["person_id"], int(row["purchases"] or 0), float(row["propagation_score"]),
                 float(row["pagerank"])))
    return contexts


def read_topics(path):
    with open(path, encoding="utf-8", newline="") as file:
        return {row["context_id"]: row["topic"] for row in csv.DictReader(file)}


def highest(rows, column):
    """The ten highest people; of equal ones the first."""
    return sorted(rows, key=lambda row: -row[column])[:SHOWN]


def place(rows, person, column):
    own = next(row[column] for row in rows if row[0] == person)
    return 1 + sum(row[column] > own for row in rows)


def compare(context, rows):
    """What one line of the table says, and how many of the ten are shared; None without a walk."""
    if not any(row[2] > 0.0 for row in rows):
        return None
    ours, general = highest(rows, 2), highest(rows, 3)
    shared = len({row[0] for row in ours} & {row[0] for row in general})
    top, general_top = ours[0], general[0]
    return {"context": context, "purchases": sum(row[1] for row in rows), "shared": shared,
            "same": top[0] == general_top[0], "top": top[0], "score": top[2],
            "general_place": place(rows, top[0], 3), "general_top": general_top[0],
            "general_score": next(row[2] for row in rows if row[0] == general_top[0]),
            "place_of_general": place(rows, general_top[0], 2)}


def report(contexts, topics, most_rows):
    found = [line for line in (compare(context, rows) for context, rows in contexts.items()) if line]
    others = [line for line in found if not line["same"]]
    mean = sum(line["shared"] for line in found) / len(found)
    lines = [f"{len(found)} contexts; the top is the general one in {len(found) - len(others)}; "
             f"{mean:.1f} of the {SHOWN} highest are shared in the mean", "",
             "| context | purchases | its top | share of its walk | place by PageRank | "
             "the general top's share, place |", "| --- | --- | --- | --- | --- | --- |"]
    for line in sorted(others, key=lambda line: -line["purchases"])[:most_rows]:
        name = " ".join(filter(None, [line["context"], topics.get(line["context"], "")]))
        lines.append(f"| {name} | {line['purchases']:,} | {line['top']} | {line['score']:.3f} | "
                     f"{line['general_place']} | {line['general_score']:.3f}, "
                     f"{line['place_of_general']} |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scores")
    parser.add_argument("--contexts")
    parser.add_argument("--rows", type=int, default=10)
    arguments = parser.parse_args()
    contexts = read_contexts(arguments.scores)
    if not contexts:
        raise SystemExit(f"{arguments.scores}: has no rows; name scores.csv of a run")
    print(report(contexts, read_topics(arguments.contexts) if arguments.contexts else {},
                 arguments.rows))


if __name__ == "__main__":
    main()
