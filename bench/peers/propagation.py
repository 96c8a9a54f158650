#!/usr/bin/env python3
"""Many personalised PageRanks beside GAPBS, scipy and igraph, in one run.
usage: propagation.py [--scale 20] [--walks 64] [--igraph-calls 4] [--gapbs GAPBS/pr] [--build build/release]

Makes an R-MAT graph, both ways and without duplicates, in a temporary folder, and prints seconds of:
ours (the benchmark program: a pass of 1 ... 256 walks, and 64 walks to their ends), scipy's sparse rows
times as many columns, igraph's personalized_pagerank, GAPBS's pr. What is not installed is left out
and named. Times count only where nothing else runs; scale 22 takes much memory with igraph.

    python3 -m venv build/peers-propagation && build/peers-propagation/bin/pip install \\
        numpy scipy igraph
    cmake --build build/release --target grapevine grapevine_bench
    build/peers-propagation/bin/python bench/peers/propagation.py --scale 20 [--gapbs GAPBS/pr]
"""
import argparse
import csv
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def arguments():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=int, default=20)
    parser.add_argument("--walks", type=int, default=64)
    parser.add_argument("--igraph-calls", type=int, default=4, help="of which the mean is taken")
    parser.add_argument("--gapbs", help="GAPBS's program pr; its file is written by its converter")
    parser.add_argument("--build", type=Path, default=Path("build/release"))
    return parser.parse_args()


def ours(build, scale):
    environment = os.environ | {"GRAPEVINE_BENCH_SCALE": str(scale)}
    subprocess.run([build / "bench" / "grapevine_bench", "--benchmark_min_time=1",
                    "--benchmark_filter=^batched_walks_bench/(double|single)|^walks_to_their_ends"],
                   env=environment, check=True)


def make_graph(build, scale, folder):
    """A text of arcs, both ways, and the same as a snapshot."""
    program, text, graph = build / "grapevine", folder / "drawn.txt", folder / "graph.gv"
    subprocess.run([program, "graph", "generate", "rmat", "--scale", str(scale), "--out", text],
                   check=True)
    subprocess.run([program, "graph", "convert", text, "--out", graph, "--undirected",
                    "--parallel_edges", "drop", "--self_loops", "drop"], check=True)
    text.unlink()
    subprocess.run([program, "graph", "convert", graph, "--out", folder / "graph.txt"], check=True)
    return graph, folder / "graph.txt"


def read_arcs(text):
    import numpy
    arcs = numpy.loadtxt(text, dtype=numpy.int64, comments="#")
    ids, places = numpy.unique(arcs, return_inverse=True)
    return ids, places.reshape(arcs.shape)


def scipy_pass(arcs, people, walks):
    import numpy
    import scipy.sparse
    for kind in (numpy.float32, numpy.float64):
        degree = numpy.bincount(arcs[:, 0], minlength=people)
        steps = scipy.sparse.csr_matrix(
            ((1.0 / degree[arcs[:, 0]]).astype(kind), (arcs[:, 1], arcs[:, 0])),
            shape=(people, people))
        state = numpy.full((people, walks), 1.0 / people, dtype=kind)
        taken = []
        for _ in range(3):
            begin = time.perf_counter()
            steps @ state
            taken.append(time.perf_counter() - begin)
        print(f"scipy, {walks} columns, {numpy.dtype(kind).name}: {min(taken):.3f} s a pass")


def igraph_calls(arcs, ids, calls, program, graph):
    import igraph
    theirs = igraph.Graph(n=len(ids), edges=arcs, directed=True)
    taken = []
    for call in range(calls):
        drawn = random.Random(call).sample(range(len(ids)), 10)
        begin = time.perf_counter()
        ranks = theirs.personalized_pagerank(reset_vertices=drawn)
        taken.append(time.perf_counter() - begin)
        distance = distance_to_ours(program, graph, ids, drawn, ranks)
        print(f"igraph, a walk: {taken[-1]:.2f} s; L1 distance to ours at 1e-10: {distance:.1e}")
    print(f"igraph: {statistics.mean(taken):.2f} s a walk in the mean")


def distance_to_ours(program, graph, ids, drawn, ranks):
    out = graph.with_name("ours.csv")
    seeds = ",".join(f"{ids[v]}=1" for v in drawn)
    subprocess.run([program, "score", "personalized_pagerank", graph, "--seeds", seeds, "--out", out],
                   check=True, stdout=subprocess.DEVNULL)
    with open(out, newline="") as file:
        scores = {int(row[0]): float(row[1]) for row in list(csv.reader(file))[1:]}
    return sum(abs(scores[int(i)] - rank) for i, rank in zip(ids, ranks))


def main():
    given = arguments()
    ours(given.build, given.scale)
    with tempfile.TemporaryDirectory() as name:
        graph, text = make_graph(given.build, given.scale, Path(name))
        if given.gapbs:
            arcs = Path(name) / "graph.el"
            text.rename(arcs)
            subprocess.run([given.gapbs, "-f", arcs, "-i", "20", "-t", "0", "-n", "5"], check=True)
            arcs.rename(text)
        try:
            ids, arcs = read_arcs(text)
            scipy_pass(arcs, len(ids), given.walks)
            igraph_calls(arcs, ids, given.igraph_calls, given.build / "grapevine", graph)
        except ImportError as error:
            sys.exit(f"left out: {error.name} is not installed")


if __name__ == "__main__":
    main()
