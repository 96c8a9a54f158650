"""One function for each registered algorithm, made from the catalogue that the program prints."""

from __future__ import annotations

import inspect
import json
import keyword
import os
from collections.abc import Callable, Mapping
from typing import Any, Literal, Union

import pyarrow

from grapevine import _core
from grapevine._paths import attributed, credits_of
from grapevine._study import study_text
from grapevine._tables import capsule, capsules, is_path, result_table
from grapevine._values import texts_of

# A face is what an algorithm takes; the words are the catalogue's.
GRAPH, PURCHASES, JOURNEYS, NETWORK = "graph", "purchases", "journeys", "network"
PATHS = "paths"
_TABLES = {GRAPH: "ties", PURCHASES: "purchases", PATHS: "paths"}

_GRAPH_OPTIONS = {
    "directed": (bool, True, "False: each tie runs both ways"),
    "self_loops": (Literal["keep", "drop"], "keep", "ties from a node to itself"),
    "parallel_edges": (Literal["keep", "drop", "sum"], "keep", "ties between the same two nodes"),
    "canonical": (bool, False, "True: nodes by id and rows sorted, in whatever order ties come"),
}
_THREADS = "threads to use; 0: all. Results do not depend on it"
_TYPES: dict[str, Any] = {
    "bool": bool,
    "int": int,
    "double": float,
    "text": str,
    "list": "Sequence[str]",
    "numbers by name": "Mapping[str, float]",
}


def python_name(name: str) -> str:
    """`lambda` is a word of the language, so the option is `lambda_`."""
    return name + "_" if keyword.iskeyword(name) else name


class Option:
    """One keyword of a function: type, default and documentation of a field."""

    def __init__(self, field: Mapping[str, Any]):
        self.field = field
        self.key: str = field["name"]
        self.name = python_name(self.key)
        self.default = self._default()

    @property
    def type(self) -> Any:
        if self.field["type"] == "enum":
            return Literal[tuple(self.field["choices"])]
        if self.field["type"] == "number or word":
            return Union[float, Literal[tuple(self.field["choices"])]]
        kind = _TYPES[self.field["type"]]
        if self.default is not None:
            return kind
        return f"{kind} | None" if isinstance(kind, str) else Union[kind, None]

    def _default(self) -> Any:
        kind, text = self.field["type"], self.field["default"]
        if kind == "bool":
            return text == "true"
        if kind == "int":
            return int(text)
        if kind == "double":
            return float(text) if text else None
        if kind == "number or word":
            return text if text in self.field["choices"] else float(text)
        if kind in ("list", "numbers by name"):
            items = text.split(", ") if text else []
            if kind == "list":
                return tuple(items)
            return {name: float(number) for name, number in (i.split("=") for i in items)} or None
        return text

    @property
    def documentation(self) -> str:
        low, high, unit = self.field["min"], self.field["max"], self.field["unit"]
        choices = self.field.get("choices")
        if choices and self.field["type"] == "enum":
            allowed = "one of " + ", ".join(choices)
        elif choices:
            allowed = f"[{low:.17g}, {high:.17g}], or one of " + ", ".join(choices)
        elif low is not None and high is not None:
            allowed = f"[{low:.17g}, {high:.17g}]"
        elif low is not None:
            allowed = f">= {low:.17g}"
        else:
            allowed = f"<= {high:.17g}" if high is not None else ""
        said = ", ".join(part for part in (unit, allowed) if part)
        return f"{self.name}: {self.field['help']}" + (f" ({said})" if said else "")


