"""What a search finds, read in portions as it is gone through."""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Optional, Union, overload

from . import _core
from ._query import Query

_TEXTS = 1_000  # bodies read together


class Hits:
    """What a search finds, in order, as the store was at that moment, whatever is written later.

    ``for hit in hits`` reads portions as it goes, so that a search of any size takes little memory and begins at once. ``len``, an index
    from the end and ``matched`` have to know all hits (their names; bodies are read as they are used). What is included follows the
    matches of its portion, and comes once. Where the search has a ``_count``, the hits are that page.

    They end when their store is closed, and what has not been read yet with their session; every use after that is an Error. A pickle or copy of them
    has what they found, bodies too, and needs no store.
    """

    __slots__ = ("__weakref__", "_all", "_first", "_given", "_rest")

    def __init__(self, first: _core.Page, rest: Optional[_core.Cursor] = None) -> None:
        self._first = first
        self._rest = rest  # behind the first portion; None where there is but this page
        self._all: Optional[list[_core.Hit]] = None
        self._given: weakref.WeakSet[_core.Page] = weakref.WeakSet([first])

    def __iter__(self) -> Iterator[_core.Hit]:
        return self._walk() if self._all is None else iter(self._all)

    def __len__(self) -> int:
        return len(self._rows())

    def __bool__(self) -> bool:
        return len(self._first) > 0

    @overload
    def __getitem__(self, index: int) -> _core.Hit: ...
    @overload
    def __getitem__(self, index: slice) -> list[_core.Hit]: ...
    def __getitem__(self, index: Union[int, slice]) -> Union[_core.Hit, list[_core.Hit]]:
        if not isinstance(index, slice) and not hasattr(index, "__index__"):
            raise TypeError(f"an index of hits must be int or slice, not {type(index).__name__}")
        if not isinstance(index, slice):
            return self._first[index] if 0 <= index < len(self._first) else self._rows()[index]
        if index.stop is not None and min(index.start or 0, index.stop, (index.step or 1) - 1) >= 0:
            return list(islice(self, index.start, index.stop, index.step))
        return list(self)[index]

    @property
    def matched(self) -> int:
        """How many of them match; the others are included."""
        return self._first.matched if self._is_whole() else sum(not hit.included for hit in self._rows())

    @property
    def total(self) -> Optional[int]:
        """How many match on all pages, where ``_total`` asks for it; None where consent hides anything of the record."""
        return self._first.total

    @property
    def next_page(self) -> Optional[str]:
        """For ``page=``, where the search has a ``_count``; None where this is the last page. It is sealed: it tells nothing, and serves this search of this principal alone."""
        return self._rest.next_page if self._rest is not None else self._first.next_page

    @property
    def ignored(self) -> tuple[int, ...]:
        """Ordinals of the criteria that a lenient search left out."""
        return self._first.ignored

    @property
    def moment(self) -> _core.Moment:
        """What they are of, for further reads: ``me.read("Patient", "p", as_of=hits.moment)``."""
        return self._first.moment()

    @property
    def closed(self) -> bool:
        return self._first.closed

    def close(self) -> None:
        """Gives back the connection that the hits hold; dropping them does the same."""
        for page in list(self._given):
            page.close()
        if self._rest is not None:
            self._rest.close()

    def ids(self) -> list[str]:
        """Type/id of the matches; of contained ones Type/id#name."""
        return [f"{hit.container}#{hit.id}" if hit.container else f"{hit.type}/{hit.id}" for hit in self if not hit.included]

    def to_dicts(self) -> list[dict[str, Any]]:
        """All bodies: ``pandas.json_normalize(hits.to_dicts())``."""
        from ._json import loads

        return [loads(text) for text in self._texts()]

    def to_ndjson(self, path: Union[str, os.PathLike[str]]) -> int:
        """Writes the bodies, a line each; gives how many."""
        from ._view import _written

        many = 0
        with _written(path) as temporary, open(temporary, "w", encoding="utf-8", newline="\n") as file:
            for text in self._texts():
                file.write(text + "\n")
                many += 1
        return many

    def to_pandas(self) -> Any:
        """A DataFrame, a row for each hit: ``when``, ``title``, ``code`` and ``system``, ``value`` (a float) and ``unit`` of a measurement, ``text`` (any value in
        words), ``patient`` (its id), ``type``, ``id``, ``version``, ``updated``, ``included``.

        Times are datetime64[ns, UTC]: of a date, or a part of one, its begin; where one is beyond what nanoseconds reach, microseconds. A value with a comparator
        ("< 5") is ``text`` alone. For columns of your own see Session.view.
        """
        from . import _frame  # where it is needed: importing phr stays quick

        return _frame.to_pandas(self._columns())

    def to_polars(self) -> Any:
        """The same as a polars.DataFrame, times in microseconds."""
        from . import _frame

        return _frame.to_polars(self._columns())

    def to_arrow(self) -> Any:
        """The same as a pyarrow.Table, times in microseconds."""
        from . import _frame

        return _frame.to_arrow(self._columns())

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Of to_arrow: DuckDB and others take hits as they are."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled and copied with their bodies, as hits that need no store: all that this search has found."""
        from ._kept import kept

        rows = [kept(hit, text) for hit, text in self._pairs()]
        return _out_of_pickle, (rows, sum(not each.included for each in rows), self.total, self.next_page, self.ignored)

    def __repr__(self) -> str:
        from ._display import hits_repr  # where it is needed: importing phr stays quick

        return hits_repr(self)

    def _repr_html_(self) -> str:
        from ._display import hits_html

        return hits_html(self)

    def _is_whole(self) -> bool:
        return self._rest is None or self._rest.at_end

    def _rows(self) -> Union[_core.Page, Sequence[_core.Hit]]:
        """All of them, kept."""
        if self._is_whole():
            return self._first
        if self._all is None:
            self._all = list(self._walk())
        return self._all

    def _walk(self) -> Iterator[_core.Hit]:
        for page in self._portions():
            yield from page

    def _texts(self) -> Iterator[str]:
        """Of the same ones, read together."""
        for page in self._portions():
            for first in range(0, len(page), _TEXTS):
                yield from page.texts(first, first + _TEXTS)

    def _columns(self) -> list[Any]:
        from ._frame import of_hits

        return of_hits(self._pairs())

    def _pairs(self) -> Iterator[tuple[_core.Hit, str]]:
        """Each with its body."""
        for page in self._portions():
            for first in range(0, len(page), _TEXTS):
                yield from zip(islice(page, first, None), page.texts(first, first + _TEXTS))

    def _portions(self) -> Iterator[_core.Page]:
        yield self._first
        if self._rest is None:
            return
        rest = self._rest.copy()
        while (page := rest.portion()) is not None:
            self._given.add(page)
            yield page


