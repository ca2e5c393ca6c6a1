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

import typing as _typing

from . import _methods, _shows  # noqa: F401  (they complete the classes of _core)
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
from ._opening import open
from ._query import Query, query
from ._report import Refusal
from ._table import Table
from ._validate import load_package, validate
from ._view import Column, View, view

if _typing.TYPE_CHECKING:
    from . import fhir, ucum

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
    "fhir",
    "fhirpath",
    "load_package",
    "open",
    "query",
    "ucum",
    "validate",
    "view",
]


def __dir__() -> list[str]:
    return __all__


if not _typing.TYPE_CHECKING:

    def __getattr__(name):
        """phr.fhir and phr.ucum, when they are first named: importing phr stays quick."""
        if name in ("fhir", "ucum"):
            from importlib import import_module

            return import_module(f".{name}", __name__)
        raise AttributeError(f"module 'phr' has no attribute {name!r}")
