#!/usr/bin/env python3
"""The measures of a backtest by scikit-learn and scipy themselves, to compare ours with.

usage: evaluation_oracle.py LISTS.csv

Reads a table `list,score,outcome`, where the rows of a list stand together, and prints one JSON
object {list: {measure: number or null}} in full precision; null is what the library calls NaN or,
of deciles, defines in another way. Ends with 77 where a library is missing.
"""
import csv
import json
import math
import sys
import warnings
from itertools import groupby

try:
    from scipy.stats import kendalltau
    from sklearn.calibration import calibration_curve
    from sklearn.metrics import average_precision_score, roc_auc_score
except ModuleNotFoundError as error:
    print(error, file=sys.stderr)
    sys.exit(77)

BINS = 10


def number(value):
    return None if math.isnan(value) else float(value)


def deciles(score, positive):
    """Mean score and share of positives in each tenth of the list, the highest scores first.

    scikit-learn cuts between quantiles of the scores, which must be probabilities, and leaves ties
    together; with neither ties nor a remainder its bins hold equally many people, as ours do.
    """
    comparable = len(score) % BINS == 0 and len(set(score)) == len(score)
    if not comparable or min(score) < 0 or max(score) > 1:
        return None
    share, mean = calibration_curve(positive, score, n_bins=BINS, strategy="quantile")
    return [[number(m), number(s)] for m, s in zip(mean[::-1], share[::-1])]


def measures(score, outcome):
    positive = [o > 0 for o in outcome]
    return {
        "area_under_roc": number(roc_auc_score(positive, score)),
        "average_precision": number(average_precision_score(positive, score)),
        # The method is that of the p-value, which nobody reads here.
        "kendall_tau": number(kendalltau(score, outcome, method="asymptotic").statistic),
        "deciles": deciles(score, positive),
    }


def main():
    warnings.simplefilter("ignore")  # that a measure is undefined: null says it
    with open(sys.argv[1], newline="") as file:
        lists = {
            name: measures(*zip(*((float(row["score"]), float(row["outcome"])) for row in rows)))
            for name, rows in groupby(csv.DictReader(file), key=lambda row: row["list"])
        }
    json.dump(lists, sys.stdout)


main()
