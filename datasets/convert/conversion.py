"""What the converters share. Reading: every cell knows its place, so that bad input ends in one
line with file, line, column and value. Writing: a study folder, whole or not at all. Standard
library only.
"""

import argparse
import csv
import gzip
import json
import os
import re
import shutil
import sys
import tempfile
import zlib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

OBSERVED, DERIVED, ASSUMED = "observed", "derived", "assumed"
LEAVE_OUT = "correct it, or leave the line out"
NUMBER = re.compile(r"[+-]?\d{1,18}(\.\d{0,18})?([eE][+-]?0{0,3}\d{1,2})?", re.ASCII)
UNITS_ARE_ONE = "empty: there is no money, value is counted in units"


class BadInput(Exception):
    """Input that cannot be converted; its text is the one line that the user sees."""

    def __init__(self, place, what, remedy=LEAVE_OUT):
        super().__init__(f"{place}: {what}; {remedy}")


def in_quotes(text):
    """A value as it may stand in a message: on one line, and not longer than one can read."""
    return repr(text if len(text) <= 40 else text[:37] + "...")


class Row:
    """The fields of one line by column, and where the line stands."""

    def __init__(self, place, cells):
        self.place, self.cells = place, cells

    def refuse(self, column, expected, remedy=LEAVE_OUT):
        found = in_quotes(self.cells[column])
        return BadInput(self.place, f"{column}: expected {expected}, found {found}", remedy)

    def has(self, column):
        return self.cells[column] not in ("", "NA")

    def text(self, column):
        if not self.has(column):
            raise self.refuse(column, "a value")
        return self.cells[column]

    def number(self, column, expected="a number of 0 or more"):
        """An exact number: an int where it is whole, else a Decimal."""
        text = self.cells[column]
        if not NUMBER.fullmatch(text):
            raise self.refuse(column, expected)
        value = Decimal(text)
        if value < 0 or value > 10**18:
            raise self.refuse(column, expected)
        return int(value) if value == value.to_integral_value() else value

    def integer(self, column, low=0, high=10**18, expected=None):
        expected = expected or f"a whole number from {low} to {high}"
        value = self.number(column, expected)
        if not isinstance(value, int) or not low <= value <= high:
            raise self.refuse(column, expected)
        return value

    def one_of(self, column, *allowed):
        if self.cells[column] not in allowed:
            raise self.refuse(column, "one of " + ", ".join(allowed))
        return self.cells[column]

    def day(self, column):
        """A date as it stands: 2013-05-24 or 20130524."""
        text = self.cells[column]
        try:
            if not re.fullmatch(r"\d{4}-\d\d-\d\d|\d{8}", text, re.ASCII):
                raise ValueError
            date.fromisoformat(text if "-" in text else f"{text[:4]}-{text[4:6]}-{text[6:]}")
        except ValueError:
            raise self.refuse(column, "a date") from None
        return text


def find_file(folder, *names):
    """The first of these files that the folder has, as it is or as .gz; None if it has none."""
    if not Path(folder).is_dir():
        raise BadInput(folder, "is no folder", "name the folder of the data set's files")
    for name in names:
        for path in (Path(folder) / name, Path(folder) / (name + ".gz")):
            if path.is_file():
                return path
    return None


def need_file(folder, *names):
    path = find_file(folder, *names)
    if path is None:
        raise BadInput(folder, "has no " + " or ".join(names),
                       "datasets/README.md says where the files come from")
    return path


def lines_of(path):
    """(number, text without its end) of every line."""
    number = 0
    try:
        with (gzip.open if path.suffix == ".gz" else open)(path, "rb") as file:
            for number, line in enumerate(file, 1):
                text = line.decode("utf-8-sig" if number == 1 else "utf-8")
                if "\0" in text:
                    raise BadInput(f"{path}:{number}", "holds a zero byte",
                                   "is this the right file?")
                yield number, text.rstrip("\r\n")
    except UnicodeDecodeError:
        raise BadInput(f"{path}:{number}", "is not UTF-8", "is this the right file?") from None
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise BadInput(path, f"cannot be unpacked ({error})", "fetch it again") from None


def csv_rows(path, columns):
    """The rows of a CSV file with a header line that has at least these columns."""
    header = None
    reader = csv.reader((text + "\n" for _, text in lines_of(path)), strict=True)
    try:
        for fields in reader:
            place = f"{path}:{reader.line_num}"
            if header is None:
                header = fields
                check_header(place, header, columns)
            elif len(fields) == len(header):
                yield Row(place, dict(zip(header, fields)))
            elif fields:
                raise BadInput(place, f"has {len(fields)} fields, the header line {len(header)}")
    except csv.Error as error:
        raise BadInput(f"{path}:{reader.line_num}", f"is no CSV ({error})") from None
    if header is None:
        raise BadInput(path, "is empty", "fetch it again")


def check_header(place, header, columns):
    for column in columns:
        if header.count(column) != 1:
            there = "twice the" if column in header else "no"
            raise BadInput(place, f"the header line has {there} column {column}",
                           "is this the right file?")


