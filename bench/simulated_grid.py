#!/usr/bin/env python3
"""Draws docs/pictures/SIMULATED-grid.svg: what is reported of influence in simulated shops whose
truth is known, over planted influence, homophily and over-claiming. SIMULATED throughout.

    python3 bench/simulated_grid.py build/release/grapevine docs/pictures/SIMULATED-grid

writes the picture and, beside it, the numbers as CSV. Standard library only; a minute or two.
"""
import csv
import math
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HOMOPHILY = (0.0, 0.2, 0.4, 0.6, 0.8)
INFLUENCE = (0.0, 0.1, 0.2, 0.4)
OVER_CLAIMING = (0.0, 0.25, 0.5, 0.75, 1.0)
SEEDS = range(1, 6)
SHOP = ["--people", "2500", "--contexts", "2", "--taste_spread", "1.2", "--ring_share", "0",
        "--organic_per_year", "0.25", "--counterfactuals", "false"]


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def run_shop(program, options):
    """The last row of the matched estimate, and measured CRV over the true one, of one shop."""
    with tempfile.TemporaryDirectory() as folder:
        shop, out = Path(folder) / "shop", Path(folder) / "out"
        subprocess.run([program, "simulate", *SHOP, *options, "--out", shop], check=True,
                       capture_output=True)
        study = shop / "study.toml"
        text = study.read_text().replace("[output]\n", '[output]\nformat = "csv"\n')
        study.write_text(text + '\n[causality]\nmodel = ["matched_estimate"]\ngroup = "community"\n')
        subprocess.run([program, "run", study, "--out", out], check=True, capture_output=True)
        crv = sum(float(row["crv"] or 0) for row in rows(out / "scores.csv"))
        true_crv = sum(float(row["true_crv"] or 0)
                       for row in rows(shop / "truth" / "SIMULATED-value.csv"))
        return rows(out / "matched_estimate.csv")[-1], crv / true_crv if true_crv else math.nan


def mean(values):
    return sum(values) / len(values)


def grid(program):
    """For each influence and homophily: geometric means of both ratios, and how often zero is in
    the matched interval."""
    cells = []
    for influence in INFLUENCE:
        for homophily in HOMOPHILY:
            made = [run_shop(program, ["--influence", str(influence), "--homophily", str(homophily),
                                       "--seed", str(seed)])[0] for seed in SEEDS]
            cells.append({
                "influence": influence, "homophily": homophily,
                "naive_ratio": math.exp(mean([math.log(float(m["naive_ratio"])) for m in made])),
                "matched_ratio": math.exp(mean([math.log(float(m["ratio"])) for m in made])),
                "covers_zero": sum(float(m["difference_low"]) <= 0 <= float(m["difference_high"])
                                   for m in made), "shops": len(made)})
    return cells


def claims(program):
    """Measured over true CRV by over-claiming, at each influence."""
    return [{"influence": influence, "over_claiming": claiming,
             "crv_over_truth": mean([run_shop(program, [
                 "--influence", str(influence), "--over_claiming", str(claiming), "--response", "1",
                 "--seed", str(seed)])[1] for seed in SEEDS])}
            for influence in INFLUENCE[1:] for claiming in OVER_CLAIMING]


COLOURS = ("#555555", "#1b9e77", "#7570b3", "#d95f02")


