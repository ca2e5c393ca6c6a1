"""FHIR R4 resources and data types as Python objects.

    from phr import fhir

    patient = fhir.Patient(birthDate="1980-02-03", name=[fhir.HumanName(family="Muster", given=["Eva"])])
    patient.name[0].given.append("Maria")
    patient.to_json()
    fhir.from_json(text).code.coding[0].display

There is a class for every resource and data type, made when it is first named; a part is a class of what it is a part of (``Patient.Contact``).
Editors and mypy know every element. Objects are views of native ones:
elements go by FHIR's names, with a trailing underscore where Python has the word (``class_``); what is absent is None
or an empty list; a choice is ``value``, whatever its type, and ``valueQuantity`` for that type alone. Values are bool, int,
decimal.Decimal with its digits, and str, dates too. What is written is read as strictly as JSON is.
"""

from __future__ import annotations

from typing import Any, Optional, Union

from .. import _core
from ._element import BackboneElement, Element, ElementList, Resource, class_named, from_model, to_model
from ._types import DATA_TYPES, RESOURCES

__all__ = sorted(["BackboneElement", "Element", "ElementList", "Resource", "diff", "faults", "from_dict", "from_json", "from_xml", *DATA_TYPES, *RESOURCES])


def from_json(text: Union[str, bytes], *, lenient: bool = False, lazy: bool = False) -> Any:
    """The resource that a JSON text holds.

    ``lenient`` leaves out what FHIR does not allow, which ``faults`` lists. ``lazy`` checks the outline now (UTF-8, brackets,
    the type), and reads the rest when the resource is first looked into, where it may then raise: for going through many
    of which few matter. Errors: those of decoding, with ``where`` the
    path of the element, ``line`` and ``column``.
    """
    if lazy and not lenient:
        return from_model(_core.open_json(text))
    return from_model(_core.model_of_json("", text, lenient))


def from_dict(value: dict[str, Any]) -> Any:
    """The resource that a dict holds, as ``to_dict`` gives it."""
    return from_model(_core.model_of_json("", value, False))


def from_xml(text: Union[str, bytes], *, lenient: bool = False) -> Any:
    """The resource that an XML text holds."""
    return from_model(_core.model_of_xml(text, lenient))


def faults(text: Union[str, bytes]) -> list[tuple[Optional[str], str, Optional[int], Optional[int]]]:
    """Everything in a JSON text that R4's structure does not allow: path, code, line and column; None where there is none."""
    return _core.faults_of_json(text)


def diff(before: Resource, after: Resource) -> list[tuple[str, Optional[str], Optional[str]]]:
    """What two resources of one type differ in: path, JSON before and JSON after; None where it is absent."""
    return _core.model_differences(to_model(before), to_model(after))


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> Any:
    made = class_named(name) if name[:1].isupper() else None
    if made is None:
        raise AttributeError(f"module 'phr.fhir' has no attribute {name!r}")
    globals()[name] = made
    return made
