"""The page of evidence: what is run is what the backtest says, what is not keeps its figures."""
import contextlib
import csv
import io
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from support import PROGRAM, ROOT, main

sys.path.insert(0, str(ROOT / "datasets"))
import evidence
import evidence_page
import evidence_runs
import evidence_shops

BUNDLED = evidence.DATA_SETS[0]
SMALL = evidence.DataSet(BUNDLED.name, BUNDLED.title,
                         plan=("--cut", "2014-01-01,2016-01-01", "--horizon", "3y"))


def about(title, day):
    return {"table": "about", "title": title, "warnings": [], "left_out": [], "without": [],
            "forecast": [{"cut": "2001", "ranked by": "fitted forecast",
                          "context": "not proven here", "warnings": ["level withheld"]},
                         {"cut": "2002", "forecast": "none: 3 referrals", "warnings": []}],
            "plan": {"cut": "2001, 2002", "horizon": "3y"}, "day": day, "version": "0.0"}


def score(name, auc, told, kind="score", reading="better than what knows no context", cells=4):
    return {"table": "scores", "score": name, "kind": kind, "cells": cells, "auc": auc,
            "precision_at_10": 0.25, "captured_at_1_percent": None, "to_general": told,
            "to_in_context": [-0.2, -0.3, -0.1, "worse"], "reading": reading}


OLD = [about("Ciao", "2020-02-03"), score("forecast_score", 0.8125, [0.1, 0.05, 0.15, "better"]),
       score("crv", 0.4375, [-0.25, -0.5, -0.125, "worse"], reading="not proven here",
             cells=3),
       score("in_degree", 0.7125, None, "general baseline", ""),
       score("context_pagerank", 1.0, None, "context baseline")]
NEW = [about("Debian", "2021-01-01"),
       score("forecast_score", 0.5, [0.0, -0.1, 0.1, "no difference"])]


class Rendering(unittest.TestCase):
    def test_what_is_older_than_the_newest_keeps_its_figures_and_is_marked(self):
        text = evidence_page.page({"debian_referrals": NEW, "ciao": OLD})
        self.assertIn("**Not run with the newest: figures of 2020-02-03**, version 0.0.", text)
        self.assertIn("Run on 2021-01-01, version 0.0.", text)
        self.assertIn("| Ciao | **kept from 2020-02-03** | `in_degree` .713 | "
                      "`context_pagerank` 1.000 | `forecast_score` | 4 | .812 | "
                      "+.100 [+.050, +.150] better | -.200 [-.300, -.100] worse | "
                      "better than what knows no context |", text)
        self.assertIn("| Debian | 2021-01-01 |", text)
        self.assertIn("| `crv` | 3 of 4 | .438 |", text)  # silent in one cell, and it shows
        self.assertIn("`grapevine backtest` with cut 2001, 2002; horizon 3y.", text)

    def test_wins_and_losses_stand_beside_each_other_the_best_first(self):
        text = evidence_page.page({"ciao": OLD})
        lines = [line for line in text.splitlines() if line.startswith(("|  | `", "| g ", "| c "))]
        names = [line.split("`")[1] for line in lines]
        self.assertEqual(names, ["context_pagerank", "forecast_score", "in_degree", "crv"])
        self.assertEqual(lines[3], "|  | `crv` | 3 of 4 | .438 | .250 | - | -.250 [-.500, -.125] worse | "
                                   "-.200 [-.300, -.100] worse | not proven here |")
        self.assertIn("Of 2 scores against the best baseline without contexts 1 better, 1 worse; "
                      "against the best with contexts 2 worse.", text)

    def test_the_forecasts_own_words_stand_at_each_cut(self):
        self.assertIn("- 2001: ranked by fitted forecast; not proven here; level withheld\n"
                      "- 2002: none: 3 referrals\n", evidence_page.page({"ciao": OLD}))

    def test_warnings_stand_once_with_the_number_of_cuts(self):
        self.assertEqual(evidence_page.warned(["cut 2001: 7 of 20 ties have no date",
                                               "cut 2002: 9 of 20 ties have no date",
                                               "cut 2002: one context has enough outcomes",
                                               "left out where silent: clv"]),
                         "- 7 of 20 ties have no date (2001; likewise at 2002)\n"
                         "- one context has enough outcomes (2002)\n"
                         "- left out where silent: clv")

    def test_the_page_in_the_repository_is_made_of_the_results_beside_it(self):
        results = evidence.read_results(ROOT / "datasets" / "evidence.jsonl")
        self.assertEqual(list(results), [s.name for s in evidence.DATA_SETS] + ["simulated"])
        self.assertEqual((ROOT / "docs" / "evidence.md").read_text(encoding="utf-8"),
                         evidence_page.page(results))


