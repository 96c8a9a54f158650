"""CDNOW: purchases with amounts, and lines that are refused."""
from decimal import Decimal

from support import ConverterTest, columns, have, main, rows

HEADER = "masterid,sampleid,date,cds,sales\n"


class Cdnow(ConverterTest):
    converter = "cdnow"

    def test_purchases_keep_their_money(self):
        out = self.converted({"cdnowElog.csv": HEADER + "4,1,19970101,2,29.33\r\n9,2,19980630,1,0\n"})
        self.assertEqual(columns(out / "purchases.csv", "person_id", "masterid", "t", "cds", "amount"),
                         [("1", "4", "19970101", "2", "29.33"), ("2", "9", "19980630", "1", "0")])
        study = (out / "study.toml").read_text()
        self.assertIn('currency = "USD"', study)
        self.assertIn('time_unit = "yyyymmdd"', study)
        self.assertIn('"purchases.amount" = "observed"', study)
        self.check_and_run(out)

    def test_bad_lines_are_refused_with_their_place(self):
        for line, column, value in (("4,1,19970231,2,29.33", "date", "19970231"),
                                    ("4,1,1997-1-1,2,29.33", "date", "1997-1-1"),
                                    ("4,1,19970101,2,$29.33", "sales", "$29.33"),
                                    ("4,1,19970101,2,-1.00", "sales", "-1.00"),
                                    ("4,1,19970101,2,", "sales", "''"),
                                    ("4,1,19970101,two,29.33", "cds", "two"),
                                    ("4,x,19970101,2,29.33", "sampleid", "x"),
                                    ("4,0,19970101,2,29.33", "sampleid", "0")):
            with self.subTest(line):
                self.refused({"cdnowElog.csv": HEADER + "4,1,19970101,2,29.33\n" + line + "\n"},
                             "cdnow.py: ", "cdnowElog.csv:3: " + column, value, "; correct it")

    @have("cdnow")
    def test_the_real_set_has_its_published_counts(self):
        out = self.real("cdnow", {"purchases": 6919}, {"duplicate_rows": 21})
        self.assertEqual(len({row["person_id"] for row in rows(out / "purchases.csv")}), 2357)
        self.assertEqual(sum(Decimal(row["amount"]) for row in rows(out / "purchases.csv")),
                         Decimal("244091.94"))


if __name__ == "__main__":
    main()
