"""What the tests of the converters share. Run one file: python3 tests/datasets/convert_ciao_test.py.

Where data that is not a part of the project is absent, its tests skip, and the file ends with 77.
"""
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED_DATA = Path(os.environ.get("GRAPEVINE_SHARED_DATA", ROOT.parent / "shared" / "data"))
PROGRAM = Path(os.environ.get("GRAPEVINE_PROGRAM", ROOT / "build" / "release" / "grapevine"))
SKIPPED = 77


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def columns(path, *names):
    return [tuple(row[name] for name in names) for row in rows(path)]


def have(name):
    """Marks a test that needs a public data set."""
    return unittest.skipUnless((SHARED_DATA / name).is_dir(), f"no data set {name} beside the project")


class ConverterTest(unittest.TestCase):
    """A converter run as a user runs it, on files written here."""

    converter = ""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.out = self.folder / "out"

    def convert(self, source, out=None):
        command = [sys.executable, ROOT / "datasets" / "convert" / (self.converter + ".py"), source,
                   out or self.out]
        environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(command, capture_output=True, text=True, env=environment)

    def write(self, files):
        """The input folder with these files, text or bytes, and no others."""
        source = self.folder / "in"
        shutil.rmtree(source, ignore_errors=True)
        source.mkdir()
        for name, content in files.items():
            (source / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return source

    def converted(self, files):
        """The written tables, after an exit code 0 and one line of counts."""
        done = self.convert(self.write(files))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(done.stdout.count("\n"), 1)
        return self.out

    def refused(self, files, *said):
        """Exit code 2, one line that says all this, and nothing written."""
        done = self.convert(self.write(files))
        self.assertEqual((done.returncode, done.stdout, done.stderr.count("\n")), (2, "", 1),
                         done.stderr)
        for words in said:
            self.assertIn(words, done.stderr)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["in"])

    def check_and_run(self, study):
        """`grapevine check` and `run` end well and use every row; how many rows each check found."""
        checked = json.loads(self.grapevine("check", study / "study.toml", "--json"))
        self.assertEqual([table for table in checked["tables"] if table["rejected"]], [])
        self.grapevine("run", study / "study.toml", "--out", self.folder / "results")
        return {finding["check"]: finding["count"] for finding in checked["data_quality"]["findings"]}

    def grapevine(self, *arguments):
        if not PROGRAM.is_file():
            self.skipTest("the program is not built")
        done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True)
        if "of memory, and" in done.stderr:
            self.skipTest("too little memory is free: " + done.stderr)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def real(self, name, counts, found):
        """Converts a public data set twice, to the same bytes, and holds the rows of each table
        against the counts that were published or counted elsewhere. `found` is what `check` says of
        it: true of the data, and named in datasets/README.md."""
        done = self.convert(SHARED_DATA / name)
        self.assertEqual(done.returncode, 0, done.stderr)
        again = self.folder / "again"
        self.convert(SHARED_DATA / name, again)
        for path in sorted(self.out.iterdir()):
            self.assertEqual(path.read_bytes(), (again / path.name).read_bytes())
        shutil.rmtree(again)
        self.assertEqual({path.stem: len(rows(path)) for path in self.out.glob("*.csv")}, counts)
        self.assertEqual(self.check_and_run(self.out), found)
        return self.out

    def assert_same(self, ours, expected):
        """Two multisets."""
        ours, expected = Counter(ours), Counter(expected)
        self.assertGreater(len(expected), 0)
        self.assertEqual(list((ours - expected).items())[:3], [])
        self.assertEqual(list((expected - ours).items())[:3], [])


def main():
    result = unittest.main(exit=False).result
    for test, reason in result.skipped:
        print(f"SKIPPED: {test}: {reason}")
    sys.exit(1 if not result.wasSuccessful() else SKIPPED if result.skipped else 0)
