"""Tables of pandas, polars, pyarrow and DuckDB give the same bytes of scores as the files do."""

import decimal
import tomllib

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.csv
import pytest

import grapevine

READERS = {
    "pandas": pandas.read_csv,
    "pandas_pyarrow": lambda path: pandas.read_csv(path, dtype_backend="pyarrow"),
    "pandas_nullable": lambda path: pandas.read_csv(path, dtype_backend="numpy_nullable"),
    "pandas_text": lambda path: pandas.read_csv(path, dtype=str),
    "polars": lambda path: polars.read_csv(path, try_parse_dates=True, infer_schema_length=None),
    "pyarrow": pyarrow.csv.read_csv,
    "duckdb": lambda path: duckdb.read_csv(str(path)),
}


@pytest.fixture(scope="module")
def debian(tmp_path_factory):
    """The bundled study: its folder, its dict, and the scores that its files give."""
    path = grapevine.bundled_study()
    out = tmp_path_factory.mktemp("files")
    grapevine.run(path, out=out / "out")
    study = tomllib.loads(path.read_text())
    files = {name: path.parent / table.pop("file") for name, table in study["tables"].items()}
    return study, files, (out / "out" / "scores.parquet").read_bytes()


@pytest.mark.parametrize("library", READERS)
def test_the_bundled_study_from_each_library(library, debian, tmp_path):
    study, files, scores = debian
    tables = {name: READERS[library](file) for name, file in files.items()}
    grapevine.run(study, tables, tmp_path / "out")
    assert (tmp_path / "out" / "scores.parquet").read_bytes() == scores


def test_tables_may_stand_in_for_some_files_of_a_study_file(debian, tmp_path):
    _, files, scores = debian
    tables = {"purchases": polars.read_csv(files["purchases"], infer_schema_length=None)}
    grapevine.run(grapevine.bundled_study(), tables, tmp_path / "out")
    assert (tmp_path / "out" / "scores.parquet").read_bytes() == scores


def pandas_typed(purchases, touches):
    purchases = pandas.read_csv(purchases, parse_dates=["t"])
    touches = pandas.read_csv(touches, parse_dates=["t"])
    purchases["context_id"] = purchases["context_id"].astype("category")
    purchases["person_id"] = purchases["person_id"].astype("Int64")
    touches["role"] = touches["role"].astype("string")
    return purchases, touches


def pandas_float_ids(purchases, touches):
    purchases, touches = pandas.read_csv(purchases), pandas.read_csv(touches)
    more = pandas.concat([purchases, pandas.DataFrame({"t": ["2020-06-01"]})])
    assert more["person_id"].dtype == "float64"  # the row without a person made it so
    return more.iloc[:-1], touches


def pandas_zones(purchases, touches):
    purchases, touches = pandas_typed(purchases, touches)
    purchases["t"] = purchases["t"].dt.tz_localize("UTC").dt.tz_convert("America/New_York")
    return purchases.set_index("purchase_id"), touches  # the name makes the index a column


def polars_typed(purchases, touches):
    purchases = polars.read_csv(purchases, try_parse_dates=True)
    return (
        purchases.with_columns(
            polars.col("amount").cast(polars.Decimal(12, 4)),
            polars.col("context_id").cast(polars.Categorical),
            polars.col("person_id").cast(polars.Int16),
            polars.col("t").cast(polars.Datetime("ms")),
        ),
        polars.read_csv(touches, try_parse_dates=True).with_columns(
            polars.col("strength").cast(polars.Float32)
        ),
    )


def duckdb_typed(purchases, touches):
    duckdb.sql("set timezone = 'Asia/Tokyo'")
    return (
        duckdb.sql(f"""select purchase_id::hugeint as purchase_id, person_id::utinyint as person_id,
            (t::timestamp at time zone 'UTC') as t, context_id, amount::decimal(20, 3) as amount
            from read_csv('{purchases}')"""),
        duckdb.sql(f"""select * replace (t::date as t, role::enum('friend', 'poster') as role)
            from read_csv('{touches}')"""),
    )


def arrow_typed(purchases, touches):
    purchases, touches = pyarrow.csv.read_csv(purchases), pyarrow.csv.read_csv(touches)
    amounts = [decimal.Decimal(str(a)) for a in purchases["amount"].to_pylist()]
    schema = [
        ("purchase_id", pyarrow.uint64()),
        ("person_id", pyarrow.large_string()),
        ("t", pyarrow.timestamp("ns")),
        ("context_id", pyarrow.dictionary(pyarrow.int8(), pyarrow.string())),
    ]
    made = pyarrow.table({
        **{name: purchases[name].cast(kind) for name, kind in schema[:3]},
        "context_id": purchases["context_id"].cast(pyarrow.string()).dictionary_encode(),
        "amount": pyarrow.array(amounts, pyarrow.decimal256(50, 2)),
    })
    halves = pyarrow.concat_tables([made.slice(0, 2), made.slice(2)])  # two chunks
    return halves, touches.to_reader(max_chunksize=1)


TYPED = [pandas_typed, pandas_float_ids, pandas_zones, polars_typed, duckdb_typed, arrow_typed]


@pytest.mark.parametrize("typed", TYPED, ids=lambda made: made.__name__)
def test_types_that_libraries_have_score_as_their_text_does(typed, tea, tmp_path):
    folder, study = tea
    from_files = grapevine.run(study, out=tmp_path / "files")
    purchases, touches = typed(*(folder / f"{name}.csv" for name in ("purchases", "touches")))
    held = {**study, "tables": {}}
    result = grapevine.run(held, {"purchases": purchases, "touches": touches}, tmp_path / "held")
    assert result.credits.equals(from_files.credits)
    assert (tmp_path / "held" / "scores.parquet").read_bytes() == (
        tmp_path / "files" / "scores.parquet").read_bytes()


def test_results_go_into_each_library_with_their_numbers():
    made = grapevine.run(grapevine.bundled_study()).scores
    total = pyarrow.compute.sum(made["pagerank"]).as_py()
    assert pandas.DataFrame.from_arrow(made)["pagerank"].sum() == pytest.approx(total)
    assert polars.DataFrame(made)["pagerank"].sum() == pytest.approx(total)
    assert duckdb.sql("select sum(pagerank) from made").fetchall()[0][0] == (
        pytest.approx(total))


def test_a_stream_that_breaks_is_one_line_that_names_the_table():
    def batches():
        yield pyarrow.record_batch({"person_id": [1], "t": ["2020-01-01"]})
        raise OSError("the disk is gone")

    schema = pyarrow.schema([("person_id", pyarrow.int64()), ("t", pyarrow.string())])
    reader = pyarrow.RecordBatchReader.from_batches(schema, batches())
    with pytest.raises((grapevine.Error, OSError), match="the disk is gone"):
        grapevine.run({}, {"purchases": reader})


def test_graph_scores_are_equal_whatever_holds_the_ties():
    ties = pandas.read_csv(grapevine.bundled_study().parent / "ties.csv")[["src", "dst"]]
    scores = grapevine.pagerank(pyarrow.table(ties))
    for held in (ties, polars.DataFrame(ties), duckdb.from_df(ties), ties.astype("Int64"),
                 polars.DataFrame(ties).cast(polars.Int32), ties.astype("uint16")):
        assert grapevine.pagerank(held).equals(scores)
