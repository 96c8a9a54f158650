#!/usr/bin/env python3
"""Draws docs/pictures/SIMULATED-learning.svg: how far learned chances are from those that were
planted, over the size of the log, in simulated shops whose truth is known. SIMULATED throughout.

    python3 bench/learning_error.py build/release/grapevine docs/pictures/SIMULATED-learning

writes the picture and, beside it, the numbers as CSV. Standard library only; it takes a while.
"""
import math
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from simulated_grid import Panel, mean, rows, write_csv

PEOPLE = (250, 1000, 4000, 16000)
INFLUENCE = (0.05, 0.1, 0.2, 0.3)
SEEDS = (1, 2)
METHODS = ("bernoulli", "partial_credit", "em", "em_background")
COLOURS = ("#555555", "#1b9e77", "#d95f02", "#7570b3")
SHOP = ["--contexts", "2", "--influential", "1", "--negative", "0", "--ring_share", "0",
        "--season", "0", "--counterfactuals", "false"]
TOWNS = {
    "alone": ["--homophily", "0", "--taste_spread", "0", "--organic_per_year", "0.05"],
    "alike": ["--homophily", "0.6", "--taste_spread", "1.2", "--organic_per_year", "0.2"],
}


def planted_rates(shop, learned):
    """For each context the mean planted chance of the ties that were tried."""
    planted = {(row["src"], row["dst"], row["context_id"]): float(row["w"])
               for row in rows(shop / "truth" / "SIMULATED-influence.csv")}
    tried = {}
    for row in rows(learned / "learned_ties.csv"):
        context = row["context_id"]
        tried.setdefault(context, []).append(
            planted.get((row["from_person_id"], row["to_person_id"], context), 0.0))
    return {context: mean(chances) for context, chances in tried.items()}


def errors_of_shop(program, options):
    """Entries of the shop, and for each method the learned less the planted rate of each context."""
    with tempfile.TemporaryDirectory() as folder:
        shop = Path(folder) / "shop"
        subprocess.run([program, "simulate", *SHOP, *options, "--out", shop], check=True,
                       capture_output=True)
        study = shop / "study.toml"
        study.write_text(study.read_text().replace("[output]\n", '[output]\nformat = "csv"\n'))
        entries = len(rows(shop / "truth" / "SIMULATED-acquisitions.csv"))
        errors = {}
        for method in METHODS:
            learned = Path(folder) / method
            subprocess.run([program, "learn", study, "--method", method, "--step", "quarter",
                            "--out", learned], check=True, capture_output=True)
            planted = planted_rates(shop, learned)
            errors[method] = [float(row["learned_rate"]) - planted[row["context_id"]]
                              for row in rows(learned / "learned_contexts.csv")
                              if row["context_id"] in planted]
        return entries, errors


def measure(program):
    table = []
    for town, options in TOWNS.items():
        for people in PEOPLE:
            shops = [errors_of_shop(program, [*options, "--people", str(people), "--influence",
                                              str(influence), "--seed", str(seed)])
                     for influence in INFLUENCE for seed in SEEDS]
            for method in METHODS:
                errors = [error for _, by_method in shops for error in by_method[method]]
                table.append({"town": town, "people": people, "method": method,
                              "entries_per_context": mean([n / 2 for n, _ in shops]),
                              "error": math.sqrt(mean([e * e for e in errors])),
                              "bias": mean(errors), "contexts": len(errors)})
    return table


def draw(panel, table, town):
    highest = math.log(PEOPLE[-1] / PEOPLE[0])
    for people in PEOPLE:
        x = panel.x(math.log(people / PEOPLE[0]), highest)
        entries = next(row["entries_per_context"] for row in table
                       if row["town"] == town and row["people"] == people)
        panel.parts.append(Panel.text(x, panel.top + panel.height + 18, f"{entries:,.0f}", "11",
                                      anchor="middle"))
    for method, colour in zip(METHODS, COLOURS):
        panel.line([(math.log(row["people"] / PEOPLE[0]), row["error"]) for row in table
                    if row["town"] == town and row["method"] == method], highest, colour)


def picture(table):
    ticks, limits = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2), (0.0025, 0.3)
    panels = []
    for left, town, title in ((90, "alone", "Few come unasked, all alike"),
                              (440, "alike", "Many do, and friends are alike")):
        panel = Panel(left, title, "people who entered a context (mean)",
                      "error of its learned chance", limits, ticks, True)
        draw(panel, table, town)
        panels += panel.parts
    legend = []
    for i, (method, colour) in enumerate(zip(METHODS, COLOURS)):
        x = 90 + 160 * i
        legend.append(f'<line x1="{x}" x2="{x + 26}" y1="48" y2="48" stroke="{colour}" '
                      f'stroke-width="2"/>' + Panel.text(x + 32, 52, method, "12"))
    return ('<svg xmlns="http://www.w3.org/2000/svg" width="740" height="400" '
            'font-family="sans-serif"><rect width="740" height="400" fill="white"/>'
            + Panel.text(90, 28, "SIMULATED shops: learned against planted chances of ties", "16",
                         "bold") + "".join([*legend, *panels]) + "</svg>\n")


def main():
    if len(sys.argv) != 3:
        sys.exit(re.sub(r"\n.*", "", __doc__) + "\nusage: learning_error.py PROGRAM PREFIX")
    program, prefix = sys.argv[1:]
    table = measure(program)
    write_csv(prefix + ".csv", table)
    Path(prefix + ".svg").write_text(picture(table), encoding="utf-8")


if __name__ == "__main__":
    main()
