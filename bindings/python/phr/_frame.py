"""Hits and tables as columns with types, for pandas, polars and Arrow: the same columns for each of them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple, Optional

from . import _core
from ._json import loads
from ._view import _optional

# What a column is, by its name; every other one is text.
KINDS = {
    **dict.fromkeys(("happened", "begin", "at", "updated", "last_seen", "when"), "time"),
    **dict.fromkeys(("sequence", "count", "version", "visible", "resources", "before", "after", "unsure", "adopted", "line"), "integer"),
    **dict.fromkeys(("deleted", "local", "permit", "created", "readable", "collection", "included"), "boolean"),
    "value": "number",
}
_OF_HITS = ("when", "title", "code", "system", "value", "unit", "text", "patient", "type", "id", "version", "updated", "included")
_CODES = ("code", "vaccineCode", "medicationCodeableConcept", "type", "category", "class")
_PATIENTS = ("patient", "subject", "beneficiary")
# A number that a text begins with, and its unit: "5.4 mmol/L".
_MEASURED = re.compile(r"(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?: (\S+))?")
_WHEN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?")


class Column(NamedTuple):
    """One column: ``kind`` is time, integer, boolean, number or text; None stands where there is no value."""

    name: str
    kind: str
    values: list[Any]


def of_table(rows: Sequence[Any], names: Sequence[str]) -> list[Column]:
    """Of rows with attributes. A value that is text becomes number and unit, and stays beside them as ``text``."""
    cells = {name: [getattr(row, name) for row in rows] for name in names}
    if "value" in cells and not any(isinstance(each, float) for each in cells["value"]) and "title" in names:
        given = cells.pop("value")
        found = [_measured(each, "unit" in names) for each in given]
        units = cells.pop("unit") if "unit" in names else [unit for _, unit in found]
        at = names.index("value")
        before = {name: cells.pop(name) for name in names[:at]}
        cells = {**before, "value": [value for value, _ in found], "unit": units, "text": given, **cells}
    return [Column(name, KINDS.get(name, "text"), [_plain(each) for each in values]) for name, values in cells.items()]


def of_hits(hits: Iterable[tuple[_core.Hit, str]]) -> list[Column]:
    """Of hits with their bodies: what each is about, of whom, and when."""
    rows = [_hit(hit, loads(text)) for hit, text in hits]
    return [Column(name, KINDS.get(name, "text"), [row[at] for row in rows]) for at, name in enumerate(_OF_HITS)]


def to_pandas(columns: Sequence[Column]) -> Any:
    """A pandas.DataFrame."""
    pandas = _optional("pandas")
    return pandas.DataFrame({each.name: _series(pandas, each) for each in columns})


def to_polars(columns: Sequence[Column]) -> Any:
    """A polars.DataFrame."""
    polars = _optional("polars")
    kinds = {"time": polars.Datetime("us", "UTC"), "integer": polars.Int64, "boolean": polars.Boolean, "number": polars.Float64, "text": polars.String}
    return polars.DataFrame([polars.Series(each.name, each.values, dtype=kinds[each.kind]) for each in columns])


def to_arrow(columns: Sequence[Column]) -> Any:
    """A pyarrow.Table."""
    arrow = _optional("pyarrow")
    kinds = {"time": arrow.timestamp("us", "UTC"), "integer": arrow.int64(), "boolean": arrow.bool_(), "number": arrow.float64(), "text": arrow.string()}
    schema = arrow.schema([(each.name, kinds[each.kind]) for each in columns])
    return arrow.table([arrow.array(each.values, kinds[each.kind]) for each in columns], schema=schema)


def _series(pandas: Any, of: Column) -> Any:
    absent = any(each is None for each in of.values)
    if of.kind != "time":
        text: Any = "str" if int(pandas.__version__.partition(".")[0]) >= 3 else object  # before, "str" makes a text of None
        kinds = {"integer": "Int64" if absent else "int64", "boolean": "boolean" if absent else "bool", "number": "float64", "text": text}
        return pandas.Series(of.values, dtype=kinds[of.kind])
    try:
        return pandas.Series(of.values, dtype="datetime64[ns, UTC]")
    except pandas.errors.OutOfBoundsDatetime:  # before 1678 or behind 2262: nanoseconds do not reach there
        return pandas.Series(of.values, dtype="datetime64[us, UTC]")


def _plain(value: Any) -> Any:
    """Numbers and times as they are; what is no text either, such as an error, in words."""
    return value if value is None or isinstance(value, (str, int, float, datetime)) else str(value)


def _measured(text: Optional[str], alone: bool) -> tuple[Optional[float], Optional[str]]:
    """Number and unit of a text; ``alone`` for a number whose unit is said elsewhere."""
    found = _MEASURED.fullmatch(text) if text else None
    return (_float(found[1]), found[2]) if found and not (alone and found[2]) else (None, None)


def _hit(hit: _core.Hit, body: Mapping[str, Any]) -> tuple[Any, ...]:
    about = hit.summary()
    system, code = _coded(body)
    value, unit = _value(body) if hit.type == "Observation" else (None, None)
    of = hit.id if hit.type == "Patient" else _patient(body)
    return (_begin(about.when), about.title, code, system, value, unit, about.value, of, hit.type, hit.id, hit.version, hit.updated, hit.included)


def _value(body: Mapping[str, Any]) -> tuple[Optional[float], Optional[str]]:
    """Number and unit. One with a comparator is no number: "< 5" is not 5."""
    of = body.get("valueQuantity")
    if not isinstance(of, Mapping):
        number = body.get("valueInteger")
        return (None if number is None else _float(number)), None
    number = of.get("value")
    return (None if number is None or "comparator" in of else _float(number)), of.get("unit") or of.get("code")


def _float(number: Any) -> Optional[float]:
    """None for what is beyond the range of a float, which is no infinity."""
    made = float(number)
    return made if math.isfinite(made) else None


def _coded(body: Mapping[str, Any]) -> tuple[Optional[str], Optional[str]]:
    """System and code of the first coding that has one."""
    for name in _CODES:
        found = body.get(name)
        for concept in found if isinstance(found, list) else [found]:
            for coding in (concept.get("coding") or [concept]) if isinstance(concept, Mapping) else []:
                if isinstance(coding.get("code"), str):
                    return coding.get("system"), coding["code"]
    return None, None


def _patient(body: Mapping[str, Any]) -> Optional[str]:
    for name in _PATIENTS:
        reference = body[name].get("reference") if isinstance(body.get(name), Mapping) else None
        if isinstance(reference, str) and reference.startswith("Patient/"):
            return reference.split("/")[1]
    return None


def _begin(text: Optional[str]) -> Optional[datetime]:
    """Of the year, month, day or moment that FHIR's text means, in UTC where it has no offset; None for what is none of them."""
    found = _WHEN.fullmatch(text or "")
    if not found:
        return None
    year, month, day, hour, minute, second, fraction, offset = found.groups()
    leap = second == "60"
    zone = timezone.utc
    if offset and offset != "Z":
        zone = timezone((1 if offset[0] == "+" else -1) * timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6])))
    try:
        made = datetime(int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), 59 if leap else int(second or 0),
                        int(float(fraction or 0) * 1_000_000), zone)
        return made.astimezone(timezone.utc) + timedelta(seconds=int(leap))
    except (ValueError, OverflowError):
        return None
