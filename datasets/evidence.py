#!/usr/bin/env python3
"""Makes docs/evidence.md: every score beside every baseline, on each data set that is at hand.
usage: evidence.py [--data DIR] [--program PATH] [--only SET ...]

Runs `grapevine backtest` with all score providers on the bundled study and on simulated shops, and
with --data on what the converters read there (a folder for each original, named as in DATA_SETS).
The last figures of each set stand in datasets/evidence.jsonl, a row a line: a set that is not run
keeps its own, and the page marks what is older than the newest. Every verdict is a word of the
program's. Standard library only; minutes with --data.
"""
import argparse
import datetime
import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from evidence_page import page
from evidence_runs import Failed, judge, ran
from evidence_shops import judge_shops

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class DataSet:
    name: str              # the folder of the original, and the name in the results
    title: str
    converter: str = ""    # empty: bundled
    plan: tuple = ()       # of the backtest, where the study has none
    without: tuple = ()    # sections whose scores are not asked for


DATA_SETS = (
    DataSet("debian_referrals", "Debian referrals (bundled)"),
    DataSet("brfarmers", "Brazilian farmers", "brfarmers"),
    DataSet("demo_farmers", "Brazilian farmers, demo tables", "demo_farmers"),
    DataSet("review_uboot", "U-Boot reviews", "review_log"),
    DataSet("ciao", "Ciao", "ciao"),
    DataSet("stackexchange_android", "StackExchange Android", "stackexchange",
            without=("diffusion",)),
    DataSet("enron_topics", "Enron's mail by topic", "enron_topics",
            plan=("--cut", "2001-01-01,2001-04-01,2001-07-01", "--horizon", "3m")),
)


def at_hand(data_set, data):
    """Bundled, or with a folder of originals."""
    return not data_set.converter or (data is not None and (data / data_set.name).is_dir())


def study_of(data_set, data, folder):
    """A copy of the bundled study, or what the converter makes; None where there is no data."""
    out = folder / "study"
    if not data_set.converter:
        source = ROOT / "datasets" / data_set.name
        out.mkdir()
        for path in [*source.glob("*.csv"), source / "study.toml"]:
            (out / path.name).write_bytes(path.read_bytes())
        return out / "study.toml"
    if not at_hand(data_set, data):
        return None
    ran([sys.executable, "-B", ROOT / "datasets" / "convert" / f"{data_set.converter}.py",
         data / data_set.name, out])
    return out / "study.toml"


def read_results(path):
    """set -> its rows, in the order of the file."""
    results = {}
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            results.setdefault(row.pop("set"), []).append(row)
    return results


def write_results(path, results):
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for name, own in results.items():
            for row in own:
                file.write(json.dumps({"set": name} | row, ensure_ascii=False,
                                      separators=(",", ":")) + "\n")


def stamped(made, day, version):
    return [row | {"day": day, "version": version} if row["table"] == "about" else row
            for row in made]


def run_each(program, data, only, day):
    """Name and rows of each set that can be run, one after the other."""
    version = ran([program, "--version"]).stdout.strip()
    for data_set in DATA_SETS:
        if only and data_set.name not in only:
            continue
        with tempfile.TemporaryDirectory() as folder:
            study = study_of(data_set, data, Path(folder))
            if study is not None:
                made = judge(program, data_set, study, Path(folder))
                yield data_set.name, stamped(made, day, version)
    if not only or "simulated" in only:
        with tempfile.TemporaryDirectory() as folder:
            yield "simulated", stamped(judge_shops(program, Path(folder)), day, version)


def refuse(line):
    print(line, file=sys.stderr)
    sys.exit(2)


def main():
    known = [data_set.name for data_set in DATA_SETS] + ["simulated"]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path,
                        help="folder with the originals, each in a folder of the set's name")
    parser.add_argument("--program", type=Path, default=ROOT / "build" / "release" / "grapevine")
    parser.add_argument("--only", nargs="+",
                        help=f"these sets alone, of {', '.join(known)}")
    parser.add_argument("--results", type=Path, default=ROOT / "datasets" / "evidence.jsonl")
    parser.add_argument("--page", type=Path, default=ROOT / "docs" / "evidence.md")
    parser.add_argument("--day", default=datetime.date.today().isoformat(), help="of this run")
    given = parser.parse_args()
    if not given.program.exists():
        refuse(f"{given.program}: there is no such program; make build, or give --program")
    if given.data and not given.data.is_dir():
        refuse(f"{given.data}: there is no such folder; give one with a folder for each original")
    for name in given.only or []:
        if name not in known:
            refuse(f"--only: there is no set {name}; known: {', '.join(known)}")
    for data_set in DATA_SETS:
        if data_set.name in (given.only or []) and not at_hand(data_set, given.data):
            refuse(f"{data_set.name}: {given.data} has no folder of that name" if given.data
                   else f"{data_set.name}: needs --data with the originals")
    results, made = read_results(given.results), []
    try:
        for name, rows in run_each(given.program.resolve(), given.data, given.only, given.day):
            print(name, flush=True)
            made.append(name)
            results[name] = rows
            results = {name: results[name] for name in known if name in results}
            write_results(given.results, results)
            given.page.write_text(page(results), encoding="utf-8")
    except Failed as failure:
        refuse(str(failure))
    kept = [name for name in results if name not in made]
    print(f"{given.page}: {len(made)} sets run" + (f", kept {', '.join(kept)}" if kept else ""))


if __name__ == "__main__":
    main()
