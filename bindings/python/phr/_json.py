"""JSON with exact numbers: those with a point or an exponent are decimal.Decimal on the Python side."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from math import isfinite
from typing import Any, Union

_quoted = json.JSONEncoder(ensure_ascii=False).encode  # of a str


def loads(text: str) -> Any:
    return json.loads(text, parse_float=Decimal)


def dumps(value: Any) -> str:
    """A dict or what has a to_json (objects of phr.fhir, hits, records) as JSON; the digits of a Decimal as they are."""
    if not isinstance(value, Mapping):
        if hasattr(value, "to_json") and not isinstance(value, type):
            return str(value.to_json())
        raise TypeError(f"a resource is a str, bytes, dict or object of phr.fhir, not {type(value).__name__}")
    parts: list[str] = []
    _write(value, parts, "")
    return "".join(parts)


def patch_text(operations: list[Any]) -> str:
    """A JSON Patch as JSON."""
    parts: list[str] = []
    _write(operations, parts, "")
    return "".join(parts)


def text_of(value: Any) -> str:
    """A value as JSON."""
    parts: list[str] = []
    _write(value, parts, "")
    return "".join(parts)


def pretty(text: str) -> str:
    """The same JSON in lines, numbers as written."""
    parts: list[str] = []
    _write(loads(text), parts, "\n")
    return "".join(parts)


def _write(value: Any, parts: list[str], line: str) -> None:
    """`line` begins a new line at the depth of the value; "" for none."""
    if isinstance(value, str):
        parts.append(_quoted(value))
    elif value is None or isinstance(value, bool):
        parts.append({None: "null", True: "true", False: "false"}[value])
    elif isinstance(value, (int, float, Decimal)):
        parts.append(_number(value))
    elif isinstance(value, Mapping):
        _write_all("{", value.items(), "}", parts, line)
    elif isinstance(value, (list, tuple)):
        _write_all("[", value, "]", parts, line)
    else:
        raise TypeError(f"no {type(value).__name__} in JSON")


def _number(value: Union[int, float, Decimal]) -> str:
    if isinstance(value, int):
        return int.__repr__(value)
    if not isfinite(value):
        raise ValueError("a number of JSON is finite")
    return str(value) if isinstance(value, Decimal) else float.__repr__(value)


def _write_all(first: str, items: Iterable[Any], last: str, parts: list[str], line: str) -> None:
    deeper = line and line + "  "
    separator = first + deeper
    for item in items:
        parts.append(separator)
        separator = "," + deeper
        if first == "{":
            key, item = item
            if not isinstance(key, str):
                raise TypeError("a key of JSON is a str")
            parts.append(_quoted(key) + (": " if line else ":"))
        _write(item, parts, deeper)
    parts.append(line + last if separator[0] == "," else first + last)
