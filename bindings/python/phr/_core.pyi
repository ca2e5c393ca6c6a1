from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from os import PathLike
from types import TracebackType
from typing import Any, Literal, NoReturn, Optional, Union, final, overload

from ._chart import Chart
from ._error import Error
from ._history import Versions
from ._hits import Hits
from ._query import Query
from ._report import Refusal
from ._table import Table
from ._view import View
from .fhir import Element, Resource

__version__: str

_Text = Union[str, bytes]
_Path = Union[str, bytes, PathLike[str], PathLike[bytes]]
# JSON, a dict, or what has a to_json: objects of phr.fhir, hits, records.
_Resource = Union[str, bytes, dict[str, Any], Resource, Hit, Record]
# What names a resource: its type with the id behind it as an argument of its own, or "Type/id", a pair of them, what was read of a store, a resource or
# Reference as a dict or object of phr.fhir.
_Name = Union[
    str, tuple[str, str], dict[str, Any], Element, Hit, Record, WriteReport, Change, Event, Landed, AuditEntry, LatestValue, Point, PendingConsent
]
_Patch = Union[str, bytes, dict[str, Any], Resource, list[dict[str, Any]]]
# See Session.import_file.
_Progress = Union[None, bool, Callable[[int, Optional[int], str], Optional[bool]]]
# A FHIR date or dateTime ("2020-05", UTC where it names no offset), a date, or a datetime that has a time zone.
_When = Union[None, str, date, datetime]
# The same, all the time that it means: "2020-05" is a month. Or from one moment to another.
_Time = Union[_When, tuple[Union[str, date, datetime], Union[str, date, datetime]]]

