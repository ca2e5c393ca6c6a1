"""Hits and tables as frames: the same columns, with types, in pandas, polars and Arrow."""

import ast
import datetime as dt
import math
import pickle

import pytest
from python_package import PACKAGE, consent, installed, me, observation, path, patient, phr, store  # noqa: F401

from phr import _core, _frame

UTC = dt.timezone.utc
OF_HITS = {"when": "time", "title": "text", "code": "text", "system": "text", "value": "number", "unit": "text", "text": "text", "patient": "text", "type": "text",
           "id": "text", "version": "integer", "updated": "time", "included": "boolean"}
DTYPES = {"time": "datetime64[ns, UTC]", "number": "float64", "integer": "int64", "boolean": "bool"}


@pytest.fixture
def lived(me):
    me.update(patient())
    me.update(observation("a", "5.40", "2020-01-02T03:04:05.678+01:00"))
    me.update(observation("b", "6.1", "1950-05", unit="mmol/L"))
    me.update({**observation("c", "5", "2021"), "valueQuantity": {"value": 5, "comparator": "<", "code": "mg"}})
    me.update({"resourceType": "Observation", "id": "d", "status": "final", "code": {"text": "mood"}, "valueString": "3 plus", "subject": {"reference": "Group/p1"}})
    me.update({"resourceType": "Immunization", "id": "i", "status": "completed", "patient": {"reference": "Patient/p1"}, "occurrenceDateTime": "2022-03-04",
               "vaccineCode": {"coding": [{"display": "MMR"}, {"system": "http://hl7.org/fhir/sid/cvx", "code": "03"}]}})
    return me


def frames(of):
    """One frame of each kind, by the names of their columns as lists."""
    installed("pandas"), installed("polars"), installed("pyarrow")
    panda, polar, arrow = of.to_pandas(), of.to_polars(), of.to_arrow()
    said = [{name: [None if each is None or each != each else each for each in panda[name]] for name in panda.columns}, polar.to_dict(as_series=False), arrow.to_pydict()]
    said[0] = {name: [each.to_pydatetime() if hasattr(each, "to_pydatetime") else each for each in values] for name, values in said[0].items()}
    return said


def test_hits_have_typed_columns(lived):
    frame = lived.search("Observation?_sort=_id").to_pandas()
    assert {name: str(kind) for name, kind in frame.dtypes.items() if str(kind) not in ("str", "object")} == {name: DTYPES[kind] for name, kind in OF_HITS.items() if kind in DTYPES}
    assert list(frame.columns) == list(OF_HITS)
    assert frame["value"].tolist()[:2] == [5.4, 6.1] and math.isnan(frame["value"][2]) and math.isnan(frame["value"][3])
    assert frame["unit"].tolist()[:3] == ["%", "mmol/L", "mg"] and frame["text"].tolist() == ["5.40 %", "6.1 mmol/L", "<5 mg", "3 plus"]
    assert frame["patient"].tolist()[:3] == ["p1"] * 3 and frame["patient"].isna().tolist() == [False] * 3 + [True]
    assert frame["code"].tolist()[:2] == ["4548-4"] * 2 and frame["system"][0] == "http://loinc.org" and frame["code"].isna()[3]
    assert str(frame["when"][0]) == "2020-01-02 02:04:05.678000+00:00" and str(frame["when"][1]) == "1950-05-01 00:00:00+00:00" and frame["when"].isna()[3]
    assert (frame["value"].mean(), frame["when"].dt.year.tolist()[:3]) == (5.75, [2020, 1950, 2021])


def test_hits_of_many_types_and_portions_make_one_frame(lived):
    for nth in range(1200):
        lived.update(observation(f"o{nth:04}", "7", "2019"))
    frame = lived.everything().to_pandas()
    assert len(frame) == len(lived.everything()) == 1205 and frame["id"].tolist() == [hit.id for hit in lived.everything()]
    by = frame.set_index("id")
    assert (by["patient"]["p1"], by["code"]["i"], by["system"]["i"], by["title"]["i"]) == ("p1", "03", "http://hl7.org/fhir/sid/cvx", "MMR")
    assert by["value"]["o0007"] == 7 and str(by["when"]["i"]) == "2022-03-04 00:00:00+00:00"


