"""The classes of phr.fhir: thin views of native objects."""

from __future__ import annotations

import functools
import keyword
from collections.abc import Iterable, Iterator, Mapping, MutableSequence
from datetime import date, datetime, time
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any, Optional, TypeVar, Union, overload

from .. import _core, _json
from .._error import Error
from ._types import DATA_TYPES

_Own = TypeVar("_Own", bound="Element")
_Item = TypeVar("_Item")
_classes: dict[str, type[Element]] = {}
_MOST_SHOWN = 60
_PRIMITIVES = ("base64Binary", "boolean", "canonical", "code", "date", "dateTime", "decimal", "id", "instant", "integer", "markdown", "oid", "positiveInt", "string",
               "time", "unsignedInt", "uri", "url", "uuid")  # what a choice may be


class ElementType(type):
    """The type of phr.fhir's classes. A part is an attribute of what it is a part of: ``Patient.Contact``."""

    if not TYPE_CHECKING:

        def __getattr__(cls, name: str) -> Any:
            made = _part_of(cls.__dict__.get("_fhir_type", ""), name[:1].lower() + name[1:]) if name[:1].isupper() else None
            if made is None:
                raise AttributeError(f"{cls.__name__} has no part {name!r}", name=name, obj=cls)
            return made

    def __dir__(cls) -> Iterable[str]:
        of = cls.__dict__.get("_fhir_type", "")
        names = _names_of(of)
        return [*super().__dir__(), *names, *(name[0].upper() + name[1:] for name in names if _part_of(of, name))]


class Element(metaclass=ElementType):
    """An element with elements of its own. The constructor takes them by their FHIR names."""

    __slots__ = ("_model",)
    _model: _core.Model
    _fhir_type = ""
    __hash__ = None  # type: ignore[assignment]

    if not TYPE_CHECKING:  # the stub has the elements of each type

        def __init__(self, **elements: Any) -> None:
            if not self._fhir_type:
                raise TypeError(f"{type(self).__name__} is of no FHIR type; name one, such as phr.fhir.Patient")
            object.__setattr__(self, "_model", _core.new_model(self._fhir_type))
            for name, value in elements.items():
                setattr(self, name, value)

        def __getattr__(self, name: str) -> Any:
            if name.startswith("_"):
                raise AttributeError(name)
            try:
                return _shown(self._model.get(_fhir_name(name)))
            except AttributeError:
                raise AttributeError(_unknown(self, name), name=name, obj=self) from None

        def __setattr__(self, name: str, value: Any) -> None:
            fhir = _fhir_name(name)
            try:
                self._model.get(fhir)
            except AttributeError:
                raise AttributeError(_unknown(self, name), name=name, obj=self) from None
            if value is None or (isinstance(value, (list, tuple, ElementList)) and len(value) == 0):
                self._model.set(fhir, "")
            else:
                self._model.set(_typed_name(self._model, fhir, value), _text(value))

    def __delattr__(self, name: str) -> None:
        setattr(self, name, None)

    def __dir__(self) -> Iterable[str]:
        return [*object.__dir__(self), *_names_of(self._model.type)]

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        """The elements that are there: FHIR's name and value."""
        for name in self._model.names(True):
            yield name, _shown(self._model.get(name))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Element):
            return self._model.equals(other._model)
        return NotImplemented

    def __copy__(self) -> Any:
        return from_model(self._model.copy())

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        return from_model(self._model.copy())

    def __reduce__(self) -> Any:
        return _unpickled, (self._model.type, self._model.json())

    def extension_of(self, name: str, index: int = 0) -> Optional[Any]:
        """The id and extensions beside a primitive (JSON's ``_birthDate``), or None; ``index`` in what repeats."""
        beside = self._model.beside(_fhir_name(name), index, False)
        return None if beside is None else from_model(beside)

    def ensure_extension_of(self, name: str, index: int = 0) -> Any:
        """The same to write to, made where there is none."""
        beside = self._model.beside(_fhir_name(name), index, True)
        assert beside is not None
        return from_model(beside)

    def to_json(self, indent: bool = False) -> str:
        """Canonical JSON: elements in the order of their definition, no white space but with ``indent``."""
        text = self._model.json()
        return _json.pretty(text) if indent else text

    def to_dict(self) -> dict[str, Any]:
        """As JSON's objects and lists; numbers with a point or exponent are decimal.Decimal."""
        made = _json.loads(self._model.json())
        assert isinstance(made, dict)
        return made

    def to_xml(self) -> str:
        """Errors: what XML cannot say, such as a narrative that is no XHTML."""
        return self._model.xml()

    @classmethod
    def from_json(cls: type[_Own], text: Any, *, lenient: bool = False) -> _Own:
        """Of this very type. Errors: as phr.fhir.from_json; wrong_type for another resource."""
        return from_model(_core.model_of_json(cls._fhir_type, text, lenient))  # type: ignore[no-any-return]

    @classmethod
    def from_dict(cls: type[_Own], value: dict[str, Any]) -> _Own:
        return from_model(_core.model_of_json(cls._fhir_type, value, False))  # type: ignore[no-any-return]

    def __repr__(self) -> str:
        return f"<phr.fhir.{self._model.type}: {', '.join(self._model.names(True)) or 'empty'}>"

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><th style='text-align:left'>{escape(name)}</th><td>{escape(_brief(value))}</td></tr>" for name, value in self)
        return f"<table><caption>{escape(self._model.type)}</caption>{rows}</table>"