@final
class Record:
    """One version of one resource."""

    @property
    def type(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def updated(self) -> datetime:
        """In UTC."""

    @property
    def deleted(self) -> bool: ...
    def summary(self) -> Summary:
        """Title, value and date. Errors: gone for a deletion."""

    def to_json(self) -> str:
        """The text as stored, with id, meta.versionId and meta.lastUpdated filled in. Errors: gone for a deletion."""

    def to_dict(self) -> dict[str, Any]:
        """Numbers with a point or exponent are decimal.Decimal, with their digits. Errors: gone for a deletion."""

    def to_model(self) -> Any:
        """An object of phr.fhir. Errors: gone for a deletion; those of decoding where the text is no FHIR R4."""

    def _repr_html_(self) -> str: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

@final
class WriteReport:
    """What a write did. An identical body makes no new version."""

    @property
    def type(self) -> str: ...
    @property
    def id(self) -> Optional[str]:
        """None where delete_where found none."""

    @property
    def version(self) -> Optional[int]:
        """None where delete_where found none."""

    @property
    def kind(self) -> Literal["created", "updated", "deleted", "unchanged", "purged", "erased"]: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Change:
    """One row of the feed of changes."""

    @property
    def sequence(self) -> int:
        """Counts from 1 in this file."""

    @property
    def type(self) -> str: ...
    @property
    def id(self) -> Optional[str]:
        """None where the resource has been erased."""

    @property
    def version(self) -> int: ...
    @property
    def kind(self) -> Literal["created", "updated", "deleted", "purged", "erased"]: ...
    @property
    def local(self) -> bool:
        """A purge or an erasure: of this file alone. Sent to others as a deletion, it would take the resource from everybody."""

    @property
    def origin(self) -> Optional[str]:
        """The URI of the source that said so; None where the version is not here any more."""

    @property
    def revision(self) -> Optional[str]:
        """What tells this version from any other, the same on every device, whatever it calls the resource."""

    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

def bundle_of_versions(versions: Sequence[Record]) -> dict[str, Any]: ...

@final
class EraseReport:
    """What an erasure took out."""

    @property
    def resources(self) -> int: ...
    @property
    def versions(self) -> int: ...
    @property
    def still_named(self) -> int:
        """Resources whose Type/id stays in the file, because others refer to them."""

    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Source:
    """A system whose export was imported, or the owner."""

    @property
    def uri(self) -> str:
        """The base of a FHIR server, or any other URI."""

    @property
    def name(self) -> str:
        """For people: the host of the URI until rename_source gives another."""

    @property
    def kind(self) -> str:
        """ "owner", "file" for imports that do not say, "server", "named"."""

    @property
    def first_seen(self) -> datetime:
        """When something was first imported of it."""

    @property
    def last_seen(self) -> datetime: ...
    @property
    def resources(self) -> int:
        """How many it has, without deleted ones."""

    @property
    def counts(self) -> dict[str, int]:
        """The same by type."""

    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

@final
class ForgetPreview:
    """What forgetting a source takes away."""

    @property
    def counts(self) -> dict[str, int]:
        """Live resources by type."""

    @property
    def resources(self) -> int:
        """Deleted ones among them."""

    @property
    def versions(self) -> int: ...
    @property
    def edited(self) -> int:
        """Resources whose newest version another has written, such as the owner."""

    @property
    def still_named(self) -> int:
        """Resources that those of other sources refer to."""

    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

@final
class ImportReport:
    """What an import did. ``str`` is a table."""

    @property
    def created(self) -> int: ...
    @property
    def updated(self) -> int: ...
    @property
    def unchanged(self) -> int:
        """The same version was there already."""

    @property
    def deleted(self) -> int: ...
    @property
    def left_out(self) -> int:
        """Entries of a searchset about the search itself (search.mode outcome)."""

    @property
    def total(self) -> int: ...
    @property
    def bytes(self) -> int: ...
    @property
    def by_type(self) -> dict[str, int]: ...
    @property
    def refused(self) -> Table[Refusal]:
        """Of NDJSON only: a Bundle lands whole or not at all."""

    def __add__(self, other: ImportReport) -> ImportReport:
        """Both, of several files."""

    def _repr_html_(self) -> str: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Summary:
    """A resource in a few words; None for what it does not say."""

    @property
    def title(self) -> Optional[str]: ...
    @property
    def value(self) -> Optional[str]: ...
    @property
    def when(self) -> Optional[str]: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Hit:
    """One match. Its body is read when it is asked for, as it was at the moment of the search."""

    @property
    def type(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def updated(self) -> datetime: ...
    @property
    def included(self) -> bool:
        """Not a match itself, but brought by _include, _revinclude or everything()."""

    @property
    def container(self) -> Optional[str]:
        """Type/id of the resource that contains it, by _containedType=contained, where id is its name there; None for a resource of its own."""

    @property
    def source(self) -> str:
        """The URI of the source whose resource it is: see Session.sources."""

    def summary(self) -> Summary:
        """Title, value and date, for tables."""

    def to_json(self) -> str:
        """The text as stored, with id, meta.versionId and meta.lastUpdated filled in."""

    def to_dict(self) -> dict[str, Any]:
        """Numbers with a point or exponent are decimal.Decimal, with their digits."""

    def to_model(self) -> Any:
        """An object of phr.fhir. Errors: those of decoding where the text is no FHIR R4."""

    def _repr_html_(self) -> str: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class SearchParameter:
    """A search parameter of a store's own, for one type."""

    @property
    def type(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def kind(self) -> str:
        """ "token", "string", ..."""

    @property
    def expression(self) -> str: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

def search_parameters(type: str) -> dict[str, str]:
    """What a type can be searched by: kinds by names. Errors: unknown_resource_type."""

@final
class HitIterator:
    """Of Page."""

    def __iter__(self) -> HitIterator: ...
    def __next__(self) -> Hit: ...

@final
class Page:
    """A portion of what phr.Hits is made of: the matches, and behind them what they include."""

    def __len__(self) -> int: ...
    def __getitem__(self, index: int) -> Hit: ...
    def __iter__(self) -> Iterator[Hit]: ...
    @property
    def matched(self) -> int: ...
    @property
    def total(self) -> Optional[int]: ...
    @property
    def next_page(self) -> Optional[str]: ...
    @property
    def ignored(self) -> tuple[int, ...]: ...
    @property
    def closed(self) -> bool: ...
    def moment(self) -> Moment: ...
    def texts(self, first: int, last: int) -> list[str]:
        """The bodies from the first index to the last, which is not among them: several times as fast as one by one."""

    def close(self) -> None: ...

def search_page(session: Session, query: Union[str, Query], page: Optional[str], lenient: bool) -> Page:
    """A page of the text's _count, or of 500."""

@final
class Cursor:
    """What phr.Hits are read from, portion by portion."""

    def portion(self) -> Optional[Page]:
        """The next one, larger than the one before; None at the end. The first is there in any case."""

    def copy(self) -> Cursor:
        """One that goes on from the same place by itself."""

    def moment(self) -> Moment: ...
    def close(self) -> None: ...
    @property
    def at_end(self) -> bool: ...
    @property
    def total(self) -> Optional[int]: ...
    @property
    def next_page(self) -> Optional[str]: ...
    @property
    def ignored(self) -> tuple[int, ...]: ...

def search_cursor(
    session: Session, query: Union[str, Query], page: Optional[str], lenient: bool, as_of: Optional[Moment], progress: _Progress
) -> Cursor:
    """The first portion is read at once."""

def everything_cursor(
    session: Session,
    patient: Optional[str],
    start: _When,
    end: _When,
    types: Sequence[str],
    since: _When,
    count: int,
    page: Optional[str],
    as_of: Optional[Moment],
    progress: _Progress,
) -> Cursor:
    """Likewise."""

@final
class VersionIterator:
    """Session.each_version."""

    def __iter__(self) -> VersionIterator: ...
    def __next__(self) -> Record: ...

@final
class ChangeIterator:
    """Session.each_change."""

    def __iter__(self) -> ChangeIterator: ...
    def __next__(self) -> Change: ...

@final
class EventIterator:
    """Session.each_event."""

    def __iter__(self) -> EventIterator: ...
    def __next__(self) -> Event: ...

@final
class Moment:
    """A state of the store, to read as of: what is written later is not seen, and what may be seen is decided by the consents of today.

        then = me.moment()
        me.update(patient)
        me.read("Patient", "p", as_of=then)  # as it was

    It holds a connection until it is closed or dropped, and ends with its store. What it sees stays in the file meanwhile: an erasure waits.
    """

    def close(self) -> None:
        """Gives the connection back where nothing else is of this moment. A second call does nothing."""

    def __enter__(self) -> Moment: ...
    def __exit__(
        self, kind: Optional[type[BaseException]], value: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None: ...
    @property
    def closed(self) -> bool: ...
    def __reduce__(self) -> NoReturn: ...

@final
class Event:
    """One dated resource of a timeline."""

    @property
    def happened(self) -> datetime:
        """In UTC: the start of what the resource says."""

    @property
    def type(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def title(self) -> Optional[str]: ...
    @property
    def value(self) -> Optional[str]: ...
    @property
    def place(self) -> str:
        """For ``behind``."""

    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

@final
class EventCount:
    """How many events of a type there are in a day, month or year."""

    @property
    def begin(self) -> datetime:
        """Of the day, month or year, in UTC."""

    @property
    def type(self) -> str: ...
    @property
    def count(self) -> int: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

@final
class LatestValue:
    """The newest Observation of one code; None for what it does not say."""

    @property
    def happened(self) -> datetime: ...
    @property
    def id(self) -> str: ...
    @property
    def system(self) -> Optional[str]: ...
    @property
    def code(self) -> Optional[str]:
        """None where the Observation says what it is by text alone."""

    @property
    def title(self) -> Optional[str]: ...
    @property
    def value(self) -> Optional[str]:
        """Digits of a quantity as written; else the value in words, without a unit."""

    @property
    def unit(self) -> Optional[str]: ...
    @property
    def interpretation(self) -> Optional[str]: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Explanation:
    """Whether one resource may be read, and the provision that says so."""

    @property
    def permit(self) -> bool: ...
    @property
    def why(self) -> str: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

@final
class SharedType:
    """Resources of one type of one patient, and what consent says of them."""

    @property
    def type(self) -> str: ...
    @property
    def patient(self) -> Optional[str]:
        """None for those of no patient, such as practitioners."""

    @property
    def count(self) -> int: ...
    @property
    def visible(self) -> int: ...
    @property
    def permit(self) -> bool: ...
    @property
    def why(self) -> str: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

@final
class PendingConsent:
    """A Consent that came by import and says nothing until the owner adopts this version."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def patient(self) -> Optional[str]:
        """Id of the patient it is of; None where it cannot be told."""

    @property
    def title(self) -> Optional[str]:
        """Of its category or scope."""

    @property
    def deleted(self) -> bool:
        """An import deleted one that was adopted."""

    @property
    def readable(self) -> bool:
        """False: adopted, it would deny all of its patient to others."""

    @property
    def unsure(self) -> int:
        """Rules that cannot be evaluated: they deny what they might, and permit nothing."""

    @property
    def adopted(self) -> Optional[int]:
        """The version that was adopted before."""

    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

@final
class ConsentEffect:
    """What adopting a Consent would change: how many resources of a type one may see for a purpose, of the whole record."""

    @property
    def principal(self) -> Optional[str]:
        """A reference that its rules name; None for everybody whom they do not."""

    @property
    def purpose(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def before(self) -> int: ...
    @property
    def after(self) -> int: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

@final
class AuditEntry:
    """One row of the trail: who did what to which resource; never a value."""

    @property
    def sequence(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def actor(self) -> str: ...
    @property
    def purpose(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def outcome(self) -> Literal["done", "denied", "failed"]: ...
    @property
    def type(self) -> Optional[str]:
        """None for operations on many types."""

    @property
    def id(self) -> Optional[str]:
        """None for operations on many resources."""

    @property
    def count(self) -> int: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

@final
class AuditVerdict:
    """Whether the trail agrees with its keyed chain; true where it does."""

    @property
    def intact(self) -> bool: ...
    @property
    def rows(self) -> int: ...
    @property
    def first_bad_row(self) -> Optional[int]:
        """None when intact."""

    @property
    def head(self) -> str:
        """Note it elsewhere: a later verify_audit(expected_head=...) finds a trail that was cut or set back."""

    def __bool__(self) -> bool: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Line:
    """Least squares."""

    @property
    def slope_per_day(self) -> float: ...
    @property
    def intercept(self) -> float: ...
    @property
    def r_squared(self) -> Optional[float]:
        """None where all values are the same."""

    @property
    def slope_error(self) -> Optional[float]:
        """None of two values."""

    @property
    def count(self) -> int: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

@final
class TheilSenLine:
    """The median of the slopes of all pairs, and its 95 % interval."""

    @property
    def slope_per_day(self) -> float: ...
    @property
    def intercept(self) -> float: ...
    @property
    def low(self) -> float:
        """Minus infinity, and ``high`` infinity, where the values are too few for an interval."""

    @property
    def high(self) -> float: ...
    @property
    def count(self) -> int: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Point:
    """One value of a trend, in its unit."""

    @property
    def at(self) -> datetime: ...
    @property
    def value(self) -> float: ...
    @property
    def id(self) -> str:
        """Of the Observation."""

    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Trend:
    """What the values of one code say over time. ``str`` is a report in words; notebooks show a chart."""

    @property
    def system(self) -> Optional[str]: ...
    @property
    def code(self) -> str: ...
    @property
    def title(self) -> Optional[str]: ...
    @property
    def unit(self) -> Optional[str]: ...
    @property
    def unit_code(self) -> Optional[str]:
        """UCUM."""

    @property
    def reference_low(self) -> Optional[float]: ...
    @property
    def reference_high(self) -> Optional[float]: ...
    @property
    def left_out(self) -> int:
        """Measurements without a number to compute with."""

    @property
    def points(self) -> Table[Point]: ...
    @property
    def mean(self) -> float: ...
    @property
    def sd(self) -> Optional[float]:
        """None of one value."""

    @property
    def min(self) -> float: ...
    @property
    def max(self) -> float: ...
    @property
    def first(self) -> float: ...
    @property
    def latest(self) -> float: ...
    @property
    def above(self) -> int: ...
    @property
    def below(self) -> int: ...
    @property
    def longest_gap_days(self) -> Optional[float]:
        """None of one value."""

    @property
    def direction(self) -> Literal["rising", "falling", "steady", "unclear"]: ...
    @property
    def linear(self) -> Optional[Line]: ...
    @property
    def robust(self) -> Optional[TheilSenLine]: ...
    @property
    def slope(self) -> Optional[float]:
        """Per day, of the robust line."""

    def plot(
        self,
        *,
        width: int = 360,
        height: int = 240,
        title: Optional[str] = None,
        dark: bool = False,
        trend: bool = True,
        gap_factor: Optional[float] = 4.0,
        utc_offset_minutes: int = 0
    ) -> Chart:
        """An SVG chart: values, reference range, and the robust line where ``trend``. A gap longer than gap_factor
        median gaps breaks the line (None: never). Dates are shown at utc_offset_minutes."""

    def __len__(self) -> int:
        """How many points."""

    def _repr_html_(self) -> str: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Session:
    """A principal with a purpose on a store: the one door to its records.

    Errors of every call: access_denied where no consent permits; invalid_argument after the store or session is closed.
    Threads take turns on one session; several sessions run at once.
    """

    def close(self) -> None:
        """Lets go of the store. A second call does nothing."""

    def __enter__(self) -> Session: ...
    def __exit__(
        self, kind: Optional[type[BaseException]], value: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None: ...
    @property
    def closed(self) -> bool: ...
    def set_now(self, now: _When) -> None:
        """Decisions and lastUpdated are of this time from now on; None: of the system's clock at each call."""

    def create(self, resource: _Resource) -> WriteReport:
        """Under a new id; an id in the text is replaced."""

    def update(self, resource: _Resource, *, if_match: Optional[int] = None) -> WriteReport:
        """Under its own id. Errors: version_conflict where the current version is not if_match."""

    def delete(self, type: _Name, id: Optional[str] = None, *, if_match: Optional[int] = None) -> WriteReport:
        """Earlier versions can still be read."""

    def patch(self, type: _Name, id: Union[None, str, _Patch] = None, patch: Optional[_Patch] = None, *, if_match: Optional[int] = None) -> WriteReport:
        """``patch``: a JSON Patch, or Parameters of a FHIRPath Patch. One that changes nothing makes no version."""

    def create_if_none(self, resource: _Resource, criteria: str) -> WriteReport:
        """Creates it unless the search finds one: that is given, unchanged. Errors: ambiguous_match for several."""

    def update_where(self, resource: _Resource, criteria: str, *, if_match: Optional[int] = None) -> WriteReport:
        """Updates the one that the search finds, or creates it. Errors: ambiguous_match for several."""

    def patch_where(self, query: str, patch: _Patch, *, if_match: Optional[int] = None) -> WriteReport:
        """``query``: Type?criteria. Errors: not_found for none, ambiguous_match for several."""

    def delete_where(self, query: str, *, if_match: Optional[int] = None) -> WriteReport:
        """``query``: Type?criteria. The report's id is None for none. Errors: ambiguous_match for several."""

    def execute(self, bundle: _Resource, progress: _Progress = None) -> dict[str, Any]:
        """A Bundle of type transaction or batch; gives the Bundle that answers. Errors: of a transaction, that of its first entry that fails.

        ``progress`` as for import_file; stopped, nothing has been done.
        """

    def transaction(self, *, progress: _Progress = None) -> Transaction:
        """Writes that land together at the end of a ``with`` block, or not at all:

            with me.transaction() as tx:
                who = tx.create({"resourceType": "Patient"})
                tx.create({"resourceType": "Condition", "subject": {"reference": who}})
            tx.landed(who).id

        ``progress`` as for execute.
        """

    def purge(self, type: _Name, id: Optional[str] = None, *, history_only: bool = False) -> WriteReport:
        """Takes it, or its earlier versions, out of this file alone, without a deletion that others would learn of."""

    def erase(self, resources: Iterable[_Name]) -> EraseReport:
        """Takes (type, id) out so that no byte of them is left in the file. Errors: locked while hits or views of the time before are open."""

    def moment(self) -> Moment:
        """The store as it is now, for reads of later: every read takes it as ``as_of``. Without it, each reads the store as it is then."""

    def read(self, type: _Name, id: Optional[str] = None, *, as_of: Optional[Moment] = None) -> Record:
        """The current version. Errors: not_found, gone."""

    def vread(self, type: _Name, id: Union[None, str, int] = None, version: Optional[int] = None, *, as_of: Optional[Moment] = None) -> Record:
        """One version. Errors: not_found, gone for a deletion."""

    def history(
        self,
        type: Optional[_Name] = None,
        id: Optional[str] = None,
        *,
        since: _When = None,
        at: _Time = None,
        count: Optional[int] = None,
        page: Optional[str] = None,
        as_of: Optional[Moment] = None
    ) -> Versions:
        """Of a resource, of a type, or of the store: newest first, deletions among them.

        ``since``: made then or later. ``at``: that were the current ones at some moment of that time. ``count``: a page of so many;
        ``page`` is next_page of the one before. All pages are of the moment of the first. Errors: not_found.
        """

    def each_version(self, type: Optional[_Name] = None, id: Optional[str] = None, *, since: _When = None, at: _Time = None, as_of: Optional[Moment] = None) -> VersionIterator:
        """The same one by one, read as they are asked for, so that a history of any length takes little memory; all of one moment."""

    def changes(self, after: Optional[int] = None, *, most: int = 1000, as_of: Optional[Moment] = None) -> Table[Change]:
        """The feed of changes after that sequence, or from the first; oldest first; by the owner only. A sync keeps the sequence it has come to."""

    def each_change(self, after: Optional[int] = None, *, as_of: Optional[Moment] = None) -> ChangeIterator:
        """The same one by one, up to the newest."""

    def import_file(self, path: _Path, progress: _Progress = None, *, source: Optional[str] = None) -> ImportReport:
        """A file or a pipe: a Bundle or single resource, which lands whole or not at all, or NDJSON, which is read as it comes and whose refused lines are reported.

        ``source``: the system that it is an export of, as a URI; None: as its URLs tell. Its ids are that source's: see Session.sources.
        ``progress``: True shows a bar by tqdm, where that is installed; a function is called with (done, total, unit), total being None while it is not known,
        and stops the import by returning False or by raising. It cannot call PHR. Ctrl-C stops the import in any case.
        """

    def import_lines(self, lines: Union[str, bytes], progress: _Progress = None, *, source: Optional[str] = None) -> ImportReport:
        """NDJSON: a resource or a Bundle on each line, each whole or not at all; refused lines are reported. ``progress`` and ``source`` as for import_file:
        stopped, the batches of lines before stay.
        """

    def import_text(self, text: _Resource, progress: _Progress = None, *, source: Optional[str] = None) -> ImportReport:
        """A Bundle or a single resource, whole or not at all. ``progress`` and ``source`` as for import_file."""

    def sources(self, *, as_of: Optional[Moment] = None) -> Table[Source]:
        """Where facts come from, in the order in which they came; by the owner only. Two sources' Patient/1 are two resources."""

    def rename_source(self, uri: Union[str, Source], *, to: Optional[str] = None, name: Optional[str] = None) -> None:
        """Another URI or name for a source. Errors: not_found; already_exists for the URI of another; invalid_argument for the owner's."""

    def preview_forget(self, uri: Union[str, Source]) -> ForgetPreview:
        """What forget_source would take away. Errors: not_found."""

    def forget_source(self, uri: Union[str, Source], *, erase: bool = False, progress: _Progress = None) -> EraseReport:
        """All that a source has brought, purged or erased, in one transaction. ``progress`` as for import_file. Errors: not_found; locked as erase."""

    def export_source(self, uri: Union[str, Source], *, as_of: Optional[Moment] = None) -> list[str]:
        """The JSON of its resources with the ids that it gives them, in the order in which they were first named. Errors: not_found."""

    def search(
        self,
        query: Union[str, Query],
        *,
        page: Optional[str] = None,
        lenient: bool = False,
        as_of: Optional[Moment] = None,
        progress: _Progress = None
    ) -> Hits:
        """``Type?parameter=value&...``, or a phr.query. All matches, read as they are gone through, or a page where ``_count`` is given.

        ``page`` is next_page of an earlier search of the same text. ``lenient`` leaves out criteria that are not understood; see
        Hits.ignored. ``progress`` as for import_file, of each portion as it is read: steps are counted, with no total, and to others than the
        owner no number at all. Errors: what is unknown is else never ignored; ``ordinal`` counts the criteria; cancelled.
        """

    def pages(self, query: Union[str, Query], *, lenient: bool = False) -> Iterator[Hits]:
        """Page after page of a search, of ``_count`` or of 500. Each sees the store as it is when it is asked for; no match comes twice."""

    def explain_search(self, query: Union[str, Query], *, page: Optional[str] = None, lenient: bool = False) -> str:
        """How a search goes about it: what gives the rows, what is asked of each, the statements; by the owner only."""

    def everything(
        self,
        *,
        patient: Optional[_Name] = None,
        start: _When = None,
        end: _When = None,
        types: Iterable[str] = (),
        since: _When = None,
        count: Optional[int] = None,
        page: Optional[str] = None,
        as_of: Optional[Moment] = None,
        progress: _Progress = None
    ) -> Hits:
        """$everything: the patient, the compartment by time, and, as included, what these refer to that is no patient's.

        ``start`` and ``end`` are about the care, ``since`` about the writing. What has no date is given whatever they are. All of it,
        read as it is gone through, or a page where ``count`` is given. ``progress`` as for search.
        """

    def everything_to(
        self,
        write: Callable[[bytes], Any],
        *,
        patient: Optional[_Name] = None,
        start: _When = None,
        end: _When = None,
        types: Iterable[str] = (),
        since: _When = None,
        as_of: Optional[Moment] = None
    ) -> int:
        """The same as lines of NDJSON, many to each call: ``me.everything_to(file.write)``; gives how many. In the order of first writing, which is
        several times as fast. ``write`` stops it by raising, and cannot call PHR."""

    def lastn(self, criteria: Optional[str] = None, *, max: int = 1, as_of: Optional[Moment] = None, progress: _Progress = None) -> Hits:
        """$lastn: the newest Observations of each code, among those that the criteria find ("patient=p1&category=laboratory")."""

    def capabilities(self) -> dict[str, Any]:
        """What can be asked, as a CapabilityStatement."""

    def reindex(self, progress: _Progress = None) -> None:
        """Makes the search index anew from the records; by the owner only. ``progress`` as for import_file."""

    def index_full_text(self, wanted: bool = True, progress: _Progress = None) -> None:
        """Makes an index of all words, which writes then keep, or drops it; by the owner only. Without it ``_text`` and ``_content`` are
        answered all the same, by looking at each resource; StoreInfo.full_text tells."""

    def search_parameters(self) -> Table[SearchParameter]:
        """The parameters of the store's own."""

    def query(self, type: str) -> Query:
        """A phr.query that knows the parameters of the store's own."""

    def add_search_parameter(self, definition: _Resource, progress: _Progress = None) -> None:
        """Searches by a parameter of one's own from then on: a SearchParameter with code, base, type and expression; by the owner only.

        The index is made anew, in one transaction: the parameter is there for all resources or not at all. Errors: already_exists for a
        name that R4 or the store has; missing_element, unsupported; those of the expression; cancelled.
        """

    def remove_search_parameter(self, type: str, code: str, progress: _Progress = None) -> None:
        """The end of one of these. Errors: not_found."""

    def view(
        self,
        definition: Any,
        where: Optional[str] = None,
        *,
        now: Optional[str] = None,
        decimals: str = "float",
        batch_rows: Optional[int] = None,
        most_rows: Optional[int] = None,
        most_steps: Optional[int] = None,
        as_of: Optional[Moment] = None
    ) -> View:
        """The rows of a ViewDefinition over the record, as far as this session may see it; see phr.view.

        ``where`` are criteria as in search ("status=final&date=ge2020"); None: all resources of the view's type. Each taking of the
        rows searches anew, with its own row in the audit trail, and ends with the store. ``now`` is the session's time.
        """

    def timeline(
        self,
        *,
        patient: Optional[_Name] = None,
        since: _When = None,
        until: _When = None,
        types: Iterable[str] = (),
        most: int = 100,
        behind: Optional[str] = None,
        as_of: Optional[Moment] = None
    ) -> Table[Event]:
        """Newest first. Without a patient: of the only one there is. Errors: ambiguous_match for several.

        ``behind``: what ``place`` of the last event before says, for those that follow it.
        """

    def each_event(
        self,
        *,
        patient: Optional[_Name] = None,
        since: _When = None,
        until: _When = None,
        types: Iterable[str] = (),
        as_of: Optional[Moment] = None
    ) -> EventIterator:
        """All of it, one by one, read as they are asked for; all of one moment."""

    def timeline_groups(
        self,
        by: str,
        *,
        patient: Optional[_Name] = None,
        since: _When = None,
        until: _When = None,
        types: Iterable[str] = (),
        most: int = 1000,
        as_of: Optional[Moment] = None
    ) -> Table[EventCount]:
        """The events of each "day", "month" or "year", counted by type, newest first. None is begun once there are ``most`` rows: the next
        are those ``until`` the begin of the last."""

    def latest(self, *, patient: Optional[_Name] = None, category: Optional[str] = None, as_of: Optional[Moment] = None) -> Table[LatestValue]:
        """The newest Observation for each code, of a category such as "laboratory" or of all."""

    def lab_trend(
        self, code: str, *, patient: Optional[_Name] = None, since: _When = None, until: _When = None, as_of: Optional[Moment] = None
    ) -> Trend:
        """Of "http://loinc.org|4548-4", or "4548-4" of any system. Errors: no_values, unit_mismatch."""

    def explain(self, principal: _Name, purpose: str, *, patient: Optional[_Name] = None) -> Table[SharedType]:
        """What another may see for that purpose, and why; by the owner only."""

    def explain_one(self, principal: _Name, purpose: str, type: _Name, id: Optional[str] = None) -> Explanation:
        """The same of one resource. Errors: not_found."""

    def pending_consents(self) -> Table[PendingConsent]:
        """Consents that came by import and wait to be adopted; by the owner only, as the next three."""

    def preview_consent(self, id: _Name) -> Table[ConsentEffect]:
        """What adopting it would change, for each principal and purpose that it names. Errors: not_found for one that does not wait."""

    def adopt_consent(self, id: _Name, version: Optional[int] = None) -> None:
        """Lets it count from now on: that version, or the newest that waits. Errors: not_found; version_conflict where there is a newer one."""

    def reject_consent(self, id: _Name, version: Optional[int] = None) -> None:
        """It stays in the record and never counts; what was adopted before it counts as it did."""

    def audit_trail(self, *, most: int = 1000) -> Table[AuditEntry]:
        """Oldest first, the newest `most` rows; by the owner only."""

    def verify_audit(self, *, expected_head: Optional[str] = None, progress: _Progress = None) -> AuditVerdict:
        """Recomputes the chain; expected_head is the head of an earlier verdict, noted elsewhere."""

    def __reduce__(self) -> NoReturn: ...

@final
class Landed:
    """What became of one write of a transaction."""

    @property
    def type(self) -> str: ...
    @property
    def id(self) -> Optional[str]:
        """None for delete_where: the answer does not name what it found."""

    @property
    def version(self) -> Optional[int]:
        """The one that stands now, or that of the deletion; None where there was nothing to delete."""

    @property
    def created(self) -> bool: ...
    @property
    def name(self) -> Optional[str]:
        """The reference that the call gave; None for a deletion."""

    @property
    def reference(self) -> Optional[str]:
        """Type/id."""

    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Transaction:
    """Writes that are collected, and land whole or not at all: see Session.transaction.

    A call looks at its own arguments, and collects; nothing is looked up or locked until the block ends, and reads in the block do not see
    the writes. Then deletions come first, then creations, then updates and patches, in whatever order they were asked for; two of one
    resource are refused. What the block raises ends the transaction without a trace. Each call but a deletion gives the reference by
    which other resources of the block name its resource: "Patient/p1", or a urn:uuid that becomes the Type/id.

    Errors at the end of the block: that of the first write that fails, counted from 0 in ``ordinal`` where there are several; of a condition that is
    not understood, ``ordinal`` counts its criteria.
    """

    def __enter__(self) -> Transaction: ...
    def __exit__(
        self, kind: Optional[type[BaseException]], value: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None: ...
    def create(self, resource: _Resource) -> str:
        """Under a new id; an id in the text is replaced."""

    def update(self, resource: _Resource, *, if_match: Optional[int] = None) -> str:
        """Under its own id."""

    def delete(self, type: _Name, id: Optional[str] = None, *, if_match: Optional[int] = None) -> None:
        """What is not there is as it should be."""

    def patch(self, type: _Name, id: Union[None, str, _Patch] = None, patch: Optional[_Patch] = None, *, if_match: Optional[int] = None) -> str:
        """As Session.patch."""

    def create_if_none(self, resource: _Resource, criteria: str) -> str:
        """As Session.create_if_none; the reference leads to the one that is found."""

    def update_where(self, resource: _Resource, criteria: str, *, if_match: Optional[int] = None) -> str:
        """As Session.update_where."""

    def patch_where(self, query: str, patch: _Patch, *, if_match: Optional[int] = None) -> str:
        """As Session.patch_where."""

    def delete_where(self, query: str, *, if_match: Optional[int] = None) -> None:
        """As Session.delete_where."""

    def __len__(self) -> int:
        """How many writes have been collected."""

    @property
    def state(self) -> Literal["not begun", "open", "landed", "dropped"]: ...
    @property
    def results(self) -> Table[Landed]:
        """What became of each write, in the order of the calls. Errors: invalid_argument where it has not landed."""

    def landed(self, name: str) -> Landed:
        """What became of the write that gave that reference. Errors: not_found; as results."""

    def __reduce__(self) -> NoReturn: ...

@final
class StoreInfo:
    """What is known of a store's file."""

    @property
    def file_bytes(self) -> int: ...
    @property
    def page_bytes(self) -> int: ...
    @property
    def format_version(self) -> int: ...
    @property
    def slots(self) -> list[Literal["empty", "passphrase", "host_key", "recovery_code", "unknown"]]:
        """The eight ways to open the file."""

    @property
    def counts(self) -> dict[str, int]:
        """Live resources by type."""

    @property
    def full_text(self) -> bool:
        """Whether there is an index of all words: Session.index_full_text."""

    def _repr_html_(self) -> str: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Store:
    """A record in one encrypted file, open. ``with`` closes it; its hits end with it, its sessions fail from then on.

    Threads share it, and other processes may have the same file open: readers beside one writer at a time. A process that is forked while it is
    open cannot use it, and does not close it: it opens the file itself.
    """

    def close(self) -> None:
        """Writes what waits and closes the file. A second call does nothing."""

    def suspend(self, *, wait_milliseconds: int = 5000, cancel_running: bool = False) -> None:
        """Gives up every lock and handle of the file until ``resume``; sessions stay. Calls fail with ``suspended`` meanwhile.

        Waits for calls that run, and for hits, cursors, views and moments that are held; with ``cancel_running`` what runs is ended.
        Errors: locked where something is still held then; the store goes on as before.
        """

    def resume(self) -> None:
        """Opens the file again. Errors: file_replaced where it is another, wrong_key where its keys have changed; it stays suspended then."""

    def __enter__(self) -> Store: ...
    def __exit__(
        self, kind: Optional[type[BaseException]], value: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None: ...
    @property
    def closed(self) -> bool: ...
    @property
    def info(self) -> StoreInfo:
        """Sizes, key slots and counts, read now."""

    def session(
        self, principal: _Name = "owner", *, purpose: str = "PATRQT", now: _When = None, acting_for: Iterable[_Name] = ()
    ) -> Session:
        """``principal``: "owner", "anonymous" or a reference such as "Practitioner/x"; ``purpose``: a code of HL7's
        PurposeOfUse; ``now`` as Session.set_now; ``acting_for``: references of organizations, roles, care teams."""

    def add_passphrase(self, passphrase: _Text, *, argon2: Optional[tuple[int, int, int]] = None) -> None:
        """One more way to open the file; argon2 as for phr.open. Errors: no_free_slot beyond eight."""

    def add_host_key(self, host_key: bytes) -> None:
        """32 bytes that the host keeps in its keystore."""

    def add_recovery_code(self, code: Optional[str] = None) -> str:
        """Adds the code, or a new one, and returns it as it is to be printed."""

    def remove_slot(self, slot: int) -> None:
        """Ends one way to open the file, by its place in info.slots. Errors: last_slot for the only one."""

    def __reduce__(self) -> NoReturn: ...

def open_store(
    path: _Path,
    passphrase: Optional[_Text],
    host_key: Optional[bytes],
    recovery_code: Optional[str],
    create: bool,
    argon2: Optional[tuple[int, int, int]],
    page_bytes: int,
    busy_milliseconds: int,
    use_spare_header: bool,
    progress: _Progress,
    read_only: bool,
) -> Store: ...

@final
class Model:
    """A native object, or a part of one. phr.fhir's classes are views of it."""

    @property
    def type(self) -> str: ...
    @property
    def is_resource(self) -> bool: ...
    def get(self, name: str) -> Any:
        """None, bool, int, Decimal, str, Model or ModelList. AttributeError for a name FHIR does not have."""

    def set(self, name: str, json: str) -> None:
        """Replaces an element by the JSON of its value; "" removes it. Nothing changes on an error."""

    def names(self, present: bool) -> list[str]:
        """FHIR's names of its elements, in order; of those that are there alone."""

    def choice_name(self, name: str, type: str) -> str:
        """ "valueQuantity" for "value" and "Quantity"; a name that is no choice as it is."""

    def beside(self, name: str, index: int, make: bool) -> Optional[Model]:
        """The id and extensions of a primitive."""

    def json(self) -> str: ...
    def xml(self) -> str: ...
    def copy(self) -> Model: ...
    def equals(self, other: Model) -> bool: ...

@final
class ModelList:
    """The items of an element that repeats."""

    def __len__(self) -> int: ...
    def get(self, index: int) -> Any: ...
    def splice(self, index: int, count: int, json: str) -> None:
        """Replaces items by those of a JSON array."""

def model_of_json(type: str, json: _Resource, lenient: bool) -> Model:
    """Of a resource of any type for ""."""

def open_json(json: _Resource) -> Model:
    """A resource of which the outline is checked; the rest is read when it is first looked into."""

def model_of_xml(xml: _Text, lenient: bool) -> Model:
    """A resource."""

def new_model(type: str) -> Model:
    """An empty one."""

def faults_of_json(json: _Resource) -> list[tuple[Optional[str], str, Optional[int], Optional[int]]]:
    """Path, code, line and column of everything that R4's structure does not allow."""

def model_differences(before: Model, after: Model) -> list[tuple[str, Optional[str], Optional[str]]]:
    """Path, JSON before and after."""

@final
class Issue:
    """One finding of a validation. It holds no value of the record."""

    @property
    def severity(self) -> Literal["fatal", "error", "warning", "information"]: ...
    @property
    def code(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def path(self) -> Optional[str]:
        """FHIRPath: "Observation.value.ofType(Quantity).code"; None where there is no resource."""

    @property
    def rule(self) -> Optional[str]:
        """The key of the constraint ("bdl-7"), or None."""

    @property
    def profile(self) -> Optional[str]:
        """The canonical URL of the profile that says so; None for R4 itself."""

    @property
    def line(self) -> Optional[int]:
        """From 1; None where it is not known."""

    @property
    def column(self) -> Optional[int]:
        """In bytes, from 1."""

    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Outcome:
    """What a validation found. True where it is valid; a table in a notebook."""

    @property
    def valid(self) -> bool:
        """No fatal finding and no error."""

    @property
    def issues(self) -> list[Issue]: ...
    def __bool__(self) -> bool: ...
    def __len__(self) -> int: ...
    def to_json(self) -> str:
        """An OperationOutcome."""

    def _repr_html_(self) -> str: ...
    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Profiles:
    """Profiles, extensions, value sets and code systems beyond R4's own."""

    def __init__(self) -> None: ...
    def add(self, definition: _Resource) -> bool:
        """A StructureDefinition, ValueSet or CodeSystem, or a Bundle of them; False for another resource."""

    def load(self, folder: _Path) -> int:
        """Every definition in a folder, as a FHIR package unpacks to; how many. Errors: no_such_file."""

    def __contains__(self, url: str) -> bool: ...
    def urls(self) -> list[str]:
        """Of profiles and extensions."""

    def __reduce__(self) -> NoReturn: ...

def validate_model(resource: Any, profiles: list[str], known: Optional[Profiles], known_extensions_only: bool, self_contained: bool) -> Outcome:
    """See phr.validate."""

_Constants = list[tuple[str, list[tuple[int, str]]]]

@final
class CompiledPath:
    """What phr.fhirpath's expressions are made of."""

    def evaluate(
        self,
        on: Any,
        constants: _Constants,
        resource: Any,
        now: str,
        most: tuple[int, int, int],
        resolve: Optional[Callable[[str], Any]],
        member_of: Optional[Callable[[str, Optional[str], str], Optional[bool]]],
        trace: Optional[Callable[[str, list[Any]], None]],
    ) -> list[Any]:
        """See phr.Expression; constants are names, with kind and text of each item."""

    def test(
        self,
        on: Any,
        constants: _Constants,
        resource: Any,
        now: str,
        most: tuple[int, int, int],
        resolve: Optional[Callable[[str], Any]],
        member_of: Optional[Callable[[str, Optional[str], str], Optional[bool]]],
        trace: Optional[Callable[[str, list[Any]], None]],
    ) -> Optional[bool]:
        """See phr.Expression.test."""

    def explain(self) -> str: ...
    def text(self) -> str: ...
    def roots(self) -> Optional[list[str]]:
        """None where it may look at all of them."""

def compile_path(text: str, type: str, check: bool, check_order: bool) -> CompiledPath:
    """See phr.fhirpath."""

# now, decimals as text, rows of a batch, rows of one resource, steps.
_ViewOptions = tuple[Optional[str], bool, Optional[int], Optional[int], Optional[int]]

@final
class CompiledView:
    """What phr.View is made of."""

    @property
    def name(self) -> Optional[str]: ...
    @property
    def resource(self) -> str: ...
    def columns(self) -> list[tuple[str, str, bool, Optional[str], Optional[str]]]:
        """Name, kind, whether it is a collection, FHIR's type, description."""

    def explain(self) -> str: ...
    def schema(self, decimals_as_text: bool) -> object:
        """Arrow's schema of the rows, in a capsule."""

@final
class TakenRows:
    """The rows of a view, taken once: see phr.View."""

    def csv(self, progress: _Progress) -> Optional[bytes]:
        """Some rows as lines of CSV; None after the last."""

    def ndjson(self, progress: _Progress) -> Optional[bytes]:
        """The same as lines of JSON."""

    def csv_header(self) -> bytes: ...
    def file(self) -> int:
        """Which file it is in, or was in when it failed."""

    def failure(self) -> Optional[Error]:
        """What went wrong last."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...

def compile_view(definition: _Text) -> CompiledView:
    """See phr.view."""

def rows_of_files(of: CompiledView, paths: list[_Path], options: _ViewOptions) -> TakenRows: ...
def rows_of_text(of: CompiledView, text: _Text, options: _ViewOptions) -> TakenRows: ...
def rows_of_session(session: Session, of: CompiledView, where: str, options: _ViewOptions, as_of: Optional[Moment]) -> TakenRows: ...

@final
class Unit:
    """A unit of UCUM. Units multiply and divide; a special one, such as Cel, does not: unit_mismatch."""

    @property
    def code(self) -> str: ...
    @property
    def base(self) -> str:
        """In base and arbitrary units, without the factor: "g.m.s-2" for N."""

    @property
    def display(self) -> str:
        """In words: "(kilogram) / (meter ^ 3)"."""

    @property
    def special(self) -> bool:
        """A function of a plain unit: Cel, [pH], dB."""

    @property
    def arbitrary(self) -> bool:
        """Comparable with itself alone: [iU]."""

    @property
    def dimensionless(self) -> bool: ...
    def same_as(self, other: Unit) -> bool:
        """L and dm3; not Cel and K."""

    def comparable_with(self, other: Unit) -> bool:
        """Whether values of the one can be told in the other."""

    def __eq__(self, other: object) -> bool:
        """The same code; see same_as."""

    def __hash__(self) -> int: ...
    def __mul__(self, by: Unit) -> Unit: ...
    def __truediv__(self, by: Unit) -> Unit: ...

@final
class Conversion:
    """A way from one unit to another, for many values. Errors: unit_mismatch."""

    def __init__(self, from_unit: Unit, to: Unit) -> None: ...
    def decimal(self, value: str) -> str:
        """One number as text, with its digits."""

    def column(self, values: Any, out: Any) -> None:
        """Of a row of doubles into another of the same length: numpy's arrays, array.array("d")."""

    def __eq__(self, other: object) -> bool: ...
    def __hash__(self) -> int: ...

def parse_unit(code: str) -> Unit:
    """See phr.ucum.parse."""

def canonical_quantity(value: str, of: Unit) -> tuple[str, str]:
    """Number and code."""

def compare_quantities(a: str, of_a: Unit, b: str, of_b: Unit) -> int:
    """-1, 0, 1."""

def convert_substance(value: str, from_unit: Unit, to: Unit, molar_mass: str, source: str, charge: int) -> tuple[str, str, str, str, int]:
    """Value, rule, molar mass, source, charge."""

def convert_analyte(value: str, from_unit: Unit, to: Unit, loinc: str) -> tuple[str, str, str, str, int]:
    """Value, rule, molar mass, source, charge."""
