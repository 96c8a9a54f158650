#!/usr/bin/env python3
"""CDNOW, the 1/10 sample: purchases with money.  usage: cdnow.py INPUT_FOLDER OUT_FOLDER

Reads cdnowElog.csv of the R package BTYD (also under the name cdnow_elog.csv).
"""
import re

from conversion import OBSERVED, Study, Table, csv_rows, main, need_file

ABOUT = """
CDNOW, the 1/10 sample: people who first bought CDs at one shop in the first quarter of 1997, and all
that they bought there until June 1998. Nobody is recorded to have brought anybody: there are
neither ties nor touches, so there is no customer referral value here, only what customers are worth.
Made by datasets/convert/cdnow.py; datasets/README.md says more.
"""
TERMS = ("GPL-3 (the R package BTYD, which carries the file); cite Fader and Hardie 2001, "
         "Forecasting Repeat Sales at CDNOW")


def purchase(row):
    amount = row.text("sales")
    if not re.fullmatch(r"\d{1,12}(\.\d{1,2})?", amount, re.ASCII):
        raise row.refuse("sales", "dollars such as 29.33")
    return (row.integer("sampleid", 1), row.integer("masterid", 1), row.day("date"),
            row.integer("cds"), amount)


def convert(folder):
    path = need_file(folder, "cdnowElog.csv", "cdnow_elog.csv")
    rows = [purchase(row)
            for row in csv_rows(path, ["masterid", "sampleid", "date", "cds", "sales"])]
    columns = dict.fromkeys(["person_id", "masterid", "t", "cds", "amount"], OBSERVED)
    return Study(
        name="CDNOW", about=ABOUT, terms=TERMS, time_unit="yyyymmdd",
        time_says="days such as 19970101", currency="USD", currency_says="as recorded, undiscounted",
        tables=[Table("purchases", "one order: the number of CDs and the dollars paid", columns, rows,
                      'value = "amount"')],
        notes=[f"{len({row[0] for row in rows}):,} customers"])


if __name__ == "__main__":
    main(convert, __doc__)