class Panel:
    """One chart of lines; y is logarithmic where `log`."""

    def __init__(self, left, title, x_label, y_label, y_range, ticks, log):
        self.left, self.top, self.width, self.height = left, 92, 250, 250
        self.y_range, self.log = y_range, log
        self.parts = [self.text(left, 78, title, "13", "bold"),
                      self.text(left + self.width / 2, self.top + self.height + 38, x_label, "12",
                                anchor="middle"),
                      f'<text transform="translate({left - 40},{self.top + self.height / 2}) '
                      f'rotate(-90)" text-anchor="middle" font-size="12">{y_label}</text>']
        for tick in ticks:
            y = self.y(tick)
            self.parts.append(f'<line x1="{left}" x2="{left + self.width}" y1="{y:.1f}" y2="{y:.1f}" '
                              f'stroke="{"#999" if tick == 1 else "#e4e4e4"}"/>')
            self.parts.append(self.text(left - 6, y + 4, f"{tick:g}", "11", anchor="end"))

    @staticmethod
    def text(x, y, words, size, weight="normal", anchor="start", colour="#222"):
        return (f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" '
                f'text-anchor="{anchor}" fill="{colour}">{words}</text>')

    def y(self, value):
        low, high = self.y_range
        place = (math.log(value / low) / math.log(high / low) if self.log
                 else (value - low) / (high - low))
        return self.top + self.height * (1 - place)

    def x(self, value, highest):
        return self.left + 8 + (self.width - 16) * value / highest

    def x_ticks(self, values):
        for value in values:
            self.parts.append(self.text(self.x(value, values[-1]), self.top + self.height + 18,
                                        f"{value:g}", "11", anchor="middle"))

    def line(self, points, highest, colour, dashed=False):
        places = [(self.x(x, highest), self.y(y)) for x, y in points]
        joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        dash = ' stroke-dasharray="5 4"' if dashed else ""
        self.parts.append(f'<polyline points="{joined}" fill="none" stroke="{colour}" '
                          f'stroke-width="2"{dash}/>')
        self.parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
                       for x, y in places]


def picture(cells, claimed):
    ticks, limits = (0.8, 1, 1.25, 1.5), (0.76, 1.7)
    naive = Panel(70, "All exposed against all others", "homophily", "ratio of chances to enter",
                  limits, ticks, True)
    matched = Panel(390, "Matched: like against like", "homophily", "ratio of chances to enter",
                    limits, ticks, True)
    said = Panel(710, "CRV where people overstate", "over-claiming", "measured / true CRV",
                 (0, 1.1), (0, 0.25, 0.5, 0.75, 1), False)
    for panel, column in ((naive, "naive_ratio"), (matched, "matched_ratio")):
        panel.x_ticks(HOMOPHILY)
        for influence, colour in zip(INFLUENCE, COLOURS):
            panel.line([(c["homophily"], c[column]) for c in cells if c["influence"] == influence],
                       HOMOPHILY[-1], colour, dashed=influence == 0)
    said.x_ticks(OVER_CLAIMING)
    for influence, colour in zip(INFLUENCE[1:], COLOURS[1:]):
        said.line([(c["over_claiming"], c["crv_over_truth"]) for c in claimed
                   if c["influence"] == influence], OVER_CLAIMING[-1], colour)
    legend = [Panel.text(70, 52, "planted influence (mean chance w of the 15 % of ties that carry "
                         "any):", "12")]
    for i, (influence, colour) in enumerate(zip(INFLUENCE, COLOURS)):
        x = 520 + 90 * i
        dash = ' stroke-dasharray="5 4"' if influence == 0 else ""
        legend.append(f'<line x1="{x}" x2="{x + 26}" y1="48" y2="48" stroke="{colour}" '
                      f'stroke-width="2"{dash}/>' + Panel.text(x + 32, 52, f"{influence:g}", "12"))
    parts = [*legend, *naive.parts, *matched.parts, *said.parts]
    return ('<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="400" '
            'font-family="sans-serif"><rect width="1000" height="400" fill="white"/>'
            + Panel.text(70, 28, "SIMULATED shops: what is reported of influence that was planted",
                         "16", "bold") + "".join(parts) + "</svg>\n")


def write_csv(path, table):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, table[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: f"{value:.4g}" if isinstance(value, float) else value
                          for key, value in row.items()} for row in table)


def main():
    if len(sys.argv) != 3:
        sys.exit(re.sub(r"\n.*", "", __doc__) + "\nusage: simulated_grid.py PROGRAM PREFIX")
    program, prefix = sys.argv[1:]
    cells, claimed = grid(program), claims(program)
    write_csv(prefix + "-influence.csv", cells)
    write_csv(prefix + "-claims.csv", claimed)
    Path(prefix + ".svg").write_text(picture(cells, claimed), encoding="utf-8")


if __name__ == "__main__":
    main()
