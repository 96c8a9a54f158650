"""The type stub says what the package has, and type checkers read it."""

import subprocess
import sys

from conftest import PACKAGE

import grapevine

GOOD = """
import pyarrow, grapevine
ties = pyarrow.table({"src": [1], "dst": [2]})
scores: pyarrow.Table = grapevine.pagerank(ties, damping=0.9, sinks="all", directed=False)
in_study: pyarrow.Table = grapevine.pagerank("study.toml", tables={"ties": ties})
shares: pyarrow.Table = grapevine.linear({"tables": {}}, roles={"friend": 1.0})
effects: pyarrow.Table = grapevine.markov(ties, order=2, map={"path": "route"})
game: pyarrow.Table = grapevine.shapley("paths.csv", game="conversion_rate", seed=3)
all_models: grapevine.Result = grapevine.attribute(ties, ["markov"], options={"order": 2})
result: grapevine.Result = grapevine.run("study.toml", out="results", threads=2)
reveal_type(result.scores)
"""
BAD = {
    'grapevine.pagerank("ties.txt", dampin=0.9)': "call-overload",
    'grapevine.pagerank("ties.txt", sinks="sum")': "call-overload",
    "grapevine.pagerank(17)": "call-overload",
    'grapevine.linear("study.toml", exclude_cycles="no")': "arg-type",
    'grapevine.linear("study.toml", directed=False)': "call-arg",
    'grapevine.shapley("paths.csv", game="gloves")': "call-overload",
    'grapevine.attribute("paths.csv", order=2)': "call-arg",
    "grapevine.nosuch()": "attr-defined",
}


def mypy(module, *arguments):
    installed = PACKAGE.parent.name == "site-packages"  # where mypy looks anyway
    folder = {} if installed else dict.fromkeys(("PYTHONPATH", "MYPYPATH"), str(PACKAGE.parent))
    env = {**folder, "HOME": "/tmp"}
    return subprocess.run([sys.executable, "-m", module, *arguments], env=env, text=True,
                          capture_output=True)


def check(tmp_path, code):
    (tmp_path / "user.py").write_text(code)
    return mypy("mypy", "--strict", "--cache-dir", str(tmp_path / "cache"),
                "--ignore-missing-imports", "--config-file=", str(tmp_path / "user.py"))


def test_a_strict_type_checker_takes_right_calls_and_no_wrong_one(tmp_path):
    checked = check(tmp_path, GOOD)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    lines = ["import grapevine", *BAD]
    checked = check(tmp_path, "\n".join(lines))
    for number, code in enumerate(BAD.values(), start=2):
        assert any(f"user.py:{number}: error" in line and f"[{code}]" in line
                   for line in checked.stdout.splitlines()), (lines[number - 1], checked.stdout)


def test_the_stub_is_what_the_package_has_at_run_time(tmp_path):
    assert (PACKAGE / "py.typed").exists()
    (tmp_path / "mypy.ini").write_text("[mypy]\nignore_missing_imports = true\n")
    (tmp_path / "inner").write_text("grapevine\\._core\\..*\n")  # nanobind's own kind of function
    checked = mypy("mypy.stubtest", "grapevine", "--concise", "--mypy-config-file",
                   str(tmp_path / "mypy.ini"), "--allowlist", str(tmp_path / "inner"))
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_stub_has_every_algorithm():
    text = (PACKAGE / "__init__.pyi").read_text()
    for name in grapevine.algorithms():
        assert f"def {name}(" in text
