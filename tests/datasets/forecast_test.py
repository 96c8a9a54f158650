"""The referral forecast on three public sets against scores that another program made of them.

That program (numpy, scipy) lies with its scores beside the project's data; they were frozen before
ours was written. Studies are cut by leaving out later rows, so that nothing else can tell.
"""
import csv
import gzip
import subprocess
from collections import defaultdict
from pathlib import Path

from support import PROGRAM, SHARED_DATA, ConverterTest, have, main, rows

CELLS = SHARED_DATA.parent / "facts" / "prediction" / "cells"


def ranks(values):
    """Mean places, from 0, of equal values together."""
    order = sorted(range(len(values)), key=values.__getitem__)
    places, begin = [0.0] * len(values), 0
    while begin < len(order):
        end = begin
        while end < len(order) and values[order[end]] == values[order[begin]]:
            end += 1
        for i in order[begin:end]:
            places[i] = (begin + end - 1) / 2
        begin = end
    return places


def correlation(first, second):
    """Spearman's."""
    first, second = ranks(first), ranks(second)
    mean = (len(first) - 1) / 2
    product = sum((a - mean) * (b - mean) for a, b in zip(first, second))
    squares = [sum((a - mean) ** 2 for a in places) for places in (first, second)]
    return product / (squares[0] * squares[1]) ** 0.5


def area(scores, positive):
    places = ranks(scores)
    count = sum(positive)
    above = sum(place for place, yes in zip(places, positive) if yes) - count * (count - 1) / 2
    return above / (count * (len(scores) - count))


def frozen(name):
    """cut -> context -> (people, scores, outcomes), as the other program has them."""
    cuts = defaultdict(lambda: defaultdict(lambda: ([], [], [])))
    with gzip.open(CELLS / f"{name}.scores.csv.gz", "rt", newline="") as file:
        for row in csv.DictReader(file):
            if row.get("forecast_mono"):
                people, scores, outcomes = cuts[row["cut"]][row["context"]]
                people.append(row["person"])
                scores.append(float(row["forecast_mono"]))
                outcomes.append(int(row["outcome"]))
    return cuts


