"""What the face gives out is values: pickled, copied, compared, with a repr that shows none of the record; handles refuse."""

import copy
import inspect
import json
import pickle
from decimal import Decimal

import pytest
from python_package import NOW, consent, error_of, me, observation, path, patient, phr, store  # noqa: F401

from phr import fhir, ucum

SECRET = "Geheimrat"


def values_of(store, me, folder):
    """One or more of every class of values, by name, all of a record with SECRET in it; twice the same if called twice."""
    lines = folder / "some.ndjson"
    lines.write_text('{"resourceType":"Nothing"}\n{"resourceType":"Basic","id":"b","code":{"text":"x"}}\n{\n', encoding="utf-8")
    report = me.import_file(lines)
    with me.transaction() as tx:
        tx.update(patient("p1", SECRET))
        tx.delete_where("Condition?code=none")
    made = [
        me.read("Patient", "p1"), me.read("Patient", "p1").summary(), me.history("Patient", "p1")[0], me.update(patient("p1", SECRET)), me.delete_where("Patient?name=none"),
        me.changes()[0], me.erase([]), report, report.refused[0], report + report, me.search_parameters()[0], me.timeline(types=["Observation"])[0],
        me.timeline_groups("year")[0], me.latest()[0], me.lab_trend("4548-4"), me.lab_trend("4548-4").points[0], me.lab_trend("4548-4").linear, me.lab_trend("4548-4").robust,
        me.lab_trend("4548-4", until="2015"), me.lab_trend("4548-4").plot(), me.explain("Practitioner/d", "TREAT")[0],
        me.explain_one("Practitioner/d", "TREAT", "Patient", "p1"), me.audit_trail()[0], me.verify_audit(), store.info, *tx.results,
        *me.pending_consents(), *me.preview_consent("c-e"), me.sources()[0], me.preview_forget(me.sources()[0].uri),
        phr.validate('{"resourceType":"Patient","gender":"x","contact":[{}]}'), *phr.validate('{"resourceType":"Patient","gender":"x","contact":[{}]}').issues,
        error_of(me.read, "Patient", "none"), phr.query("Patient").where(family=SECRET, birthdate__ge="1980").sort("-birthdate"), me.query("Patient").where(marital="M"),
        phr.fhirpath("Patient.name.given"), phr.fhirpath("name.given", "Patient"), ucum.Quantity(Decimal("5.40"), "mg"), ucum.parse("mg/dL"),
        ucum.Conversion(ucum.parse("g"), ucum.parse("mg")), ucum.convert("5.40", "mmol/L", "mg/dL", loinc="2339-0"), ucum.convert("5", "mmol/L", "umol/L", loinc="2339-0"),
        phr.view({"resource": "Patient", "select": [{"column": [{"name": "id", "path": "id"}]}]}).columns[0],
    ]
    return made


@pytest.fixture
def lived(me):
    for each in (patient("p1", SECRET), {"resourceType": "Practitioner", "id": "d", "name": [{"family": SECRET}]}, consent("p1", "d", "Observation")):
        me.update(each)
    for year in range(2014, 2022):
        me.update(observation(f"o{year}", f"5.{year - 2014}", f"{year}-01-01", title=SECRET))
    me.import_text(consent("p1", "e", "Observation", title=SECRET))
    me.add_search_parameter({"resourceType": "SearchParameter", "code": "marital", "base": ["Patient"], "type": "token", "expression": "Patient.maritalStatus"})
    return me


def shown(value):
    """All that an object says of itself."""
    names = [name for name in dir(type(value)) if not name.startswith("_") and not callable(getattr(value, name))]
    return {name: getattr(value, name) for name in names} | {"": str(value)} if not isinstance(value, phr.Error) else {"": str(value)}


