#!/usr/bin/env python3
"""Do the tests notice? Changes one small thing at a time in algorithms/attribution and
algorithms/customer_value, and runs the tests of that folder until one fails.

usage: mutate.py [--sample N] [--seed S] [--file PATH]... [--again FILE] [--build FOLDER]

A mutant is compiled alone, from a file beside the tree that stands before it in the search for
includes, and linked with the objects of an up-to-date build (preset `release`): neither tree nor
build is written to, but for BUILD/mutate. Bounds of containers are checked (_GLIBCXX_ASSERTIONS),
as the sanitizers among the tests would. It is
  killed      when a test fails, dies, or takes four times as long as it should;
  survived    when all tests pass: they say nothing of this change;
  equivalent  when the object code is the same, or scripts/equivalent_mutants.txt says why no test
              can tell; uncompilable when the compiler refuses it. Neither counts.
The same seed chooses the same mutants of the same sources. Reports go to BUILD/mutate/report.txt,
survivors to BUILD/mutate/survivors.txt, which --again takes. Ends with 1 below 90 % killed.
Standard library only.
"""
import argparse
import collections
import random
import re
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

from build_folder import ROOT, compile_words, link_words, ninja
from mutants import block, mutants_of, read_blocks

FOLDERS = ("algorithms/attribution", "algorithms/customer_value")
ALLOWED = Path(__file__).resolve().parent / "equivalent_mutants.txt"
TESTS = "tests/CMakeFiles/grapevine_tests.dir/"
MEMORY = 8 << 30   # a mutant that never ends may ask for all there is


def limited():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class Build:
    """What an up-to-date build knows: how each object is compiled, and the tests are linked."""

    def __init__(self, build):
        self.build, self.work = build, build / "mutate"
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(parents=True)
        self.overlay = self.work / "overlay"
        self.compiles = compile_words(build)
        self.includes = self.read_includes()
        self.link = link_words(build)

    def read_includes(self):
        """source -> the headers of the tree that its object was made from."""
        of_object, target = {}, None
        for line in ninja(self.build, "-t", "deps").splitlines():
            if line and not line[0].isspace():
                target = line.split(": ")[0]
                of_object[target] = set()
            elif line.strip():
                path = Path(self.build / line.strip()).resolve()
                if path.is_relative_to(ROOT):
                    of_object[target].add(str(path.relative_to(ROOT)))
        return {source: of_object.get(self.object_of(source), set()) for source in self.compiles}

    def object_of(self, source):
        words = self.compiles[source]
        return words[words.index("-o") + 1]

    def sources_of(self, path):
        """What is compiled anew when `path` changes: of a header what rests on it in its folder, in
        its own test and in the registry."""
        if path.endswith(".cpp"):
            return [path]
        folder = str(Path(path).parent)
        seen = (folder, f"tests/{folder}/{Path(path).stem}_test.cpp", "algorithms/registry.cpp")
        return [source for source, headers in sorted(self.includes.items())
                if path in headers and source.startswith(seen)]

    def compile(self, source, out, as_built):
        """An object of the source, or of that in the overlay; whether the compiler took it.
        Less optimised than the build, which takes half the time, unless `as_built`."""
        changed = self.overlay / source
        words = self.words(source, changed if changed.exists() else ROOT / source, out)
        if not as_built:
            words += ["-O1"]
            if changed.exists() and source.endswith(".cpp"):   # so headers are as they were
                words += ["-include", str(self.precompiled(source))]
        done = subprocess.run(words, cwd=self.build, capture_output=True, preexec_fn=limited)
        return done.returncode == 0

    def words(self, source, path, out):
        words = list(self.compiles[source])
        words[words.index("-c") + 1] = str(path)
        words[words.index("-o") + 1] = str(out)
        words[1:1] = [f"-I{self.overlay}"]
        return words + ["-D_GLIBCXX_ASSERTIONS", "-w", "-Wno-error"]

    def precompiled(self, source):
        """What the sources of the folders include, read once for all mutants."""
        header = self.work / "precompiled" / "includes.hpp"
        if not header.exists():
            header.parent.mkdir()
            texts = [(ROOT / path).read_text() for path in sorted(self.compiles)
                     if path.startswith(FOLDERS)]
            includes = {line for text in texts for line in re.findall(r"^#include .*", text, re.M)}
            header.write_text("\n".join(sorted(includes)) + "\n")
            words = self.words(source, header, f"{header}.gch")
            subprocess.run([*words, "-O1"], cwd=self.build, check=True)
        return header

    def test_binary(self, folder, objects, out):
        """The tests of the folder and of the registry, with these objects before all others."""
        kept = re.compile(re.escape(TESTS) + rf"(support/.*|algorithms/[^/]*|{folder}/[^/]*)\.o$")
        taken = {Path(self.object_of(source)) for source in objects}
        words = [word for word in self.link
                 if not word.startswith(TESTS) or (kept.match(word) and Path(word) not in taken)]
        words[words.index("-o") + 1] = str(out)
        words[1:1] = [str(path) for path in objects.values()]
        done = subprocess.run(words, cwd=self.build, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"mutate: cannot link: {done.stderr}")
        return out


