from typing import Any

version: str

class Error(ValueError): ...

class Table:
    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...

def catalogue() -> str: ...
def limit_memory(bytes: int, /) -> None: ...
def bundled_study(package: str, /) -> str: ...
def score_graph(
    name: str,
    ties: Any,
    options: dict[str, list[str]],
    directed: bool,
    self_loops: str,
    parallel_edges: str,
    canonical: bool,
    threads: int,
    /,
) -> tuple[Table, dict[str, str]]: ...
def score_study(
    name: str,
    path: str,
    json: str,
    tables: dict[str, Any],
    options: dict[str, list[str]],
    threads: int,
    /,
) -> tuple[Table, dict[str, str]]: ...
def share_study(
    name: str,
    path: str,
    json: str,
    tables: dict[str, Any],
    options: dict[str, list[str]],
    threads: int,
    /,
) -> tuple[Table, dict[str, str]]: ...
def score_purchases(
    name: str,
    path: str,
    json: str,
    tables: dict[str, Any],
    options: dict[str, list[str]],
    threads: int,
    /,
) -> tuple[Table, dict[str, str]]: ...
def attribute(
    paths: Any,
    models: list[str],
    columns: dict[str, str],
    options: dict[str, list[str]],
    repeats: str,
    threads: int,
    /,
) -> dict[str, Any]: ...
def run(
    path: str,
    json: str,
    tables: dict[str, Any],
    map: str,
    out: str,
    threads: int,
    seed: int,
    /,
) -> dict[str, Any]: ...