def row_of(place, fields, columns):
    """The row of fields that have no header line."""
    if len(fields) != len(columns):
        raise BadInput(place, f"expected {len(columns)} fields ({', '.join(columns)}), "
                       f"found {len(fields)}")
    return Row(place, dict(zip(columns, fields)))


def field_lines(path):
    """(place, fields) of every line that is not empty; any number of blanks separates fields."""
    for number, text in lines_of(path):
        if text.strip():
            yield f"{path}:{number}", text.split()


@dataclass(frozen=True)
class Table:
    """A table of the study, its columns with where each comes from, and what the study file says."""

    name: str
    says: str
    columns: dict
    rows: list
    entry: str = ""


@dataclass(frozen=True)
class Study:
    name: str
    about: str      # comment of several lines
    terms: str      # licence and citation, one line
    time_unit: str
    time_says: str
    tables: list
    currency: str = ""
    currency_says: str = UNITS_ARE_ONE
    roles: dict = field(default_factory=dict)
    roles_say: str = ""
    backtest: dict = field(default_factory=dict)   # how `grapevine backtest` cuts and judges it
    forecast: dict = field(default_factory=dict)   # where the forecast differs from the backtest
    notes: list = field(default_factory=list)   # what was left out, for the line of counts


# What a backtest and a forecast both take.
SHARED_OPTIONS = ("horizon", "lookback", "outcome", "pool", "activity", "walk_ties", "walk_touches",
                  "context_factor", "contexts", "damping", "least_referrals")


def forecast_options(study):
    """The backtest's, and what is the forecast's own. Bare numbers count the study's unit of time."""
    options = {key: study.backtest[key] for key in SHARED_OPTIONS if key in study.backtest}
    for key in ("horizon", "lookback"):
        if options.get(key, "x").isdigit():
            options[key] += {"second": "s", "day": "d", "year": "y"}[study.time_unit]
    return options | study.forecast


def study_text(study):
    """The study file."""
    lines = [f"# {line}".rstrip() for line in study.about.strip().splitlines()]
    lines += [f"# Terms: {study.terms}", "", "[study]", f'name = "{study.name}"',
              f'time_unit = "{study.time_unit}"   # {study.time_says}',
              f'currency = "{study.currency}"   # {study.currency_says}', "", "[tables]"]
    for table in study.tables:
        more = f", {table.entry}" if table.entry else ""
        lines.append(f'{table.name} = {{ file = "{table.name}.csv"{more} }}   # {table.says}')
    if study.roles:
        weights = ", ".join(f'"{role}" = {weight}' for role, weight in study.roles.items())
        lines += ["", "[attribution]", 'model = "linear"',
                  f"# {study.roles_say}", f"roles = {{ {weights} }}"]
    if study.backtest:
        lines += ["", "# As in the study of public data sets that docs/backtest.md reports.", "[backtest]"]
        lines += [f"{key} = {json.dumps(value)}" for key, value in study.backtest.items()]
    if study.backtest:
        lines += ["", "# Who refers next, by the same definitions.", "[forecast]"]
        lines += [f"{key} = {json.dumps(value)}" for key, value in forecast_options(study).items()]
    lines += ["", "# observed: as in the original. derived: by a rule that can be wrong. "
              "assumed: set by us.", "[provenance]"]
    for table in study.tables:
        lines += [f'"{table.name}.{column}" = "{status}"'
                  for column, status in table.columns.items()]
    return "\n".join(lines) + "\n"


def write_table(path, table):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.columns)
        writer.writerows(table.rows)


def check_out_folder(out):
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise BadInput(out, "is there already", "name a new folder")


def write_study(study, out):
    """Writes into a folder beside `out` and renames it, so that `out` is whole or not there."""
    folder = None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
        for table in study.tables:
            write_table(folder / f"{table.name}.csv", table)
        (folder / "study.toml").write_text(study_text(study), encoding="utf-8")
        umask = os.umask(0)
        os.umask(umask)
        folder.chmod(0o777 & ~umask)   # mkdtemp makes it readable to its owner alone
        folder.rename(out)
    except OSError as error:
        raise BadInput(out, f"cannot be written ({error.strerror})", "name another folder") from None
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def summary(study, out):
    counts = ", ".join(f"{len(table.rows):,} {table.name}" for table in study.tables)
    return "; ".join([f"{study.name}: {counts} -> {out}", *study.notes, f"terms: {study.terms}"])


def main(convert, description):
    """Runs a converter: a function from the input folder to a Study."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input_folder", type=Path, help="the files of the original")
    parser.add_argument("out_folder", type=Path, help="written whole or not at all; must be new")
    arguments = parser.parse_args()
    try:
        check_out_folder(arguments.out_folder)
        study = convert(arguments.input_folder)
        write_study(study, arguments.out_folder)
    except BadInput as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        sys.exit(2)
    except OSError as error:
        print(f"{parser.prog}: {error.filename}: cannot be read ({error.strerror}); look at its rights",
              file=sys.stderr)
        sys.exit(2)
    print(summary(study, arguments.out_folder))
