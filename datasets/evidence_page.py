"""Renders docs/evidence.md from the results. A part of evidence.py; it decides nothing: each verdict
is a word of the program's.
"""
MARKS = {"general baseline": "g", "context baseline": "c", "score": ""}
SHOWN = ("forecast_score", "propagation_score", "crv")

HEAD = """# Evidence: which scores told the truth

<!-- Made by `make evidence`; do not edit. -->
`make evidence` makes this page: every score that the program makes beside every baseline of [`grapevine backtest`](backtest.md), on each data set that is at hand, wins and losses alike. From a clean clone it runs the bundled study and simulated shops; `make evidence DATA=FOLDER` also those that [the converters](../datasets/README.md) read, of which nothing is in this repository. A set that is not run keeps its last figures (`datasets/evidence.jsonl`), and is marked with their day.

A cell is one context at one cut; a score is made from what was known before the cut, and judged by who brought others in after it. **AUC** is the chance that who refers is ranked above who does not, **p@10** which share of the first ten do, **top 1 %** which share of all referrals its people make. Differences are in AUC, with 95 % intervals that resample contexts, against the best baseline that knows no contexts and the best that does: both picked in hindsight, which favours the baseline. A score that is silent at a cut (a forecast that cannot be made, or is withheld) is judged on the other cells, and its differences are over these: then columns need not subtract. The **reading** is the program's own:

| reading | when |
| --- | --- |
| better than what knows no context | than the best baseline of those, by the whole interval |
| not proven here | that interval holds 0, or lies below it; look at p@10 and top 1 % too |
| the score failed on your own past: show the count | its mean AUC is below that of the decayed count of what people did, `activity_decayed`; the sign alone decides |
| knows no context | it says the same of people in every context |
| cannot be judged | fewer than three contexts, or fewer than 50 referrals before every cut |

That it is *contexts* that make a fitted score better takes the same model without them, which the forecast fits beside itself: at each cut it says "context helps", "not proven here" or "cannot be judged" of its own last finished window, and what it ranks by (`forecast_score`; where "the fitted score failed on the study's own past" that is a simpler score, and `expected_referrals` is still the fitted one). In an earlier experiment such a "context helps" was right in 14 of 15 cuts, and the sign of the difference to the plain count in 27 of 27. `crv` says what was earned and is no forecast: its rows show what happens to who takes it for one.
"""

TAIL = """## Not judged
- **BeiBei**: launches have no dates, so there is no before and after.
- **CDNOW**: nobody is recorded to have brought anybody.
- **StackExchange Christianity**: the converter reads it, and its files were at hand on no run of this page.

## What these figures cannot say
Cells share people and years, so intervals are too narrow rather than too wide. Undated ties (the farmers, Ciao, StackExchange) flatter whatever uses ties; StackExchange has no common clock. The baselines are many and the best one is known only afterwards; so is which of our scores is. This is prediction, not cause: [influence, or likeness](causality.md). A simulated shop shows that a method finds what was planted by its own rules, and nothing of real people.
"""


def number(value, digits=3):
    if value is None:
        return "-"
    text = f"{value:.{digits}f}"
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text


def signed(value):
    return ("+" if value >= 0 else "-") + number(abs(value))


def difference(told):
    """"+.231 [+.175, +.292] better" """
    if told is None:
        return ""
    value, low, high, verdict = told
    return f"{signed(value)} [{signed(low)}, {signed(high)}] {verdict}"


