"""Writes the package's type stub from the registry: `python -m grapevine._stubs FILE`."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import grapevine
from grapevine import _functions

_HEAD = '''\
# Made from the registry when the package is built.
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, overload

import pyarrow

from grapevine.typing import ArrowTable, PathLike, Study

__version__: str

class Error(ValueError): ...
class DataWarning(UserWarning): ...

class Result:
    tables: dict[str, pyarrow.Table]
    summary: str
    manifest: dict[str, Any]
    warnings: list[str]
    def __init__(self, made: Mapping[str, Any]) -> None: ...
    def __getattr__(self, name: str) -> pyarrow.Table: ...
    def __dir__(self) -> list[str]: ...

def algorithms() -> list[str]: ...
def attribute(
    paths: ArrowTable | PathLike,
    models: Sequence[str] = (),
    *,
    options: Mapping[str, Any] | None = None,
    map: Mapping[str, str] | None = None,
    repeats: Literal["count", "once"] = "count",
    threads: int = 0,
) -> Result: ...
def bundled_study() -> Path: ...
def limit_memory(limit: int | None) -> None: ...
def run(
    study: Study,
    tables: Mapping[str, ArrowTable] | None = None,
    out: PathLike | None = None,
    *,
    map: Mapping[str, str] | None = None,
    threads: int = 0,
    seed: int = 0,
) -> Result: ...
'''
_DATA = {"ties": "ArrowTable | PathLike", "purchases": "ArrowTable | PathLike",
         "paths": "ArrowTable | PathLike", "study": "Study"}


def type_text(annotation: Any) -> str:
    if annotation is inspect.Parameter.empty:
        return "Any"
    if isinstance(annotation, str):
        return annotation
    if get_origin(annotation) is None:
        return str(annotation.__name__)
    parts = get_args(annotation)
    if get_origin(annotation) is Literal:
        return f"Literal[{', '.join(map(repr, parts))}]"
    return " | ".join("None" if part is type(None) else type_text(part) for part in parts)


def stub_of(algorithm: _functions.Algorithm) -> str:
    faces = [face for face in (algorithm.table_face, algorithm.study_face) if face]
    text = ""
    for face in faces:
        first, *rest = algorithm.parameters(face)
        lines = [f"{first.name}: {_DATA[first.name]}", "/", "*"]
        lines += [f"{p.name}: {type_text(p.annotation)} = {p.default!r}" for p in rest]
        text += "@overload\n" if len(faces) > 1 else ""
        text += f"def {algorithm.name}(\n" + "".join(f"    {line},\n" for line in lines)
        text += ") -> pyarrow.Table: ...\n"
    return text


def stub() -> str:
    functions = "\n".join(stub_of(one) for one in _functions.algorithms())
    return f"{_HEAD}\n{functions}\n__all__ = {grapevine.__all__!r}\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(stub(), encoding="utf-8")
