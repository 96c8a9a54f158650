"""Ciao: both forms of the input, and touches that equal those of a second implementation."""
import csv
import gzip
from itertools import permutations

from support import SHARED_DATA, ConverterTest, columns, have, main

RATINGS = "user,product,category,rating,helpfulness,time\n"
TRUST = "truster,trusted\n"
# 1 and 2 trust 3, 1 trusts 2, and 3 trusts 1. All rate product 7: 3 first, 1 and 2 later on the same day.
GOOD = {"ratings.csv": RATINGS + "1,7,2,5,1,200\n2,7,2,4,0,200\n3,7,2,1,2,100\n3,8,1,3,0,100\n",
        "trust.csv": TRUST + "1,3\n2,3\n1,2\n3,1\n"}


class Ciao(ConverterTest):
    converter = "ciao"

    def test_who_is_trusted_and_rated_earlier_touches(self):
        out = self.converted(GOOD)
        self.assertEqual(
            columns(out / "touches.csv", "from_person", "to_person", "role", "t", "context_id",
                    "item_id"),
            [("3", "1", "trusted_rater", "200", "2", "7"), ("3", "2", "trusted_rater", "200", "2", "7")])
        self.assertEqual(columns(out / "ties.csv", "src", "dst"), [("1", "3"), ("2", "3"), ("1", "2"), ("3", "1")])
        self.assertIn('influence = "dst_to_src"', (out / "study.toml").read_text())
        self.check_and_run(out)

    def test_the_earliest_of_several_ratings_counts(self):
        out = self.converted(GOOD | {"ratings.csv": GOOD["ratings.csv"] + "1,7,6,3,0,90\n"})
        # The category stays that of the first row.
        self.assertEqual(columns(out / "purchases.csv", "person_id", "item_id", "t", "rating", "context_id"),
                         [("1", "7", "90", "3", "2"), ("3", "7", "100", "1", "2"),
                          ("3", "8", "100", "3", "1"), ("2", "7", "200", "4", "2")])
        self.assertEqual(columns(out / "touches.csv", "from_person", "to_person", "context_id"),
                         [("1", "3", "2"), ("3", "2", "2")])

    def test_the_published_text_form_gives_the_same(self):
        def text(table):
            lines = table.splitlines()[1:]
            return "".join("  " + "  ".join(f"{float(x):.7e}" for x in line.split(",")) + "\r\n"
                           for line in lines)
        out = self.converted(GOOD)
        expected = {path.name: path.read_bytes() for path in out.iterdir()}
        other = self.folder / "text"
        other.mkdir()
        (other / "rating.txt").write_text(text(GOOD["ratings.csv"]), newline="")
        (other / "trust.txt").write_text(text(GOOD["trust.csv"]), newline="")
        self.assertEqual(self.convert(other, self.folder / "second").returncode, 0)
        self.assertEqual({path.name: path.read_bytes() for path in (self.folder / "second").iterdir()},
                         expected)

    def test_bad_lines_are_refused_with_their_place(self):
        for file, line, *said in (("ratings.csv", "1,7,2,5,1,1.5\n", "ratings.csv:6: time", "1.5"),
                                  ("ratings.csv", "1,7,x,5,1,100\n", "ratings.csv:6: category", "'x'"),
                                  ("ratings.csv", "1,7,2,5,1\n", "ratings.csv:6: has 5 fields"),
                                  ("trust.csv", "1,nan\n", "trust.csv:6: trusted", "'nan'"),
                                  ("trust.csv", "1,3\n", "trust.csv:6", "twice")):
            with self.subTest(line):
                self.refused(GOOD | {file: GOOD[file] + line}, *said)
        self.refused({"rating.txt": "1 2 3 4 5\n", "trust.txt": "1 2\n"},
                     "rating.txt:1: expected 6 fields", "found 5")

    @have("ciao")
    def test_the_real_set_has_the_referrals_of_a_second_implementation(self):
        out = self.real("ciao", {"ties": 57544, "purchases": 35835, "touches": 4169},
                        {"touch_after_purchase": 3520})
        with gzip.open(SHARED_DATA / "ciao" / "ratings.csv.gz", "rt", newline="") as file:
            ratings = list(csv.DictReader(file))
        trust = set(columns(SHARED_DATA / "ciao" / "trust.csv", "truster", "trusted"))
        first, category, raters = {}, {}, {}
        for row in ratings:
            key = row["product"], row["user"]
            first[key] = min(int(row["time"]), first.get(key, 10**10))
            category.setdefault(key, row["category"])
            raters.setdefault(row["product"], set()).add(row["user"])
        expected = [(str(first[product, v]), u, category[product, u])
                    for product, users in raters.items() for u, v in permutations(users, 2)
                    if first[product, u] < first[product, v] and (v, u) in trust]
        self.assert_same(columns(out / "touches.csv", "t", "from_person", "context_id"), expected)
        self.assertEqual(len(set(columns(out / "purchases.csv", "item_id"))), 16861)


if __name__ == "__main__":
    main()