def test_pandas_polars_and_arrow_have_the_same(lived):
    for of in (lived.search("Observation?_sort=_id"), lived.everything(), lived.timeline(), lived.latest(), lived.timeline_groups("year"), lived.history(), lived.audit_trail(),
               lived.changes(), lived.sources(), lived.explain("Practitioner/d", "TREAT"), lived.search("Observation?code=none"), lived.pending_consents()):
        one, *others = frames(of)
        assert all(other == one for other in others), of
    polars, arrow = installed("polars"), installed("pyarrow")
    hits = lived.search("Observation")
    kinds = {"time": polars.Datetime("us", "UTC"), "number": polars.Float64, "integer": polars.Int64, "boolean": polars.Boolean, "text": polars.String}
    assert dict(hits.to_polars().schema) == {name: kinds[kind] for name, kind in OF_HITS.items()}
    kinds = {"time": "timestamp[us, tz=UTC]", "number": "double", "integer": "int64", "boolean": "bool", "text": "string"}
    assert {each.name: str(each.type) for each in hits.to_arrow().schema} == {name: kinds[kind] for name, kind in OF_HITS.items()}
    assert arrow.table(hits).equals(hits.to_arrow()) and polars.DataFrame(hits).equals(hits.to_polars())


def test_duckdb_asks_hits_and_tables(lived):
    duckdb = installed("duckdb")
    hits, events = lived.search("Observation"), lived.timeline().to_arrow()
    assert duckdb.sql("select unit, avg(value) from hits where value is not null group by unit order by unit").fetchall() == [("%", 5.4), ("mmol/L", 6.1)]
    assert duckdb.sql("select count(*) from events where happened < timestamptz '2000-01-01'").fetchall() == [(1,)]


def test_tables_have_typed_columns(lived):
    timeline = lived.timeline().to_pandas().set_index("id")
    assert list(timeline.columns) == ["happened", "title", "value", "unit", "text", "type"] and str(timeline["happened"].dtype) == "datetime64[ns, UTC]"
    assert (timeline["value"]["a"], timeline["unit"]["a"], timeline["text"]["a"]) == (5.4, "%", "5.40 %") and math.isnan(timeline["value"]["c"]) and timeline["text"]["c"] == "<5 mg"
    latest = lived.latest().to_pandas()
    assert list(latest.columns) == ["happened", "title", "value", "unit", "text", "interpretation", "code", "system", "id"] and latest["value"].dtype == "float64"
    points = lived.lab_trend("4548-4", since="2019", until="2020-12-31").points.to_pandas()
    assert [str(each) for each in points.dtypes[:2]] == ["datetime64[ns, UTC]", "float64"] and points["value"].tolist() == [5.4]
    groups = lived.timeline_groups("year").to_pandas()
    assert [str(groups[name].dtype) for name in ("begin", "count")] == ["datetime64[ns, UTC]", "int64"]
    assert str(lived.audit_trail().to_pandas()["at"].dtype) == "datetime64[ns, UTC]" and str(lived.changes().to_pandas()["local"].dtype) == "bool"
    report = lived.import_lines('{"resourceType":"Nothing"}\n')
    assert report.refused.to_pandas()["why"][0].startswith("unknown_resource_type at")


def test_a_text_that_is_more_than_a_number_and_a_unit_is_no_value(me):
    me.update(patient())
    for nth, value in enumerate(("120/80 mmHg", "2020-01-02", "288 readings, 62 to 214 mg/dL", "<5", "five", "1e3 cells")):
        said = observation(f"o{nth}", "1", f"202{nth}", code=f"c{nth}")
        del said["valueQuantity"]
        me.update({**said, "valueString": value})
    assert me.timeline().to_pandas().set_index("id")["value"].dropna().to_dict() == {"o5": 1000.0}
    assert me.latest().to_pandas()["value"].dropna().empty  # a unit would stand in its own column
    assert me.search("Observation").to_pandas()["value"].dropna().empty


