"""Hits that were taken out of their store: what a pickle and a copy of hits are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Optional

from . import _core
from ._error import Error


class KeptHit:
    """A hit with its body, which needs no store any more. It has all that a phr.Hit has."""

    __slots__ = ("_json", "_summary", "container", "id", "included", "source", "type", "updated", "version")

    def __init__(
        self, type: str, id: str, version: int, updated: datetime, included: bool, container: Optional[str], source: str, summary: _core.Summary, json: str
    ) -> None:
        self.type = type
        self.id = id
        self.version = version
        self.updated = updated
        self.included = included
        self.container = container
        self.source = source
        self._summary = summary
        self._json = json

    def summary(self) -> _core.Summary:
        return self._summary

    def to_json(self) -> str:
        return self._json

    def to_dict(self) -> dict[str, Any]:
        from ._json import loads

        made = loads(self._json)
        assert isinstance(made, dict)
        return made

    def to_model(self) -> Any:
        from .fhir import from_json

        return from_json(self._json)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KeptHit) and self._all() == other._all()

    def __hash__(self) -> int:
        return hash(self._all())

    def __reduce__(self) -> tuple[Any, ...]:
        return KeptHit, self._all()

    def __repr__(self) -> str:
        from ._display import hit_repr

        return hit_repr(self)

    def _repr_html_(self) -> str:
        from ._display import record_html

        return record_html(self)

    def _all(self) -> tuple[Any, ...]:
        return self.type, self.id, self.version, self.updated, self.included, self.container, self.source, self._summary, self._json


class KeptPage:
    """What phr.Hits are made of then."""

    __slots__ = ("__weakref__", "_rows", "ignored", "matched", "next_page", "total")
    closed = False

    def __init__(self, rows: Sequence[KeptHit], matched: int, total: Optional[int], next_page: Optional[str], ignored: tuple[int, ...]) -> None:
        self._rows = rows
        self.matched = matched
        self.total = total
        self.next_page = next_page
        self.ignored = ignored

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index: int) -> KeptHit:
        return self._rows[index]

    def __iter__(self) -> Iterator[KeptHit]:
        return iter(self._rows)

    def texts(self, first: int, last: int) -> list[str]:
        return [each.to_json() for each in self._rows[first:last]]

    def moment(self) -> _core.Moment:
        raise Error("invalid_argument: hits that were taken out of their store have no moment", "invalid_argument", "hits out of a pickle or a copy")

    def close(self) -> None:
        """They hold nothing."""


def kept(hit: Any, json: Optional[str] = None) -> KeptHit:
    if isinstance(hit, KeptHit):
        return hit
    text = hit.to_json() if json is None else json
    return KeptHit(hit.type, hit.id, hit.version, hit.updated, hit.included, hit.container, hit.source, hit.summary(), text)


def _reduced(self: _core.Hit) -> tuple[Any, ...]:
    return kept(self).__reduce__()


setattr(_core.Hit, "__reduce__", _reduced)
KeptHit.__module__ = "phr._kept"
