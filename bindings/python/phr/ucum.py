"""Units of measure by UCUM: what a code means, comparing, and conversion that is exact where it can be.

    from phr import ucum

    ucum.convert("5.40", "mg/dL", "g/L")                        # Decimal('0.0540')
    ucum.convert(5.4, "mmol/L", "mg/dL", loinc="2339-0")        # by the molar mass of glucose: value, rule and source
    ucum.convert(numpy.array([120.0, 80.0]), "mm[Hg]", "kPa")   # a column
    ucum.compare((1, "[in_i]"), (2.54, "cm"))                   # 0

Values are int, decimal.Decimal, float, or a number as str. A float counts as the decimal that Python shows for it, and gives a
float again; all others give a Decimal, with its digits.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib import import_module
from math import isfinite
from typing import Any, Callable, NamedTuple, Optional, Union

from ._core import Conversion, Unit, canonical_quantity, compare_quantities, convert_analyte, convert_substance, parse_unit
from ._error import Error

__all__ = ["Conversion", "Converted", "Quantity", "Unit", "canonical", "comparable", "compare", "convert", "display", "parse", "validate"]

_Number = Union[int, float, Decimal, str]
_CALENDAR = ("year", "month", "week", "day", "hour", "minute", "second", "millisecond")


class Quantity(NamedTuple):
    """A number with a UCUM code, or in FHIRPath with a calendar unit ("day")."""

    value: Decimal
    unit: str

    def _repr_html_(self) -> str:
        return _shown(self)

    def __str__(self) -> str:
        number = f"{self.value:f}"
        return f"{number} {self.unit}" if self.unit in _CALENDAR else f"{number} '{self.unit}'"


@dataclass(frozen=True)
class Converted:
    """A value that was converted by what it measures, and how. Where the units alone sufficed, no molar mass was used."""

    value: Any
    unit: str
    rule: str  # "divided by the molar mass", "units alone"
    molar_mass: Optional[Decimal]  # g/mol; None: none was used
    source: Optional[str]  # of the molar mass
    charge: Optional[int]  # equivalents in a mole; None: none is known

    def _repr_html_(self) -> str:
        return _shown(self)

    def __str__(self) -> str:
        by = f" {self.molar_mass} g/mol ({self.source or 'of no source'})" if self.molar_mass else ""
        return f"{self.value} {self.unit}: {self.rule}{by}"


def _shown(value: object) -> str:
    from html import escape

    return f"<p>{escape(str(value))}</p>"


def parse(code: str) -> Unit:
    """What a code means. Errors: malformed_query, invalid_value for a unit that does not exist, and the like, with the column."""
    return parse_unit(code)


def validate(code: str) -> Optional[Error]:
    """None for a code that UCUM knows; else what is wrong with it, and at which column."""
    try:
        parse_unit(code)
    except Error as wrong:
        return wrong
    return None


def display(code: str) -> str:
    """The code in words: "(milligram) / (deciliter)"."""
    return _unit(code).display


def comparable(a: str, b: str) -> bool:
    """Whether values of the one can be told in the other: False for mg/dL and mmol/L, for that takes a molar mass."""
    return _unit(a).comparable_with(_unit(b))


def canonical(value: _Number, code: str) -> Quantity:
    """In base and arbitrary units: 5 mg/dL is 50 g.m-3."""
    number, base = canonical_quantity(_text(value), _unit(code))
    return Quantity(Decimal(number), base)


def compare(a: tuple[_Number, str], b: tuple[_Number, str]) -> int:
    """-1, 0 or 1 as a is less than, equal to or more than b, exactly. Errors: unit_mismatch where nothing can be said."""
    return compare_quantities(_text(a[0]), _unit(a[1]), _text(b[0]), _unit(b[1]))


def convert(
    value: Any,
    from_unit: str,
    to: str,
    *,
    loinc: Optional[str] = None,
    molar_mass: Optional[_Number] = None,
    source: Optional[str] = None,
    charge: Optional[int] = None,
) -> Any:
    """A value in another unit, or all values of a list, an array.array or whatever numpy makes an array of (which gives one).

    By the units alone, or between mass, amount and equivalents by ``loinc``, the LOINC code of what is measured, or by a
    ``molar_mass`` in g/mol, its ``source`` and the ``charge``; these give a Converted, which says by what rule. A column is computed in
    double: not a number where a value has none in the other unit. Errors: unit_mismatch (do not guess); not_found for a LOINC code that PHR
    has no molar mass of.
    """
    if loinc is not None and molar_mass is not None:
        raise TypeError("loinc or molar_mass, not both")
    if loinc is None and molar_mass is None:
        by = _conversion(from_unit, to)
        return _each(value, by.decimal, by)
    units = _unit(from_unit), _unit(to)
    facts: list[Any] = []

    def one(text: str) -> str:
        if loinc is not None:
            answer = convert_analyte(text, *units, loinc)
        else:
            assert molar_mass is not None
            answer = convert_substance(text, *units, _text(molar_mass), source or "", charge or 0)
        facts[:] = answer[1:]
        return answer[0]

    if isinstance(value, (int, float, Decimal, str)):
        made = _each(value, one, 1.0)
    else:
        factor = float(one("1"))
        made = _each(value, one, _conversion(from_unit, to) if facts[0] == "units alone" else factor)
    rule, mass, named, used_charge = facts
    return Converted(made, to, rule, Decimal(mass) or None, named or None, used_charge or None)


_unit = lru_cache(maxsize=256)(parse_unit)


@lru_cache(maxsize=256)
def _conversion(from_unit: str, to: str) -> Conversion:
    return Conversion(_unit(from_unit), _unit(to))


def _text(value: _Number) -> str:
    """A number as JSON has it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise TypeError(f"a number, not {type(value).__name__}")
    if not isfinite(value):
        raise ValueError("a number that is finite")
    return int.__repr__(value) if isinstance(value, int) else str(value) if isinstance(value, Decimal) else float.__repr__(value)


def _each(value: Any, exact: Callable[[str], str], column: Union[Conversion, float]) -> Any:
    """One value or each of many: decimals by `exact`, columns by a conversion or a factor."""
    if isinstance(value, float):
        return float(exact(_text(value)))
    if isinstance(value, (int, Decimal, str)):
        return Decimal(exact(_text(value)))
    if isinstance(value, (list, tuple)):
        return [_each(each, exact, column) for each in value]
    if hasattr(value, "__array__"):
        return _numpy_column(value, column)
    if isinstance(value, (array, memoryview)):
        return _array_column(value, column)
    raise TypeError(f"a number or a column of them, not {type(value).__name__}")


def _numpy_column(value: Any, column: Union[Conversion, float]) -> Any:
    numpy = import_module("numpy")
    values = numpy.ascontiguousarray(value, dtype=numpy.float64)
    if isinstance(column, float):
        return values * column
    out = numpy.empty_like(values)
    column.column(values.reshape(-1), out.reshape(-1))
    return out


def _array_column(value: Sequence[float], column: Union[Conversion, float]) -> array[float]:
    values = array("d", value)
    if isinstance(column, float):
        return array("d", (each * column for each in values))
    out = array("d", bytes(8 * len(values)))
    column.column(values, out)
    return out
