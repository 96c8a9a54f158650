"""What the tests of the Python package share."""

import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

import grapevine

SOURCE = Path(__file__).parents[2]
PACKAGE = Path(grapevine.__file__).parent
PROGRAM = PACKAGE / "bin" / "grapevine"
TIES = {"src": ["ann", "bob", "dan"], "dst": ["bob", "cid", "ann"], "weight": [2.0, 1.0, 1.0]}
PATHS = {"path": ["a > b > a", "b", ""], "total_conversions": [2, 1, 3],
         "total_conversion_value": [20.0, 5.0, 9.0], "total_null": [1, 0, 0]}

PURCHASES = """purchase_id,person_id,t,context_id,amount
1,7,2020-01-01 10:00:00,tea,10
2,8,2020-02-01 09:30:00,tea,30
3,8,2020-03-01 00:00:00,tea,5.50
4,12,2020-04-01 12:00:01,tea,4
5,7,2020-05-01 00:00:00,,7.25
"""
TOUCHES = """from_person,to_person,t,context_id,role,strength
7,8,2020-01-20,tea,friend,1
8,12,2020-03-20,tea,friend,0.5
7,12,2020-03-25,tea,poster,1
7,12,2020-03-26,tea,,1
"""
STUDY = {
    "study": {"name": "Tea", "currency": "EUR"},
    "tables": {"purchases": {"file": "purchases.csv"}, "touches": {"file": "touches.csv"}},
    "attribution": {"model": "linear"},
}


@pytest.fixture(autouse=True)
def data_warnings_are_no_errors():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", grapevine.DataWarning)
        yield


@pytest.fixture
def tea(tmp_path):
    """A folder with the files of a small study of two tables, and the study as a dict."""
    (tmp_path / "purchases.csv").write_text(PURCHASES)
    (tmp_path / "touches.csv").write_text(TOUCHES)
    study = {**STUDY, "tables": {
        name: {"file": str(tmp_path / f"{name}.csv")} for name in ("purchases", "touches")}}
    return tmp_path, study


def run_python(code, *, path=None, timeout=120, **options):
    """A Python program in a process of its own, which imports this package or one in `path`."""
    env = {**os.environ, "PYTHONPATH": str(path or PACKAGE.parent)}
    return subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True,
                          timeout=timeout, **options)
