"""Runs the program on one study, keeping what the page of evidence shows. A part of evidence.py."""
import csv
import json
import subprocess

MODELS = ("first", "last", "linear", "time_decay", "position", "shapley", "markov",
          "credit_distribution")
# What a study does not run unasked.
ASKED_FOR = (("propagation", ("personalized_pagerank", "first_hit", "signed_walk")),
             ("diffusion", ("influence_value",)), ("influence_learning", ("credit_spread",)),
             ("clv", ("bg_nbd",)), ("multilevel", ("multilevel_reward",)), ("hits", ("hits",)),
             ("eigenvector", ("eigenvector",)), ("katz", ("katz",)), ("hubbell", ("hubbell",)))


# What a backtest foretells, of its options.
PLAN = ("cut", "horizon", "lookback", "outcome", "newcomer_purchases", "newcomer_within",
        "newcomer_horizon", "least_positives")


class Failed(Exception):
    """A command of the program that ended otherwise than with 0; its one line."""


def ran(command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode != 0:
        lines = [line for line in done.stderr.splitlines() if "warning: " not in line]
        raise Failed(lines[-1] if lines else f"exit code {done.returncode}")
    return done


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def with_key(text, section, key, value):
    """A study file with this key, whether the section or the key stood there before or not."""
    lines, heading = text.splitlines(), f"[{section}]"
    if heading not in lines:
        return text + f"\n{heading}\n{key} = {value}\n"
    at = lines.index(heading) + 1
    end = next((i for i in range(at, len(lines)) if lines[i].startswith("[")), len(lines))
    kept = [line for line in lines[at:end] if line.split("=")[0].strip() != key]
    return "\n".join(lines[:at] + [f"{key} = {value}"] + kept + lines[end:]) + "\n"


def listed(names):
    return json.dumps(list(names))


def all_providers(text, without=()):
    text = with_key(text, "output", "format", '"csv"')
    for section, models in ASKED_FOR:
        if section not in without:
            text = with_key(text, section, "model", listed(models))
    return text


def backtest(program, study, text, plan, out):
    """The rows of backtest_scores.csv, and backtest.json."""
    changed = study.parent / "evidence.toml"
    changed.write_text(text, encoding="utf-8")
    ran([program, "backtest", changed, *plan, "--out", out])
    report = json.loads((out / "backtest.json").read_text(encoding="utf-8"))
    return rows(out / "backtest_scores.csv"), report


def figure(text):
    return round(float(text), 6) if text else None


def kept(row):
    """Of a row of the table what the page shows: a difference with its interval and verdict."""
    def to(which):
        name = f"difference_to_{which}"
        if not row[name]:
            return None
        return [figure(row[name]), figure(row[name + "_low"]), figure(row[name + "_high"]),
                row[f"verdict_to_{which}"]]
    return {"score": row["score"], "kind": row["kind"], "cells": int(row["cells"]),
            "auc": figure(row["auc"]), "precision_at_10": figure(row["precision_at_10"]),
            "captured_at_1_percent": figure(row["captured_at_1_percent"]),
            "to_general": to("general"), "to_in_context": to("in_context"),
            "reading": row["reading"]}


def model_rows(program, study, text, plan, folder):
    """The row `crv` under each attribution model, and what each could not do."""
    made, left_out = [], []
    # Nothing to learn a forecast from: it takes most of the time, and no crv rests on it.
    text = with_key(text, "forecast", "least_history", "1000000000")
    for model in MODELS:
        try:
            scores, _ = backtest(program, study, with_key(text, "attribution", "model",
                                                          f'"{model}"'), plan, folder / model)
        except Failed as failure:
            left_out.append(f"{model}: {failure}")
            continue
        made += [kept(row) | {"score": f"crv, {model}"} for row in scores if row["score"] == "crv"]
    return made, left_out


def own_words(report):
    """What the forecast said of itself at each cut, from what was known then."""
    said = []
    for cut in report["cuts"]:
        facts = {step["algorithm"]: step["facts"] for step in cut["steps"]}.get(
            "referral_forecast", {})
        said.append({"cut": cut["cut"]} | {key: facts[key] for key in
                                           ("ranked by", "context", "forecast") if key in facts}
                    | {"warnings": [w.removeprefix("forecast: ") for w in cut["warnings"]
                                    if w.startswith("forecast: ")]})
    return said


def judge(program, data_set, study, folder):
    """All rows of one set's results; `study` is the file, in a folder that may be written to."""
    plain = with_key(study.read_text(encoding="utf-8"), "output", "format", '"csv"')
    if data_set.plan:
        horizon = data_set.plan[data_set.plan.index("--horizon") + 1]
        plain = with_key(plain, "forecast", "horizon", f'"{horizon}"')
    scores, report = backtest(program, study, all_providers(plain, data_set.without), data_set.plan,
                              folder / "all")
    models, left_out = model_rows(program, study, plain, data_set.plan, folder)
    plan = {key: report["options"][key] for key in PLAN if report["options"][key]}
    about = {"table": "about", "title": data_set.title, "plan": plan, "warnings": report["warnings"],
             "left_out": left_out, "without": list(data_set.without),
             "forecast": own_words(report)}
    return [about] + [{"table": "scores"} | kept(row) for row in scores] + [
        {"table": "models"} | row for row in models]
