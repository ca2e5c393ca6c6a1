"""The errors of PHR: phr.Error, and a class below it for each kind of trouble."""

from __future__ import annotations

import errno
from typing import Any, Optional


class Error(Exception):
    """What went wrong, and where; never whose or which value, so that it may be logged.

    ``code`` is a fixed name such as ``"wrong_key"``, which also decides the class: ``except phr.WrongKey``. docs/python.md has the table;
    ``advice`` says what to do. ``line`` and ``column`` count from 1, in bytes; ``ordinal`` counts from 0. ``file`` is which of several files
    was being read. None where there is none.
    """

    def __new__(
        cls,
        text: str,
        code: str,
        where: Optional[str] = None,
        line: Optional[int] = None,
        column: Optional[int] = None,
        ordinal: Optional[int] = None,
        advice: Optional[str] = None,
    ) -> Error:
        """``Error(text, code)`` is of the class of the code; Error itself for a code of a later version."""
        made = _CLASSES.get(code, Error) if cls is Error else cls
        # All seven: an OSError would make a number of its own of fewer.
        new: Any = super(Error, made).__new__
        raised: Error = new(made, text, code, where, line, column, ordinal, advice)
        return raised

    def __init__(
        self,
        text: str,
        code: str,
        where: Optional[str] = None,
        line: Optional[int] = None,
        column: Optional[int] = None,
        ordinal: Optional[int] = None,
        advice: Optional[str] = None,
    ) -> None:
        super().__init__(text, code, where, line, column, ordinal, advice)
        self.code = code
        self.where = where
        self.line = line
        self.column = column
        self.ordinal = ordinal
        self.advice = advice
        self.file: Optional[str] = None

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and isinstance(other, Error) and (self.args, self.file) == (other.args, other.file)

    def __hash__(self) -> int:
        return hash(self.args)

    def __str__(self) -> str:
        return str(self.args[0])

    def __repr__(self) -> str:
        return f"phr.{type(self).__name__}({self.args[0]!r})"


class NotFound(Error, LookupError):
    """There is no such resource, no such definition, or no value to compute on."""


class Gone(NotFound):
    """It was deleted; its earlier versions can still be read."""


class AmbiguousMatch(Error, LookupError):
    """Several are there where one is meant."""


class Conflict(Error):
    """What is there already does not allow it."""


class VersionConflict(Conflict):
    """``if_match`` names another version than the current one: read it and try again."""


class AccessDenied(Error):
    """No consent permits it. It is no PermissionError: a handler of the operating system's errors must not swallow it."""


class InvalidArgument(Error, ValueError):
    """The call itself is wrong: an option, or a handle that is closed."""


class InvalidQuery(Error, ValueError):
    """A search, an expression or the text of a unit that cannot be understood. Nothing was searched."""


class MalformedInput(Error, ValueError):
    """It cannot be read: no JSON, XML, UTF-8, number or date."""


class InvalidInput(Error, ValueError):
    """It can be read, and is not what FHIR, UCUM or a definition allows."""


class LimitExceeded(Error, ValueError):
    """Larger or deeper than PHR takes."""


class UnitMismatch(Error, ValueError):
    """Values of different units, which are never compared by guess."""


class Unsupported(Error, NotImplementedError):
    """Known to FHIR, not to this version of PHR."""


class Cancelled(Error):
    """Stopped by its ``progress``; what had not landed is as it was."""


class WrongKey(Error):
    """No way to open the file takes this key."""


class WrongFormat(Error):
    """No store of PHR, or one of a later version."""


class Damaged(Error):
    """Bytes that fail their own proof: they are damaged, or were altered."""


class FileError(Error, OSError):
    """The file system refuses; ``errno`` is as for any OSError."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if self.code in _NUMBERS:
            self.errno = _NUMBERS[self.code]


class NoSuchFile(FileError, FileNotFoundError):
    """There is no file of that name."""


class PermissionDenied(FileError, PermissionError):
    """The operating system does not let this process have the file."""


class Locked(FileError, BlockingIOError):
    """Another writer, or a reader of the time before, holds the file; or the store is suspended."""


class InternalError(Error):
    """A defect of PHR, or a failure of the cryptography library. Please report the place."""


# The one table from codes to classes: each code stands once.
CODES: dict[type[Error], tuple[str, ...]] = {
    NotFound: ("not_found", "no_values"),
    Gone: ("gone",),
    AmbiguousMatch: ("ambiguous_match",),
    Conflict: ("already_exists", "no_free_slot", "last_slot"),
    VersionConflict: ("version_conflict",),
    AccessDenied: ("access_denied",),
    InvalidArgument: ("invalid_argument",),
    InvalidQuery: ("unknown_parameter", "unknown_modifier", "unknown_prefix", "malformed_query"),
    MalformedInput: (
        "malformed_json", "invalid_utf8", "empty_input", "duplicate_key", "nul_character", "malformed_number", "malformed_date", "malformed_xml",
        "malformed_archive", "json_comment", "trailing_comma",
    ),
    InvalidInput: (
        "unknown_resource_type", "wrong_type", "missing_element", "invalid_id", "duplicate_id", "unresolved_reference", "invalid_value", "unknown_element",
        "empty_object", "empty_array", "empty_string", "unexpected_null", "number_as_string", "unexpected_array", "array_expected",
    ),
    LimitExceeded: ("too_deep", "too_large"),
    UnitMismatch: ("unit_mismatch",),
    Unsupported: ("unsupported",),
    Cancelled: ("cancelled",),
    WrongKey: ("wrong_key",),
    WrongFormat: ("not_a_phr_file", "newer_format"),
    Damaged: ("damaged_header", "damaged_page", "authentication_failed", "audit_broken"),
    FileError: ("is_a_directory", "read_only", "disk_full", "io_failed", "file_replaced"),
    NoSuchFile: ("no_such_file",),
    PermissionDenied: ("permission_denied",),
    Locked: ("locked", "suspended"),
    InternalError: ("internal", "crypto_failed"),
}
_CLASSES = {code: of for of, codes in CODES.items() for code in codes}
_NUMBERS = {
    "no_such_file": errno.ENOENT,
    "is_a_directory": errno.EISDIR,
    "permission_denied": errno.EACCES,
    "read_only": errno.EROFS,
    "disk_full": errno.ENOSPC,
    "io_failed": errno.EIO,
    "locked": errno.EAGAIN,
    "suspended": errno.EAGAIN,
    "file_replaced": errno.ESTALE,
}

for _each in (Error, *CODES):
    _each.__module__ = "phr"
