"""How a call names a resource: by type and id, or by whatever has both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from . import _core
from ._error import Error
from ._kept import KeptHit

# What has a type and an id of its own.
_NAMED = (_core.Hit, KeptHit, _core.Record, _core.WriteReport, _core.Change, _core.Event, _core.Landed, _core.AuditEntry)
# What is of one type alone.
_OF_ONE_TYPE = {_core.LatestValue: "Observation", _core.Point: "Observation", _core.PendingConsent: "Consent"}
_FORMS = 'a resource is named by its type and id, "Type/id", a pair of them, a hit or record, a Reference, or a resource that has an id'


def name_of(given: Any, id: Any = None) -> tuple[str, str]:
    """Type and id. With an id, ``given`` is the type. Errors: invalid_argument for what does not name one resource; TypeError for what never does."""
    if id is not None:
        if not (isinstance(given, str) and isinstance(id, str)):
            raise TypeError(f"a type and an id are each a str, not {_kind(given)} and {_kind(id)}")
        return given, id
    found = _parts(given)
    if found is None:
        raise TypeError(f"{_FORMS}; not {_kind(given)}")
    type, of = found
    if not (isinstance(type, str) and isinstance(of, str) and type and of):
        raise _refused(_FORMS)
    return type, of


def id_of(given: Any, type: str) -> Optional[str]:
    """The id of a resource of one type; an id alone is taken as it is, and None or "" for None."""
    if given is None or (isinstance(given, str) and "/" not in given):
        return given or None
    found, id = name_of(given)
    if found != type:
        raise _refused(f"a resource of another type than {type}")
    return id


def reference_of(given: Any) -> Any:
    """Type/id of what is no str; a str, such as "owner", as it is."""
    return given if isinstance(given, str) else "/".join(name_of(given))


def source_of(given: Any) -> Any:
    """The URI of a phr.Source; anything else as it is."""
    return given.uri if isinstance(given, _core.Source) else given


def version_in(given: Any) -> Optional[int]:
    """Of a hit, record or "Type/id/_history/3"; None where it names none."""
    if isinstance(given, str):
        last = given.rpartition("/_history/")[2]
        return int(last) if "/_history/" in given and last.isdecimal() else None
    return getattr(given, "version", None) if isinstance(given, (*_NAMED, *_OF_ONE_TYPE)) else None


def _parts(given: Any) -> Optional[tuple[Any, Any]]:
    if isinstance(given, str):
        return _split(given)
    if isinstance(given, (tuple, list)) and len(given) == 2:
        return given[0], given[1]
    if isinstance(given, (_core.Hit, KeptHit)) and given.container:
        raise _refused("a contained resource is a part of another: name that one")
    if isinstance(given, _NAMED):
        return given.type, given.id
    for kind, type in _OF_ONE_TYPE.items():
        if isinstance(given, kind):
            return type, getattr(given, "id")
    if isinstance(given, Mapping):
        return _said(given.get("resourceType"), given.get("id"), given.get("reference"))
    model = getattr(given, "_model", None)
    if isinstance(model, _core.Model):
        reference = model.get("reference") if model.type == "Reference" else None
        return _said(model.type if model.is_resource else None, model.get("id"), reference)
    return None


def _said(type: Any, id: Any, reference: Any) -> tuple[Any, Any]:
    """Of a resource, or of a Reference."""
    return _split(reference) if type is None and isinstance(reference, str) else (type, id)


def _split(text: str) -> tuple[Any, Any]:
    if "#" in text:
        raise _refused("a contained resource is a part of another: name that one")
    parts = text.split("/")
    if len(parts) == 4 and parts[2] == "_history" and parts[3].isdecimal():
        parts = parts[:2]
    return (parts[0], parts[1]) if len(parts) == 2 else (None, None)


def _kind(given: Any) -> str:
    return "None" if given is None else type(given).__name__


def _refused(why: str) -> Error:
    return Error(f"invalid_argument: {why}", "invalid_argument", "the name of a resource")