def test_values_are_pickled_and_copied_whole(store, lived, tmp_path):
    kinds = set()
    for value in values_of(store, lived, tmp_path):
        kinds.add(type(value))
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            assert pickle.loads(pickle.dumps(value, protocol)) == value, value
        for again in (pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value)):
            assert type(again) is type(value) and again == value and hash(again) == hash(value) and not again != value, value
            assert shown(again) == shown(value) and repr(again) == repr(value)
    given = {getattr(phr, name) for name in phr.__all__ if inspect.isclass(getattr(phr, name)) and not issubclass(getattr(phr, name), phr.Error)}
    handles = {phr.Hit, phr.Hits, phr.Moment, phr.Session, phr.Store, phr.Transaction, phr.Profiles}
    assert given - handles - {phr.Table, phr.Versions, phr.View} <= kinds  # those are below


def test_values_of_different_content_are_different(store, lived, tmp_path):
    found = values_of(store, lived, tmp_path)
    for at, value in enumerate(found):
        assert value != object() and value is not None
        for other in found[at + 1 :]:
            assert value != other or type(value) is type(other), (value, other)
    assert lived.read("Observation", "o2014") != lived.read("Observation", "o2015") and lived.read("Observation", "o2014") == lived.read("Observation", "o2014")
    assert lived.timeline()[0] != lived.timeline()[1] and lived.lab_trend("4548-4") != lived.lab_trend("4548-4", since="2016")
    assert len(set(lived.timeline())) == 8 and ucum.parse("L") != ucum.parse("dm3")
    assert phr.validate("{") != phr.validate("[") and bool(pickle.loads(pickle.dumps(phr.validate("{")))) is False
    assert phr.fhirpath("Patient.name") != phr.fhirpath("Patient.contact") and phr.query("Patient") != phr.query("Patient").count(1)


def test_repr_says_what_it_is_and_shows_no_value_of_the_record(store, lived, tmp_path):
    for value in values_of(store, lived, tmp_path):
        text = repr(value)
        assert SECRET not in text and "object at 0x" not in text, text
        if not isinstance(value, (ucum.Quantity, ucum.Converted, phr.Column)):
            assert type(value).__name__ in text or text.startswith("phr.fhirpath("), text


def test_tables_are_pickled_with_their_rows(lived):
    for table in (lived.timeline(), lived.history("Patient"), lived.history(count=2), lived.audit_trail(), lived.explain("Practitioner/d", "TREAT"),
                  lived.pending_consents(), lived.preview_consent("c-e")):
        for again in (pickle.loads(pickle.dumps(table)), copy.copy(table), copy.deepcopy(table)):
            assert type(again) is type(table) and again == table and str(again) == str(table) and len(again) > 0
    page = pickle.loads(pickle.dumps(lived.history(count=2)))
    assert page.next_page and lived.history(count=2, page=page.next_page)[0].type == "Observation" and page.to_bundle()["type"] == "history"


def test_a_trend_out_of_a_pickle_draws_and_says_the_same(lived):
    trend = lived.lab_trend("4548-4")
    again = pickle.loads(pickle.dumps(trend))
    assert again.plot().svg == trend.plot().svg and str(again) == str(trend) and again.points == trend.points and (again.linear, again.robust) == (trend.linear, trend.robust)


def test_an_outcome_out_of_a_pickle_is_the_same_operation_outcome():
    outcome = phr.validate('{"resourceType":"Patient","contact":[{}],"gender":"x"}')
    again = pickle.loads(pickle.dumps(outcome))
    assert again.to_json() == outcome.to_json() and [issue.rule for issue in again.issues] == [issue.rule for issue in outcome.issues]
    assert "pat-1" in [issue.rule for issue in outcome.issues]


def test_a_report_out_of_a_pickle_still_adds_up(lived, tmp_path):
    lines = tmp_path / "some.ndjson"
    lines.write_text('{"resourceType":"Nothing"}\n{"resourceType":"Basic","id":"b"}\n', encoding="utf-8")
    report = pickle.loads(pickle.dumps(lived.import_file(lines)))
    both = report + report
    assert [each.line for each in both.refused] == [1, 1] and both.refused[0].why.where == report.refused[0].why.where == "resourceType"
    line, why = report.refused[0]
    assert line == 1 and type(why) is phr.InvalidInput and "2 lines refused" in str(both)


