"""Every registered algorithm is a function that the field lists made."""

import inspect
import json
import subprocess
from typing import get_args

import pyarrow
import pytest
from conftest import PATHS, PROGRAM, STUDY, TIES

import grapevine

CATALOGUE = json.loads(
    subprocess.run([PROGRAM, "algorithms", "--json"], check=True, capture_output=True).stdout)
BY_NAME = {entry["name"]: entry for entry in CATALOGUE}
STUDY_ONLY = [e["name"] for e in CATALOGUE
              if not {k.split()[0] for k in e["kinds"]} & {"graph", "purchases", "paths"}]


def options_of(entry):
    return entry["options"] + entry.get("journey_options", [])


def is_paths(data):
    return isinstance(data, pyarrow.Table) and "path" in data.column_names


def inputs_of(entry, study):
    """Something to call a function with, for each of its faces."""
    for kind in entry["kinds"]:
        if kind.startswith("graph"):
            yield pyarrow.table(TIES)
        elif kind.startswith("purchases"):
            yield study["tables"]["purchases"]["file"]
        elif kind.startswith("paths"):
            yield pyarrow.table(PATHS)
        else:
            yield study


def test_every_algorithm_of_the_program_is_a_function():
    assert grapevine.algorithms() == [entry["name"] for entry in CATALOGUE]
    for name in grapevine.algorithms():
        assert name in grapevine.__all__ and callable(getattr(grapevine, name))


@pytest.mark.parametrize("name", BY_NAME)
def test_signature_is_the_field_list(name):
    parameters = inspect.signature(getattr(grapevine, name)).parameters
    for field in options_of(BY_NAME[name]):
        parameter = parameters[field["name"] + ("_" if field["name"] == "lambda" else "")]
        assert parameter.kind is inspect.Parameter.KEYWORD_ONLY
        if field["type"] in ("int", "double") and field["default"]:
            assert parameter.default == float(field["default"])
        if field["type"] == "enum":
            assert list(get_args(parameter.annotation)) == field["choices"]
            assert parameter.default == field["default"]
        if field["type"] == "number or word":
            number, word = get_args(parameter.annotation)
            assert number is float and list(get_args(word)) == field["choices"]
            assert parameter.default == float(field["default"])
        if field["type"] == "bool":
            assert parameter.default is (field["default"] == "true")
        if not field["default"]:
            assert not parameter.default


@pytest.mark.parametrize("name", BY_NAME)
def test_docstring_has_every_option_column_and_source(name):
    text, entry = getattr(grapevine, name).__doc__, BY_NAME[name]
    for field in options_of(entry):
        assert field["help"] in text and field["unit"] in text
    for column in entry["node_columns"] + entry["score_columns"] + entry["player_columns"]:
        assert f"{column['name']}: {column['meaning']}" in text
    assert entry["summary"] in text and entry["reference"] in text


@pytest.mark.parametrize("name", BY_NAME)
def test_every_face_gives_a_table_with_the_columns_that_the_catalogue_tells(name, tea):
    entry = BY_NAME[name]
    for data in inputs_of(entry, tea[1]):
        made = getattr(grapevine, name)(data)
        assert isinstance(made, pyarrow.Table)
        assert made.num_rows > 0 or name == "learned_ties"  # nobody tried a tie over tea
        columns = [c["name"] for c in entry["node_columns"] + entry["score_columns"]
                   + entry["player_columns"]]
        own = [c for c in columns if c in made.column_names]
        own = own or made.column_names[-1:]  # of an attribution model, or a table of its own
        for column in own:
            told = made.schema.field(column).metadata
            assert told[b"method"].decode() == name and told[b"meaning"]


@pytest.mark.parametrize("name", BY_NAME)
def test_a_number_out_of_its_range_is_the_error_of_the_command_line(name, tea):
    for field in options_of(BY_NAME[name]):
        if field["min"] is None or field["type"] not in ("int", "double"):
            continue
        key = field["name"] + ("_" if field["name"] == "lambda" else "")
        kind = int if field["type"] == "int" else float
        for data in inputs_of(BY_NAME[name], tea[1]):
            if field in BY_NAME[name].get("journey_options", []) and is_paths(data):
                with pytest.raises(TypeError, match=f"'{key}' is not for paths input"):
                    getattr(grapevine, name)(data, **{key: kind(field["min"] - 1)})
                continue
            with pytest.raises(grapevine.Error) as error:
                getattr(grapevine, name)(data, **{key: kind(field["min"] - 1)})
            said = str(error.value)
            assert said.startswith(f"{field['name']}: ") and "is out of range; allowed: " in said
            assert isinstance(error.value, ValueError) and "\n" not in said


