"""Grapevine: what a person's word brings in, in context.

`run` runs a study, `attribute` shares out what journeys brought; each registered algorithm is a function of its own (`algorithms()` names them).
Tables come and go by the Arrow PyCapsule interface: pyarrow, pandas, polars and DuckDB alike.
"""

import pyarrow  # noqa: F401  first: it loads the Arrow libraries that the extension links

from grapevine import _core, _functions
from grapevine._core import Error
from grapevine._paths import attribute
from grapevine._study import DataWarning, Result, bundled_study, limit_memory, run

__version__: str = _core.version
_registered = {algorithm.name: algorithm.function() for algorithm in _functions.algorithms()}
_own = ["DataWarning", "Error", "Result", "algorithms", "attribute", "bundled_study",
        "limit_memory", "run"]
if taken := sorted(set(_registered) & (set(_own) | set(globals()))):
    raise ImportError(f"algorithms have names of the package's own: {', '.join(taken)}")


def algorithms() -> list[str]:
    """The names of all algorithms, each a function of this module."""
    return list(_registered)


globals().update(_registered)
__all__ = sorted([*_own, *_registered])