def table(heads, lines):
    return "\n".join(["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
                     + ["| " + " | ".join(str(cell) for cell in line) + " |" for line in lines])


def of(rows, kind):
    return [row for row in rows if row["table"] == kind]


def when(about, ran_now):
    version = f"version {about['version']}"
    if ran_now:
        return f"Run on {about['day']}, {version}"
    return f"**Not run with the newest: figures of {about['day']}**, {version}"


def named(rows, score):
    return next((row for row in rows if row["score"] == score), None)


def best(rows, kind):
    """The baseline of that kind with the highest AUC."""
    known = [row for row in rows if row["kind"] == kind and row["auc"] is not None]
    return max(known, key=lambda row: row["auc"], default=None)


def short(row):
    return f"`{row['score']}` {number(row['auc'])}" if row else "-"


def cells(row, scores):
    """"32", or "28 of 32" of a score that is silent in some."""
    most = max(other["cells"] for other in scores)
    return str(most) if row["cells"] == most else f"{row['cells']} of {most}"


def overview(results, ran_now):
    lines = []
    for name, rows in results.items():
        about, scores = of(rows, "about")[0], of(rows, "scores")
        if name == "simulated":
            continue
        first = [about["title"], about["day"] if name in ran_now else f"**kept from {about['day']}**",
                 short(best(scores, "general baseline")), short(best(scores, "context baseline"))]
        for score in SHOWN:
            row = named(scores, score)
            lines.append((first if score == SHOWN[0] else [""] * 4) + (
                [f"`{score}`", cells(row, scores), number(row["auc"]), difference(row["to_general"]),
                 difference(row["to_in_context"]), row["reading"]] if row
                else [f"`{score}`", "", "-", "", "", "not made here"]))
    return table(["study", "run", "best without contexts", "best with contexts", "score", "cells",
                  "AUC", "minus best without", "minus best with", "reading"], lines)


def counted(scores):
    """"9 better, 3 no difference, 12 worse" of the study's scores against each kind of baseline."""
    parts = []
    for to, words in (("to_general", "the best baseline without contexts"),
                      ("to_in_context", "the best with contexts")):
        verdicts = [row[to][3] for row in scores if row["kind"] == "score" and row[to]]
        told = [f"{verdicts.count(word)} {word}" for word in
                ("better", "no difference", "worse", "cannot be judged") if word in verdicts]
        parts.append(f"against {words} {', '.join(told)}")
    return f"Of {sum(row['kind'] == 'score' for row in scores)} scores " + "; ".join(parts) + "."


def scores_table(rows):
    """All scores and the models' crv, by AUC."""
    ordered = sorted(rows, key=lambda row: (-(row["auc"] or 0.0), row["score"]))
    heads = ["", "score", "cells", "AUC", "p@10", "top 1 %", "minus best without contexts",
             "minus best with contexts", "reading"]
    return table(heads, [[MARKS[row["kind"]], f"`{row['score']}`", cells(row, rows),
                          number(row["auc"]),
                          number(row["precision_at_10"]), number(row["captured_at_1_percent"]),
                          difference(row["to_general"]), difference(row["to_in_context"]),
                          row["reading"]] for row in ordered])


def rivals(scores):
    general, context = best(scores, "general baseline"), best(scores, "context baseline")
    return (f"Best baseline without contexts: {short(general)}; with contexts: {short(context)}. "
            "A baseline is compared with the best of the others.")


def of_itself(words):
    """What the forecast said at each cut: whether contexts help, what it ranks by, and why."""
    lines = []
    for at in words:
        said = [at["forecast"]] if "forecast" in at else [
            f"ranked by {at['ranked by']}", at["context"], *at["warnings"]]
        lines.append(f"- {at['cut']}: " + "; ".join(said))
    return "\n".join(lines)


def warned(warnings):
    """Each kind of warning once, with the number of cuts, figures as of the first."""
    kinds, whole = {}, []
    for warning in warnings:
        cut, _, text = warning.partition(": ")
        if not cut.startswith("cut "):
            whole.append(f"- {warning}")
            continue
        words = "".join(c for c in text if not c.isdigit() and c not in ",.%")
        kinds.setdefault(words, []).append((cut.removeprefix("cut "), text))
    return "\n".join([f"- {said[0][1]} ({said[0][0]}" + (
        f"; likewise at {len(said) - 1} other cuts" if len(said) > 2 else
        f"; likewise at {said[1][0]}" if len(said) == 2 else "") + ")" for said in kinds.values()] +
        whole)


def planned(plan):
    """"cut 2008-01-01, 2010-01-01; horizon 3y" """
    return "; ".join(f"{key.replace('_', ' ')} {value}" for key, value in plan.items())


def section(rows, ran_now):
    about, scores, models = of(rows, "about")[0], of(rows, "scores"), of(rows, "models")
    parts = [f"## {about['title']}", f"{when(about, ran_now)}. {counted(scores)} {rivals(scores)}"]
    if "plan" in about:  # kept figures of an older program have none
        parts.append(f"`grapevine backtest` with {planned(about['plan'])}.")
    parts.append(scores_table(scores + models))
    left = [f"crv by {text}" for text in about["left_out"]] + [
        f"the scores of [{name}], which were not asked for here" for name in about["without"]]
    if left:
        parts.append("Left out: " + "; ".join(left) + ".")
    parts.append("What the forecast said of itself at each cut, judging by its own past then:\n\n"
                 + of_itself(about["forecast"]))
    if about["warnings"]:
        parts.append("The program warns:\n\n" + warned(about["warnings"]))
    return "\n\n".join(parts)


def over_seeds(rows, key, digits=3):
    """The mean over seeds, and the lowest and highest."""
    values = [row[key] for row in rows if row.get(key) is not None]
    if not values:
        return "-"
    mean = sum(values) / len(values)
    return f"{number(mean, digits)} ({number(min(values), digits)} to {number(max(values), digits)})"


def truth_table(rows):
    models = list(dict.fromkeys(row["model"] for row in rows))
    lines = []
    for model in models:
        own = [row for row in rows if row["model"] == model]
        mean = sum(row["misattributed"] for row in own) / len(own)
        lines.append((mean, [f"`{model}`", over_seeds(own, "misattributed"),
                             over_seeds(own, "total_variation"), over_seeds(own, "organic_credited"),
                             over_seeds(own, "crv_sum_ratio"), over_seeds(own, "crv_slope"),
                             over_seeds(own, "crv_rank_correlation"),
                             over_seeds(own, "crv_of_top", 0)]))
    return table(["model", "value at the wrong place", "share of an acquisition at the wrong place",
                  "value of the unasked credited", "CRV / true CRV, summed",
                  "true CRV per unit of CRV", "rank correlation with true CRV",
                  "of the true top 100"], [line for _, line in sorted(lines, key=lambda one: one[0])])


def shop_scores_table(rows):
    """Mean AUC over the seeds, and how often each word was said."""
    names = list(dict.fromkeys(row["score"] for row in rows))
    lines = []
    for name in names:
        own = [row for row in rows if row["score"] == name]
        aucs = [row["auc"] for row in own if row["auc"] is not None]
        lines.append((-sum(aucs) / len(own), [
            MARKS[own[0]["kind"]], f"`{name}`", over_seeds(own, "auc"),
            over_seeds(own, "precision_at_10"), over_seeds(own, "captured_at_1_percent"),
            *over_shops(own, "to_general"), *over_shops(own, "to_in_context"),
            tally(row["reading"] for row in own)]))
    return table(["", "score", "AUC", "p@10", "top 1 %", "minus best without contexts", "shops",
                  "minus best with contexts", "shops", "reading, shops"],
                 [line for _, line in sorted(lines, key=lambda one: (one[0], one[1][1]))])


def tally(words):
    """"2 better, 1 worse" """
    words = [word for word in words if word]
    return ", ".join(f"{words.count(word)} {word}" for word in dict.fromkeys(words))


def over_shops(rows, to):
    """The mean difference, the lowest and highest, and the verdicts."""
    told = [row[to] for row in rows if row[to]]
    if not told:
        return "", ""
    values = [one[0] for one in told]
    return (f"{signed(sum(values) / len(values))} ({signed(min(values))} to {signed(max(values))})",
            tally(one[3] for one in told))


def funnel_table(rows):
    return table(["seed", "asked", "intend", "say they did", "made a touch", "brought somebody in",
                  "somebody profitable", "truly a cause, of all asked", "gap", "NPS (n)"],
                 [[row["seed"], row["asked"], row["intends"], row["intends_says_did"],
                   row["intends_did"], row["intends_joined"], row["intends_profitable"],
                   row["truly"], f"{100 * row['gap']:+.1f} points",
                   f"{row['nps']:+.0f} ({row['nps_people']})"] for row in rows])


def shops(rows, ran_now):
    about = of(rows, "about")[0]
    seeds = ", ".join(str(seed) for seed in about["seeds"])
    return "\n\n".join([
        f"## {about['title']}: SIMULATED",
        f"{when(about, ran_now)}, by `grapevine simulate` with seeds "
        f"{seeds} and no other option but the size: means over shops, lowest and highest in brackets. "
        "Everything is invented; [what is planted](simulate.md).",
        "### Each attribution model against who truly caused whom",
        "`grapevine attribute ... --truth auto`, and the study's `crv` + `civ` by model "
        "against `true_crv`, over people and contexts where either is not 0. A sum of 1 is calibrated "
        "in total; the slope is the least-squares true CRV per unit of CRV through 0: below 1, high "
        "CRVs are too high. `(nobody)` credits nobody, and is what a model has to beat.",
        truth_table(of(rows, "truth")),
        "### Scores beside baselines",
        f"`grapevine backtest` with {about['plan']}, and `horizon` the same in `[forecast]` of the study.",
        shop_scores_table(of(rows, "scores")),
        "What the forecast said of itself at each cut:",
        "\n".join(f"- Seed {one['seed']}:\n" + "\n".join(
            "  " + line for line in of_itself(one["forecast"]).splitlines())
            for one in of(rows, "words")),
        "### What people say against what they did",
        "The table [`funnel`](tables.md#intent-against-action) over all contexts, of people who were "
        "asked; each column is of the one before it but for `truly a cause`. Intent and claims are "
        "overstated here by design (`--over_claiming`).",
        funnel_table(of(rows, "funnel"))])


def page(results):
    """The page; sets whose figures are older than the newest are marked with their day."""
    days = {name: of(rows, "about")[0]["day"] for name, rows in results.items()}
    ran_now = {name for name, day in days.items() if day == max(days.values())}
    parts = [HEAD, "## In short\n\n" + overview(results, ran_now)]
    for name, rows in results.items():
        parts.append(shops(rows, name in ran_now) if name == "simulated"
                     else section(rows, name in ran_now))
    return "\n\n".join(part.strip("\n") for part in [*parts, TAIL]) + "\n"
