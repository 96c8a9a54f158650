"""Brazilian farmers: the original 148 columns against tables that others derived from them."""
import csv
import io

from farmers_rule import of_shared_tables
from support import SHARED_DATA, ConverterTest, columns, have, main

ATTRIBUTES = "age income land1 land2 land3 cows liter school coop tv radio1 hfequip".split()
NOMINATIONS = "net31 net32 net33 net21 net22 net23 net11 net12 net13 net41".split()
PRACTICES = "ABCDEFGHIJKL"


def original(*farmers, without=None):
    """The data frame with these cells; nobody else nominated, nothing else adopted."""
    header = ["village", "id", *ATTRIBUTES, *NOMINATIONS,
              *(kind + practice for kind in ("pract", "yr", "cur") for practice in PRACTICES)]
    plain = dict.fromkeys(header, "0") | dict.fromkeys(NOMINATIONS, "NA") | {"village": "10"}
    text = io.StringIO()
    writer = csv.DictWriter(text, [column for column in header if column != without],
                            extrasaction="ignore")
    writer.writeheader()
    writer.writerows(plain | farmer for farmer in farmers)
    return text.getvalue()


# 1 names 2 as a friend and for practice B, and somebody who was not asked; 2 names himself.
ONE = {"id": "1.0", "net31": "2.0", "net32": "77", "net12": "2", "practA": "2", "yrA": "62", "curA": "2",
       "practB": "1", "yrB": "63", "land1": "NA"}
TWO = {"id": "2", "net31": "2", "practA": "2", "yrA": "58", "practB": "2", "yrB": "63", "practC": "0",
       "yrC": "66"}


class BrazilianFarmers(ConverterTest):
    converter = "brfarmers"

    def test_a_named_adviser_who_adopted_earlier_touches(self):
        out = self.converted({"brfarmers.csv": original(ONE, TWO)})
        self.assertEqual(columns(out / "ties.csv", "src", "dst", "type", "context_id", "rank"),
                         [("10001", "10002", "friend", "", "1"), ("10001", "10002", "advice", "B", "2")])
        self.assertEqual(columns(out / "purchases.csv", "person_id", "context_id", "t", "units",
                                 "use_code", "used_in_1966"),
                         [("10001", "A", "1962", "1", "2", "1"), ("10001", "B", "1963", "1", "1", "0"),
                          ("10002", "A", "1958", "1", "2", "0"), ("10002", "B", "1963", "1", "2", "0")])
        self.assertEqual(columns(out / "touches.csv", "from_person", "to_person", "role", "t",
                                 "context_id"),
                         [("10002", "10001", "named_adviser", "1962", "A")])
        self.assertEqual(columns(out / "people.csv", "person_id", "village", "land1"),
                         [("10001", "10", ""), ("10002", "10", "0")])
        self.check_and_run(out)

    def test_bad_lines_are_refused_with_their_place(self):
        for change, *said in (({"yrA": "1958"}, "yrA", "'1958'"), ({"yrA": "NA"}, "yrA", "'NA'"),
                              ({"practA": "3"}, "practA", "'3'"), ({"net31": "x"}, "net31", "'x'"),
                              ({"id": ""}, "id", "''"), ({"id": "1"}, "id", "brfarmers.csv:2"),
                              ({"village": "10.5"}, "village", "'10.5'")):
            with self.subTest(change):
                self.refused({"brfarmers.csv": original(ONE, TWO | change)}, "brfarmers.csv:3: ", *said)
        self.refused({"brfarmers.csv": original(ONE, without="net41")}, "brfarmers.csv:1: ",
                     "no column net41")
        self.refused({"people.csv": "pid\n1\n"}, "has no brfarmers.csv or brfarmers_raw.csv")

    @have("brfarmers")
    def test_the_real_set_equals_the_tables_derived_elsewhere(self):
        out = self.real("brfarmers", {"people": 692, "ties": 2860, "purchases": 3274, "touches": 3778},
                        {"people_in_no_table": 9})
        shared = SHARED_DATA / "brfarmers"
        self.assertEqual(columns(out / "people.csv", "person_id", "village", *ATTRIBUTES),
                         columns(shared / "people.csv", "pid", "village", *ATTRIBUTES))
        self.assert_same(columns(out / "ties.csv", "src", "dst", "type", "context_id", "rank"),
                         columns(shared / "ties.csv", "src", "dst", "type", "context", "rank"))
        self.assertEqual(len(set(columns(out / "ties.csv", "src", "dst"))), 1854)
        self.assert_same(
            columns(out / "purchases.csv", "person_id", "context_id", "t", "use_code", "used_in_1966"),
            columns(shared / "adoptions.csv", "person", "context", "year", "used_code", "current_1966"))
        self.assert_same(columns(out / "touches.csv", "t", "from_person", "context_id"),
                         of_shared_tables())


if __name__ == "__main__":
    main()
