"""A person's whole health record in one encrypted file.

    import phr

    with phr.open("me.phr", passphrase="correct horse", create=True) as store:
        me = store.session()                      # the owner
        print(me.import_file("bundle.json"))      # a report; shows as a table in a notebook
        for hit in me.search("Observation?code=4548-4&_sort=-date"):
            print(hit.id, hit.to_dict()["valueQuantity"])

Work is done with the GIL released, so threads run at once. Everything that fails raises phr.Error, as the class of its
kind (phr.NotFound); what is no call of PHR at all (an int for a path) raises TypeError. ``repr`` names resources and never shows a value; ``print`` and
notebooks do.
"""

from __future__ import annotations

import atexit
import importlib
import os
import weakref
from collections.abc import Callable
from typing import Any, Optional, Union

from . import _methods  # noqa: F401  (it completes the classes of _core)
from ._chart import Chart
from ._core import (
    AuditEntry,
    AuditVerdict,
    Change,
    ConsentEffect,
    EraseReport,
    Event,
    EventCount,
    Explanation,
    ForgetPreview,
    Hit,
    ImportReport,
    Issue,
    Landed,
    LatestValue,
    Line,
    Moment,
    Outcome,
    PendingConsent,
    Point,
    Profiles,
    Record,
    SearchParameter,
    Session,
    SharedType,
    Source,
    Store,
    StoreInfo,
    Summary,
    TheilSenLine,
    Transaction,
    Trend,
    WriteReport,
    __version__,
)
from ._core import open_store as _open_store
from ._error import (
    AccessDenied,
    AmbiguousMatch,
    Cancelled,
    Conflict,
    Damaged,
    Error,
    FileError,
    Gone,
    InternalError,
    InvalidArgument,
    InvalidInput,
    InvalidQuery,
    LimitExceeded,
    Locked,
    MalformedInput,
    NoSuchFile,
    NotFound,
    PermissionDenied,
    UnitMismatch,
    Unsupported,
    VersionConflict,
    WrongFormat,
    WrongKey,
)
from ._fhirpath import Expression, fhirpath
from ._history import Versions
from ._hits import Hits
from ._query import Query, query
from ._report import Refusal
from ._table import Table
from ._validate import load_package, validate
from ._view import Column, View, view

__all__ = [
    "AccessDenied",
    "AmbiguousMatch",
    "AuditEntry",
    "AuditVerdict",
    "Cancelled",
    "Change",
    "Chart",
    "Column",
    "Conflict",
    "ConsentEffect",
    "Damaged",
    "EraseReport",
    "Error",
    "Event",
    "EventCount",
    "Explanation",
    "Expression",
    "FileError",
    "ForgetPreview",
    "Gone",
    "Hit",
    "Hits",
    "ImportReport",
    "InternalError",
    "InvalidArgument",
    "InvalidInput",
    "InvalidQuery",
    "Issue",
    "Landed",
    "LatestValue",
    "LimitExceeded",
    "Line",
    "Locked",
    "MalformedInput",
    "Moment",
    "NoSuchFile",
    "NotFound",
    "Outcome",
    "PendingConsent",
    "PermissionDenied",
    "Point",
    "Profiles",
    "Query",
    "Record",
    "Refusal",
    "SearchParameter",
    "Session",
    "SharedType",
    "Source",
    "Store",
    "StoreInfo",
    "Summary",
    "Table",
    "TheilSenLine",
    "Transaction",
    "Trend",
    "UnitMismatch",
    "Unsupported",
    "VersionConflict",
    "Versions",
    "View",
    "WriteReport",
    "WrongFormat",
    "WrongKey",
    "__version__",
    "fhirpath",
    "load_package",
    "open",
    "query",
    "validate",
    "view",
]

_open: weakref.WeakSet[Store] = weakref.WeakSet()


def open(
    path: Union[str, os.PathLike[str]],
    passphrase: Union[str, bytes, None] = None,
    *,
    host_key: Optional[bytes] = None,
    recovery_code: Optional[str] = None,
    create: bool = False,
    argon2: Optional[tuple[int, int, int]] = None,
    page_bytes: int = 8192,
    busy_milliseconds: int = 5000,
    use_spare_header: bool = False,
    progress: Union[None, bool, Callable[[int, Optional[int], str], Optional[bool]]] = None,
    read_only: bool = False,
) -> Store:
    """Opens a store with exactly one of passphrase, host_key (32 bytes) and recovery_code.

    With ``create`` the file is made where it is not there; a file that is there is opened, never replaced. ``argon2``
    is (memory in KiB, passes, lanes), the cost of the passphrase of a new file; the default is right for people, and
    (64, 1, 1), which protects nothing, for tests. ``page_bytes`` (4096, 8192 or 16384) also counts for a new file only.
    ``use_spare_header`` reads the header's second copy where the first is damaged. ``progress`` as for Session.import_file: a file of an
    earlier version of PHR is brought up to date when it is opened, which takes time; stopped, it stays as it was and is not opened.

    With ``read_only`` nothing is ever written: writes, sessions of others and files of an earlier format are refused with ``read_only``, and the
    owner's reads leave no row in the trail. It works beside a writer of another process, and on a medium that cannot be written.

    Python may keep copies of a str or bytes that nothing wipes: a program that minds gives a host_key from a keystore.

    Errors: wrong_key, damaged_header, damaged_page, newer_format, locked, not_a_phr_file; no_such_file and the like.
    """
    store = _open_store(
        path, passphrase, host_key, recovery_code, create, argon2, page_bytes, busy_milliseconds, use_spare_header, progress, read_only
    )
    _open.add(store)
    return store


def __getattr__(name: str) -> Any:
    """phr.fhir and phr.ucum, when they are first named: importing phr stays quick."""
    if name in ("fhir", "ucum"):
        return importlib.import_module(f".{name}", __name__)
    raise AttributeError(f"module 'phr' has no attribute {name!r}")


def _close_all(process: int = os.getpid()) -> None:
    """Writes what waits where a program ends without closing; not in a process forked from it."""
    for store in list(_open) if os.getpid() == process else ():
        store.close()


atexit.register(_close_all)
