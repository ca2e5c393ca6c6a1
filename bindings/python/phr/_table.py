"""Rows with named columns: a list that shows itself as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from typing import Any, Generic, List, SupportsIndex, TypeVar, Union, overload

Row = TypeVar("Row")

MOST_SHOWN = 60


def cell(value: Any) -> str:
    """A value as people read it, on one line."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(str(value).split())


def html_table(headers: Sequence[str], rows: Iterable[Sequence[Any]], more: str = "") -> str:
    """Every text of a record is escaped here."""
    head = "".join(f"<th>{escape(header)}</th>" for header in headers)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell(value))}</td>" for value in row) + "</tr>" for row in rows)
    note = f"<p>{escape(more)}</p>" if more else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}"


def text_table(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    lines = [list(headers)] + [["".join(c for c in cell(value) if c.isprintable()) for value in row] for row in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(headers))]
    return "\n".join("  ".join(text.ljust(width) for text, width in zip(line, widths)).rstrip() for line in lines)


class Table(List[Row], Generic[Row]):
    """Rows of one kind. A list in every way; ``print`` and notebooks show a table, ``repr`` shows no values."""

    @overload
    def __getitem__(self, index: SupportsIndex) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Table[Row]: ...
    def __getitem__(self, index: Union[SupportsIndex, slice]) -> Union[Row, Table[Row]]:
        if isinstance(index, slice):
            return Table(super().__getitem__(index))
        return super().__getitem__(index)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the attributes that are shown; () for no rows."""
        return tuple(type(self[0])._columns) if self else ()  # type: ignore[attr-defined]

    def to_dicts(self) -> list[dict[str, Any]]:
        """One dict for each row: ``pandas.DataFrame(table.to_dicts())``."""
        names = self.columns
        return [{name: getattr(row, name) for name in names} for row in self]

    def _cells(self, most: int) -> list[list[Any]]:
        names = self.columns
        return [[getattr(row, name) for name in names] for row in self[:most]]

    def __str__(self) -> str:
        return text_table(self.columns, self._cells(len(self))) if self else "no rows"

    def __repr__(self) -> str:
        kind = f" of {type(self[0]).__name__}" if self else ""
        return f"<phr.Table{kind}, {len(self)} rows>"

    def _repr_html_(self) -> str:
        more = f"{len(self) - MOST_SHOWN} more rows" if len(self) > MOST_SHOWN else ""
        return html_table(self.columns, self._cells(MOST_SHOWN), more or ("" if self else "no rows"))


Table.__module__ = "phr"
