"""What the functions of the package take, for type checkers."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, Protocol, Union


class ArrowStream(Protocol):
    """A table by the Arrow PyCapsule interface: of pyarrow, pandas, polars, DuckDB and others."""

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...


class ArrowArray(Protocol):
    """A batch of rows by the same interface."""

    def __arrow_c_array__(self, requested_schema: Any = None) -> Any: ...


ArrowTable = Union[ArrowStream, ArrowArray]
PathLike = Union[str, "os.PathLike[str]"]
Study = Union[str, "os.PathLike[str]", Mapping[str, Any]]