def test_models_are_pickled_as_json():
    model = fhir.Patient(birthDate="1980-02-03", name=[fhir.HumanName(family="A", given=["B", "C"])], contact=[{"name": {"family": "D"}}])
    model.ensure_extension_of("birthDate").id = "beside"
    for part in (model, model.name[0], model.contact[0], fhir.HumanName(), fhir.Quantity(value=Decimal("5.40"))):
        for again in (pickle.loads(pickle.dumps(part)), copy.copy(part), copy.deepcopy(part)):
            assert type(again) is type(part) and again == part and again.to_json() == part.to_json()
    assert pickle.loads(pickle.dumps(model)).extension_of("birthDate").id == "beside"
    names = pickle.loads(pickle.dumps(model.name))
    assert type(names) is list and names == model.name and copy.deepcopy(model.name) == names
    names[0].family = "E"
    assert model.name[0].family == "A"  # they are copies


def test_a_view_of_files_is_pickled_and_reads_them_where_it_is(tmp_path):
    (tmp_path / "a.ndjson").write_text('{"resourceType":"Patient","id":"a"}\n', encoding="utf-8")
    definition = {"resource": "Patient", "select": [{"column": [{"name": "id", "path": "id"}]}]}
    for files in (tmp_path / "a.ndjson", [tmp_path / "a.ndjson"], '{"resourceType":"Patient","id":"a"}', [{"resourceType": "Patient", "id": "a"}]):
        again = pickle.loads(pickle.dumps(phr.view(definition, files, decimals="text", now="2024-01-01T00:00:00Z")))
        assert list(again) == [{"id": "a"}] and list(copy.copy(again)) == [{"id": "a"}]
    broken = pickle.loads(pickle.dumps(phr.view(definition, tmp_path / "none.ndjson")))
    assert error_of(list, broken).file.endswith("none.ndjson")


def test_handles_refuse_and_say_what_to_do(store, me):
    me.update(patient())
    view = me.view({"resource": "Patient", "select": [{"column": [{"name": "id", "path": "id"}]}]})
    for handle, word in ((store, "open it"), (me, "open it"), (me.moment(), "read as of it"), (view, "to_arrow"), (me.transaction(), "results"), (phr.Profiles(), "load them")):
        for use in (pickle.dumps, copy.copy, copy.deepcopy):
            with pytest.raises(TypeError, match=word):
                use(handle)


def test_a_pickle_of_another_version_is_refused(me):
    me.update(patient())
    record = me.read("Patient", "p1")
    make, (of,), state = record.__reduce_ex__(2)[:3]
    broken = make(of)
    with pytest.raises(ValueError, match="another version"):
        broken.__setstate__(state[:-1])


def test_a_pickle_reaches_another_process(me, tmp_path):
    import subprocess
    import sys

    me.update(patient())
    (tmp_path / "record").write_bytes(pickle.dumps([me.read("Patient", "p1"), error_of(me.read, "Patient", "none"), me.history("Patient")]))
    program = "import pickle, sys; record, error, table = pickle.load(open(sys.argv[1], 'rb')); print(record.to_json(), error.code, table.columns[0])"
    ended = subprocess.run([sys.executable, "-c", program, tmp_path / "record"], capture_output=True, text=True, check=True)
    text, code, column = ended.stdout.split()
    assert json.loads(text)["id"] == "p1" and (code, column) == ("not_found", "version")


@pytest.mark.parametrize("protocol", range(6))
def test_every_protocol_of_pickle_keeps_what_is_pickled(me, protocol):
    me.update({"resourceType": "Patient", "id": "p"})
    hits = me.search("Patient")
    for each in (me.read("Patient", "p"), hits[0].summary(), hits[0], hits, me.audit_trail()[0]):
        again = pickle.loads(pickle.dumps(each, protocol))
        assert repr(again) == repr(each)