def test_what_a_function_does_not_take_is_a_type_error_that_lists_what_it_takes():
    with pytest.raises(TypeError, match="pagerank: there is no option 'dampin'; known: .*damping"):
        grapevine.pagerank(TIES, dampin=0.5)
    with pytest.raises(TypeError, match="'directed' is not for network input"):
        grapevine.pagerank(STUDY, directed=False)
    with pytest.raises(TypeError, match="expected a table with __arrow_c_stream__.* not a int"):
        grapevine.degree(17)
    with pytest.raises(TypeError, match="it takes a study"):
        getattr(grapevine, STUDY_ONLY[0])("ties.csv")
    with pytest.raises(grapevine.Error, match="sinks: cannot use 'x'; give one of"):
        grapevine.pagerank(pyarrow.table(TIES), sinks="x")
    with pytest.raises(grapevine.Error, match="self_loops: cannot use 'sum'; give one of keep"):
        grapevine.degree(pyarrow.table(TIES), self_loops="sum")


def test_ties_keep_the_users_ids_whole_or_text():
    text = grapevine.degree(pyarrow.table(TIES), canonical=True)
    assert text.column(0).to_pylist() == ["ann", "bob", "cid", "dan"]
    assert text["out_degree"].to_pylist() == [1, 1, 0, 1]
    large = 2**62 + 1  # no double holds it
    whole = grapevine.degree(pyarrow.table({"src": [large, 3], "dst": [3, 5]}))
    assert sorted(whole.column(0).to_pylist()) == [3, 5, large]
    both_ways = grapevine.degree(pyarrow.table(TIES), directed=False, canonical=True)
    assert both_ways["out_degree"].to_pylist() == [2, 2, 1, 1]
    hot_first = grapevine.degree(pyarrow.table(TIES), directed=False)
    assert hot_first.column(0).to_pylist() == ["ann", "bob", "cid", "dan"]
    assert hot_first["out_degree"].to_pylist() == [2, 2, 1, 1]


def test_a_graph_file_and_its_table_score_alike(tmp_path):
    path = tmp_path / "ties.csv"
    path.write_text("src,dst,weight\nann,bob,2\nbob,cid,1\ndan,ann,1\n")
    from_table = grapevine.pagerank(pyarrow.table(TIES), threads=1)
    assert from_table.equals(grapevine.pagerank(path)) and from_table.num_rows == 4
    assert from_table.schema.metadata[b"converged"] == b"true"
    assert from_table.schema.field("pagerank").metadata[b"unit"] == b"probability"


def test_pagerank_of_a_star_is_the_closed_form():
    # Leaves pull (1-d)/n each, the hub d more of all of it; sinks absorb, so nothing comes back.
    leaves, damping = 4, 0.5
    star = pyarrow.table({"src": list(range(1, leaves + 1)), "dst": [0] * leaves})
    ranks = grapevine.pagerank(star, damping=damping, sinks="absorb", tolerance=0.0,
                               max_iterations=60, canonical=True)["pagerank"].to_pylist()
    leaf = (1 - damping) / (leaves + 1)
    assert ranks[1:] == pytest.approx([leaf] * leaves, abs=1e-15)
    assert ranks[0] == pytest.approx(leaf + damping * leaves * leaf, abs=1e-15)


def test_bad_ties_are_refused_with_row_and_column():
    with pytest.raises(grapevine.Error, match="ties: row 2, column 'weight': "):
        grapevine.degree(pyarrow.table({"src": [1, 2], "dst": [2, 3], "weight": [1.0, -1.0]}))
    with pytest.raises(grapevine.Error, match="ties: row 1, column 'dst': is null; fill it in"):
        grapevine.degree(pyarrow.table({"src": [1], "dst": pyarrow.array([None], "int64")}))
    with pytest.raises(grapevine.Error, match="ties: there are no columns source and target; "):
        grapevine.degree(pyarrow.table({"a": [1], "b": [2]}))


def test_shares_of_each_acquisition_sum_to_one(tea):
    made = grapevine.linear(tea[1], roles={"friend": 1.0, "poster": 1.0})
    totals = {}
    for row in made.to_pylist():
        key = (row["context_id"], row["person_id"])
        totals[key] = totals.get(key, 0) + row["share"]
    assert totals == pytest.approx({("tea", 8): 1.0, ("tea", 12): 1.0})
    assert made.num_rows == 3  # the touch without a role has no weight
    weights = {row["from_person"]: row["share"] for row in made.to_pylist()
               if row["person_id"] == 12}
    assert weights == pytest.approx({8: 1 / 3, 7: 2 / 3})  # strength 0.5 against 1


def test_options_of_a_function_go_before_those_of_the_study(tea):
    study = {**tea[1], "economics": {"discount_per_period": 0.5}}
    own = grapevine.customer_referral_value(study, discount_per_period=0.0)
    plain = grapevine.customer_referral_value(tea[1])
    assert own["crv"].equals(plain["crv"])
    assert not own["crv"].equals(grapevine.customer_referral_value(study)["crv"])
