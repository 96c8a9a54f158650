"""Attribution of journeys: what paths brought, shared out among the players that they met."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pyarrow

from grapevine import _core
from grapevine._study import Result
from grapevine._tables import capsule, is_path
from grapevine._values import texts_of


def attributed(
    paths: Any,
    models: Sequence[str],
    columns: Mapping[str, str] | None,
    options: Mapping[str, list[str]],
    threads: int,
    repeats: str = "count",
) -> Result:
    source = os.fspath(paths) if is_path(paths) else capsule(paths, "paths")
    made = _core.attribute(source, list(models), dict(columns or {}), dict(options), repeats,
                           threads)
    return Result(made)


def credits_of(name: str, result: Result) -> pyarrow.Table:
    """The credits of the one model of a result; the facts of its run are the schema's metadata."""
    table = result.tables["credits"].drop_columns(["model"])
    facts = result.manifest.get("facts", {}).get(name, {})
    said = {key: value if isinstance(value, str) else json.dumps(value)
            for key, value in facts.items()}
    return table.replace_schema_metadata(said) if said else table


def attribute(
    paths: Any,
    models: Sequence[str] = (),
    *,
    options: Mapping[str, Any] | None = None,
    map: Mapping[str, str] | None = None,
    repeats: Literal["count", "once"] = "count",
    threads: int = 0,
) -> Result:
    """Shares out the conversions and value of journeys among channels or people.

    paths: a table with the column path (`a > b > c`) and perhaps total_conversions,
        total_conversion_value, total_null, t; or one with journey_id, player and seq or t; or the
        path of its file (CSV, TSV, Parquet, Arrow IPC).
    models: names of attribution models, as `grapevine attribute --model` has them; those that look
        at one journey at a time take one pass together. Empty: the first that is registered.
    options: of any of the models, {"order": 2}.
    map: which of your columns holds ours, {"path": "route"}.
    repeats: whether a player met twice in a path has two touches, as a channel has, or one ("once").
    threads: threads to use; 0: all. Results do not depend on it.

    `Result.credits` has one row for each player and model; what else models tell are tables named
    after them. `manifest` holds the totals and the facts of each model, `summary` what a terminal
    shows.
    """
    given = {name: texts_of(value) for name, value in (options or {}).items() if value is not None}
    return attributed(paths, models, map, given, threads, repeats)
