"""What is wrong with the arguments of a call, by the stub of the extension module; types alone, never a value."""

from __future__ import annotations

import ast
import functools
import pathlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, Optional

import phr

from . import _core

_PLAIN = {"str": str, "bytes": bytes, "bool": bool, "float": (float, int), "date": date, "datetime": datetime}
_OTHERS = {"dict": dict, "list": list, "tuple": (tuple, list), "Sequence": Sequence, "Iterable": Iterable}


class _Stub(NamedTuple):
    functions: dict[tuple[Optional[str], str], ast.FunctionDef]
    aliases: dict[str, ast.expr]


def why_not(of: Optional[str], name: str, given: Sequence[Any], named: Mapping[str, Any]) -> str:
    """The sentence. ``of`` is the class of a method, whose ``given`` begins with the object."""
    call = f"phr.{of}()" if name == "__init__" else f"phr.{of}.{name}()" if of else f"{name}()"
    some = list(given[1:] if of else given)
    found = _stub().functions.get((of, name))
    if found is None:
        return _no_more(call, [*some, *named.values()])
    places = found.args.args[1:] if of else found.args.args
    known = {each.arg: each.annotation for each in (*places, *found.args.kwonlyargs)}
    if len(some) > len(places):
        return f"{call} takes {len(places) or 'no'} argument{'' if len(places) == 1 else 's'} without a name, not {len(some)}"
    for each in named:
        if each not in known:
            return f"{call} has no argument {each}; {', '.join(known) or 'none'} is what it has"
    values = {**dict(zip(known, some)), **named}
    for each in _needed(found, places):
        if each not in values:
            return f"{call} needs {each}, which must be {_words(known[each])}"
    for each, value in values.items():
        if not _fits(known[each], value):
            return f"{each} must be {_words(known[each])}, not {_what(known[each], value)}"
    numbers = [each for each, value in values.items() if isinstance(value, int) and not isinstance(value, bool)]
    return f"{' or '.join(numbers)} is out of range" if numbers else _no_more(call, list(values.values()))


def _needed(found: ast.FunctionDef, places: Sequence[ast.arg]) -> list[str]:
    """Names of the arguments without a default."""
    only = [each.arg for each, default in zip(found.args.kwonlyargs, found.args.kw_defaults) if default is None]
    return [each.arg for each in places[: len(places) - len(found.args.defaults)]] + only


def _no_more(call: str, given: Sequence[Any]) -> str:
    return f"{call} does not take {', '.join(_kind(each) for each in given) or 'nothing'}"


@functools.lru_cache(maxsize=None)
def _stub() -> _Stub:
    """The stub that lies beside the module; nothing where it does not."""
    path = pathlib.Path(__file__).with_name("_core.pyi")
    made = _Stub({}, {})
    for each in ast.parse(path.read_text(encoding="utf-8")).body if path.is_file() else ():
        if isinstance(each, ast.FunctionDef):
            made.functions[None, each.name] = each
        elif isinstance(each, ast.ClassDef):
            made.functions.update({(each.name, one.name): one for one in each.body if isinstance(one, ast.FunctionDef)})
        elif isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name):
            made.aliases[each.targets[0].id] = each.value
    return made


def _kind(value: Any) -> str:
    return "None" if value is None else type(value).__name__


def _alternatives(of: Optional[ast.expr]) -> list[ast.expr]:
    """Those of a Union, of an Optional and of a name that stands for them."""
    if isinstance(of, ast.Name) and of.id in _stub().aliases:
        return _alternatives(_stub().aliases[of.id])
    if isinstance(of, ast.Subscript) and isinstance(of.value, ast.Name) and of.value.id in ("Union", "Optional"):
        parts = of.slice.elts if isinstance(of.slice, ast.Tuple) else [of.slice]
        none: list[ast.expr] = [ast.Constant(None)] if of.value.id == "Optional" else []
        return [one for part in parts for one in _alternatives(part)] + none
    return [of] if of is not None else []


def _head(of: ast.expr) -> str:
    """The name of a type without its parts; "None" for None."""
    if isinstance(of, ast.Constant):
        return "None" if of.value is None else str(of.value)
    return _head(of.value) if isinstance(of, ast.Subscript) else ast.unparse(of)


def _items(of: ast.expr) -> Optional[ast.expr]:
    """What the items of a list are, or of a tuple of one kind."""
    if isinstance(of, ast.Subscript) and _head(of) in ("list", "Sequence", "Iterable"):
        return of.slice
    return of.slice.elts[0] if isinstance(of, ast.Subscript) and isinstance(of.slice, ast.Tuple) and _head(of) == "tuple" else None


def _words(of: Optional[ast.expr]) -> str:
    names: list[str] = []
    for each in _alternatives(of):
        name = {"PathLike": "os.PathLike", "Callable": "a function", "Sequence": "a list", "list": "a list", "tuple": "a tuple", "Iterable": "an iterable", "Any": "anything", "Unit": "phr.ucum.Unit"}.get(
            _head(each), _head(each)
        )
        name = f"phr.{name}" if name in phr.__all__ else f"phr.fhir.{name}" if name in ("Resource", "Element") else name
        items = _items(each)
        name += f" of {_words(items)}" if items is not None else ""
        if name not in names:
            names.append(name)
    names = [each for each in names if each != "None"] + ["None"] * ("None" in names)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _what(of: Optional[ast.expr], value: Any) -> str:
    """The type of a value; of a list whose items are wrong, theirs."""
    for each in _alternatives(of):
        items = _items(each)
        if items is not None and isinstance(value, (list, tuple)):
            return next((f"one with {_kind(one)}" for one in value if not _fits(items, one)), _kind(value))
    return _kind(value)


def _fits(of: Optional[ast.expr], value: Any) -> bool:
    return any(_is(each, value) for each in _alternatives(of))


def _is(of: ast.expr, value: Any) -> bool:
    name = _head(of)
    if name in ("None", "Any", "object"):
        return value is None if name == "None" else True
    if name == "int":
        return isinstance(value, int) or hasattr(value, "__index__")
    if name == "Callable":
        return callable(value)
    if name == "PathLike":
        return hasattr(value, "__fspath__")
    if name == "Literal":
        return isinstance(value, str)
    kind: Any = _PLAIN.get(name) or _OTHERS.get(name) or getattr(_core, name, None) or getattr(phr, name, None) or getattr(phr.fhir, name, None)
    if not isinstance(value, kind or object):
        return False
    items = _items(of)
    return items is None or not isinstance(value, (list, tuple)) or all(_fits(items, each) for each in value)
