"""phr.view: SQL on FHIR. A ViewDefinition makes rows of resources, for Arrow, as text and as dicts."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, Callable, NamedTuple, Optional, Union

from . import _core
from ._error import Error
from ._progress import bar
from ._table import Table, html_table, text_table

_Path = Union[str, os.PathLike[str]]
_Progress = Union[None, bool, Callable[[int, Optional[int], str], Optional[bool]]]
_Options = tuple[Optional[str], bool, Optional[int], Optional[int], Optional[int]]
# How a view begins to give its rows, with rows of a batch in place of those it was made with.
_Open = Callable[[_Options], _core.TakenRows]

MOST_SHOWN = 20
PARQUET_ROWS = 122_880  # of a row group


class Column(NamedTuple):
    """One column of a view."""

    name: str
    kind: str  # text, boolean, int32, int64, decimal, float64, date, timestamp
    collection: bool  # a list in each row
    type: Optional[str]  # FHIR's; None where nobody knows
    description: Optional[str]


setattr(Column, "_columns", Column._fields)  # what a Table shows


class View:
    """Rows of a ViewDefinition over some resources.

    Nothing is read before rows are asked for, and each asking reads anew: how many rows there are is known at the end alone, so there
    is no ``len``. pyarrow, polars, pandas and DuckDB take a view as it is, without copies (``__arrow_c_stream__``).
    Errors of taking rows: those of JSON, and of values that a column cannot hold, with line and column; ``ordinal`` is then the column, and
    ``file`` the file. Threads: any number at once.
    """

    __slots__ = ("_compiled", "_made_of", "_open", "_options", "_paths")

    def __init__(
        self, compiled: _core.CompiledView, open_rows: _Open, options: _Options, paths: Sequence[str] = (), made_of: Optional[tuple[Any, ...]] = None
    ) -> None:
        self._compiled = compiled
        self._open = open_rows
        self._options = options
        self._paths = tuple(paths)
        self._made_of = made_of  # the arguments of _of_files; None for a view of a record

    @property
    def name(self) -> Optional[str]:
        """Of the definition; None where it has none."""
        return self._compiled.name

    @property
    def resource(self) -> str:
        """What its rows are of: "Patient"."""
        return self._compiled.resource

    @property
    def columns(self) -> Table[Column]:
        """In order. ``[column.name for column in view.columns]`` are their names."""
        return Table(Column(*each) for each in self._compiled.columns())

    def explain(self) -> str:
        """The compiled program: how each row comes about."""
        return self._compiled.explain()

    def __arrow_c_schema__(self) -> object:
        return self._compiled.schema(self._options[1])

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._rows().__arrow_c_stream__(requested_schema)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Rows as dicts: decimals are decimal.Decimal with their digits, dates date, timestamps datetime in UTC, collections lists."""
        return self._dicts(None)

    def head(self, most: int = 5) -> list[dict[str, Any]]:
        """The first rows, as dicts; no more is read than they need."""
        return list(islice(self._dicts(max(most, 1)), most))

    def to_arrow(self) -> Any:
        """A pyarrow.Table."""
        arrow, rows = _optional("pyarrow"), self._rows()
        with self._telling(rows):
            return arrow.RecordBatchReader.from_stream(rows).read_all()

    def to_pandas(self, **options: Any) -> Any:
        """A pandas.DataFrame, through pyarrow, whose Table.to_pandas takes the options."""
        _optional("pandas")
        return self.to_arrow().to_pandas(**options)

    def to_polars(self) -> Any:
        """A polars.DataFrame."""
        polars, rows = _optional("polars"), self._rows()
        with self._telling(rows):
            return polars.DataFrame(rows)

    def to_csv(self, path: _Path, *, progress: _Progress = None) -> None:
        """RFC 4180, with the names first; a null is empty, and an empty text is "". Decimals keep their digits.

        The file appears when it is complete: a view that fails leaves what was there. ``progress`` as for Session.import_file.
        """
        with _written(path) as temporary, open(temporary, "xb") as file:
            rows = self._rows()
            file.write(rows.csv_header())
            file.writelines(self._pieces(rows, rows.csv, progress))

    def to_ndjson(self, path: _Path, *, progress: _Progress = None) -> None:
        """An object with all columns on each line. File and ``progress`` as for to_csv."""
        with _written(path) as temporary, open(temporary, "xb") as file:
            rows = self._rows()
            file.writelines(self._pieces(rows, rows.ndjson, progress))

    def to_parquet(self, path: _Path, **options: Any) -> None:
        """Through pyarrow, batch by batch; the options are those of pyarrow.parquet.ParquetWriter. The file as for to_csv."""
        arrow, parquet = _optional("pyarrow"), _optional("pyarrow.parquet")
        with _written(path) as temporary:
            rows = self._rows(PARQUET_ROWS)
            with self._telling(rows):
                reader = arrow.RecordBatchReader.from_stream(rows)
                with parquet.ParquetWriter(temporary, reader.schema, **options) as file:
                    for batch in reader:
                        file.write_batch(batch)

    def __str__(self) -> str:
        first, more = self._first()
        return text_table(self._names(), first) + ("\n..." if more else "")

    def __reduce__(self) -> tuple[Any, ...]:
        """A view of files is its definition and their names; one of a record is of a file that this process has open."""
        if self._made_of is None:
            raise TypeError("a phr.View of a record is of a file that this process has open: take its rows, as in to_arrow() or list()")
        return _of_files, self._made_of

    def __repr__(self) -> str:
        return f"<phr.View{' ' + self.name if self.name else ''} of {self.resource}, {len(self._compiled.columns())} columns>"

    def _repr_html_(self) -> str:
        first, more = self._first()
        return html_table(self._names(), first, f"the first {len(first)} rows" if more else "" if first else "no rows")

    def _names(self) -> list[str]:
        return [each[0] for each in self._compiled.columns()]

    def _first(self) -> tuple[list[list[Any]], bool]:
        found = [list(row.values()) for row in self.head(MOST_SHOWN + 1)]
        return found[:MOST_SHOWN], len(found) > MOST_SHOWN

    def _rows(self, batch_rows: Optional[int] = None) -> _core.TakenRows:
        now, as_text, rows, most_rows, most_steps = self._options
        return self._open((now, as_text, rows or batch_rows, most_rows, most_steps))

    def _dicts(self, batch_rows: Optional[int]) -> Iterator[dict[str, Any]]:
        from ._json import loads  # not before it is needed: importing phr stays quick

        names, made = self._names(), [_maker(each[1], each[2]) for each in self._compiled.columns()]
        rows = self._rows(batch_rows)
        for piece in self._pieces(rows, rows.ndjson, None):
            for line in piece.decode().split("\n")[:-1]:
                found = loads(line)
                yield {name: make(found[name]) if make else found[name] for name, make in zip(names, made)}

    def _pieces(self, rows: _core.TakenRows, following: Callable[[_Progress], Optional[bytes]], progress: _Progress) -> Iterator[bytes]:
        """What following() gives, with one progress bar over all of it."""
        shown = bar() if progress is True else None
        try:
            with self._telling(rows):
                while (piece := following(shown or progress)) is not None:
                    yield piece
        finally:
            if shown is not None:
                shown.close()

    @contextmanager
    def _telling(self, rows: _core.TakenRows) -> Iterator[None]:
        """What went wrong in the rows, whatever was made of it on the way, with its file."""
        try:
            yield
        except Exception:
            why = rows.failure()
            if why is None:
                raise
            if self._paths:
                why.file = self._paths[rows.file()]
            raise why from None


