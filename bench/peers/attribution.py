#!/usr/bin/env python3
"""Attribution of a million paths beside ChannelAttribution and marketing_attribution_models.

All read the same CSV and write their credits. Runs of one job alternate, each in a process of its
own; the medians of time and peak memory are printed, with the largest distance between the exact
removal effects and theirs.

    python3 -m venv build/peers-ca && build/peers-ca/bin/pip install \\
        matplotlib pandas channelattribution==2.2.5
    python3 -m venv build/peers-mam && build/peers-mam/bin/pip install \\
        marketing_attribution_models==2.1.1
    python3 bench/peers/attribution.py build/release/grapevine \\
        build/peers-ca/bin/python build/peers-mam/bin/python [RUNS [PATHS.csv]]
"""
import csv
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

COLUMNS = ["path", "total_conversions", "total_conversion_value", "total_null"]

CHANNEL_ATTRIBUTION = """
import sys
import pandas
import ChannelAttribution as peer
paths, job, out = sys.argv[1:]
data = pandas.read_csv(paths, keep_default_na=False)
if job == "heuristics":
    peer.heuristic_models(data, "path", "total_conversions", "total_conversion_value",
                          flg_pro=False).to_csv(out, index=False)
else:
    result = peer.markov_model(data, "path", "total_conversions", "total_conversion_value",
                               "total_null", order=int(job[-1]), ncore=2, out_more=True,
                               verbose=False, flg_pro=False)
    result["removal_effects"].rename(columns={"removal_effects_conversion": "removal_effect",
                                              "channel_name": "player"}).to_csv(out, index=False)
"""

MARKETING_ATTRIBUTION_MODELS = """
import sys
import polars
from mam import MAM
paths, job, out = sys.argv[1:]
data = polars.read_csv(paths).with_columns(
    (polars.col("total_conversions") + polars.col("total_null")).alias("journeys"),
    (polars.col("total_conversions") > 0).alias("converts"))
mam = MAM(data, "grouped_journey", "path", "converts", occurrences_colname="journeys",
          conversion_value_colname="total_conversion_value")
if job == "heuristics":
    for run in (mam.run_first_click, mam.run_last_click, mam.run_linear):
        run().to_polars().write_csv(out)
elif job == "markov 1":
    effects = mam.run_markov(transition_to_same_state=True).metadata["removal_effect"]
    effects.rename_axis("player").reset_index().to_csv(out, index=False)
else:
    mam.run_shapley(max_size=4).to_polars().write_csv(out)
"""

JOBS = {"heuristics": ["first,last,linear"], "markov 1": ["markov", "--order", "1"],
        "markov 2": ["markov", "--order", "2"], "markov 3": ["markov", "--order", "3"],
        "shapley": ["shapley"]}


def write_paths(path, count=1_000_000, channels=20):
    """Paths of geometric length, mean 3.57, over channels of unequal weight; 30 % convert."""
    draw = random.Random(1)
    names = [f"channel_{i}" for i in range(channels)]
    weights = [1.0 / (1 + i) for i in range(channels)]
    with open(path, "w") as file:
        file.write(",".join(COLUMNS) + "\n")
        for _ in range(count):
            length = 1
            while draw.random() < 0.72 and length < 30:
                length += 1
            converts = draw.random() < 0.3
            steps = " > ".join(draw.choices(names, weights, k=length))
            value = f"{draw.expovariate(0.1):.2f}" if converts else "0"
            file.write(f"{steps},{int(converts)},{value},{int(not converts)}\n")


def run(words):
    """Seconds and peak MiB of a command."""
    start = time.monotonic()
    child = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(words[:4])} ended with {status}")
    return time.monotonic() - start, usage.ru_maxrss / 1024


def removal_effects(path):
    with open(path) as file:
        return {row["player"]: float(row["removal_effect"]) for row in csv.DictReader(file)
                if row["player"]}


def compare(job, commands, files, runs):
    """Prints one row for each peer; `commands` and `files` begin with ours."""
    seen = {name: [] for name in commands}
    for _ in range(runs):
        for name, words in commands.items():
            seen[name].append(run(words))
    medians = {name: [statistics.median(x) for x in zip(*all_runs)]
               for name, all_runs in seen.items()}
    ours, our_memory = medians.pop("grapevine")
    for name, (seconds, memory) in medians.items():
        distance = ""
        if job.startswith("markov"):
            exact, theirs = removal_effects(files["grapevine"]), removal_effects(files[name])
            distance = f"{max(abs(exact[c] - theirs[c]) for c in exact):.2e}"
        print(f"| {job} | {name} | {ours:.3f} | {our_memory:.0f} | {seconds:.2f} | {memory:.0f} "
              f"| {seconds / ours:.1f} | {distance} |", flush=True)


def main():
    program, channel_attribution, mam = sys.argv[1:4]
    runs = int(sys.argv[4]) if len(sys.argv) > 4 else 5
    folder = tempfile.mkdtemp()
    paths = sys.argv[5] if len(sys.argv) > 5 else os.path.join(folder, "paths.csv")
    if len(sys.argv) <= 5:
        write_paths(paths)
    print(f"load {os.getloadavg()[0]:.1f}, {runs} runs each")
    print("| job | peer | grapevine s | MiB | peer s | MiB | times faster | removal effects |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for job, model in JOBS.items():
        files = {name: os.path.join(folder, name + ".csv")
                 for name in ("grapevine", "ChannelAttribution", "marketing_attribution_models")}
        commands = {"grapevine": [program, "attribute", paths, "--model", *model, "--out",
                                  files["grapevine"]]}
        if job != "shapley":
            commands["ChannelAttribution"] = [channel_attribution, "-c", CHANNEL_ATTRIBUTION, paths,
                                              job, files["ChannelAttribution"]]
        if job in ("heuristics", "markov 1", "shapley"):
            name = "marketing_attribution_models"
            commands[name] = [mam, "-c", MARKETING_ATTRIBUTION_MODELS, paths, job, files[name]]
        compare(job, commands, files, runs)


if __name__ == "__main__":
    main()
