#!/usr/bin/env python3
"""Numbers that graph libraries get silently wrong: prints the table of docs/reliability.md.

Each cell runs one library on one small graph in a process of its own, and says whether what came
back is right, wrong without a word, or refused. What is right is solved in fractions.

    bench/peers/odd_numbers.sh        makes the environment and runs this
"""
import json
import math
import multiprocessing
import os
import subprocess
import sys
import tempfile
import warnings
from fractions import Fraction

TIES = [(0, 1), (0, 2), (1, 2), (2, 0)]  # node 3 is nobody's
PLAIN = [1.0, 1.0, 1.0, 1.0]
NAN, INF = math.nan, math.inf
# name -> weights of the ties, damping, restart weights
CASES = {
    "NaN": ([NAN, 1, 1, 1], 0.85, PLAIN),
    "infinite": ([INF, 1, 1, 1], 0.85, PLAIN),
    "two of 1e308, which overflow": ([1e308, 1e308, 1, 1], 0.85, PLAIN),
    "two of 1e300": ([1e300, 1e300, 1, 1], 0.85, PLAIN),
    "5e-324": ([5e-324, 5e-324, 1, 1], 0.85, PLAIN),
    "5e-324 and 1e-323": ([5e-324, 1e-323, 1, 1], 0.85, PLAIN),
    "negative": ([-1, 2, 1, 1], 0.85, PLAIN),
    "negative, row sums to 0": ([-1, 1, 1, 1], 0.85, PLAIN),
    "all zero": ([0, 0, 0, 0], 0.85, PLAIN),
    "one row zero": ([0, 0, 1, 1], 0.85, PLAIN),
    "damping NaN": (PLAIN, NAN, PLAIN),
    "damping 1.5": (PLAIN, 1.5, PLAIN),
    "a seed NaN": (PLAIN, 0.85, [NAN, 1, 0, 0]),
    "a seed negative": (PLAIN, 0.85, [-1, 2, 0, 0]),
    "seeds of 1e308, which overflow": (PLAIN, 0.85, [1e308, 1e308, 0, 0]),
    "seeds all zero": (PLAIN, 0.85, [0, 0, 0, 0]),
}
ALGORITHMS = ["pagerank", "personalized", "strength"]


def exact(algorithm, weights, damping, restart):
    """What is right, or None where only a refusal is."""
    numbers = weights + ([damping] if algorithm != "strength" else [])
    numbers += restart if algorithm == "personalized" else []
    if any(not math.isfinite(x) or x < 0 for x in numbers) or damping > 1:
        return None
    w = [Fraction(x) for x in weights]
    out = [sum(w[e] for e, (u, _) in enumerate(TIES) if u == v) for v in range(4)]
    if algorithm == "strength":
        return out
    r = [Fraction(x) for x in (restart if algorithm == "personalized" else PLAIN)]
    if sum(r) == 0:
        return None
    r = [x / sum(r) for x in r]
    d = Fraction(damping)
    # x = (1 - d) r + d (P' x + sinks r): solved by elimination.
    a = [[Fraction(int(i == j)) for j in range(4)] + [(1 - d) * r[i]] for i in range(4)]
    for e, (u, v) in enumerate(TIES):
        if out[u] > 0:
            a[v][u] -= d * w[e] / out[u]
    for u in range(4):
        if out[u] == 0:
            for v in range(4):
                a[v][u] -= d * r[v]
    for i in range(4):
        pivot = next(k for k in range(i, 4) if a[k][i] != 0)
        a[i], a[pivot] = a[pivot], a[i]
        a[i] = [x / a[i][i] for x in a[i]]
        for k in range(4):
            if k != i:
                a[k] = [x - a[k][i] * y for x, y in zip(a[k], a[i])]
    return [row[4] for row in a]


def python_igraph(algorithm, weights, damping, restart):
    import igraph
    g = igraph.Graph(4, TIES, directed=True)
    if algorithm == "strength":
        return g.strength(mode="out", weights=weights)
    if algorithm == "pagerank":
        return g.pagerank(damping=damping, weights=weights)
    return g.personalized_pagerank(damping=damping, reset=restart, weights=weights)


def networkx(algorithm, weights, damping, restart):
    import networkx as nx
    g = nx.DiGraph()
    g.add_nodes_from(range(4))
    g.add_weighted_edges_from((u, v, w) for (u, v), w in zip(TIES, weights))
    if algorithm == "strength":
        return [d for _, d in g.out_degree(weight="weight")]
    seeds = dict(enumerate(restart)) if algorithm == "personalized" else None
    return list(nx.pagerank(g, alpha=damping, personalization=seeds, tol=1e-12, max_iter=1000).values())


def scipy_power(algorithm, weights, damping, restart):
    """The iteration as it is usually written with scipy.sparse."""
    import numpy as np
    from scipy import sparse
    a = sparse.csr_array((weights, tuple(zip(*TIES))), shape=(4, 4))
    out = np.asarray(a.sum(axis=1)).ravel()
    if algorithm == "strength":
        return list(out)
    r = np.array(restart if algorithm == "personalized" else PLAIN, dtype=float)
    r = r / r.sum()
    share = sparse.diags_array(np.where(out != 0, 1 / np.where(out != 0, out, 1), 0)) @ a
    x = r.copy()
    for _ in range(1000):
        after = damping * (share.T @ x + x[out == 0].sum() * r) + (1 - damping) * r
        done = np.abs(after - x).sum() < 1e-12
        x = after
        if done:
            break
    return list(x)


