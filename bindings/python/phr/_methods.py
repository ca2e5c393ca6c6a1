"""Methods of Session, Transaction and Store that take names of resources in every form: see phr._names."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any, Callable, Optional

from . import _calls, _core  # noqa: F401  (what it makes of their errors comes first)
from ._names import id_of, name_of, reference_of, source_of, version_in
from ._report import Refusal

_Taken = Callable[[Any], Any]
_native: dict[tuple[type, str], Callable[..., Any]] = {
    (of, name): getattr(of, name) for of in (_core.Session, _core.Transaction, _core.Store) for name in vars(of) if not name.startswith("__")
}


def _method(of: type, name: str) -> Callable[[Callable[..., Any]], None]:
    """The method of that name is this one from then on, with the documentation that it has."""

    def put(made: Callable[..., Any]) -> None:
        made.__name__, made.__qualname__, made.__module__ = name, f"{of.__name__}.{name}", "phr"
        made.__doc__ = (_native[of, name].__doc__ or "").partition("\n\n")[2] or None
        setattr(of, name, made)

    return put


_session, _transaction = _core.Session, _core.Transaction


@_method(_session, "read")
def _(self: _core.Session, type: Any, id: Any = None, *, as_of: Any = None) -> Any:
    return _native[_session, "read"](self, *name_of(type, id), as_of=as_of)


@_method(_session, "vread")
def _(self: _core.Session, type: Any, id: Any = None, version: Any = None, *, as_of: Any = None) -> Any:
    if version is None and not isinstance(id, str):
        id, version = None, version_in(type) if id is None else id
    if not isinstance(version, int):
        name_of(type, id)
        raise TypeError(f"a version must be int, not {'None' if version is None else version.__class__.__name__}")
    return _native[_session, "vread"](self, *name_of(type, id), version, as_of=as_of)


@_method(_session, "history")
def _(
    self: _core.Session, type: Any = None, id: Any = None, *, since: Any = None, at: Any = None, count: Any = None, page: Any = None, as_of: Any = None
) -> Any:
    return _native[_session, "history"](self, *_some(type, id), since=since, at=at, count=count, page=page, as_of=as_of)


@_method(_session, "each_version")
def _(self: _core.Session, type: Any = None, id: Any = None, *, since: Any = None, at: Any = None, as_of: Any = None) -> Any:
    return _native[_session, "each_version"](self, *_some(type, id), since=since, at=at, as_of=as_of)


@_method(_session, "purge")
def _(self: _core.Session, type: Any, id: Any = None, *, history_only: bool = False) -> Any:
    return _native[_session, "purge"](self, *name_of(type, id), history_only=history_only)


@_method(_session, "erase")
def _(self: _core.Session, resources: Iterable[Any]) -> Any:
    if isinstance(resources, (str, bytes, dict)) or not isinstance(resources, Iterable):
        raise TypeError(f"resources to erase are a list of names, not {type(resources).__name__}")
    return _native[_session, "erase"](self, [name_of(each) for each in resources])


@_method(_session, "explain_one")
def _(self: _core.Session, principal: Any, purpose: Any, type: Any, id: Any = None) -> Any:
    return _native[_session, "explain_one"](self, reference_of(principal), purpose, *name_of(type, id))


def _writes(of: type) -> None:
    @_method(of, "delete")
    def _(self: Any, type: Any, id: Any = None, *, if_match: Optional[int] = None) -> Any:
        return _native[of, "delete"](self, *name_of(type, id), if_match=if_match)

    @_method(of, "patch")
    def _(self: Any, type: Any, id: Any = None, patch: Any = None, *, if_match: Optional[int] = None) -> Any:
        if patch is None:
            id, patch = None, id
        if patch is None:
            raise TypeError("a patch is a str, bytes, dict, list or object of phr.fhir, not None")
        return _native[of, "patch"](self, *name_of(type, id), patch, if_match=if_match)


def _some(type: Any, id: Any) -> tuple[Any, Any]:
    """Of history, where a type alone, or nothing, names many."""
    if type is None or (isinstance(type, str) and "/" not in type and not id):
        return type, id
    return name_of(type, id or None)


def _takes(of: type, names: Iterable[str], **taken: tuple[Optional[int], _Taken]) -> None:
    """These arguments go through a function first; the numbers are their places, None where they go by name alone."""

    def around(native: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(native)
        def call(self: Any, *given: Any, **named: Any) -> Any:
            some = list(given)
            for name, (place, take) in taken.items():
                if name in named:
                    named[name] = take(named[name])
                elif place is not None and place < len(some):
                    some[place] = take(some[place])
            return native(self, *some, **named)

        return call

    for name in names:
        setattr(of, name, around(_native[of, name]))


def _gives(of: type, name: str, row: type) -> None:
    """Its table says what its rows are, though there be none."""
    there = vars(of)[name]
    native: Any = there.fget if isinstance(there, property) else getattr(of, name)

    @functools.wraps(native)
    def call(*given: Any, **named: Any) -> Any:
        found = native(*given, **named)
        found._of = row
        return found

    setattr(of, name, property(call, doc=there.__doc__) if isinstance(there, property) else call)


def _patient(given: Any) -> Optional[str]:
    return id_of(given, "Patient")


def _consent(given: Any) -> Any:
    return id_of(given, "Consent")


_writes(_session)
_writes(_transaction)
_takes(_session, ("everything", "everything_to", "timeline", "each_event", "timeline_groups"), patient=(None, _patient))
_takes(_session, ("latest", "lab_trend"), patient=(None, _patient))
_takes(_session, ("explain",), principal=(0, reference_of), patient=(None, _patient))
_takes(_session, ("preview_consent", "adopt_consent", "reject_consent"), id=(0, _consent))
_takes(_session, ("rename_source", "preview_forget", "forget_source", "export_source"), uri=(0, source_of))
_takes(_core.Store, ("session",), principal=(0, reference_of), acting_for=(None, lambda given: [reference_of(each) for each in given]))
for _name, _row in {
    "timeline": _core.Event,
    "timeline_groups": _core.EventCount,
    "latest": _core.LatestValue,
    "changes": _core.Change,
    "sources": _core.Source,
    "search_parameters": _core.SearchParameter,
    "explain": _core.SharedType,
    "pending_consents": _core.PendingConsent,
    "preview_consent": _core.ConsentEffect,
    "audit_trail": _core.AuditEntry,
}.items():
    _gives(_session, _name, _row)
_gives(_transaction, "results", _core.Landed)
_gives(_core.ImportReport, "refused", Refusal)
