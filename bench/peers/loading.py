#!/usr/bin/env python3
"""An edge list of integers read beside NetworKit, polars, pyarrow, DuckDB and graph-tool.

Each run is a process of its own that reads the file once to warm up and then once by the clock;
runs of all alternate. Grapevine and NetworKit build compressed rows or a graph; polars, pyarrow and
DuckDB give two columns, and so do less. Medians are printed with their ratio to ours, and the most
memory a process held.

    python3 -m venv build/peers-loading && build/peers-loading/bin/pip install \\
        networkit==11.3 polars==2.1.0 pyarrow==26.0.1 duckdb==2.0.1
    build/release/grapevine graph generate rmat --scale 20 --seed 1 --out build/rmat.txt
    build/release/grapevine graph convert build/rmat.txt --undirected --self_loops drop \\
        --parallel_edges drop --canonical --out build/kron20.txt
    python3 bench/peers/loading.py build/release/bench/grapevine_bench \\
        build/peers-loading/bin/python build/kron20.txt [RUNS [THREADS]]

A file `kron20.txt.gz` beside the text is read as well, by those who can. graph-tool comes from its
own Debian repository; it takes part where `import graph_tool` works.
"""
import json
import os
import statistics
import subprocess
import sys

PEERS = {
    "networkit": """
import networkit
networkit.setNumberOfThreads(threads)
def read(): return networkit.graphio.EdgeListReader(separator, 0, directed=True).read(path)
""",
    "polars": """
import polars
def read(): return polars.read_csv(path, has_header=False, separator=separator,
                                   schema={"source": polars.UInt32, "target": polars.UInt32})
""",
    "pyarrow": """
import pyarrow, pyarrow.csv
pyarrow.set_cpu_count(threads)
def read(): return pyarrow.csv.read_csv(
    path, pyarrow.csv.ReadOptions(column_names=["source", "target"]),
    pyarrow.csv.ParseOptions(delimiter=separator))
""",
    "duckdb": """
import duckdb
duckdb.execute(f"SET threads={threads}; SET enable_progress_bar=false")
def read(): return duckdb.execute(
    "CREATE OR REPLACE TABLE ties AS SELECT * FROM read_csv(?, delim=?, header=false, "
    "columns={'source': 'UINTEGER', 'target': 'UINTEGER'})", [path, separator])
""",
    "graph-tool": """
import graph_tool
def read(): return graph_tool.load_graph_from_csv(path, directed=True, hashed=False,
                                                  csv_options={"delimiter": separator})
""",
}
CLOCK = """
import resource, sys, time
path, threads, separator = sys.argv[1], int(sys.argv[2]), sys.argv[3]
{reader}
read()
start = time.perf_counter()
read()
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def ours(bench, path, compressed, threads):
    """Seconds of one benchmark that is told the file, and MiB of its process."""
    name = "load/gzip_out" if compressed else "load/text_out"
    command = ["taskset", "-c", ",".join(str(cpu) for cpu in range(threads)), bench,
               f"--benchmark_filter=^{name}/", "--benchmark_format=json",
               "--benchmark_min_time=0.01"]
    plain = path[:-3] if compressed else path
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               env={**os.environ, "GRAPEVINE_BENCH_GRAPH": plain})
    text = process.stdout.read()
    _, _, usage = os.wait4(process.pid, 0)
    return json.loads(text)["benchmarks"][0]["real_time"] / 1000, usage.ru_maxrss / 1024


def separator_of(text):
    """What stands behind the first number."""
    with open(text) as file:
        return file.readline().lstrip("0123456789")[0]


def peer(python, reader, path, threads, separator):
    command = ["taskset", "-c", ",".join(str(cpu) for cpu in range(threads)), python, "-c",
               CLOCK.replace("{reader}", reader), path, str(threads),
               separator]
    done = subprocess.run(command, capture_output=True, text=True)
    return tuple(map(float, done.stdout.split())) if done.returncode == 0 else None


def main():
    bench, python, text = sys.argv[1:4]
    runs = int(sys.argv[4]) if len(sys.argv) > 4 else 5
    threads = int(sys.argv[5]) if len(sys.argv) > 5 else os.cpu_count()
    for path in [text, text + ".gz"]:
        if not os.path.exists(path):
            continue
        found = {}
        for _ in range(runs):
            found.setdefault("grapevine", []).append(ours(bench, path, path != text, threads))
            for name, reader in PEERS.items():
                if None not in found.get(name, []):
                    run = peer(python, reader, path, threads, separator_of(text))
                    found.setdefault(name, []).append(run)
        base = statistics.median(seconds for seconds, _ in found["grapevine"])
        print(f"{path}, {threads} threads, medians of {runs}")
        for name, values in found.items():
            if None in values:
                print(f"  {name}: does not run here")
                continue
            seconds = statistics.median(value[0] for value in values)
            print(f"  {name}: {seconds:.3f} s, {seconds / base:.2f} of ours, "
                  f"{max(value[1] for value in values):.0f} MiB")


main()
