"""phr.view and session.view: rows of a ViewDefinition as dicts, text, and Arrow."""

import ctypes
import gc
import importlib
import json
import math
import pathlib
import threading
from datetime import date, datetime, timezone
from decimal import Decimal

import pytest
from python_package import NOW, consent, error_of, installed, me, observation, path, patient, phr, store  # noqa: F401

from phr import fhir

LABS = {"resource": "Observation", "name": "labs", "select": [{"column": [
    {"name": "id", "path": "id", "description": "which one"},
    {"name": "patient", "path": "subject.getReferenceKey(Patient)"},
    {"name": "value", "path": "value.ofType(Quantity).value"},
    {"name": "codes", "path": "code.coding.code", "collection": True},
    {"name": "many", "path": "code.coding.count()", "type": "integer"},
    {"name": "final", "path": "status = 'final'", "type": "boolean"},
    {"name": "day", "path": "effective.ofType(dateTime).lowBoundary()", "type": "date", "tag": [{"name": "ansi/type", "value": "DATE"}]},
    {"name": "at", "path": "issued", "type": "instant", "tag": [{"name": "ansi/type", "value": "TIMESTAMP"}]}]}]}
A = {**observation("a", "5.40", "2020-01-02"), "issued": "2020-01-02T03:04:05.678+01:00"}
B = {"resourceType": "Observation", "id": "b", "status": "amended", "code": {"text": "é"}}
ROWS = [
    {"id": "a", "patient": "Patient/p1", "value": Decimal("5.40"), "codes": ["4548-4"], "many": 1, "final": True, "day": date(2020, 1, 2),
     "at": datetime(2020, 1, 2, 2, 4, 5, 678000, tzinfo=timezone.utc)},
    {"id": "b", "patient": None, "value": None, "codes": [], "many": 0, "final": False, "day": None, "at": None}]


def lines(*resources):
    return "".join(phr.fhir.from_dict(each).to_json() + "\n" for each in resources)


def many(count):
    return "".join(f'{{"resourceType":"Observation","id":"o{each}","status":"final","valueQuantity":{{"value":{each}.50}}}}\n' for each in range(count))


@pytest.fixture
def labs(tmp_path):
    (tmp_path / "some.ndjson").write_text(lines(A, patient(), B), encoding="utf-8")
    return phr.view(LABS, tmp_path / "some.ndjson")


def test_rows_are_dicts_of_pythons_own_types(labs):
    assert list(labs) == ROWS and list(labs) == ROWS  # as often as one likes
    assert str(next(iter(labs))["value"]) == "5.40"
    assert labs.head(1) == ROWS[:1] and labs.head() == ROWS


def test_whatever_holds_resources_gives_the_same_rows(tmp_path):
    (tmp_path / "a.json").write_text(lines(A), encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps({"resourceType": "Bundle", "entry": [{"resource": patient()}, {"resource": B}]}), encoding="utf-8")
    (tmp_path / "view.json").write_text(json.dumps(LABS), encoding="utf-8")
    for definition in (LABS, json.dumps(LABS), json.dumps(LABS).encode(), tmp_path / "view.json", str(tmp_path / "view.json")):
        assert list(phr.view(definition, [str(tmp_path / "a.json"), tmp_path / "b.json"])) == ROWS
    for given in (lines(A, B), lines(A, B).encode(), [A, B], [fhir.from_dict(A), B], [lines(A), json.dumps(B).encode()], (each for each in (A, B)),
                  {"resourceType": "Bundle", "entry": [{"resource": A}, {"resource": B}]}, [{"resourceType": "Bundle", "entry": [{"resource": A}]}, B]):
        assert list(phr.view(LABS, given)) == ROWS
    assert list(phr.view(LABS, A)) == ROWS[:1] and list(phr.view(LABS, fhir.from_dict(A))) == ROWS[:1]
    assert list(phr.view(LABS)) == [] == list(phr.view(LABS, []))
    with pytest.raises(TypeError):
        phr.view(LABS, [tmp_path / "a.json", B])


