"""Versions over time, the feed of changes, the timeline: a page of them, and all of them as they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Optional

from . import _core
from ._table import Table

_PORTION = 500


class Versions(Table["_core.Record"]):
    """Versions, newest first: all that were asked for, or a page. A table of phr.Record."""

    def __init__(self, rows: Iterable[_core.Record] = (), next_page: Optional[str] = None) -> None:
        super().__init__(rows)
        self.next_page = next_page  # for ``page=``; None where this is the last one

    def __repr__(self) -> str:
        return f"<phr.Versions, {len(self)}{', and there is a next page' if self.next_page else ''}>"

    def to_bundle(self) -> dict[str, Any]:
        """A FHIR Bundle of type history."""
        return _core.bundle_of_versions(self)


def each_version(session: _core.Session, type: Optional[str], id: Optional[str], since: Any, at: Any) -> Iterator[_core.Record]:
    """Session.each_version. The first portion is read at once: what is wrong is raised where it is asked."""

    def portion(page: Optional[str]) -> Versions:
        return session.history(type, id, since=since, at=at, count=_PORTION, page=page)

    def rows(some: Versions) -> Iterator[_core.Record]:
        yield from some
        while some.next_page:
            some = portion(some.next_page)
            yield from some

    return rows(portion(None))


def each_change(session: _core.Session, after: Optional[int]) -> Iterator[_core.Change]:
    """Session.each_change, likewise."""

    def rows(some: Table[_core.Change]) -> Iterator[_core.Change]:
        while some:
            yield from some
            some = session.changes(some[-1].sequence, most=_PORTION)

    return rows(session.changes(after, most=_PORTION))


def each_event(session: _core.Session, patient: Optional[str], since: Any, until: Any, types: Sequence[str]) -> Iterator[_core.Event]:
    """Session.each_event, likewise."""

    def portion(behind: Optional[str]) -> Table[_core.Event]:
        return session.timeline(patient=patient, since=since, until=until, types=types, most=_PORTION, behind=behind)

    def rows(some: Table[_core.Event]) -> Iterator[_core.Event]:
        while some:
            yield from some
            some = portion(some[-1].place)

    return rows(portion(None))


Versions.__module__ = "phr"