class Judge:
    """Runs mutants of one folder after another."""

    def __init__(self, build):
        self.build = build
        self.plain = {}
        self.seconds = {}  # folder -> how long the tests of each file take

    def compiled(self, path, text, as_built):
        """The objects that rest on `path` if `text` is what it says, by source; None: refused."""
        objects, changed = {}, self.build.overlay / path
        changed.parent.mkdir(parents=True, exist_ok=True)
        changed.write_text(text)
        try:
            for i, name in enumerate(self.build.sources_of(path)):
                objects[name] = self.build.work / f"{i}_{Path(name).name}.o"
                if not self.build.compile(name, objects[name], as_built):
                    return None
        finally:
            shutil.rmtree(self.build.overlay)
        return objects

    def changes(self, objects, path, source):
        """Whether these objects, compiled as built, differ from those of the file as it is."""
        now = {name: out.read_bytes() for name, out in objects.items()}
        if path not in self.plain:
            plain = self.compiled(path, source, as_built=True)
            self.plain[path] = {name: out.read_bytes() for name, out in plain.items()}
        return now != self.plain[path]

    def run(self, binary, tags, seconds):
        """Whether all these tests pass within so many seconds of the processor."""
        def limits():
            limited()
            resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))

        done = subprocess.run([binary, "--filenames-as-tags", "--abort", tags], preexec_fn=limits,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              cwd=self.build.build)
        return done.returncode == 0

    def stages(self, path):
        """The tests of the file itself, and then those of the folder and of the registry that see
        it: by including its header, or by finding algorithms by name."""
        own, folder = Path(path).stem + "_test", str(Path(path).parent)
        header = str(Path(path).with_suffix(".hpp"))
        stems = sorted(Path(source).stem for source, included in self.build.includes.items()
                       if re.fullmatch(rf"tests/({folder}|algorithms)/[^/]*_test.cpp", source)
                       and {header, "algorithms/registry.hpp"} & included)
        first = [f"[#{own}]"] if own in stems else []
        return first + [",".join(f"[#{stem}]" for stem in stems if stem != own)]

    def limit(self, path, tags):
        """Four times what the unchanged tests take of the processor, and a little more."""
        folder = str(Path(path).parent)
        if folder not in self.seconds:
            self.seconds[folder] = self.durations(folder)
        return 3.0 + 4.0 * sum(self.seconds[folder].get(stem, 0.0)
                               for stem in re.findall(r"#(\w+)", tags))

    def durations(self, folder):
        """Seconds of the processor that the tests of each file take, as they are."""
        def used():
            usage = resource.getrusage(resource.RUSAGE_CHILDREN)
            return usage.ru_utime + usage.ru_stime

        binary = self.build.test_binary(folder, {}, self.build.work / "plain_tests")
        before = used()
        done = subprocess.run([binary, "--reporter", "xml", "--durations", "yes"],
                              capture_output=True, cwd=self.build.build)
        processor = used() - before
        if done.returncode != 0:
            sys.exit(f"mutate: the tests of {folder} fail as they are")
        seconds = collections.Counter()
        for case in ElementTree.fromstring(done.stdout).iter("TestCase"):
            took = case.find("OverallResult").get("durationInSeconds")
            seconds[Path(case.get("filename")).stem] += float(took)
        share = processor / max(sum(seconds.values()), 1e-9)   # others use it, too
        return {stem: share * took for stem, took in seconds.items()}

    def verdict(self, mutant, source):
        path, text = mutant.path, mutant.apply(source)
        objects = self.compiled(path, text, as_built=False)
        if not objects:
            return "uncompilable"
        binary = self.build.test_binary(str(Path(path).parent), objects,
                                        self.build.work / "mutant_tests")
        for tags in self.stages(path):
            if not self.run(binary, tags, self.limit(path, tags)):
                return "killed"
        objects = self.compiled(path, text, as_built=True)
        return "survived" if not objects or self.changes(objects, path, source) else "equivalent"


