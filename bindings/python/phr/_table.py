"""Rows with named columns: a list that shows itself as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from typing import Any, Generic, List, Optional, SupportsIndex, TypeVar, Union, overload

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

    _of: Optional[type] = None  # what the rows are, where there are none to tell

    @overload
    def __getitem__(self, index: SupportsIndex) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Table[Row]: ...
    def __getitem__(self, index: Union[SupportsIndex, slice]) -> Union[Row, Table[Row]]:
        if isinstance(index, slice):
            return self._like(super().__getitem__(index))
        return super().__getitem__(index)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the attributes that are shown; () for no rows of a table that you made."""
        of = type(self[0]) if self else self._of
        return tuple(getattr(of, "_columns", ()))

    def to_dicts(self) -> list[dict[str, Any]]:
        """One dict for each row."""
        names = self.columns
        return [{name: getattr(row, name) for name in names} for row in self]

    def to_pandas(self) -> Any:
        """A DataFrame of the columns: times are datetime64[ns, UTC], numbers float and int64. Of a value that is text, ``value`` is the number that it
        begins with and ``unit`` the word behind it, if that is all; ``text`` is the text."""
        from . import _frame  # where it is needed: importing phr stays quick

        return _frame.to_pandas(_frame.of_table(self, self.columns))

    def to_polars(self) -> Any:
        """The same as a polars.DataFrame, times in microseconds."""
        from . import _frame

        return _frame.to_polars(_frame.of_table(self, self.columns))

    def to_arrow(self) -> Any:
        """The same as a pyarrow.Table, times in microseconds."""
        from . import _frame

        return _frame.to_arrow(_frame.of_table(self, self.columns))

    def _like(self, rows: Iterable[Row]) -> Table[Row]:
        made = Table(rows)
        if self._of is not None:
            made._of = self._of
        return made

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
