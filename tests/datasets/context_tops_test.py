"""Tops of contexts beside the general one, by hand."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEADER = "person_id,context_id,purchases,propagation_score,pagerank\n"
# Ann is on top of all and of tea; of coal it is Bob, who is third of all; nobody walks for gas.
SCORES = HEADER + ("ann,tea,3,0.5,0.6\nbob,tea,0,0.2,0.1\ncid,tea,1,0.3,0.3\n"
                   "ann,coal,0,0.25,0.6\nbob,coal,5,0.4,0.1\ncid,coal,,0.35,0.3\n"
                   "ann,gas,0,0,0.6\nbob,gas,0,0,0.1\ncid,gas,0,0,0.3\n")


class ContextTops(unittest.TestCase):
    def tops(self, scores, *more, contexts=None):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "scores.csv"
            path.write_text(scores)
            if contexts:
                (Path(folder) / "contexts.csv").write_text(contexts)
                more += ("--contexts", Path(folder) / "contexts.csv")
            return subprocess.run([sys.executable, ROOT / "datasets" / "context_tops.py", path, *more],
                                  capture_output=True, text=True)

    def test_by_hand(self):
        done = self.tops(SCORES, contexts="context_id,topic\ncoal,Black coal\n")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        lines = done.stdout.splitlines()
        self.assertEqual(lines[0], "2 contexts; the top is the general one in 1; 3.0 of the 10 highest "
                                   "are shared in the mean")
        self.assertEqual(lines[4:], ["| coal Black coal | 5 | bob | 0.400 | 3 | 0.250, 3 |"])

    def test_no_more_rows_than_asked_for(self):
        self.assertEqual(len(self.tops(SCORES, "--rows", "0").stdout.splitlines()), 4)

    def test_another_table_is_refused(self):
        done = self.tops("person_id,context_id\n")
        self.assertEqual(done.returncode, 1)
        self.assertIn("scores.csv:1: there is no column purchases", done.stderr)
        self.assertIn("has no rows", self.tops(HEADER).stderr)


if __name__ == "__main__":
    unittest.main()
