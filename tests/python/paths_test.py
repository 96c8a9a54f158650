"""Attribution of journeys that stand in tables of Python."""

import json
import subprocess

import pyarrow
import pyarrow.compute
import pyarrow.parquet
import pytest
from conftest import PATHS, PROGRAM

import grapevine


def by_player(table, column="conversions"):
    return dict(zip(table["player"].to_pylist(), table[column].to_pylist()))


def test_models_by_hand():
    # The empty path met nobody: its three conversions are nobody's, whatever the model.
    shares = grapevine.shapley(pyarrow.table(PATHS))
    assert by_player(shares) == {"a": 1.0, "b": 2.0, None: 3.0}
    assert by_player(shares, "value") == {"a": 10.0, "b": 15.0, None: 9.0}
    made = grapevine.attribute(pyarrow.table(PATHS), ["first", "linear"])
    credits = made.credits.to_pylist()
    assert [(row["player"], row["model"]) for row in credits] == [
        ("a", "first"), ("b", "first"), (None, "first"),
        ("a", "linear"), ("b", "linear"), (None, "linear")]
    assert credits[0]["conversions"] == 2.0
    assert credits[3]["conversions"] == pytest.approx(4 / 3, abs=1e-15)
    once = grapevine.attribute(pyarrow.table(PATHS), ["linear"], repeats="once")
    assert by_player(once.credits)["a"] == 1.0


def test_a_table_and_its_file_and_the_program_say_the_same(tmp_path):
    rows = "".join(f"{p},{c},{v},{n}\n" for p, c, v, n in zip(
        PATHS["path"], *(PATHS[k] for k in list(PATHS)[1:])))
    path = tmp_path / "paths.csv"
    path.write_text("path,total_conversions,total_conversion_value,total_null\n" + rows)
    models = ["markov", "linear"]
    made = grapevine.attribute(path, models, options={"order": 2})
    table = grapevine.attribute(pyarrow.table(PATHS), models, options={"order": 2}, threads=1)
    assert made.credits.equals(table.credits) and made.summary == table.summary
    assert made.markov_transitions.equals(table.markov_transitions)
    out = tmp_path / "credits.parquet"
    told = subprocess.run([PROGRAM, "attribute", path, "--model", "markov,linear", "--order", "2",
                           "--out", out, "--json"], check=True, capture_output=True).stdout
    assert json.loads(told) == made.manifest
    assert pyarrow.parquet.read_table(out).equals(made.credits)
    alone = grapevine.markov(path, order=2)
    assert alone.schema.metadata[b"order"] == b"2"
    assert by_player(alone, "removal_effect") == by_player(
        made.credits.filter(pyarrow.compute.equal(made.credits["model"], "markov")),
        "removal_effect")


def test_pandas_and_polars_frames_and_columns_of_other_names():
    expected = grapevine.markov(pyarrow.table(PATHS))
    pandas = pytest.importorskip("pandas")
    assert grapevine.markov(pandas.DataFrame(PATHS)).equals(expected)
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(PATHS).rename({"path": "route"})
    assert grapevine.markov(frame, map={"path": "route"}).equals(expected)


def test_games_and_their_intervals():
    rows = [f"p{i} > p{i + 1} > p{i * 7 % 13}" for i in range(13)]
    journeys = pyarrow.table({"path": rows, "total_conversions": [1] * 13,
                              "total_null": list(range(13))})
    rate = grapevine.shapley(journeys, game="conversion_rate", permutations=500, seed=3)
    assert rate.schema.metadata[b"permutations"] == b"500"
    assert sum(rate["conversions"].to_pylist()) == pytest.approx(13, rel=1e-12)
    for row in rate.to_pylist():
        assert row["low"] < row["conversions"] < row["high"] and row["standard_error"] > 0
    again = grapevine.shapley(journeys, game="conversion_rate", permutations=500, seed=3)
    assert again.equals(rate)
    with pytest.raises(grapevine.Error, match="the coalition 'p0' is missing"):
        grapevine.shapley(journeys, game="coalitions")


def test_bad_paths_and_wrong_calls_are_refused_by_name():
    with pytest.raises(grapevine.Error, match="paths: row 2, column 'path': a step of 'a > > b'"):
        grapevine.markov(pyarrow.table({"path": ["a", "a > > b"]}))
    with pytest.raises(grapevine.Error, match="'-1' is negative"):
        grapevine.shapley(pyarrow.table({"path": ["a"], "total_conversions": [-1]}))
    with pytest.raises(grapevine.Error, match="there is no model 'nosuch'; known: "):
        grapevine.attribute(pyarrow.table(PATHS), ["nosuch"])
    with pytest.raises(grapevine.Error, match="repeats: cannot use 'twice'; give one of"):
        grapevine.attribute(pyarrow.table(PATHS), repeats="twice")
    with pytest.raises(TypeError, match="'lookback_days' is not for paths input; known there: "):
        grapevine.markov(pyarrow.table(PATHS), lookback_days=3.0)
    with pytest.raises(TypeError, match="customer_influence_effect: it takes ties, not a study"):
        grapevine.customer_influence_effect({"study": {}})
    with pytest.raises(TypeError, match="expected a table with __arrow_c_stream__"):
        grapevine.attribute(17)
