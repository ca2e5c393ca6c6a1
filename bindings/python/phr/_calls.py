"""Calls of the extension module with arguments that it does not take: one sentence in place of pybind11's list, which would show their values."""

from __future__ import annotations

import functools
from typing import Any, Callable, Optional

from . import _core

# Called for every element of a model, with what no user gave.
_INNER = ("get", "set", "names", "choice_name", "json", "equals")
_OPERATORS = ("__init__", "__add__", "__mul__", "__truediv__", "__contains__", "__getitem__")
# What the module raises of its own, with a type in it, for a text or a tuple that is something else.
_OTHERS = ("expected bytes, ", "Unable to cast Python instance")


def _told(native: Callable[..., Any], of: Optional[str]) -> Callable[..., Any]:
    """The same, but for what it raises."""
    name = native.__name__
    begin = (f"{name}(): incompatible ", *_OTHERS)

    @functools.wraps(native)
    def call(*given: Any, **named: Any) -> Any:
        try:
            return native(*given, **named)
        except (TypeError, RuntimeError) as raised:
            if not str(raised).startswith(begin):
                raise
        # Outside of the handler: nothing that holds the values is its context.
        from ._sentence import why_not

        raise TypeError(why_not(of, name, given, named))

    call.__qualname__, call.__module__ = f"{of}.{name}" if of else name, "phr" if of else "phr._core"
    return call


def _reducing(of: str) -> Callable[..., Any]:
    """Protocols 0 and 1 make an object by object.__new__, which pybind11 ends the process for."""

    def __reduce_ex__(self: Any, protocol: int) -> Any:
        return object.__reduce_ex__(self, max(protocol, 2))

    __reduce_ex__.__qualname__, __reduce_ex__.__module__ = f"{of}.__reduce_ex__", "phr"
    return __reduce_ex__


def _tell_all() -> None:
    for name, thing in list(vars(_core).items()):
        if isinstance(thing, type) and not issubclass(thing, BaseException):
            setattr(thing, "__reduce_ex__", _reducing(name))
        if not isinstance(thing, type):
            if type(thing).__name__ == "builtin_function_or_method":
                setattr(_core, name, _told(thing, None))
        else:
            for each in list(vars(thing)):
                native = getattr(thing, each)
                if type(vars(thing)[each]).__name__ == "instancemethod" and (each in _OPERATORS or not (each.startswith("_") or each in _INNER)):
                    setattr(thing, each, _told(native, name))


_tell_all()
