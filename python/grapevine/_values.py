"""Values of Python as the texts that options and study files hold."""

from __future__ import annotations

import datetime
import decimal
import operator
from collections.abc import Iterable, Mapping
from typing import Any


def text_of(value: Any) -> str:
    """One value as text: exact for integers, shortest round trip for floats, ISO for dates."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return str(value)
    if type(value).__name__ == "bool":  # of numpy, which is no subclass
        return "true" if value else "false"
    if hasattr(value, "__index__"):
        return str(operator.index(value))
    if hasattr(value, "__float__"):
        return repr(float(value))
    raise TypeError(f"cannot use a {type(value).__name__} as the value of an option")


def texts_of(value: Any) -> list[str]:
    """The items of an option: one for a scalar, each of a list, `name=number` of a mapping."""
    if isinstance(value, Mapping):
        return [f"{name}={text_of(number)}" for name, number in value.items()]
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [text_of(item) for item in value]
    return [text_of(value)]


def plain(value: Any) -> Any:
    """A study's dict as JSON can hold it. Keys with None are left out."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, Iterable):
        return [plain(item) for item in value]
    if type(value).__name__ == "bool":
        return bool(value)
    if hasattr(value, "__index__"):
        return operator.index(value)
    if hasattr(value, "__float__") and not isinstance(value, decimal.Decimal):
        return float(value)
    return text_of(value)
