"""Simulated shops, whose truth is known: each attribution model against it, the scores' backtest,
and what people say against what they did. A part of evidence.py.
"""
import json
from collections import defaultdict

from evidence_runs import MODELS, all_providers, backtest, kept, own_words, ran, rows

SEEDS = (1, 2, 3)
PEOPLE = 5000
CUTS = "2024-01-01,2024-04-01,2024-07-01"
HORIZON = "3m"
TOP = 100


def ranks(values):
    """Mean places of equal values."""
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
    """Pearson's; None where a list is all alike."""
    n = len(first)
    mean_a, mean_b = sum(first) / n, sum(second) / n
    ab = sum((a - mean_a) * (b - mean_b) for a, b in zip(first, second))
    aa = sum((a - mean_a) ** 2 for a in first)
    bb = sum((b - mean_b) ** 2 for b in second)
    return ab / (aa * bb) ** 0.5 if aa and bb else None


def rounded(value):
    return value if value is None or isinstance(value, int) else round(value, 6)


def against_truth(measured, true):
    """Ranking and calibration of CRV over (person, context) where either is not 0."""
    keys = sorted(key for key in measured.keys() | true.keys()
                  if measured.get(key, 0.0) or true.get(key, 0.0))
    ours = [measured.get(key, 0.0) for key in keys]
    planted = [true.get(key, 0.0) for key in keys]
    top = lambda values: set(sorted(range(len(keys)), key=lambda i: (-values[i], keys[i]))[:TOP])
    return {"crv_rank_correlation": correlation(ranks(ours), ranks(planted)),
            "crv_of_top": len(top(ours) & top(planted)),
            "crv_sum_ratio": sum(ours) / sum(planted),
            "crv_slope": sum(a * b for a, b in zip(ours, planted)) / sum(a * a for a in ours)}


def crv_by_model(credits):
    """model -> (person, context) -> value, a reward or none: the truth does not tell them apart."""
    measured = defaultdict(lambda: defaultdict(float))
    for row in credits:
        if row["referrer_id"]:
            measured[row["model"]][row["referrer_id"], row["context_id"]] += float(
                row["crv_amount"] or row["civ_amount"])
    return measured


def make_shop(program, folder, seed):
    """The study file of a shop that asks for every model, the forecast's horizon, and CSV."""
    shop = folder / f"shop{seed}"
    ran([program, "simulate", "--people", PEOPLE, "--seed", seed, "--out", shop])
    study = shop / "study.toml"
    text = study.read_text(encoding="utf-8").replace("[output]\n", '[output]\nformat = "csv"\n')
    study.write_text(text + f"\n[attribution]\nmodel = {json.dumps(MODELS)}\n"
                     f'\n[forecast]\nhorizon = "{HORIZON}"\n', encoding="utf-8")
    return study


def attribution_rows(program, study, out, seed):
    told = json.loads(ran([program, "attribute", study, "--model", ",".join(MODELS), "--truth",
                           "auto", "--json"]).stdout)
    measured = crv_by_model(rows(out / "credits.csv"))
    true = {(row["person_id"], row["context_id"]): float(row["true_crv"])
            for row in rows(study.parent / "truth" / "SIMULATED-value.csv")}
    made = []
    for model in told["models"]:
        row = {"table": "truth", "seed": seed, "model": model["model"]}
        row |= {key: rounded(model[key]) for key in ("total_variation", "misattributed",
                                                     "organic_credited", "spearman")}
        if model["model"] in measured:
            row |= {key: rounded(value) for key, value in
                    against_truth(measured[model["model"]], true).items()}
        made.append(row)
    return made


def funnel_row(study, out, seed):
    """What was said and done in all contexts together, and what truly happened."""
    row = next(r for r in rows(out / "funnel.csv") if not r["context_id"] and r["segment"] == "all")
    causes = set()
    for one in rows(study.parent / "truth" / "SIMULATED-acquisitions.csv"):
        causes |= set(filter(None, one["caused_by"].split(";")))
    asked = {r["person_id"] for r in rows(study.parent / "SIMULATED-surveys.csv")
             if r["item"] == "intends"}
    counts = {key: int(row[key]) for key in ("asked", "intends", "intends_says_did", "intends_did",
                                             "intends_joined", "intends_profitable", "nps_people")}
    return {"table": "funnel", "seed": seed, **counts, "gap": rounded(float(row["gap"])),
            "nps": rounded(float(row["nps"])), "truly": len(asked & causes)}


def judge_shops(program, folder):
    """All rows of the simulated shops' results."""
    made = [{"table": "about", "title": f"Simulated shops of {PEOPLE:,} people",
             "seeds": list(SEEDS), "plan": f"cuts {CUTS}, horizon {HORIZON}"}]
    for seed in SEEDS:
        study = make_shop(program, folder, seed)
        out = folder / f"out{seed}"
        ran([program, "run", study, "--out", out])
        made += attribution_rows(program, study, out, seed)
        made.append(funnel_row(study, out, seed))
        scores, report = backtest(
            program, study, all_providers(study.read_text(encoding="utf-8")),
            ("--cut", CUTS, "--horizon", HORIZON), folder / f"backtest{seed}")
        made += [{"table": "scores", "seed": seed} | kept(row) for row in scores]
        made.append({"table": "words", "seed": seed, "forecast": own_words(report)})
    return made
