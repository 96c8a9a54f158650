#!/usr/bin/env python3
"""Lifetime values of a million customers beside lifetimes, and beside pymc-marketing if it is there.

Customers who buy as BG/NBD says with the parameters of CDNOW, in weeks of whole days; what they spend
is Gamma-Gamma. All sides get the same summary (frequency, recency, T, mean spend) and do the same: fit
BG/NBD, predict 39 weeks, fit Gamma-Gamma, and value a year at 1 % a month. Runs alternate, each in a
process of its own; medians of the time of these four steps and of peak memory are printed. Ours is
the benchmark `lifetime_value_bench`, which draws its own customers of the same kind, and gives
intervals besides.

    python3 -m venv build/peers-clv && build/peers-clv/bin/pip install \\
        lifetimes==0.11.3 pandas==2.1.4 numpy==1.26.4 scipy==1.11.4
    python3 -m venv build/peers-pymc && build/peers-pymc/bin/pip install pymc-marketing
    python3 bench/peers/lifetime_value.py build/release/bench/grapevine_bench \\
        build/peers-clv/bin/python [RUNS [CUSTOMERS [build/peers-pymc/bin/python]]]
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile

DRAW = """
import numpy as np, sys
n, out = int(sys.argv[1]), sys.argv[2]
g = np.random.default_rng(1)
days = 189 + g.integers(0, 84, n)
rate, leaves = g.gamma(.243, 1 / 4.414, n) / 7, g.beta(.793, 2.426, n)
now, last, x, alive = np.zeros(n), np.zeros(n), np.zeros(n), np.ones(n, bool)
while alive.any():
    now[alive] += g.exponential(1 / np.maximum(rate[alive], 1e-300))
    alive &= now <= days
    new = alive & (np.ceil(now) > last)
    x[new] += 1
    last[new] = np.ceil(now[new])
    alive &= g.random(n) >= leaves
nu = g.gamma(3.74, 1 / 15.44, n)
spend = np.where(x > 0, g.gamma(np.maximum(6.25 * x, 1e-9), 1) / nu / np.maximum(x, 1), 0)
np.save(out, np.column_stack([x, last / 7, days / 7, spend]))
"""

LIFETIMES = """
import sys, time, json, warnings
import numpy as np, pandas as pd
from lifetimes import BetaGeoFitter, GammaGammaFitter
warnings.simplefilter("ignore")
d = pd.DataFrame(np.load(sys.argv[1]), columns=["frequency", "recency", "T", "monetary_value"])
start = time.perf_counter()
bg = BetaGeoFitter().fit(d.frequency, d.recency, d["T"])
bought = bg.conditional_expected_number_of_purchases_up_to_time(39, d.frequency, d.recency, d["T"])
again = d[(d.frequency > 0) & (d.monetary_value > 0)]
gg = GammaGammaFitter().fit(again.frequency, again.monetary_value)
clv = gg.customer_lifetime_value(bg, d.frequency, d.recency, d["T"], d.monetary_value, time=12,
                                 discount_rate=.01, freq="W")
print(json.dumps({"seconds": time.perf_counter() - start, "clv": float(clv.sum()),
                  "parameters": [float(bg.params_[k]) for k in ("r", "alpha", "a", "b")]}))
"""

PYMC = """
import sys, time, json, warnings
import numpy as np, pandas as pd
from pymc_marketing.clv import BetaGeoModel, GammaGammaModel
warnings.simplefilter("ignore")
d = pd.DataFrame(np.load(sys.argv[1]), columns=["frequency", "recency", "T", "monetary_value"])
d.insert(0, "customer_id", np.arange(len(d)))
start = time.perf_counter()
bg = BetaGeoModel(data=d)
bg.fit(method="map", progressbar=False)
bg.expected_purchases(data=d, future_t=39)
again = d[(d.frequency > 0) & (d.monetary_value > 0)]
gg = GammaGammaModel(data=again)
gg.fit(method="map", progressbar=False)
clv = gg.expected_customer_lifetime_value(transaction_model=bg, data=d, future_t=12,
                                          discount_rate=.01, time_unit="W")
print(json.dumps({"seconds": time.perf_counter() - start, "clv": float(clv.sum())}))
"""


def run(words):
    """Standard output of a process of its own, and its peak memory in MiB."""
    code = ("import resource, subprocess, sys\n"
            "ran = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)\n"
            "sys.stdout.buffer.write(ran.stdout)\n"
            "print()\nprint(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)\n"
            "sys.exit(ran.returncode)")
    ran = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True,
                         check=True)
    text, memory = ran.stdout.rstrip().rsplit("\n", 1)
    return text, float(memory)


def run_ours(bench, customers):
    text, memory = run([bench, f"--benchmark_filter=lifetime_value_bench/{customers}/0/",
                        "--benchmark_format=json"])
    return json.loads(text)["benchmarks"][0]["real_time"] / 1e3, memory


def run_peer(python, code, data):
    text, memory = run([python, "-c", code, data])
    result = json.loads(text.strip().splitlines()[-1])
    return result["seconds"], memory, result


def main():
    bench, python, *more = sys.argv[1:]
    runs, customers = int(more[0]) if more else 3, int(more[1]) if len(more) > 1 else 1_000_000
    peers = {"lifetimes": (python, LIFETIMES)}
    if len(more) > 2:
        peers["pymc-marketing, MAP"] = (more[2], PYMC)
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "customers.npy")
        subprocess.run([python, "-c", DRAW, str(customers), data], check=True)
        times = {name: [] for name in ["grapevine", *peers]}
        for _ in range(runs):
            times["grapevine"].append(run_ours(bench, customers))
            for name, (interpreter, code) in peers.items():
                seconds, memory, result = run_peer(interpreter, code, data)
                times[name].append((seconds, memory))
                print(f"  {name}: {seconds:.2f} s {result}", flush=True)
    ours = statistics.median(seconds for seconds, _ in times["grapevine"])
    for name, all_runs in times.items():
        seconds = statistics.median(s for s, _ in all_runs)
        memory = statistics.median(m for _, m in all_runs)
        print(f"{name:20} {seconds:8.2f} s {seconds / ours:7.1f} times ours {memory:8.0f} MiB")


if __name__ == "__main__":
    main()