class StudyFiles(unittest.TestCase):
    def test_a_key_is_set_in_a_section_that_is_there_and_in_a_new_one(self):
        text = '[a]\nmodel = "x"   # why\nother = 1\n\n[b]\nmodel = "y"\n'
        self.assertEqual(evidence_runs.with_key(text, "a", "model", '"z"'),
                         '[a]\nmodel = "z"\nother = 1\n\n[b]\nmodel = "y"\n')
        self.assertEqual(evidence_runs.with_key(text, "c", "model", '"z"'),
                         text + '\n[c]\nmodel = "z"\n')


class Bundled(unittest.TestCase):
    """A small cut of the bundled study, as a user runs it but for the cut."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        folder = Path(cls.folder.name)
        cls.results, cls.page = folder / "results.jsonl", folder / "page.md"
        evidence.write_results(cls.results, {"ciao": OLD})
        argv = ["evidence.py", "--program", str(PROGRAM), "--only", BUNDLED.name, "--results",
                str(cls.results), "--page", str(cls.page), "--day", "2022-03-04"]
        sets = (SMALL, *evidence.DATA_SETS[1:])
        with mock.patch.object(evidence, "DATA_SETS", sets), \
                mock.patch.object(evidence_runs, "MODELS", ("linear", "last", "nosuch")), \
                mock.patch.object(sys, "argv", argv), \
                contextlib.redirect_stdout(io.StringIO()) as said:
            evidence.main()
        cls.said = said.getvalue()
        own = subprocess.run([PROGRAM, "backtest", ROOT / "datasets" / BUNDLED.name / "study.toml",
                              *SMALL.plan, "--json"], capture_output=True, text=True, check=True)
        cls.own = {row["score"]: row for row in json.loads(own.stdout)["scores"]}

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_figures_and_words_are_those_of_the_backtest(self):
        lines = {line.split("`")[1]: [cell.strip() for cell in line.split("|")[1:-1]]
                 for line in self.section().splitlines() if line.count("`") == 2
                 and line.startswith("|")}
        self.assertLessEqual(set(self.own), set(lines))
        self.assertGreater(len(self.own), 20)
        for name, row in self.own.items():
            with self.subTest(name):
                cells = lines[name]
                self.assertAlmostEqual(float(cells[3]), row["auc"], delta=0.00056)
                general = row["to_best_general"]
                if general is None:
                    self.assertEqual(cells[6], "")
                    continue
                numbers, verdict = cells[6].split("] ")
                value, low, high = (float(n.strip("[],")) for n in numbers.split())
                for shown, exact in ((value, "difference"), (low, "low"), (high, "high")):
                    self.assertAlmostEqual(shown, general[exact], delta=0.00056)
                self.assertEqual(verdict, general["verdict"])
                self.assertTrue(cells[7].endswith(row["to_best_in_context"]["verdict"]))
                self.assertEqual(cells[8], row["reading"] or "")

    def section(self):
        text = self.page.read_text(encoding="utf-8")
        return text[text.index(f"## {BUNDLED.title}"):text.index("## Ciao")]

    def test_scores_that_run_by_request_and_each_models_crv_are_in_it(self):
        section = self.section()
        for name in ("first_hit_score", "influence_value", "katz", "crv, linear", "crv, last"):
            self.assertIn(f"`{name}`", section)
        self.assertIn("Left out: crv by nosuch: ", section)
        self.assertIn("there is no model 'nosuch'", section)

    def test_what_was_not_run_is_kept_to_the_byte(self):
        kept = [line for line in self.results.read_text().splitlines() if '"set":"ciao"' in line]
        self.assertEqual([json.loads(line) for line in kept],
                         [{"set": "ciao"} | row for row in OLD])
        self.assertIn("figures of 2020-02-03**", self.page.read_text(encoding="utf-8"))
        self.assertIn("1 sets run, kept ciao", self.said)


class Shops(unittest.TestCase):
    def test_against_the_truth_by_hand(self):
        told = evidence_shops.against_truth({"a": 2.0, "b": 0.0, "d": 4.0},
                                            {"a": 1.0, "b": 0.0, "c": 2.0, "d": 3.0})
        # Over a, c and d: 2, 0, 4 beside 1, 2, 3.
        self.assertAlmostEqual(told["crv_sum_ratio"], 1.0)
        self.assertAlmostEqual(told["crv_slope"], 14 / 20)
        self.assertAlmostEqual(told["crv_rank_correlation"], 0.5)
        self.assertEqual(told["crv_of_top"], 3)

    def test_a_small_shop_is_what_the_program_says_of_it(self):
        with tempfile.TemporaryDirectory() as folder, \
                mock.patch.object(evidence_shops, "SEEDS", (4,)), \
                mock.patch.object(evidence_shops, "PEOPLE", 600):
            made = evidence_shops.judge_shops(PROGRAM, Path(folder))
            study = Path(folder) / "shop4" / "study.toml"
            told = json.loads(subprocess.run(
                [PROGRAM, "attribute", study, "--truth", "auto", "--model", "last", "--json"],
                capture_output=True, text=True, check=True).stdout)
            with open(Path(folder) / "out4" / "scores.csv", newline="") as file:
                crv = sum(float(row["crv"]) + float(row["civ"]) for row in csv.DictReader(file))
            with open(study.parent / "truth" / "SIMULATED-value.csv", newline="") as file:
                true = sum(float(row["true_crv"]) for row in csv.DictReader(file))
        rows = {row["model"]: row for row in made if row["table"] == "truth"}
        last = next(model for model in told["models"] if model["model"] == "last")
        for key in ("total_variation", "misattributed", "organic_credited"):
            self.assertAlmostEqual(rows["last"][key], last[key], delta=0.00006)
        # The study's scores rest on the first model named.
        self.assertAlmostEqual(rows["first"]["crv_sum_ratio"], crv / true, delta=0.0001)
        funnel = next(row for row in made if row["table"] == "funnel")
        self.assertGreaterEqual(funnel["intends"], funnel["intends_did"])
        self.assertGreater(funnel["gap"], 0)
        day = evidence.stamped(made, "2022-01-01", "0.0")
        text = evidence_page.page({"simulated": day})
        self.assertIn("SIMULATED", text)
        self.assertIn("| `(nobody)` |", text)


class Refusals(unittest.TestCase):
    def refused(self, *words):
        done = subprocess.run([sys.executable, "-B", ROOT / "datasets" / "evidence.py", *words],
                              capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout, done.stderr.count("\n")), (2, "", 1))
        return done.stderr

    def test_what_is_not_there(self):
        self.assertIn("there is no such program", self.refused("--program", "/nowhere/grapevine"))
        self.assertIn("there is no such folder",
                      self.refused("--program", PROGRAM, "--data", "/nowhere"))
        self.assertIn("ciao: needs --data",
                      self.refused("--program", PROGRAM, "--only", "debian_referrals", "ciao"))
        with tempfile.TemporaryDirectory() as folder:
            self.assertIn("ciao: " + folder + " has no folder of that name",
                          self.refused("--program", PROGRAM, "--data", folder, "--only", "ciao"))
        self.assertIn("--only: there is no set tea; known: debian_referrals, ",
                      self.refused("--program", PROGRAM, "--only", "tea"))


if __name__ == "__main__":
    main()
