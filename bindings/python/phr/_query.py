"""phr.query: searches as Python, checked against the table of parameters at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Optional

from . import _core
from ._error import Error
from ._names import reference_of

_Own = dict[str, dict[str, str]]  # kinds of a store's own parameters by type and name
_KINDS = ("token", "string", "date", "reference", "quantity", "number", "uri", "composite")
_ORDERED = ("date", "number", "quantity")
_PREFIXES = ("eq", "ne", "lt", "le", "gt", "ge", "sa", "eb", "ap")
_MODIFIERS = {
    "token": ("not", "text", "in", "not-in", "above", "below", "of-type"),
    "string": ("contains", "exact"),
    "reference": ("identifier",),
    "uri": ("above", "below"),
}
# What every type has, though no element says it.
_GENERAL = {"_filter": "special", "_list": "special"}


class Query:
    """One search of one type. Every method gives a new query; ``text`` is what Session.search takes, and it takes a query as well."""

    __slots__ = ("_own", "_parts", "_table", "type")

    def __init__(self, type: str, own: _Own, parts: tuple[tuple[str, str], ...] = ()) -> None:
        self.type = type
        self._own = own
        self._table = {**_core.search_parameters(type), **_GENERAL, **own.get(type, {})}
        self._parts = parts

    def where(self, **criteria: Any) -> Query:
        """Criteria that all hold: ``where(code="http://loinc.org|8867-4", date__ge="2020", family__exact="Li")``.

        Names are FHIR's, with underscores for hyphens (and one behind a word of Python: ``class_``). Behind two underscores stands a
        prefix (ge, lt, ...), a modifier (exact, contains, not, in, ...) or ``missing``. A list is alternatives. Of a str, commas are
        part of the value; bars and dollar signs have FHIR's meaning, but for string parameters, where all of it is text. A tuple is
        a system and a code, or a number, a system and a unit. What a reference leads to is named as in Session.read: a hit, a resource. A query is what a reference leads to: ``where(patient=phr.query("Patient").where(family="Li"))``.
        """
        made = self
        for key, value in criteria.items():
            made = made._with(*self._criterion(key, value))
        return made

    def has(self, type: str, reference: str, **criteria: Any) -> Query:
        """Something refers here: ``phr.query("Patient").has("Observation", "patient", code="8867-4")``. Several criteria are several such things."""
        of = Query(type, self._own)
        name = of._name(reference, "reference")
        made = self
        for left, right in of.where(**criteria)._parts:
            made = made._with(f"_has:{type}:{name}:{left}", right)
        return made

    def sort(self, *keys: str) -> Query:
        """By these, the first first; ``"-date"`` falls. What has no value comes last."""
        return self._with("_sort", ",".join("-" * key.startswith("-") + self._name(key.lstrip("-")) for key in keys))

    def count(self, most: int) -> Query:
        """At most so many on a page: see Session.pages."""
        return self._with("_count", str(int(most)))

    def include(self, *references: str) -> Query:
        """What these refer to comes with the matches; "*": all."""
        return self._all("_include", self, references)

    def revinclude(self, type: str, *references: str) -> Query:
        """What refers to the matches comes with them."""
        return self._all("_revinclude", Query(type, self._own), references)

    def total(self) -> Query:
        """Hits.total is then known."""
        return self._with("_total", "accurate")

    def summary(self) -> Query:
        """Only the elements of a summary."""
        return self._with("_summary", "true")

    def elements(self, *names: str) -> Query:
        """Only these elements, and those that must be there."""
        return self._with("_elements", ",".join(names))

    @property
    def text(self) -> str:
        """``Type?parameter=value&...``"""
        criteria = "&".join(f"{_encoded(left)}={_encoded(right)}" for left, right in self._parts)
        return f"{self.type}?{criteria}" if criteria else self.type

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"<phr.Query of {self.type}, {len(self._parts)} criteria>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Query) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __reduce__(self) -> tuple[Any, ...]:
        return Query, (self.type, self._own, self._parts)

    def _with(self, left: str, right: str) -> Query:
        return Query(self.type, self._own, (*self._parts, (left, right)))

    def _all(self, how: str, of: Query, references: tuple[str, ...]) -> Query:
        made = self
        for each in references:
            made = made._with(how, "*" if each == "*" else f"{of.type}:{of._name(each, 'reference')}")
        return made

    def _name(self, given: str, kind: Optional[str] = None) -> str:
        for name in (given, given.replace("_", "-"), given.rstrip("_")):
            if self._table.get(name) and kind in (None, self._table[name]):
                return name
        raise Error(f"unknown_parameter: {self.type} has no such {kind or 'parameter'}", "unknown_parameter", "a criterion of the search")

    def _criterion(self, key: str, value: Any) -> tuple[str, str]:
        given, _, how = key[1:].partition("__") if key.startswith("_") else key.partition("__")
        name = self._name("_" * key.startswith("_") + given)
        kind, how = self._table[name], how.replace("_", "-").rstrip("-")
        if isinstance(value, Query):
            if kind != "reference" or how or len(value._parts) != 1:
                raise Error("unknown_modifier: a query of one criterion is for a reference", "unknown_modifier", "a criterion of the search")
            left, right = value._parts[0]
            return f"{name}:{value.type}.{left}", right
        if how == "missing":
            return f"{name}:missing", _one(bool(value), kind)
        prefix = how if how in _PREFIXES and kind in _ORDERED else ""
        if how and not prefix and how not in _MODIFIERS.get(kind, ()):
            raise Error(f"unknown_modifier: none such for a {kind}", "unknown_modifier", "a criterion of the search")
        values = value if isinstance(value, (list, set, frozenset)) else [value]
        if not values:
            raise Error("malformed_query: no value", "malformed_query", "a criterion of the search")
        texts = [("" if prefix == "eq" else prefix) + _one(each, kind) for each in values]
        return (name if prefix or not how else f"{name}:{how}"), texts[0] if name == "_filter" else ",".join(texts)


def query(type: str, *, own: Optional[Mapping[str, str]] = None) -> Query:
    """A search of a type, to be narrowed down: ``phr.query("Observation").where(code="8867-4").sort("-date").count(50)``.

    ``own`` names parameters that the store has of its own for the type, with their kinds: ``{"marital": "token"}``; Session.query knows
    them. Errors: unknown_resource_type, already_exists for a name of R4's and invalid_argument for a kind that is none, here;
    unknown_parameter and unknown_modifier, where a criterion is added.
    """
    known = _core.search_parameters(type)
    for name, kind in (own or {}).items():
        if name in known or name in _GENERAL:
            raise Error("already_exists: R4 has a parameter of that name", "already_exists", "own")
        if kind not in _KINDS:
            raise Error("invalid_argument: a kind that is none", "invalid_argument", "own")
    return Query(type, {type: dict(own or {})})


def of_session(session: _core.Session, type: str) -> Query:
    """Session.query."""
    own: _Own = {}
    for each in session.search_parameters():
        own.setdefault(each.type, {})[each.code] = each.kind
    return Query(type, own)


def _one(value: Any, kind: str) -> str:
    """A value with FHIR's escapes."""
    if kind == "reference" and not isinstance(value, (str, tuple, bool, int, date)):
        value = reference_of(value)
    if isinstance(value, tuple):
        return "|".join(_escaped(str(part), "\\,|$") for part in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    from decimal import Decimal  # where it is needed: importing phr stays quick

    if isinstance(value, (int, Decimal)):
        return str(value)
    if isinstance(value, (date, datetime)):
        if isinstance(value, datetime) and value.tzinfo is None:
            raise Error("invalid_argument: a datetime without a time zone", "invalid_argument", "a criterion of the search")
        return value.isoformat()
    if not isinstance(value, str):
        raise TypeError(f"a value of a search is a str, int, Decimal, bool, date, tuple or list, not {type(value).__name__}")
    if kind == "special":
        return value
    return _escaped(value, "\\,|$" if kind == "string" else ",")


def _escaped(text: str, marks: str) -> str:
    return "".join("\\" + c if c in marks else c for c in text)


def _encoded(text: str) -> str:
    return "".join(f"%{ord(c):02X}" if c in '%&#+"<>' or c <= " " or c == "\x7f" else c for c in text)


Query.__module__ = "phr"
