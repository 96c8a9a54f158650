"""Review logs: who is named on a newcomer's first patch, and nothing else, brings somebody in."""
import csv
import gzip

from support import SHARED_DATA, ConverterTest, columns, have, main

# Ann's first patch names Bob twice and Cid; Bob's own first names nobody but Bob and a committer.
GOOD = {"people.csv": "person,n_commits\nann,2\nbob,1\ncid,0\n",
        "commits.csv": "commit,person,date,context,n_files,first_of_person,is_revert\n"
                       "c1,bob,2020-01-01,net,1,1,0\nc2,ann,2020-02-01,net,1,1,0\n"
                       "c3,ann,2020-03-01,doc,2,0,1\n",
        "touches.csv": "commit,seq,person,role\nc1,0,bob,signoff\nc1,1,cid,commit\n"
                       "c2,0,bob,signoff\nc2,1,cid,ack\nc2,2,bob,review\nc3,0,bob,ack\n"}


def read_gz(name):
    with gzip.open(SHARED_DATA / "review_uboot" / name, "rt", newline="") as file:
        return list(csv.DictReader(file))


class ReviewLog(ConverterTest):
    converter = "review_log"

    def test_helpers_of_a_first_patch_brought_in_once_each(self):
        out = self.converted(GOOD)
        self.assertEqual(columns(out / "touches.csv", "purchase_id", "seq", "from_person", "role",
                                 "own_role", "t", "context_id"),
                         [("c2", "0", "bob", "brought_in", "signoff", "2020-02-01", "net"),
                          ("c2", "1", "cid", "brought_in", "ack", "2020-02-01", "net"),
                          ("c2", "2", "bob", "review", "review", "2020-02-01", "net"),
                          ("c3", "0", "bob", "ack", "ack", "2020-03-01", "doc")])
        self.assertEqual(columns(out / "purchases.csv", "purchase_id", "person_id", "context_id", "t",
                                 "units", "n_files", "is_revert"),
                         [("c1", "bob", "net", "2020-01-01", "1", "1", "0"),
                          ("c2", "ann", "net", "2020-02-01", "1", "1", "0"),
                          ("c3", "ann", "doc", "2020-03-01", "1", "2", "1")])
        self.assertEqual(columns(out / "people.csv", "person_id"), [("ann",), ("bob",), ("cid",)])
        self.assertIn('roles = { "brought_in" = 1.0, "ack" = 0.0, "review" = 0.0, "signoff" = 0.0 }',
                      (out / "study.toml").read_text())
        self.check_and_run(out)

    def test_bad_lines_are_refused_with_their_place(self):
        for file, line, *said in (
                ("commits.csv", "c4,dan,2020-01-01,net,1,1,0\n", "commits.csv:5: person", "'dan'"),
                ("commits.csv", "c3,ann,2020-01-01,net,1,0,0\n", "commits.csv:5: commit", "'c3'"),
                ("commits.csv", "c4,ann,2020-13-01,net,1,0,0\n", "commits.csv:5: date", "2020-13-01"),
                ("commits.csv", "c4,ann,2020-01-01,,1,0,0\n", "commits.csv:5: context", "''"),
                ("commits.csv", "c4,ann,2020-01-01,net,1,yes,0\n", "first_of_person", "'yes'"),
                ("commits.csv", "c4,ann,2020-04-01,net,1,1,0\n", "first_of_person", "commits.csv:3"),
                ("touches.csv", "c9,0,bob,ack\n", "touches.csv:8: commit", "'c9'"),
                ("touches.csv", "c3,0,eve,ack\n", "touches.csv:8: person", "'eve'"),
                ("touches.csv", "c3,one,bob,ack\n", "touches.csv:8: seq", "'one'"),
                ("touches.csv", "c3,1,bob,\n", "touches.csv:8: role", "''"),
                ("touches.csv", "c3,1,bob,brought_in\n", "touches.csv:8: role", "rename"),
                ("people.csv", "ann,3\n", "people.csv:5: person", "'ann'")):
            with self.subTest(line):
                self.refused(GOOD | {file: GOOD[file] + line}, *said)

    @have("review_uboot")
    def test_the_real_set_has_the_referrals_of_a_second_implementation(self):
        out = self.real("review_uboot", {"people": 4895, "purchases": 99909, "touches": 78660},
                        {"placeholder_text": 3, "people_in_no_table": 15})
        commits = {row["commit"]: row for row in read_gz("commits.csv.gz")}
        expected = {(row["commit"], row["person"]) for row in read_gz("touches.csv.gz")
                    if row["role"] != "commit" and commits[row["commit"]]["person"] != row["person"]
                    and commits[row["commit"]]["first_of_person"] == "1"}
        self.assertEqual(len(expected), 3912)
        ours = [(t, person, context) for t, person, context, role in columns(
            out / "touches.csv", "t", "from_person", "context_id", "role") if role == "brought_in"]
        self.assert_same(ours, [(commits[commit]["date"], person, commits[commit]["context"])
                                for commit, person in expected])
        self.assertEqual(len({row["person"] for row in commits.values()}), 3873)


if __name__ == "__main__":
    main()