class Algorithm:
    """What the catalogue says of one algorithm, and its function."""

    def __init__(self, entry: Mapping[str, Any]):
        self.entry = entry
        self.name = python_name(entry["name"])
        self.faces = [kind.split(" -> ")[0] for kind in entry["kinds"]]
        self.own_options = [Option(f) for f in entry["options"]]
        self.options = self.own_options + [Option(f) for f in entry.get("journey_options", [])]

    @property
    def table_face(self) -> str | None:
        """The face that takes one table or file, if there is one."""
        return next((face for face in _TABLES if face in self.faces), None)

    @property
    def study_face(self) -> str | None:
        return next((face for face in (NETWORK, JOURNEYS) if face in self.faces), None)

    @property
    def first_parameter(self) -> str:
        table = _TABLES.get(self.table_face or "")
        return "_or_".join(n for n in (table, "study" if self.study_face else None) if n)

    def parameters(self, face: str | None = None) -> list[inspect.Parameter]:
        """Of the function, or of its overload for one face."""
        wanted = self.faces if face is None else [face]
        first = _TABLES.get(face or "", "study")
        kinds = inspect.Parameter
        made = [kinds(first if face else self.first_parameter, kinds.POSITIONAL_ONLY)]

        def add(name: str, default: Any, annotation: Any) -> None:
            made.append(kinds(name, kinds.KEYWORD_ONLY, default=default, annotation=annotation))

        if NETWORK in wanted or JOURNEYS in wanted:
            add("tables", None, "Mapping[str, ArrowTable] | None")
        for option in self.own_options if wanted == [PATHS] else self.options:
            add(option.name, option.default, option.type)
        if GRAPH in wanted:
            for name, (kind, default, _) in _GRAPH_OPTIONS.items():
                add(name, default, kind)
        if PATHS in wanted:
            add("map", None, "Mapping[str, str] | None")
        add("threads", 0, int)
        return made

    @property
    def documentation(self) -> str:
        entry = self.entry
        lines = [entry["summary"], "", *_face_lines(self), "", "Options:"]
        lines += ["    " + option.documentation for option in self.options]
        if GRAPH in self.faces:
            lines += [f"    {name}: {of[2]}, of ties" for name, of in _GRAPH_OPTIONS.items()]
        if PATHS in self.faces:
            lines += ["    map: which of your columns holds ours, {'path': 'route'}"]
        lines += ["    threads: " + _THREADS]
        for title, key in (("Node columns", "node_columns"), ("Score columns", "score_columns"),
                           ("Player columns", "player_columns")):
            if entry[key]:
                lines += ["", f"{title}:"]
                lines += [
                    f"    {c['name']}: {c['meaning']}" + (f" ({c['unit']})" if c["unit"] else "")
                    for c in entry[key]
                ]
        lines += ["", f"{entry['complexity']}.", f"Source: {entry['reference']}."]
        return "\n".join(lines)

    def function(self) -> Callable[..., pyarrow.Table]:
        names = [parameter.name for parameter in self.parameters()][1:]
        if len(set(names)) != len(names):
            raise ImportError(f"{self.name}: an option has a name that every function uses")

        def call(data: Any, /, **given: Any) -> pyarrow.Table:
            self._refuse_unknown(given, names)
            return self._call(data, given)

        call.__name__ = call.__qualname__ = self.name
        call.__module__ = "grapevine"
        call.__doc__ = self.documentation
        call.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
            self.parameters(), return_annotation=pyarrow.Table
        )
        return call

    def _refuse_unknown(self, given: Mapping[str, Any], known: list[str]) -> None:
        for name in given:
            if name not in known:
                raise TypeError(
                    f"{self.name}: there is no option '{name}'; known: {', '.join(known)}"
                )

    def _face_for(self, data: Any) -> str:
        is_study = isinstance(data, Mapping) or (
            is_path(data) and os.fspath(data).endswith(".toml")
        )
        face = self.study_face if is_study else self.table_face
        if face:
            return face
        if is_study:
            raise TypeError(f"{self.name}: it takes {self.first_parameter}, not a study")
        raise TypeError(
            f"{self.name}: it takes a study, a path to a study.toml or a dict; "
            "put tables in memory into tables={...}"
        )

    def _call(self, data: Any, given: Mapping[str, Any]) -> pyarrow.Table:
        face = self._face_for(data)
        known = [parameter.name for parameter in self.parameters(face)]
        for name in given:
            if name not in known:
                raise TypeError(f"{self.name}: '{name}' is not for {face} input; "
                                f"known there: {', '.join(known[1:])}")
        options = {
            option.key: texts_of(given[option.name])
            for option in self.options
            if given.get(option.name) is not None
        }
        name, threads = self.entry["name"], given.get("threads", 0)
        if face == GRAPH:
            ties = os.fspath(data) if is_path(data) else capsule(data, "ties")
            directed, loops, parallel, canonical = (
                given.get(key, of[1]) for key, of in _GRAPH_OPTIONS.items())
            made = _core.score_graph(name, ties, options, directed, loops, parallel, canonical,
                                     threads)
            return result_table(*made)
        if face == PATHS:
            return credits_of(name, attributed(data, [name], given.get("map"), options, threads))
        tables = given.get("tables")
        if face == PURCHASES:
            place = {"file": os.path.abspath(data)} if is_path(data) else {}
            tables = None if is_path(data) else {"purchases": data}
            data = {"tables": {"purchases": place}}
        call = {PURCHASES: _core.score_purchases, NETWORK: _core.score_study,
                JOURNEYS: _core.share_study}[face]
        return result_table(*call(name, *study_text(data), capsules(tables), options, threads))


def _face_lines(algorithm: Algorithm) -> list[str]:
    said = {
        GRAPH: "ties: a table with the columns src, dst and perhaps weight, sign, t, type; or the "
        "path of a graph file. Gives one row per node.",
        PURCHASES: "purchases: a table with person_id, t and a value, or its file. Gives one row "
        "per person and context with a purchase.",
        PATHS: "paths: a table with the column path (`a > b > c`) and perhaps total_conversions, "
        "total_conversion_value, total_null, t; or with journey_id, player and seq or t; or its "
        "file. Gives one row per player; without one, what met nobody.",
        NETWORK: "study: the path of a study.toml, or a dict like it; `tables` stand in for its "
        "files. Gives "
        + ("one row per person and context" if algorithm.entry["score_columns"] else "its own table")
        + "; what it rests on is computed, too.",
        JOURNEYS: "study: the path of a study.toml, or a dict like it; `tables` stand in for its "
        "files. Gives one row per touch that counts, with its share of the acquisition.",
    }
    return [said[face] for face in (algorithm.table_face, algorithm.study_face) if face]


def algorithms() -> list[Algorithm]:
    return [Algorithm(entry) for entry in json.loads(_core.catalogue())]