def view(
    definition: Any,
    files: Any = (),
    *,
    now: Optional[str] = None,
    decimals: str = "float",
    batch_rows: Optional[int] = None,
    most_rows: Optional[int] = None,
    most_steps: Optional[int] = None,
) -> View:
    """The rows of a ViewDefinition (SQL on FHIR v2) over resources.

        labs = phr.view("labs.json", ["a.ndjson", "b.json"])
        labs.to_pandas()                      # or to_arrow, to_polars, to_csv, to_ndjson, to_parquet
        duckdb.sql("select code, avg(value) from labs group by code")
        for row in labs: print(row["value"])

    ``definition`` is a path, JSON text, or a dict. ``files`` is one of these, or a list of them: paths of JSON (a resource, an array,
    a Bundle) and NDJSON, told apart by content; or, in place of paths, such text (str that begins with { or [, and bytes), dicts,
    objects of phr.fhir, hits and records of a store.
    ``decimals`` is what becomes of decimals in Arrow: "float", or "text" with their digits. ``now`` is what now() answers; else the clock.
    ``batch_rows`` are in a batch; ``most_rows`` and ``most_steps`` are limits for one resource; None is PHR's own. A view pickles as its definition and the names of the files.
    Errors: of the definition, with line and column; rows are made when they are asked for, and so are their errors.
    """
    options = _options(now, decimals, batch_rows, most_rows, most_steps)
    return _of_files(_definition(definition), *_sources(files), options)