def networkit(algorithm, weights, damping, restart):
    import networkit as nk
    if algorithm == "personalized":
        raise NotImplementedError
    g = nk.Graph(4, weighted=True, directed=True)
    for (u, v), w in zip(TIES, weights):
        g.addEdge(u, v, w)
    if algorithm == "strength":
        return [g.weightedDegree(v) for v in range(4)]
    rank = nk.centrality.PageRank(g, damping, 1e-12, False,
                                  nk.centrality.SinkHandling.DistributeSinks)
    rank.run()
    return rank.scores()


def igraph_c(algorithm, weights, damping, restart):
    words = [os.environ["IGRAPH_PROGRAM"], algorithm, repr(damping)]
    words += [repr(float(x)) for x in weights + restart]
    ran = subprocess.run(words, capture_output=True, text=True)
    if ran.returncode != 0:
        raise RuntimeError(f"ended with {ran.returncode}")
    if ran.stdout.startswith("refused"):
        raise ValueError(ran.stdout[8:])
    return [float(x) for x in ran.stdout.split()]


def grapevine(algorithm, weights, damping, restart):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "g.csv")
        with open(path, "w") as file:
            # Node 3 is named by a tie to itself that weighs nothing.
            file.write("source,target,weight\n3,3,0\n")
            file.writelines(f"{u},{v},{w!r}\n" for (u, v), w in zip(TIES, weights))
        name = {"pagerank": "pagerank", "personalized": "personalized_pagerank", "strength": "degree"}
        words = [os.environ["GRAPEVINE"], "score", name[algorithm], path]
        if algorithm != "strength":
            words += ["--damping", repr(damping), "--tolerance", "1e-13", "--max_iterations", "2000"]
        if algorithm == "personalized":
            words += ["--seeds", ",".join(f"{v}={x!r}" for v, x in enumerate(restart))]
        ran = subprocess.run(words, capture_output=True, text=True)
        if ran.returncode == 2 and ran.stderr.count("\n") == 1:
            raise ValueError(ran.stderr.replace(folder + "/", "").strip())
        if ran.returncode != 0:
            raise RuntimeError(f"ended with {ran.returncode}: {ran.stderr}")
        column = -1 if algorithm != "strength" else 2
        return [float(line.split(",")[column]) for line in ran.stdout.split("\n")[1:5]]


LIBRARIES = {
    "grapevine": grapevine,
    "igraph (C)": igraph_c,
    "python-igraph": python_igraph,
    "networkx": networkx,
    "scipy": scipy_power,
    "networkit": networkit,
}


def into(pipe, function, arguments):
    warnings.simplefilter("ignore")
    try:
        pipe.send(("returned", [float(x) for x in function(*arguments)]))
    except NotImplementedError:
        pipe.send(("absent", ""))
    except (AttributeError, NameError, ImportError) as error:  # ours, not the library's
        pipe.send(("broken script", str(error)))
    except Exception as error:  # a refusal, whatever its type
        pipe.send(("refused", f"{type(error).__name__}: {error}"))


def run(function, arguments):
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=into, args=(theirs, function, arguments))
    process.start()
    theirs.close()
    try:
        answer = ours.recv() if ours.poll(60) else ("hangs", "")
    except EOFError:
        answer = ("crashes", "")
    process.kill()
    process.join()
    return answer


def verdict(library, algorithm, case):
    weights, damping, restart = case
    if library == "grapevine" and algorithm == "strength":
        # Ours counts ties, so weights do not enter; what cannot be a weight is refused all the same.
        right = exact("strength", [1.0 if 0 <= x <= 1e300 else NAN for x in weights], damping, restart)
        if right:
            right[3] += 1  # the tie that names node 3
    else:
        right = exact(algorithm, weights, damping, restart)
    kind, value = run(LIBRARIES[library], (algorithm, list(map(float, weights)), damping, restart))
    if kind == "absent":
        return "-", ""
    if kind != "returned":
        return ("refused" if kind == "refused" else "**" + kind + "**"), value
    if any(math.isnan(x) for x in value):
        return "**NaN**", value
    if right is None:
        return "**a number**", value
    fits = all(math.isfinite(x) and abs(Fraction(x) - y) <= Fraction(1e-8) * max(1, abs(y))
               for x, y in zip(value, right))
    return ("right" if fits else "**wrong**"), value


def applies(algorithm, name):
    if algorithm == "strength":
        return not name.startswith(("damping", "seed", "a seed"))
    return algorithm == "personalized" or not name.startswith(("seed", "a seed"))


def main():
    silent = dict.fromkeys(LIBRARIES, 0)
    details = []
    for algorithm, title in zip(ALGORITHMS, ["PageRank", "Personalised PageRank", "Degree (ours "
                                             "counts ties; the others sum weights)"]):
        print(f"\n**{title}**\n\n| weights | {' | '.join(LIBRARIES)} |")
        print("| --- |" + " --- |" * len(LIBRARIES))
        for name, case in CASES.items():
            if not applies(algorithm, name):
                continue
            cells = []
            for library in LIBRARIES:
                cell, value = verdict(library, algorithm, case)
                silent[library] += "**" in cell
                cells.append(cell)
                details.append([algorithm, name, library, cell, value])
            print(f"| {name} | {' | '.join(cells)} |", flush=True)
    print("\n| | " + " | ".join(LIBRARIES) + " |\n| --- |" + " --- |" * len(LIBRARIES))
    print("| silent cells | " + " | ".join(str(n) for n in silent.values()) + " |")
    if len(sys.argv) > 1:
        with open(sys.argv[1], "w") as file:
            json.dump(details, file, indent=1)
    return 1 if silent["grapevine"] else 0


if __name__ == "__main__":
    sys.exit(main())
