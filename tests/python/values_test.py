"""Values of Python, numpy and dates become the text that a study file would hold."""

import datetime
import decimal

import numpy
import pytest

from grapevine._values import plain, text_of, texts_of


def test_numbers_lose_nothing():
    assert text_of(0.1) == "0.1" and float(text_of(1 / 3)) == 1 / 3
    assert text_of(2**63 - 1) == "9223372036854775807"
    assert text_of(numpy.int64(-7)) == "-7" and text_of(numpy.float32(0.5)) == "0.5"
    assert text_of(decimal.Decimal("0.10")) == "0.10"
    assert text_of(5e-324) == "5e-324"


def test_truth_values_are_no_numbers():
    assert [text_of(v) for v in (True, False, numpy.True_)] == ["true", "false", "true"]
    assert plain(numpy.True_) is True


def test_dates_are_iso():
    assert text_of(datetime.date(2021, 3, 5)) == "2021-03-05"
    assert plain({"end": datetime.datetime(2021, 3, 5, 10)}) == {"end": "2021-03-05T10:00:00"}


def test_lists_and_mappings_are_items():
    assert texts_of(["a", "b"]) == ["a", "b"] and texts_of("a") == ["a"]
    assert texts_of({"friend": 1.0, "poster": 0.5}) == ["friend=1.0", "poster=0.5"]


def test_none_is_left_out_and_other_things_are_refused():
    assert plain({"a": None, "b": {"c": None}}) == {"b": {}}
    with pytest.raises(TypeError, match="cannot use a object as the value"):
        text_of(object())