def search(
    session: _core.Session, query: Union[str, Query], page: Optional[str], lenient: bool, as_of: Optional[_core.Moment], progress: Any
) -> Hits:
    """Session.search."""
    return _hits(_core.search_cursor(session, query, page, lenient, as_of, progress))


def everything(
    session: _core.Session,
    patient: Optional[str],
    start: Any,
    end: Any,
    types: Sequence[str],
    since: Any,
    count: Optional[int],
    page: Optional[str],
    as_of: Optional[_core.Moment],
    progress: Any,
) -> Hits:
    """Session.everything."""
    return _hits(_core.everything_cursor(session, patient, start, end, types, since, count or 0, page, as_of, progress))


def pages(session: _core.Session, query: Union[str, Query], lenient: bool) -> Iterator[Hits]:
    """Session.pages. The first is read at once: what is wrong is raised where it is asked."""

    def rest(found: Hits) -> Iterator[Hits]:
        yield found
        while page := found.next_page:
            found = Hits(_core.search_page(session, query, page, lenient))
            yield found

    return rest(Hits(_core.search_page(session, query, None, lenient)))


def _hits(cursor: _core.Cursor) -> Hits:
    first = cursor.portion()
    assert first is not None  # there always is a first portion
    return Hits(first, cursor)


def _out_of_pickle(rows: list[Any], matched: int, total: Optional[int], next_page: Optional[str], ignored: tuple[int, ...]) -> Hits:
    from ._kept import KeptPage

    first: Any = KeptPage(rows, matched, total, next_page, ignored)
    return Hits(first)


Hits.__module__ = "phr"
