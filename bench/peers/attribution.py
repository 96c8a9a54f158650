#!/usr/bin/env python3
"""Attribution of a million paths beside ChannelAttribution (simulated), in one run.

Both read the same CSV and write their credits; runs alternate, each in a process of its own, and
the medians of time and peak memory are printed, with the largest distance between an exact removal
effect and the simulated one.

    python3 -m venv build/peers-attribution
    build/peers-attribution/bin/pip install matplotlib pandas channelattribution==2.2.5
    build/peers-attribution/bin/python bench/peers/attribution.py build/release/grapevine [PATHS.csv]
"""
import csv
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 3
COLUMNS = ["path", "total_conversions", "total_conversion_value", "total_null"]

PEER = """
import json, sys
import pandas
import ChannelAttribution as peer
paths, order, out = sys.argv[1], int(sys.argv[2]), sys.argv[3]
data = pandas.read_csv(paths, keep_default_na=False)
if order == 0:
    peer.heuristic_models(data, "path", "total_conversions", "total_conversion_value",
                          flg_pro=False).to_csv(out, index=False)
else:
    result = peer.markov_model(data, "path", "total_conversions", "total_conversion_value",
                               "total_null", order=order, ncore=2, out_more=True, verbose=False,
                               flg_pro=False)
    result["removal_effects"].to_csv(out, index=False)
"""


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


def numbers(path, key, column):
    with open(path) as file:
        return {row[key]: float(row[column]) for row in csv.DictReader(file) if row[key]}


def main():
    program = sys.argv[1]
    folder = tempfile.mkdtemp()
    paths = sys.argv[2] if len(sys.argv) > 2 else os.path.join(folder, "paths.csv")
    if len(sys.argv) <= 2:
        write_paths(paths)
    ours, theirs = os.path.join(folder, "ours.csv"), os.path.join(folder, "theirs.csv")
    print("| job | grapevine s | MiB | ChannelAttribution s | MiB | times faster | worst distance |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for order in range(0, 4):
        model = ["--model", "first,last,linear"] if order == 0 else \
            ["--model", "markov", "--order", str(order)]
        mine = [program, "attribute", paths, *model, "--out", ours]
        peer = [sys.executable, "-c", PEER, paths, str(order), theirs]
        seen = [(run(mine), run(peer)) for _ in range(RUNS)]
        a, am = (statistics.median(x) for x in zip(*[pair[0] for pair in seen]))
        b, bm = (statistics.median(x) for x in zip(*[pair[1] for pair in seen]))
        distance = ""
        if order > 0:
            exact = numbers(ours, "player", "removal_effect")
            drawn = numbers(theirs, "channel_name", "removal_effects_conversion")
            worst = max(abs(exact[c] - drawn[c]) for c in exact)
            distance = f"{worst:.5f} of a removal effect"
        job = "first, last, linear" if order == 0 else f"Markov order {order}"
        print(f"| {job} | {a:.2f} | {am:.0f} | {b:.2f} | {bm:.0f} | {b / a:.1f} | {distance} |",
              flush=True)


if __name__ == "__main__":
    main()
