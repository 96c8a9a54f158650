"""Who advised whom among the farmers, told a second time, out of the tables beside the project."""
from support import SHARED_DATA, columns


def referrals(adoptions, nominations):
    """(year, adviser, practice) for every pair and practice, the adviser in an earlier year."""
    year = {(person, practice): int(when) for person, practice, when in adoptions}
    return [(str(year[farmer, practice]), adviser, practice)
            for farmer, adviser in set(nominations) for practice in {p for _, p in year}
            if (farmer, practice) in year and (adviser, practice) in year
            and year[adviser, practice] < year[farmer, practice]]


def of_shared_tables():
    """Of the tables that others derived from the same 148 columns."""
    folder = SHARED_DATA / "brfarmers"
    return referrals(columns(folder / "adoptions.csv", "person", "context", "year"),
                     columns(folder / "ties.csv", "src", "dst"))