def _of_files(definition: Union[str, bytes], paths: list[str], text: Optional[Union[str, bytes]], options: _Options) -> View:
    compiled = _core.compile_view(definition)
    made_of = (definition, paths, text, options)
    if text is None:
        return View(compiled, lambda with_: _core.rows_of_files(compiled, list(paths), with_), options, paths, made_of)
    known = text
    return View(compiled, lambda with_: _core.rows_of_text(compiled, known, with_), options, (), made_of)


def of_session(
    session: _core.Session,
    definition: Any,
    where: Optional[str],
    now: Optional[str],
    decimals: str,
    batch_rows: Optional[int],
    most_rows: Optional[int],
    most_steps: Optional[int],
    as_of: Optional[_core.Moment],
) -> View:
    """Session.view."""
    options = _options(now, decimals, batch_rows, most_rows, most_steps)
    compiled = _core.compile_view(_definition(definition))
    return View(compiled, lambda with_: _core.rows_of_session(session, compiled, where or "", with_, as_of), options)


def _options(now: Optional[str], decimals: str, batch_rows: Optional[int], most_rows: Optional[int], most_steps: Optional[int]) -> _Options:
    if decimals not in ("float", "text"):
        raise ValueError('decimals are "float" or "text"')
    return now, decimals == "text", batch_rows, most_rows, most_steps


def _definition(given: Any) -> Union[str, bytes]:
    """The text of a ViewDefinition."""
    if isinstance(given, Mapping):
        from ._json import dumps

        return dumps(given)
    if isinstance(given, bytes) or _is_json(given):
        return given  # type: ignore[no-any-return]
    with open(os.fspath(given), "rb") as file:  # an int would be a file that the process has open
        return file.read()


def _is_json(given: Any) -> bool:
    return isinstance(given, str) and given.lstrip()[:1] in ("{", "[")


def _sources(files: Any) -> tuple[list[str], Optional[Union[str, bytes]]]:
    """Paths, or one text."""
    given = [files] if isinstance(files, (str, bytes, os.PathLike, Mapping)) or hasattr(files, "to_json") else list(files)
    texts = [_text(each) for each in given]
    if len(given) == 1 and isinstance(given[0], (str, bytes)) and texts[0] is not None:
        return [], texts[0]
    if all(each is None for each in texts):
        return [os.fspath(each) for each in given], None
    if any(each is None for each in texts):
        raise TypeError("files are paths or resources, not both")
    return [], b"[" + b",".join(each.encode() if isinstance(each, str) else each for each in texts if each is not None) + b"]"


def _text(given: Any) -> Optional[Union[str, bytes]]:
    """Of a resource; None for what is to be a path."""
    if isinstance(given, bytes) or _is_json(given):
        return given  # type: ignore[no-any-return]
    if isinstance(given, Mapping):
        from ._json import dumps

        return dumps(given)
    return given.to_json() if hasattr(given, "to_json") else None


def _maker(kind: str, collection: bool) -> Optional[Callable[[Any], Any]]:
    """Makes Python's own type of what JSON has of a kind; None where that is it."""
    from datetime import date, datetime

    makers: dict[str, Callable[[Any], Any]] = {
        "decimal": _decimal,
        "float64": float,
        "date": date.fromisoformat,
        "timestamp": lambda text: datetime.fromisoformat(text.replace("Z", "+00:00")),
    }
    make = makers.get(kind)
    if make is None:
        return None
    known = make

    def one(value: Any) -> Any:
        return None if value is None else known(value)

    return (lambda values: [one(each) for each in values]) if collection else one


def _decimal(value: Any) -> Any:
    from decimal import Decimal

    return Decimal(value)


@contextmanager
def _written(path: _Path) -> Iterator[str]:
    """The name of a file beside the path, which takes its place where nothing is raised."""
    folder, name = os.path.split(os.fspath(path))
    temporary = os.path.join(folder, f".{name}.{os.getpid()}.{os.urandom(4).hex()}.part")
    try:
        yield temporary
        os.replace(temporary, path)
    finally:
        if os.path.exists(temporary):
            os.remove(temporary)


def _optional(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise ImportError(f"{name.partition('.')[0]} is not installed; phr needs it for this alone") from None


View.__module__ = Column.__module__ = "phr"
