#!/usr/bin/env bash
# Demands that the tests run every line, and take both ways of every branch (asserts apart), of the
# code that decides about money: algorithms/attribution and algorithms/customer_value. Prints what is
# missing. Usage: scripts/coverage.sh [BUILD_FOLDER], after the tests of the preset `coverage` left
# BUILD_FOLDER/profiles/*.profraw.
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:-build/coverage}
folders=(algorithms/attribution algorithms/customer_value)

profiles=("$build"/profiles/*.profraw)
if [ ! -e "${profiles[0]}" ]; then
  echo "coverage: no $build/profiles/*.profraw; run 'make coverage'" >&2
  exit 2
fi
llvm-profdata-19 merge -sparse "${profiles[@]}" -o "$build/tests.profdata"
llvm-cov-19 export "$build/tests/grapevine_tests" -instr-profile="$build/tests.profdata" \
  "${folders[@]/#/$PWD/}" >"$build/coverage.json"

python3 - "$build/coverage.json" "$PWD" "${folders[@]}" <<'PYTHON'
import json
import os
import sys

report, root, *folders = sys.argv[1:]
files = json.load(open(report))["data"][0]["files"]
files = {os.path.relpath(file["filename"], root): file for file in files}
sources = [os.path.relpath(os.path.join(folder, name), root)
           for top in folders for folder, _, names in os.walk(os.path.join(root, top))
           for name in names if name.endswith(".cpp")]
ok = bool(sources)
if not sources:
    print("coverage: no sources in", *folders)
for source in sorted(set(sources) - set(files)):
    ok = False
    print(f"{source}: nothing of it is in the tests")


def unrun_lines(segments):
    """Lines of regions that never ran; a segment is [line, column, count, has_count, ...]."""
    lines = set()
    for this, following in zip(segments, segments[1:]):
        if this[3] and this[2] == 0 and not (len(this) > 5 and this[5]):
            lines.update(range(this[0], following[0] + 1))
    return sorted(lines)


def untaken_branches(path, branches):
    """(line, column, way) of each way never taken, over all instantiations of a template."""
    text = open(path).read().splitlines()
    ways = {}
    for line, column, _, _, true_count, false_count, *_ in branches:
        # The failing way of an assert is a caller's bug, which no test may have; that of
        # `while (true)` does not exist.
        if text[line - 1][column - 1:].startswith(("assert(", "true)")):
            continue
        seen = ways.setdefault((line, column), [0, 0])
        seen[0] += true_count
        seen[1] += false_count
    return len(ways), sorted((line, column, way) for (line, column), counts in ways.items()
                             for way, count in zip(("true", "false"), counts) if count == 0)


for name, file in sorted(files.items()):
    lines = file["summary"]["lines"]
    missing_lines = lines["count"] - lines["covered"]
    branches, untaken = untaken_branches(os.path.join(root, name), file["branches"])
    print(f"{name}: lines {lines['covered']}/{lines['count']}, "
          f"branches {2 * branches - len(untaken)}/{2 * branches}")
    if missing_lines:
        print("  never run, lines:", *unrun_lines(file["segments"]))
    for line, column, way in untaken:
        print(f"  {name}:{line}:{column}: never {way}")
    ok = ok and not missing_lines and not untaken
print("coverage: complete" if ok else "coverage: incomplete")
sys.exit(0 if ok else 1)
PYTHON
