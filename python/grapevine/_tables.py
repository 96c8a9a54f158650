"""Tables of other libraries, in and out, by the Arrow PyCapsule interface."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import pyarrow

from grapevine import _core


def is_path(data: Any) -> bool:
    return isinstance(data, (str, os.PathLike))


def arrow_table(data: Any, shown: str) -> pyarrow.Table:
    """Any object with __arrow_c_stream__ or __arrow_c_array__, a mapping of columns, or a frame."""
    if type(data).__module__.startswith("pandas") and any(n is not None for n in data.index.names):
        data = data.reset_index()  # pandas leaves its index out of the stream, named or not
    try:
        return pyarrow.table(data)
    except pyarrow.ArrowException as error:
        first = str(error).splitlines()[0]
        raise _core.Error(f"{shown}: it makes no Arrow table: {first}; make each column of one type")
    except TypeError:
        raise TypeError(
            f"{shown}: expected a table with __arrow_c_stream__ (pyarrow, pandas, polars, DuckDB), "
            f"not a {type(data).__name__}"
        ) from None


def capsule(data: Any, shown: str) -> Any:
    """The Arrow stream of a table, for the extension to read."""
    return arrow_table(data, shown).__arrow_c_stream__()


def capsules(tables: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: capsule(data, f"tables[{name!r}]") for name, data in (tables or {}).items()}


def result_table(table: _core.Table, facts: Mapping[str, str]) -> pyarrow.Table:
    """What an algorithm gave; the facts of its run are the metadata of the schema."""
    made = pyarrow.table(table)
    return made.replace_schema_metadata(dict(facts)) if facts else made