class BackboneElement(Element):
    """A part that only one resource or data type has."""

    __slots__ = ()


class Resource(Element):
    """A resource."""

    __slots__ = ()
    if TYPE_CHECKING:  # of every one
        id: Any
        meta: Any
        implicitRules: Any
        language: Any


class ElementList(MutableSequence[_Item]):
    """The repetitions of an element. Changes go to the resource it is of."""

    __slots__ = ("_list",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, native: _core.ModelList) -> None:
        self._list = native

    def __len__(self) -> int:
        return len(self._list)

    @overload
    def __getitem__(self, index: int) -> _Item: ...
    @overload
    def __getitem__(self, index: slice) -> list[_Item]: ...
    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [_shown(self._list.get(at)) for at in range(*index.indices(len(self)))]
        return _shown(self._list.get(self._at(index)))

    def __setitem__(self, index: Any, value: Any) -> None:
        if isinstance(index, slice):
            begin, end, step = index.indices(len(self))
            if step != 1:
                raise ValueError("a slice that is assigned to has no step")
            self._list.splice(begin, max(0, end - begin), _text(list(value)))
        else:
            self._list.splice(self._at(index), 1, _text([value]))

    def __delitem__(self, index: Any) -> None:
        if isinstance(index, slice):
            for at in sorted(range(*index.indices(len(self))), reverse=True):
                self._list.splice(at, 1, "")
        else:
            self._list.splice(self._at(index), 1, "")

    def append(self, value: Union[_Item, Mapping[str, Any]]) -> None:
        self.insert(len(self), value)

    def insert(self, index: int, value: Union[_Item, Mapping[str, Any]]) -> None:
        size = len(self)
        self._list.splice(max(0, index + size) if index < 0 else min(index, size), 0, _text([value]))

    def extend(self, values: Iterable[Union[_Item, Mapping[str, Any]]]) -> None:
        self._list.splice(len(self), 0, _text(list(values)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (ElementList, list, tuple)):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled and copied as a plain list of its items."""
        return list, (list(self),)

    def __repr__(self) -> str:
        return f"<phr.fhir.ElementList of {len(self)}>"

    def _repr_html_(self) -> str:
        return f"<ol>{''.join(f'<li>{escape(_brief(each))}</li>' for each in self)}</ol>"

    def _at(self, index: int) -> int:
        at = index + len(self) if index < 0 else index
        if not 0 <= at < len(self):
            raise IndexError("list index out of range")
        return at


def class_named(name: str) -> Optional[type[Element]]:
    """The class of a resource or data type, or None. Those of parts are named "Patient.contact"."""
    if name not in _classes:
        try:
            known = _core.new_model(name)
        except Exception:
            return None
        base = Resource if known.is_resource else BackboneElement if "." in name else Element
        members = {"__slots__": (), "_fhir_type": name, "__module__": "phr.fhir", "__doc__": f"FHIR's {name}: {', '.join(known.names(False))}."}
        _classes[name] = type(name, (base,), members)
    return _classes[name]


@functools.lru_cache(maxsize=None)
def _names_of(type_name: str) -> tuple[str, ...]:
    """The elements of a type by Python's names, a choice also by each of its types."""
    if not type_name:
        return ()
    model, found = _core.new_model(type_name), []
    for name in model.names(False):
        found.append(_python_name(name))
        if _chosen(model, name, "boolean") != name:
            found += [each for each in (_chosen(model, name, kind) for kind in (*_PRIMITIVES, *DATA_TYPES)) if each]
    return tuple(found)


def _part_of(type_name: str, name: str) -> Optional[type[Element]]:
    """The class of an element that is a part of its own, not of another type."""
    made = class_named(f"{type_name}.{name}") if type_name else None
    return made if made is not None and _core.new_model(made._fhir_type).type == made._fhir_type else None


def _chosen(model: _core.Model, name: str, kind: str) -> Optional[str]:
    """The name of a choice of that type, or None; the name itself where it is no choice."""
    try:
        return model.choice_name(name, kind)
    except Error:
        return None


def from_model(model: _core.Model) -> Any:
    made = class_named(model.type)
    assert made is not None
    view = made.__new__(made)
    object.__setattr__(view, "_model", model)
    return view


def to_model(of: Element) -> _core.Model:
    if not isinstance(of, Element):
        raise TypeError(f"an object of phr.fhir is wanted, not {type(of).__name__}")
    return of._model


def _unpickled(type_name: str, text: str) -> Any:
    return from_model(_core.new_model(type_name) if text == "{}" else _core.model_of_json(type_name, text, False))


def _shown(value: Any) -> Any:
    if isinstance(value, _core.Model):
        return from_model(value)
    return ElementList(value) if isinstance(value, _core.ModelList) else value


def _fhir_name(name: str) -> str:
    if not isinstance(name, str):
        raise TypeError(f"the name of an element must be str, not {type(name).__name__}")
    return name[:-1] if name.endswith("_") and keyword.iskeyword(name[:-1]) else name


def _python_name(name: str) -> str:
    return name + "_" if keyword.iskeyword(name) else name


def _unknown(of: Element, name: str) -> str:
    import difflib

    names = [_python_name(each) for each in of._model.names(False)]
    close = difflib.get_close_matches(name, names, 3)
    hint = f"; did you mean {' or '.join(close)}?" if close else ""
    return f"{of._model.type} has no element {name!r}{hint}"


def _typed_name(model: _core.Model, name: str, value: Any) -> str:
    """``valueQuantity`` for a Quantity that is given to ``value``; a name that is no choice as it is."""
    return model.choice_name(name, _type_of(value))


def _type_of(value: Any) -> str:
    if isinstance(value, Element):
        return value._model.type
    kinds: tuple[tuple[Any, str], ...] = (
        (bool, "boolean"), (int, "integer"), ((float, Decimal), "decimal"), (datetime, "dateTime"), (date, "date"), (time, "time"), (str, "string"),
    )
    for kind, name in kinds:
        if isinstance(value, kind):
            return name
    return ""


def _text(value: Any) -> str:
    parts: list[str] = []
    _write(value, parts)
    return "".join(parts)


def _write(value: Any, parts: list[str]) -> None:
    if isinstance(value, Element):
        parts.append(value._model.json())
    elif isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a datetime needs a time zone: FHIR's dateTime has one")
        parts.append(f'"{value.isoformat()}"')
    elif isinstance(value, (date, time)):
        parts.append(f'"{value.isoformat()}"')
    elif isinstance(value, (list, tuple, ElementList)):
        parts.append("[")
        for at, each in enumerate(value):
            parts.append("," if at else "")
            _write(each, parts)
        parts.append("]")
    elif isinstance(value, dict):
        parts.append("{")
        for at, (name, each) in enumerate(value.items()):
            parts.append(("," if at else "") + _json.text_of(name) + ":")
            _write(each, parts)
        parts.append("}")
    else:
        parts.append(_json.text_of(value))


def _brief(value: Any) -> str:
    if isinstance(value, ElementList):
        text = ", ".join(_brief(each) for each in value)
    elif isinstance(value, Element):
        text = value.to_json()
    else:
        text = str(value)
    return text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"