class Forecasts(ConverterTest):
    def cut_study(self, until, before, changes=()):
        """The converted study as if read at `until`: rows of which `before` says so."""
        text = (self.out / "study.toml").read_text()
        text = text.replace("[tables]", f'end = "{until}"\n\n[tables]', 1)
        text = text.replace("[forecast]", "[forecast]\nguard = false", 1)
        for old, new in changes:
            text = text.replace(old, new)
        folder = self.folder / f"at_{until}"
        folder.mkdir()
        for table in self.out.glob("*.csv"):
            (folder / table.name).write_bytes(table.read_bytes())
        for table in ("purchases.csv", "touches.csv"):
            known = [row for row in rows(self.out / table) if before(row)]
            with open(folder / table, "w", newline="") as file:
                writer = csv.DictWriter(file, known[0].keys(), lineterminator="\n")
                writer.writeheader()
                writer.writerows(known)
        (folder / "study.toml").write_text(text)
        return folder

    def scores(self, folder):
        out = folder / "forecast.csv"
        made = subprocess.run([PROGRAM, "score", "referral_forecast", folder / "study.toml", "--out",
                               out], capture_output=True, text=True)
        self.assertEqual(made.returncode, 0, made.stderr)
        with open(out, newline="") as file:
            return {(row["context_id"], row["person_id"]): row for row in csv.DictReader(file)}

    def compare(self, name, context_of, person_of, cut_at, *, least, covered=None):
        """Rank correlations of each cut's cells, and the AUC over all cells."""
        ours, theirs, inside, judged = [], [], 0, 0
        for cut, contexts in sorted(frozen(name).items()):
            table = self.scores(cut_at(cut))
            correlations = []
            for context, (people, scores, outcomes) in contexts.items():
                made = [table[context_of(context), person_of(person)] for person in people]
                forecast = [float(row["forecast_score"]) for row in made]
                correlations.append(correlation(forecast, scores))
                positive = [outcome > 0 for outcome in outcomes]
                if sum(positive) >= 5:
                    ours.append(area(forecast, positive))
                    theirs.append(area(scores, positive))
                for row, outcome in zip(made, outcomes):
                    if row["expected_referrals"] and float(row["expected_referrals"]) >= 0.5:
                        judged += 1
                        inside += (float(row["expected_referrals_low"]) <= outcome
                                   <= float(row["expected_referrals_high"]))
            with self.subTest(cut=cut):
                self.assertGreater(sum(correlations) / len(correlations), 0.999)
                self.assertGreater(min(correlations), least)
        if covered:
            self.assertGreater(judged, 300)
            self.assertGreaterEqual(inside / judged, covered[0])
            self.assertLessEqual(inside / judged, covered[1])
        self.assertAlmostEqual(sum(ours) / len(ours), sum(theirs) / len(theirs), delta=0.002)

    @have("review_uboot")
    def test_review_log_of_u_boot(self):
        self.converter = "review_log"
        self.assertEqual(self.convert(SHARED_DATA / "review_uboot").returncode, 0)
        with gzip.open(SHARED_DATA / "review_uboot" / "commits.csv.gz", "rt", newline="") as file:
            contexts = list(dict.fromkeys(row["context"] for row in csv.DictReader(file)))
        self.compare("review_uboot", lambda c: contexts[int(c)], str,
                     lambda cut: self.cut_study(f"{cut}-01-01",
                                                lambda row: row["t"] < f"{cut}-01-01"),
                     least=0.998, covered=(0.85, 0.98))

    @have("brfarmers")
    def test_brazilian_farmers(self):
        """The other program has adoptions in the middle of their year."""
        self.converter = "brfarmers"
        self.assertEqual(self.convert(SHARED_DATA / "brfarmers").returncode, 0)
        for table in ("purchases.csv", "touches.csv"):
            moved = [row | {"t": row["t"] + "-07-02"} for row in rows(self.out / table)]
            with open(self.out / table, "w", newline="") as file:
                writer = csv.DictWriter(file, moved[0].keys(), lineterminator="\n")
                writer.writeheader()
                writer.writerows(moved)
        people = [row["person_id"] for row in rows(self.out / "people.csv")]
        self.compare("brfarmers", lambda c: "ABCDEFGHIJKL"[int(c)], lambda p: people[int(p)],
                     lambda cut: self.cut_study(f"{cut}-01-01",
                                                lambda row: row["t"] < f"{cut}-01-01",
                                                [('time_unit = "year"', 'time_unit = "day"')]),
                     least=0.998)

    @have("brfarmers")
    def test_with_the_contexts_of_others_the_forecast_falls_back(self):
        """To the model without contexts, on the mean over four windows."""
        self.converter = "brfarmers"
        self.assertEqual(self.convert(SHARED_DATA / "brfarmers").returncode, 0)
        difference = []
        for end in ("1960", "1962", "1964", "1966"):
            folder = self.cut_study(end, lambda row: row["t"] < end)
            with open(folder / "study.toml", "a") as file:
                file.write('\n[output]\nformat = "csv"\n')
            made = subprocess.run([PROGRAM, "run", folder / "study.toml", "--out",
                                   folder / "results"], capture_output=True, text=True)
            self.assertEqual(made.returncode, 0, made.stderr)
            auc = {row["score"]: float(row["auc"])
                   for row in rows(folder / "results" / "forecast_check.csv")}
            difference.append(auc["placebo: fitted with the contexts of others"]
                              - auc["model without context"])
            self.assertGreater(auc["fitted forecast"] - auc["model without context"], 0.03)
        self.assertLess(abs(sum(difference) / len(difference)), 0.015)

    @have("ciao")
    def test_ciao(self):
        self.converter = "ciao"
        self.assertEqual(self.convert(SHARED_DATA / "ciao").returncode, 0)
        ends = {"2003": 1041357600, "2005": 1104472800, "2007": 1167588000, "2009": 1230703200}
        self.compare("ciao", lambda c: str(int(c) + 1), str,
                     lambda cut: self.cut_study(ends[cut], lambda row: int(row["t"]) < ends[cut]),
                     least=0.998)


if __name__ == "__main__":
    main()
