#!/usr/bin/env python3
"""The tests with counters in some folders alone: what coverage needs, in a tenth of the time.
usage: instrument.py BUILD COVERAGE FOLDER...

Compiles the sources of the folders, and the registry, as the configured build COVERAGE (preset
`coverage`, clang) would, and links them before the objects of the up-to-date build BUILD (preset
`release`) into COVERAGE/tests/grapevine_tests: all tests run at their full number of cases.
Standard library only.
"""
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from build_folder import ROOT, compile_words, link_words


def main():
    build, coverage, *folders = sys.argv[1:]
    build, coverage = Path(build).resolve(), Path(coverage).resolve()
    objects = coverage / "instrumented"

    def compiled(source, words):
        out = objects / (source + ".o")
        out.parent.mkdir(parents=True, exist_ok=True)
        words[words.index("-o") + 1] = str(out)
        subprocess.run(words, cwd=coverage, check=True)
        return str(out)

    chosen = {source: words for source, words in compile_words(coverage).items()
              if str(Path(source).parent) in folders or source == "algorithms/registry.cpp"}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        made = list(pool.map(lambda item: compiled(*item), sorted(chosen.items())))
    # The system's own linker: mold 1.10 leaves exceptions of g++'s objects without a handler when
    # it links them behind clang's.
    words = [word for word in link_words(build) if not word.startswith("-fuse-ld=")]
    out = coverage / "tests" / "grapevine_tests"
    out.parent.mkdir(exist_ok=True)
    words[0] = "clang++-19"
    words[words.index("-o") + 1] = str(out)
    words[1:1] = ["-fprofile-instr-generate", *made]
    subprocess.run(words, cwd=build, check=True)
    print(f"{len(made)} sources of {ROOT.name} with counters: {out.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