def test_columns_and_the_program_are_told(labs):
    assert [column.name for column in labs.columns] == list(ROWS[0])
    assert [column.kind for column in labs.columns] == ["text", "text", "decimal", "text", "int32", "boolean", "date", "timestamp"]
    assert labs.columns[0].description == "which one" and labs.columns[3].collection and labs.columns[2].type == "decimal"
    assert (labs.name, labs.resource) == ("labs", "Observation")
    assert "subject" in labs.explain()
    assert repr(labs) == "<phr.View labs of Observation, 8 columns>"
    assert "description" in str(labs.columns).splitlines()[0]


def test_a_view_shows_itself_as_a_table(labs):
    assert str(labs).splitlines()[0].split() == list(ROWS[0]) and len(str(labs).splitlines()) == 3
    assert labs._repr_html_().count("<tr>") == 3 and "the first" not in labs._repr_html_()
    long = phr.view({"resource": "Observation", "select": [{"column": [{"name": "id", "path": "id"}]}]}, many(100))
    assert long._repr_html_().count("<tr>") == 21 and "the first 20 rows" in long._repr_html_() and str(long).endswith("...")
    hostile = phr.view(LABS, {**B, "id": "<script>"})
    assert "<script>" not in hostile._repr_html_()


def test_rows_are_written_as_csv_and_ndjson(labs, tmp_path):
    labs.to_csv(tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines() == [
        "id,patient,value,codes,many,final,day,at", 'a,Patient/p1,5.40,"[""4548-4""]",1,true,2020-01-02,2020-01-02T02:04:05.678Z', "b,,,[],0,false,,"]
    labs.to_ndjson(str(tmp_path / "out.ndjson"))
    assert [json.loads(line)["id"] for line in (tmp_path / "out.ndjson").read_text(encoding="utf-8").splitlines()] == ["a", "b"]
    assert '"value":5.40' in (tmp_path / "out.ndjson").read_text(encoding="utf-8")


def test_a_failed_view_leaves_the_file_that_was_there(tmp_path):
    (tmp_path / "out.csv").write_text("before", encoding="utf-8")
    (tmp_path / "bad.ndjson").write_text(many(20000) + "{\n", encoding="utf-8")
    why = error_of(phr.view(LABS, [tmp_path / "bad.ndjson"]).to_csv, tmp_path / "out.csv")
    assert (why.code, why.line, why.file) == ("malformed_json", 20001, str(tmp_path / "bad.ndjson"))
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "before"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["bad.ndjson", "out.csv"]


def test_errors_tell_the_place_of_the_definition_and_of_the_resource(tmp_path):
    why = error_of(phr.view, '{"resource": "Patient",\n "select": [{"column": [{"name": "a", "path": "nam"}]}]}')
    assert (why.code, why.line) == ("unknown_element", 2) and why.column > 1
    assert error_of(phr.view, "{").code == "malformed_json"
    with pytest.raises(FileNotFoundError):
        phr.view(tmp_path / "absent.json")
    (tmp_path / "a.ndjson").write_text(lines(A), encoding="utf-8")
    (tmp_path / "b.ndjson").write_text(lines(A) + '{"resourceType":"Observation","valueQuantity":{"value":"secret"}}\n', encoding="utf-8")
    for call in (list, phr.View.head, lambda view: view.to_csv(tmp_path / "x")):
        why = error_of(call, phr.view(LABS, [tmp_path / "a.ndjson", tmp_path / "b.ndjson"]))
        assert (why.code, why.line, why.ordinal, why.file) == ("invalid_value", 2, 2, str(tmp_path / "b.ndjson"))
        assert "secret" not in str(why)
    why = error_of(list, phr.view(LABS, tmp_path / "absent.ndjson"))
    assert (why.code, why.file) == ("no_such_file", str(tmp_path / "absent.ndjson"))


def test_the_time_and_limits_are_given():
    today = {"resource": "Patient", "select": [{"column": [{"name": "today", "path": "today()", "type": "date"}]}]}
    assert phr.view(today, patient(), now="2020-02-03T04:05:06.007Z").head() == [{"today": "2020-02-03"}]
    assert error_of(list, phr.view(today, patient(), now="yesterday")).code == "malformed_date"
    each = {"resource": "Patient", "select": [{"forEach": "name", "column": [{"name": "family", "path": "family"}]}]}
    two = {**patient(), "name": [{"family": "a"}, {"family": "b"}]}
    assert len(list(phr.view(each, two, most_rows=2))) == 2
    assert error_of(list, phr.view(each, two, most_rows=1)).code == "too_large"
    assert error_of(list, phr.view({"resource": "Patient", "select": [{"column": [{"name": "n", "path": "descendants().count()"}]}]}, two, most_steps=1)).code == "too_large"
    with pytest.raises(ValueError):
        phr.view(each, two, decimals="double")


def test_progress_is_told_and_ends_the_work(tmp_path):
    steps = []
    view = phr.view(LABS, many(5000), batch_rows=1000)
    view.to_csv(tmp_path / "all.csv", progress=lambda *step: steps.append(step))
    assert steps and steps[0][1:] == (None, "resources")
    assert error_of(view.to_csv, tmp_path / "none.csv", progress=lambda *step: False).code == "cancelled"
    assert not (tmp_path / "none.csv").exists()
    view.to_ndjson(tmp_path / "bar.ndjson", progress=True)


# What Arrow's specification asks of the capsules, looked at without any package.

def test_the_capsules_have_arrows_names_and_release_what_they_hold(labs):
    is_valid = ctypes.pythonapi.PyCapsule_IsValid
    is_valid.argtypes, is_valid.restype = [ctypes.py_object, ctypes.c_char_p], ctypes.c_int
    assert is_valid(labs.__arrow_c_schema__(), b"arrow_schema") == 1
    assert is_valid(labs.__arrow_c_stream__(), b"arrow_array_stream") == 1
    assert is_valid(labs.__arrow_c_stream__(None), b"arrow_array_stream") == 1
    gc.collect()


def test_pyarrow_takes_a_view(labs, tmp_path):
    arrow = installed("pyarrow")
    table = labs.to_arrow()
    assert table.equals(arrow.table(labs)) and table.equals(arrow.RecordBatchReader.from_stream(labs).read_all())
    table.validate(full=True)
    assert [str(each.type) for each in table.schema] == ["string", "string", "double", "list<item: string>", "int32", "bool", "date32[day]", "timestamp[us, tz=UTC]"]
    assert arrow.schema(labs).equals(table.schema)
    assert table.to_pylist() == [{**row, "value": None if row["value"] is None else float(row["value"])} for row in ROWS]
    text = phr.view(LABS, [A], decimals="text").to_arrow()
    assert text["value"].to_pylist() == ["5.40"]
    long = phr.view(LABS, many(50000), batch_rows=1000).to_arrow()
    assert long.num_rows == 50000 and long["value"].num_chunks == 50 and long["value"][49999].as_py() == 49999.5


def test_parquet_is_written_by_pyarrow(labs, tmp_path):
    installed("pyarrow")
    parquet = importlib.import_module("pyarrow.parquet")
    labs.to_parquet(tmp_path / "out.parquet", compression="zstd")
    assert parquet.read_table(tmp_path / "out.parquet").to_pylist() == labs.to_arrow().to_pylist()
    assert error_of(phr.view(LABS, "{").to_parquet, tmp_path / "bad.parquet").code == "malformed_json"
    assert not (tmp_path / "bad.parquet").exists()


def test_pandas_takes_a_view(labs):
    installed("pyarrow")
    pandas = installed("pandas")
    frame = labs.to_pandas()
    assert list(frame.columns) == list(ROWS[0]) and list(frame["id"]) == ["a", "b"]
    assert frame["value"][0] == 5.4 and math.isnan(frame["value"][1])
    if hasattr(pandas.DataFrame, "from_arrow"):
        pandas.testing.assert_frame_equal(pandas.DataFrame.from_arrow(labs), frame)


def test_polars_takes_a_view(labs):
    polars = installed("polars")
    frame = labs.to_polars()
    assert frame.equals(polars.DataFrame(labs)) and frame.columns == list(ROWS[0])
    assert frame["codes"].to_list() == [["4548-4"], []] and frame["day"].to_list() == [date(2020, 1, 2), None]
    assert phr.view(LABS, many(50000)).to_polars()["value"].sum() == sum(range(50000)) + 25000
    assert error_of(phr.view(LABS, "{").to_polars).code == "malformed_json"


def test_duckdb_asks_a_view(labs):
    duckdb = installed("duckdb")
    assert duckdb.sql("select id, value, len(codes), day from labs order by id").fetchall() == [("a", 5.4, 1, date(2020, 1, 2)), ("b", None, 0, None)]
    long = phr.view(LABS, many(50000), batch_rows=1000)
    assert duckdb.sql("select count(*), sum(value) from long").fetchall() == [(50000, sum(range(50000)) + 25000)]


def test_an_error_of_a_consumer_is_ours_again(tmp_path):
    installed("pyarrow")
    (tmp_path / "bad.ndjson").write_text(many(20000) + "{\n", encoding="utf-8")
    why = error_of(phr.view(LABS, tmp_path / "bad.ndjson").to_arrow)
    assert (why.code, why.line, why.file) == ("malformed_json", 20001, str(tmp_path / "bad.ndjson"))


def test_many_threads_take_one_view(labs):
    view, found = phr.view(LABS, many(3000)), []
    threads = [threading.Thread(target=lambda: found.append(sum(row["value"] for row in view))) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert found == [Decimal(sum(range(3000)) + 1500)] * 4


@pytest.fixture
def filled(me):
    for each in (patient(), A, observation("o2", "6.1", "2021-03-04"), {"resourceType": "Practitioner", "id": "d1"}, consent("p1", "d1", "Observation")):
        me.update(each)
    return me


def test_a_session_gives_what_it_may_see(store, filled):
    assert sorted(row["id"] for row in filled.view(LABS)) == ["a", "o2"]
    assert [row["id"] for row in filled.view(LABS, "date=ge2021")] == ["o2"]
    assert [row["id"] for row in filled.view(json.dumps(LABS), where="date=lt2021")] == ["a"]
    doctor, other = store.session("Practitioner/d1", purpose="TREAT", now=NOW), store.session("Practitioner/d2", purpose="TREAT", now=NOW)
    assert len(list(doctor.view(LABS))) == 2 and list(other.view(LABS)) == []
    names = {"resource": "Patient", "select": [{"column": [{"name": "id", "path": "id"}, {"name": "today", "path": "today()"}]}]}
    assert list(doctor.view(names)) == [] and list(filled.view(names)) == [{"id": "p1", "today": "2023-11-14"}]
    assert error_of(list, filled.view(LABS, "nothing=1")).code == "unknown_parameter"
    assert sorted(row["id"] for row in phr.view(LABS, filled.search("Observation"))) == ["a", "o2"]


def test_rows_of_a_store_end_with_it(store, filled):
    view = filled.view(LABS, batch_rows=1)
    rows, capsule = iter(view), view.__arrow_c_stream__()
    assert next(rows)["id"] in ("a", "o2")
    store.close()
    assert error_of(next, rows).code == "invalid_argument"
    assert error_of(list, view).code == "invalid_argument"
    del capsule


def test_arrow_s_stream_of_a_closed_store_is_an_error(store, filled):
    arrow = installed("pyarrow")
    reader = arrow.RecordBatchReader.from_stream(filled.view(LABS, batch_rows=1))
    assert reader.read_next_batch().num_rows == 1
    store.close()
    with pytest.raises(OSError, match="closed"):
        reader.read_next_batch()


def test_what_is_not_installed_is_named(labs, monkeypatch):
    monkeypatch.setattr("phr._view.importlib.import_module", lambda name: (_ for _ in ()).throw(ImportError()))
    with pytest.raises(ImportError, match="polars is not installed"):
        labs.to_polars()
