#!/usr/bin/env python3
"""Ciao: rated products and trust.  usage: ciao.py INPUT_FOLDER OUT_FOLDER

Reads rating.txt and trust.txt as published (numbers between blanks: user, product, category, rating,
helpfulness, seconds since 1970; truster, trusted), or ratings.csv and trust.csv of the same columns
(user,product,category,rating,helpfulness,time; truster,trusted).
"""
from collections import defaultdict

from conversion import (ASSUMED, DERIVED, OBSERVED, BadInput, Study, Table, csv_rows, field_lines,
                        find_file, main, need_file, row_of)

RATING = ["user", "product", "category", "rating", "helpfulness", "time"]
YEAR, DAY_2000 = 31_557_600, 946_684_800   # seconds of 365.25 days; 2000-01-01
TRUST = ["truster", "trusted"]
ABOUT = """
Ciao, a site of product reviews: who rated which product when, and whom they trust. A "purchase" is a
rating: that its writer bought the product is an assumption, and value is counted in units.
Touches are derived: somebody whom the rater trusts had rated the same product earlier. Whether the
rater saw that review is not known, and ties have no dates: the trust may be younger than the rating.
Made by datasets/convert/ciao.py; datasets/README.md says more.
"""
TERMS = "no licence stated; cite Tang, Gao and Liu 2012, mTrust (WSDM), and eTrust (KDD)"


def rows_of(folder, text_name, csv_name, columns):
    path = find_file(folder, text_name)
    if path is None:
        return csv_rows(need_file(folder, csv_name, text_name), columns)
    return (row_of(place, fields, columns) for place, fields in field_lines(path))


def read_ratings(folder):
    """Every rating, in the order of RATING."""
    return [tuple(row.integer(column) for column in RATING)
            for row in rows_of(folder, "rating.txt", "ratings.csv", RATING)]


def first_ratings(ratings):
    """(product, user) -> (time, category, rating, helpfulness) of the earliest; the category is that
    of the first row, as a few ratings stand there twice, in two categories."""
    found, categories = {}, {}
    for user, product, category, rating, helpfulness, time in ratings:
        category = categories.setdefault((product, user), category)
        known = found.get((product, user))
        if known is None or time < known[0]:
            found[product, user] = time, category, rating, helpfulness
    return found


def read_ties(folder):
    ties = {}
    for row in rows_of(folder, "trust.txt", "trust.csv", TRUST):
        tie = row.integer("truster"), row.integer("trusted")
        if tie in ties:
            raise BadInput(row.place, f"truster, trusted: {tie[0]}, {tie[1]} stands there twice")
        ties[tie] = None
    return list(ties)


def purchases(first):
    """In order of time, then person and product."""
    ordered = sorted((time, user, product, *more)
                     for (product, user), (time, *more) in first.items())
    return [(number, user, category, product, time, 1, rating, helpfulness)
            for number, (time, user, product, category, rating, helpfulness) in enumerate(ordered, 1)]


def trusted_raters(first, ties):
    """For each rating, everybody whom the rater trusts and who had rated that product earlier. The
    category is that of the earlier rating: 3 products are rated in two."""
    trusted = defaultdict(set)
    for truster, other in ties:
        trusted[truster].add(other)
    raters = defaultdict(list)
    for (product, user), (time, category, *_) in first.items():
        raters[product].append((user, time, category))
    touches = [(time, user, product, other, category)
               for product, rated in raters.items() for user, time, _ in rated
               for other, before, category in rated if before < time and other in trusted[user]]
    return [(other, user, "trusted_rater", time, category, product)
            for time, user, product, other, category in sorted(touches)]


def convert(folder):
    ratings, ties = read_ratings(folder), read_ties(folder)
    first = first_ratings(ratings)
    return Study(
        name="Ciao", about=ABOUT, terms=TERMS,
        time_unit="second", time_says="since 1970; the original has days",
        tables=[
            Table("ties", "src trusts dst, who influences src",
                  dict.fromkeys(["src", "dst"], OBSERVED), ties, 'influence = "dst_to_src"'),
            Table("purchases", "a person's earliest rating of a product; contexts are categories",
                  {"purchase_id": DERIVED, "person_id": OBSERVED, "context_id": OBSERVED,
                   "item_id": OBSERVED, "t": OBSERVED, "units": ASSUMED, "rating": OBSERVED,
                   "helpfulness": OBSERVED}, purchases(first), 'value = "units"'),
            Table("touches", "a trusted person had rated the product earlier; t is the later rating",
                  dict.fromkeys(["from_person", "to_person", "role", "t", "context_id", "item_id"],
                                DERIVED), trusted_raters(first, ties))],
        roles={"trusted_rater": 1.0}, roles_say="Derived, yet the only touches there are.",
        backtest={"cut": [str(DAY_2000 + years * YEAR) for years in (3, 5, 7, 9)],
                  "horizon": str(2 * YEAR), "outcome": "touches", "pool": "tied",
                  "activity": ["purchases"], "walk_touches": False, "context_factor": 1.0,
                  "contexts": 6},
        notes=[f"left out: {len(ratings) - len(first):,} later ratings of the same product by the "
               "same person"])


if __name__ == "__main__":
    main(convert, __doc__)
