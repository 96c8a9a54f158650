"""grapevine.run: whole studies from files, dicts and tables in memory."""

import datetime
import decimal
import json
import subprocess

import numpy
import pyarrow
import pyarrow.csv
import pytest
from conftest import PROGRAM

import grapevine


def test_run_gives_what_the_command_line_writes(tmp_path):
    study = grapevine.bundled_study()
    subprocess.run([PROGRAM, "run", study, "--out", tmp_path / "cli"], check=True,
                   capture_output=True)
    result = grapevine.run(study, out=tmp_path / "python", threads=1)
    written = sorted(p.name for p in (tmp_path / "cli").iterdir())
    assert written == sorted(p.name for p in (tmp_path / "python").iterdir())
    for name in written:
        if name.endswith(".parquet"):
            assert (tmp_path / "cli" / name).read_bytes() == (
                tmp_path / "python" / name).read_bytes()
    said = json.loads((tmp_path / "cli" / "manifest.json").read_text())
    assert result.manifest["outputs"] == said["outputs"]
    assert result.manifest["audit"]["adds_up"] is True
    verified = subprocess.run([PROGRAM, "verify", tmp_path / "python"], capture_output=True)
    assert verified.returncode == 0


def test_a_result_shows_its_tables_and_the_summary(tea):
    result = grapevine.run(tea[1])
    assert {"scores", "credits", "value_split"} <= set(result.tables)
    assert result.scores is result.tables["scores"]
    assert "Tea: 3 people" in result.summary and str(result) == result.summary
    assert f"scores: {result.scores.num_rows} rows" in repr(result)
    assert "credits" in dir(result)
    assert result.scores.schema.field("crv").metadata[b"unit"] == b"EUR"
    with pytest.raises(AttributeError, match="no table 'nosuch'; its tables: scores"):
        result.nosuch


def test_without_out_nothing_is_written_and_outputs_have_no_hash(tea, monkeypatch):
    folder, study = tea
    (folder / "empty").mkdir()
    monkeypatch.chdir(folder / "empty")
    result = grapevine.run(study)
    assert list((folder / "empty").iterdir()) == []
    assert all("sha256" not in output for output in result.manifest["outputs"])
    assert result.manifest["inputs"][0]["in_memory"] is True


def test_columns_are_mapped_for_one_run(tea):
    folder, study = tea
    whole = pyarrow.csv.read_csv(folder / "purchases.csv")
    renamed = whole.rename_columns(
        ["customer" if name == "person_id" else name for name in whole.column_names])
    tables = {"purchases": renamed}
    with pytest.raises(grapevine.Error, match="person_id"):
        grapevine.run(study, tables)
    for name in ("person_id", "purchases.person_id"):
        result = grapevine.run(study, tables, map={name: "customer"})
        assert result.scores.equals(grapevine.run(study).scores)
        assert result.manifest["map"] == [f"{name}=customer"]
    with pytest.raises(grapevine.Error, match="the study has no table 'nosuch'"):
        grapevine.run(study, map={"nosuch.t": "date"})


def test_file_names_of_a_dict_are_relative_to_the_current_folder(tea, monkeypatch):
    folder, study = tea
    monkeypatch.chdir(folder)
    study = {**study, "tables": {t: {"file": f"{t}.csv"} for t in ("purchases", "touches")}}
    assert grapevine.run(study).scores.equals(grapevine.run(tea[1]).scores)


def test_values_of_a_dict_may_be_those_of_python_and_numpy(tea):
    folder, study = tea
    (folder / "study.toml").write_text("""
[study]
currency = "EUR"
end = 2020-06-01
[tables]
purchases = { file = "purchases.csv" }
touches = { file = "touches.csv" }
[economics]
p_type1 = 0.25
discount_per_period = 0.5
""")
    given = {**study, "study": {"currency": "EUR", "end": datetime.date(2020, 6, 1), "name": None},
             "economics": {"p_type1": decimal.Decimal("0.25"),
                           "discount_per_period": numpy.float64(0.5)}}
    assert grapevine.run(given).scores.equals(grapevine.run(folder / "study.toml").scores)


def test_errors_are_one_line_with_place_and_what_to_do(tea, tmp_path):
    folder, study = tea
    (folder / "bad.toml").write_text("[tables]\nx = 1\n")
    with pytest.raises(grapevine.Error, match=r"bad.toml:2: there is no key 'x' in \[tables\]"):
        grapevine.run(folder / "bad.toml")
    with pytest.raises(grapevine.Error, match="study: there is no section 'nosuch'; known: study"):
        grapevine.run({**study, "nosuch": {}})
    with pytest.raises(grapevine.Error, match="study: attribution.half_life_days: -1 is out of"):
        grapevine.run({**study, "attribution": {"model": "time_decay", "half_life_days": -1}})
    with pytest.raises(grapevine.Error, match=r"tables\['sales'\]: a study has no such table"):
        grapevine.run(study, tables={"sales": pyarrow.table({"a": [1]})})
    with pytest.raises(grapevine.Error, match="ties do not say which way influence runs"):
        grapevine.run(study, tables={"ties": pyarrow.table({"src": [7], "dst": [8]})})
    with pytest.raises(grapevine.Error, match=r"purchases .table in memory.: row 1, column 't': expected"):
        grapevine.run({}, tables={"purchases": pyarrow.table({"person_id": [1], "t": ["soon"]})})
    with pytest.raises(TypeError, match="study: expected the path of a study.toml or a dict"):
        grapevine.run(3)
    with pytest.raises(grapevine.Error):
        grapevine.run(study, out="/proc/nowhere")


def test_a_bad_table_leaves_no_folder(tea, tmp_path):
    with pytest.raises(grapevine.Error):
        grapevine.run({}, tables={"purchases": pyarrow.table({"person_id": [1], "t": ["soon"]})},
                      out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_the_data_lack_is_warned_of(tea):
    with pytest.warns(grapevine.DataWarning, match="role without a weight"):
        result = grapevine.run({**tea[1], "attribution": {"roles": {"friend": 1.0}}})
    assert any("role without a weight" in text for text in result.warnings)


def test_verify_says_why_a_run_from_memory_cannot_be_repeated(tea):
    folder, study = tea
    grapevine.run(study, out=folder / "out")
    verified = subprocess.run([PROGRAM, "verify", folder / "out"], capture_output=True, text=True)
    assert verified.returncode == 2 and "held by a program" in verified.stderr


def test_memory_has_a_limit_that_may_be_moved(tea):
    grapevine.limit_memory(1)
    try:
        with pytest.raises(grapevine.Error, match="memory"):
            grapevine.run(tea[1])
    finally:
        grapevine.limit_memory(None)
    grapevine.run(tea[1])
    with pytest.raises(grapevine.Error, match="limit_memory: 0 is out of range"):
        grapevine.limit_memory(0)
