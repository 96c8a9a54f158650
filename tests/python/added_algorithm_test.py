"""An algorithm added in C++, by one pair of files and one line, needs no edit in Python.

The build makes a second package out of the same Python files and objects, and a registry with one
line more (tests/CMakeLists.txt).
"""

import subprocess
import sys

import pytest
from conftest import PACKAGE, run_python

ADDED = PACKAGE.parents[1] / "python_added"
CALL = """
import inspect, pyarrow, grapevine
assert "returned_ties" in grapevine.algorithms()
print(inspect.signature(grapevine.returned_ties))
print(grapevine.returned_ties.__doc__)
ties = pyarrow.table({"src": ["a", "b", "a", "c"], "dst": ["b", "a", "c", "d"]})
print(grapevine.returned_ties(ties)["returned_ties"].to_pylist())
print(grapevine.returned_ties(ties, least_ties=2)["returned_ties"].to_pylist())
try:
    grapevine.returned_ties(ties, least_ties=0)
except grapevine.Error as error:
    print(error)
"""

STUB = ADDED / "grapevine" / "__init__.pyi"
pytestmark = pytest.mark.skipif(not STUB.exists(), reason=f"no second package in {ADDED}")


def test_it_is_there_with_signature_documentation_ranges_and_results():
    made = run_python(CALL, path=ADDED)
    assert made.returncode == 0, made.stderr
    assert "(ties, /, *, least_ties: int = 1, directed: bool = True," in made.stdout
    assert "least_ties: Fewer ties from a person give no share (ties, [1, 1000000])" in made.stdout
    assert "[0.5, 1.0, 0.0, None]\n" in made.stdout
    assert "[0.5, None, None, None]\n" in made.stdout
    assert "least_ties: 0 is out of range; allowed: [1, 1" in made.stdout


def test_it_is_in_the_stub_and_the_types_are_checked(tmp_path):
    assert "def returned_ties(\n    ties: ArrowTable | PathLike," in STUB.read_text()
    (tmp_path / "user.py").write_text(
        'import grapevine\ngrapevine.returned_ties("a.txt", least_ties="2")\n')
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--ignore-missing-imports", "--config-file=",
         "--cache-dir", tmp_path / "cache", tmp_path / "user.py"],
        env={"MYPYPATH": str(ADDED)}, capture_output=True, text=True)
    assert 'user.py:2: error: Argument "least_ties"' in checked.stdout


def test_nothing_in_python_names_it_and_the_other_package_lacks_it():
    for file in (ADDED / "grapevine").glob("*.py"):
        assert "returned_ties" not in file.read_text()
        assert file.resolve() == (PACKAGE / file.name).resolve()
    made = run_python("import grapevine; print('returned_ties' in grapevine.algorithms())")
    assert made.stdout == "False\n"