def test_an_empty_table_has_its_columns(me):
    me.update(patient())
    calls = {"timeline": lambda: me.timeline(), "latest": lambda: me.latest(), "groups": lambda: me.timeline_groups("year"), "changes": lambda: me.changes(10**6),
             "own": lambda: me.search_parameters(), "pending": lambda: me.pending_consents(), "refused": lambda: me.import_text({"resourceType": "Practitioner", "id": "d"}).refused,
             "history": lambda: me.history(since="2100")}
    for name, call in calls.items():
        empty = call()
        assert len(empty) == 0 and empty.columns and str(empty) == "no rows", name
        frame = empty.to_pandas()
        assert len(frame) == 0 and len(frame.columns) >= len(empty.columns) and empty.to_polars().columns == list(frame.columns) == empty.to_arrow().column_names
        assert pickle.loads(pickle.dumps(empty)).columns == empty.columns == empty[:0].columns
    assert str(me.timeline().to_pandas()["happened"].dtype) == "datetime64[ns, UTC]" and str(me.timeline().to_pandas()["value"].dtype) == "float64"
    assert len(phr.Table().to_pandas().columns) == 0
    with me.transaction() as tx:
        pass
    assert tx.results.columns == ("type", "id", "version", "created")


@pytest.mark.parametrize(("text", "moment"), [
    ("2020", dt.datetime(2020, 1, 1, tzinfo=UTC)), ("2020-05", dt.datetime(2020, 5, 1, tzinfo=UTC)), ("2020-05-06", dt.datetime(2020, 5, 6, tzinfo=UTC)),
    ("2020-05-06T07:08:09Z", dt.datetime(2020, 5, 6, 7, 8, 9, tzinfo=UTC)), ("2020-05-06T07:08:09.123456789-05:30", dt.datetime(2020, 5, 6, 12, 38, 9, 123456, tzinfo=UTC)),
    ("2016-12-31T23:59:60Z", dt.datetime(2017, 1, 1, tzinfo=UTC)), ("0001-01-01T00:00:00+14:00", None), ("yesterday", None), ("2020-13", None), (None, None)])
def test_a_date_is_its_begin(text, moment):
    assert _frame._begin(text) == moment


def test_a_time_beyond_nanoseconds_is_in_microseconds(me):
    installed("pandas")
    me.update(patient())
    me.update(observation("a", "5", "1500"))
    me.update(observation("b", "6", "2020"))
    frame = me.search("Observation?_sort=date").to_pandas()
    assert str(frame["when"].dtype) == "datetime64[us, UTC]" and frame["when"].dt.year.tolist() == [1500, 2020]


def test_the_kinds_of_columns_are_what_the_stub_says():
    kinds = {"datetime": "time", "int": "integer", "bool": "boolean", "float": "number", "str": "text"}
    checked = 0
    for owner in ast.parse((PACKAGE / "_core.pyi").read_text(encoding="utf-8")).body:
        of = getattr(_core, getattr(owner, "name", ""), None)
        said = {each.name: ast.unparse(each.returns) for each in getattr(owner, "body", []) if isinstance(each, ast.FunctionDef)}
        for name in getattr(of, "_columns", ()):
            plain = said[name].removeprefix("Optional[").removesuffix("]").partition("[")[0]
            if (of.__name__, name) not in {("Event", "value"), ("LatestValue", "value")}:  # text that is taken apart
                assert _frame.KINDS.get(name, "text") == kinds.get(plain, "text"), (of, name)
            checked += 1
    assert checked > 60


def test_whatever_lacks_is_named(lived, monkeypatch):
    monkeypatch.setattr("phr._view.importlib.import_module", lambda name: (_ for _ in ()).throw(ImportError()))
    for call, name in ((lived.latest().to_pandas, "pandas"), (lived.search("Patient").to_polars, "polars"), (lived.search("Patient").to_arrow, "pyarrow")):
        with pytest.raises(ImportError, match=f"{name} is not installed"):
            call()


def test_a_number_beyond_a_float_is_no_infinity(me):
    me.update('{"resourceType":"Observation","id":"o","status":"final","code":{"text":"x"},"valueQuantity":{"value":1e400,"unit":"g"}}')
    frame = me.search("Observation").to_pandas()
    assert frame["value"].isna().all() and "1e400" in frame["text"][0]