def sources(files):
    paths = [str(path.relative_to(ROOT)) for folder in FOLDERS
             for path in sorted((ROOT / folder).glob("*.[ch]pp"))]
    unknown = [file for file in files if file not in paths]
    if unknown:
        sys.exit(f"mutate: {unknown[0]}: is none of {', '.join(FOLDERS)}")
    return {path: (ROOT / path).read_text() for path in paths if not files or path in files}


def chosen(texts, arguments):
    mutants = [m for path, text in texts.items() for m in mutants_of(path, text)]
    if arguments.again:
        wanted = read_blocks(arguments.again.read_text())
        mutants = [m for m in mutants if block(m, texts[m.path]) in wanted]
    if arguments.sample and arguments.sample < len(mutants):
        picked = random.Random(arguments.seed).sample(range(len(mutants)), arguments.sample)
        mutants = [mutants[i] for i in picked]
    return mutants


def summary(counts):
    rows = [("file", "killed", "survived", "equivalent", "uncompilable")]
    for path, count in sorted(counts.items()):
        rows.append((path, *(str(count[name]) for name in rows[0][1:])))
    total = sum(counts.values(), collections.Counter())
    rows.append(("all", *(str(total[name]) for name in rows[0][1:])))
    lines = [f"{row[0]:58}" + "".join(f"{cell:>13}" for cell in row[1:]) for row in rows]
    judged = total["killed"] + total["survived"]
    rate = 100.0 * total["killed"] / judged if judged else 100.0
    return "\n".join(lines) + f"\n{total['killed']} of {judged} killed: {rate:.1f} %\n", rate


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, help="so many mutants, else all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--file", action="append", default=[],
                        help="of this file alone; may be given for several")
    parser.add_argument("--again", type=Path, help="only those in this list, as survivors.txt is")
    parser.add_argument("--build", type=Path, default=ROOT / "build/release")
    arguments = parser.parse_args()
    texts = sources(arguments.file)
    allowed = read_blocks(ALLOWED.read_text())
    mutants = chosen(texts, arguments)
    build = Build(arguments.build.resolve())
    judge, counts = Judge(build), collections.defaultdict(collections.Counter)
    with open(build.work / "survivors.txt", "w", encoding="utf-8") as survivors:
        for i, mutant in enumerate(mutants, 1):
            named = block(mutant, texts[mutant.path])
            begin = time.monotonic()
            source = texts[mutant.path]
            verdict = "equivalent" if named in allowed else judge.verdict(mutant, source)
            counts[mutant.path][verdict] += 1
            print(f"{i}/{len(mutants)} {mutant.path}:{mutant.line(source)} {verdict} "
                  f"({time.monotonic() - begin:.1f} s)", flush=True)
            if verdict == "survived":
                print("\n".join(named) + "\n", file=survivors, flush=True)
                print("\n".join("  " + line for line in named[1:]), flush=True)
    text, rate = summary(counts)
    (build.work / "report.txt").write_text(text)
    print(text, end="")
    sys.exit(0 if rate >= 90.0 else 1)


if __name__ == "__main__":
    main()
