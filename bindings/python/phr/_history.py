"""Versions over time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Optional

from . import _core
from ._table import Table


class Versions(Table["_core.Record"]):
    """Versions, newest first: all that were asked for, or a page. A table of phr.Record."""

    _of = _core.Record

    def __init__(self, rows: Iterable[_core.Record] = (), next_page: Optional[str] = None) -> None:
        super().__init__(rows)
        self.next_page = next_page  # for ``page=``; None where this is the last one

    def __repr__(self) -> str:
        return f"<phr.Versions, {len(self)}{', and there is a next page' if self.next_page else ''}>"

    def to_bundle(self) -> dict[str, Any]:
        """A FHIR Bundle of type history."""
        return _core.bundle_of_versions(self)


Versions.__module__ = "phr"
