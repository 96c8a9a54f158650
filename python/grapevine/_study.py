"""Running whole studies."""

from __future__ import annotations

import json
import os
import warnings as python_warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow

from grapevine import _core
from grapevine._tables import capsules, is_path
from grapevine._values import plain


class DataWarning(UserWarning):
    """Something in the data that a run went on in spite of; also in `Result.warnings`."""


class Result:
    """What a run gave: each of its tables as an attribute (`scores`, `credits`, ...)."""

    tables: dict[str, pyarrow.Table]
    summary: str
    manifest: dict[str, Any]
    warnings: list[str]

    def __init__(self, made: Mapping[str, Any]):
        self.tables = {name: pyarrow.table(table) for name, table in made["tables"].items()}
        self.summary = made["summary"]
        self.manifest = json.loads(made["manifest"])
        self.warnings = list(made["warnings"])

    def __getattr__(self, name: str) -> pyarrow.Table:
        tables = self.__dict__.get("tables", {})
        if name in tables:
            return tables[name]
        raise AttributeError(f"the run has no table '{name}'; its tables: {', '.join(tables)}")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.tables]

    def __str__(self) -> str:
        return self.summary

    def __repr__(self) -> str:
        sizes = ", ".join(f"{name}: {t.num_rows} rows" for name, t in self.tables.items())
        return f"<grapevine.Result {sizes}>"


def study_text(study: Any) -> tuple[str, str]:
    """The path of a study, or "" and the study as JSON."""
    if is_path(study):
        return os.fspath(study), ""
    if isinstance(study, Mapping):
        return "", json.dumps(plain(study), allow_nan=False)
    raise TypeError(
        f"study: expected the path of a study.toml or a dict, not a {type(study).__name__}"
    )


def run(
    study: str | os.PathLike[str] | Mapping[str, Any],
    tables: Mapping[str, Any] | None = None,
    out: str | os.PathLike[str] | None = None,
    *,
    map: Mapping[str, str] | None = None,
    threads: int = 0,
    seed: int = 0,
) -> Result:
    """Runs a study: tables in, scored node tables out.

    study: the path of a study.toml, or a dict of the same structure; its file names are then
        relative to the current folder.
    tables: tables in memory by name (purchases, touches, ties, ...), in place of files: anything
        with __arrow_c_stream__ (pyarrow, pandas, polars, DuckDB).
    out: a folder to write to as well, as `grapevine run` does: whole or not at all.
    map: your columns by our names, before what the study says of them: {"person_id": "customer"}
        in every table, {"purchases.t": "date"} in one. The command line calls it --map.
    threads: threads to use; 0: all. Results do not depend on it.
    seed: seed of random numbers; equal seeds give equal results.
    """
    made = _core.run(
        *study_text(study),
        capsules(tables),
        ",".join(f"{ours}={theirs}" for ours, theirs in (map or {}).items()),
        os.fspath(out) if out is not None else "",
        threads,
        seed,
    )
    result = Result(made)
    for text in result.warnings:
        python_warnings.warn(text, DataWarning, stacklevel=2)
    return result


def limit_memory(limit: int | None) -> None:
    """Sets how many bytes the process may hold before a reader refuses its input.

    None: nine tenths of what the machine had free. The command line calls it --memory.
    """
    if limit is not None and limit <= 0:
        raise _core.Error(f"limit_memory: {limit} is out of range; allowed: >= 1, or None")
    _core.limit_memory(limit or 0)


def bundled_study() -> Path:
    """The path of the study that comes with Grapevine: who brought whom to Debian's teams."""
    return Path(_core.bundled_study(os.path.dirname(__file__)))
