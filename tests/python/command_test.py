"""The command `grapevine` that comes with the package."""

import subprocess
import sys

import pyarrow.parquet
from conftest import PACKAGE, run_python

CALL = "import sys; from grapevine._command import main; sys.argv = ['grapevine', {}]; main()"


def test_the_demo_runs_from_the_package(tmp_path):
    made = run_python(CALL.format("'demo', '--out', 'demo'"), cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith("Debian referrals: ")
    assert pyarrow.parquet.read_table(tmp_path / "demo" / "scores.parquet").num_rows == 25_632


def test_a_wrong_call_keeps_its_exit_code():
    made = run_python(CALL.format("'nosuch'"))
    assert made.returncode == 2 and made.stderr.startswith("grapevine: command line: ")


def test_the_program_of_the_package_finds_its_libraries_by_itself():
    made = subprocess.run([PACKAGE / "bin" / "grapevine", "--version"], env={}, text=True,
                          capture_output=True)
    assert made.returncode == 0
    version = run_python("import grapevine; print(grapevine.__version__)").stdout
    assert made.stdout == version and sys.version_info >= (3, 10)
