"""What the extension itself is given: capsules of Arrow streams."""

import pyarrow
import pytest
from conftest import TIES

import grapevine
from grapevine import _core


def degree_of(ties):
    return pyarrow.table(
        _core.score_graph("degree", ties, {}, True, "keep", "keep", False, 1)[0])


def test_a_capsule_is_read_once():
    capsule = pyarrow.table(TIES).__arrow_c_stream__()
    assert degree_of(capsule).num_rows == 4
    with pytest.raises(grapevine.Error, match="ties: its Arrow stream cannot be read: .*released"):
        degree_of(capsule)


def test_a_capsule_of_another_kind_is_refused():
    with pytest.raises(ValueError, match="PyCapsule_GetPointer"):
        degree_of(pyarrow.schema([]).__arrow_c_schema__())


def test_a_result_may_be_read_more_than_once_or_never():
    made = _core.score_graph("degree", pyarrow.table(TIES).__arrow_c_stream__(), {}, True, "keep",
                             "keep", False, 1)[0]
    assert pyarrow.table(made).equals(pyarrow.table(made))
    made.__arrow_c_stream__()  # dropped unread
    made.__arrow_c_stream__(requested_schema=None)


def test_an_algorithm_that_is_not_there():
    with pytest.raises(grapevine.Error, match="nosuch: there is no such algorithm"):
        _core.score_graph("nosuch", "x", {}, True, "keep", "keep", False, 1)
