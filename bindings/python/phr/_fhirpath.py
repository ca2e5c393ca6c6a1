"""phr.fhirpath: expressions, compiled once and called with many resources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable, Optional

from . import _core
from ._kept import KeptHit

_Resolver = Callable[[str], Any]
_Member = Callable[[str, Optional[str], str], Optional[bool]]
_Tracer = Callable[[str, list[Any]], None]
# The numbers of phr::fhirpath::item_kind.
_ELEMENT, _BOOLEAN, _INTEGER, _DECIMAL, _STRING, _DATE, _DATE_TIME, _TIME, _QUANTITY = range(9)


class Expression:
    """A compiled FHIRPath expression. Called with a resource it answers what it is of it, a list."""

    __slots__ = ("_path", "_type")

    def __init__(self, path: _core.CompiledPath, type: Optional[str]) -> None:
        self._path = path
        self._type = type

    def __call__(
        self,
        on: Any,
        *,
        constants: Optional[Mapping[str, Any]] = None,
        resource: Any = None,
        now: Optional[str] = None,
        resolve: Optional[_Resolver] = None,
        member_of: Optional[_Member] = None,
        trace: Optional[_Tracer] = None,
        most_steps: Optional[int] = None,
        most_items: Optional[int] = None,
        most_text_bytes: Optional[int] = None,
    ) -> list[Any]:
        """What it is of a JSON or XML text, a dict, an object of phr.fhir, or a hit or record of a store.

        Values are bool, int, decimal.Decimal, str (dates and times, too) and phr.ucum.Quantity. Elements with parts are objects of
        phr.fhir, copies, where ``on`` is one or XML; of everything else they are dicts, as they stand there.

        ``constants`` are what %name means: values as above, date, datetime, time, an element or a dict, or a list of them.
        ``resource`` is %resource where ``on`` is a part of it. ``now`` is what now() answers; else the clock, in UTC.
        ``resolve(reference)`` answers resolve() of references that lead out of the resource: a resource in any form, or None.
        ``member_of(value_set, system, code)`` answers memberOf(): None where it is not known; ``system`` is None for a code alone. ``trace(name, items)`` hears trace().
        ``most_...`` are limits; None is PHR's own. Errors: invalid_argument for what an operator or function does not take, with line
        and column of the expression; too_large beyond a limit; those of JSON, with line and column of the text.
        """
        around = _around(constants, resource, now, (most_steps, most_items, most_text_bytes), resolve, member_of, trace)
        return self._path.evaluate(_native(on), *around)

    def test(
        self,
        on: Any,
        *,
        constants: Optional[Mapping[str, Any]] = None,
        resource: Any = None,
        now: Optional[str] = None,
        resolve: Optional[_Resolver] = None,
        member_of: Optional[_Member] = None,
        trace: Optional[_Tracer] = None,
        most_steps: Optional[int] = None,
        most_items: Optional[int] = None,
        most_text_bytes: Optional[int] = None,
    ) -> Optional[bool]:
        """As a condition, which stops as soon as it is known: None where it is empty; one item that is no Boolean is True."""
        around = _around(constants, resource, now, (most_steps, most_items, most_text_bytes), resolve, member_of, trace)
        return self._path.test(_native(on), *around)

    def explain(self) -> str:
        """The compiled program, a line for each step."""
        return self._path.explain()

    @property
    def text(self) -> str:
        """The expression, printed in one form."""
        return self._path.text()

    @property
    def roots(self) -> Optional[list[str]]:
        """The elements of the resource that it looks at; None where it may look at all of them."""
        return self._path.roots()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression) and (self.text, self._type) == (other.text, other._type)

    def __hash__(self) -> int:
        return hash((self.text, self._type))

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"phr.fhirpath({self.text!r})" if not self._type else f"phr.fhirpath({self.text!r}, {self._type!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpickled, (self.text, self._type)


def fhirpath(expression: str, type: Optional[str] = None, *, check: bool = True, check_order: bool = False) -> Expression:
    """Compiles a FHIRPath expression.

        given = phr.fhirpath("Patient.name.where(use = 'official').given")
        given(patient)          # ['Ada']
        print(given.explain())

    ``type`` is what it will be called with ("Patient", "Observation.component"): then, or where the expression itself begins with a
    type, names that cannot be there are errors, unless ``check`` is False. ``check_order`` makes first() and the like errors on
    collections without an order. Errors: malformed_query, unknown_element, wrong_type, with line and column.
    """
    return Expression(_core.compile_path(expression, type or "", check, check_order), type or None)


def _unpickled(text: str, type: Optional[str]) -> Expression:
    return fhirpath(text, type, check=False)


def _native(given: Any) -> Any:
    """The model of an object of phr.fhir, the text of a hit or record; everything else as it is."""
    if isinstance(given, (_core.Hit, _core.Record, KeptHit)):
        return given.to_json()
    return getattr(given, "_model", given)


def _around(
    constants: Optional[Mapping[str, Any]],
    resource: Any,
    now: Optional[str],
    most: tuple[Optional[int], Optional[int], Optional[int]],
    resolve: Optional[_Resolver],
    member_of: Optional[_Member],
    trace: Optional[_Tracer],
) -> tuple[Any, ...]:
    rows = [(name, _items(value)) for name, value in constants.items()] if constants else []
    found = None if resolve is None else lambda reference: _native(resolve(reference))
    return rows, _native(resource), now or "", tuple(each or 0 for each in most), found, member_of, trace


def _items(value: Any) -> list[tuple[int, str]]:
    if value is None:
        return []
    if isinstance(value, list):
        return [item for each in value for item in _items(each)]
    return [_item(value)]


def _item(value: Any) -> tuple[int, str]:
    """The kind and text of one item. Modules are imported where they are needed: importing phr stays quick."""
    if isinstance(value, (bool, int)):
        return (_BOOLEAN, "true" if value else "false") if isinstance(value, bool) else (_INTEGER, str(value))
    if isinstance(value, str):
        return _STRING, value
    if isinstance(value, Mapping):
        from ._json import dumps

        return _ELEMENT, dumps(value)
    model = _native(value)
    if isinstance(model, _core.Model):
        return _ELEMENT, model.json()
    return _other_item(value)


def _other_item(value: Any) -> tuple[int, str]:
    from datetime import date, datetime, time
    from decimal import Decimal

    from ._json import text_of
    from .ucum import Quantity

    if isinstance(value, (float, Decimal)):
        return _DECIMAL, text_of(value)
    if isinstance(value, (date, time)):
        kind = _DATE_TIME if isinstance(value, datetime) else _DATE if isinstance(value, date) else _TIME
        return kind, value.isoformat()
    if isinstance(value, Quantity):
        return _QUANTITY, str(value)
    raise TypeError(f"no {type(value).__name__} in FHIRPath")


Expression.__module__ = "phr"
