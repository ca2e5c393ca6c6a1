"""None where there is none: no empty text, 0 or -1 in its place, in what is given out and in what is taken."""

import inspect
import re

import pytest
from python_package import NOW, PACKAGE, error_of, me, observation, path, patient, phr, store  # noqa: F401

from phr import fhir, ucum


def test_nothing_that_a_call_may_leave_out_is_an_empty_text_or_zero():
    """Defaults of the whole face, by its stubs and sources."""
    texts = [(PACKAGE / name).read_text(encoding="utf-8") for name in ("_core.pyi", "_view.py", "_fhirpath.py", "_hits.py", "_history.py", "_query.py", "_validate.py", "ucum.py")]
    found = {default for text in texts for default in re.findall(r"\w+: \w[\w\[\], ]* = (?:\"\"|0|-1)(?![\w.])", text)}
    assert found == {"utc_offset_minutes: int = 0"}
    for call in (phr.open, phr.view, phr.validate, phr.query, phr.fhirpath, phr.Expression.__call__, phr.Expression.test, ucum.convert):
        for parameter in inspect.signature(call).parameters.values():
            assert parameter.default not in ("", 0, -1) or isinstance(parameter.default, bool), (call, parameter)


def test_docs_of_the_stub_speak_of_no_empty_text():
    text = (PACKAGE / "_core.pyi").read_text(encoding="utf-8")
    public = re.sub(r"(?s)@final\nclass (Model|ModelList|CompiledPath|CompiledView|TakenRows)\b.*?(?=\n@final|\ndef )|\ndef model_of_json.*?\n\n", "", text)
    assert '""' not in public.replace('"""', "")


def test_records_and_reports(me):
    me.update(patient())
    nothing = me.delete_where("Patient?name=none")
    assert (nothing.id, nothing.version, nothing.kind) == (None, None, "unchanged") and repr(nothing) == "<phr.WriteReport Patient, unchanged>"
    me.delete("Patient", "p1")
    gone = me.history("Patient", "p1")
    assert gone.next_page is None
    for use in (gone[0].to_json, gone[0].to_dict, gone[0].to_model, gone[0].summary):
        assert type(error_of(use)) is phr.Gone
    me.erase([("Patient", "p1")])
    assert me.changes()[-1].id is None and repr(me.changes()[-1]) == "<phr.Change 3: Patient erased, version 2>"


def test_summaries_events_and_latest_values(me):
    me.update(patient())
    me.update({"resourceType": "Observation", "id": "o", "status": "final", "code": {"text": "mood"}, "subject": {"reference": "Patient/p1"}, "effectiveDateTime": "2020",
               "valueString": "good"})
    me.update({"resourceType": "Encounter", "id": "e", "status": "finished", "class": {"code": "AMB"}, "subject": {"reference": "Patient/p1"}, "period": {"start": "2020-05"}})
    me.update({"resourceType": "Basic", "id": "b", "code": {"coding": [{"code": "x"}]}})
    about = me.read("Basic", "b").summary()
    assert (about.value, about.when) == (None, None)
    assert me.search("Basic")[0].summary() == about
    event = me.timeline(types=["Encounter"])[0]
    assert event.value is None and (event.title is None or event.title)
    value = me.latest()[0]
    assert (value.system, value.code, value.title, value.value, value.unit, value.interpretation) == (None, None, "mood", "good", None, None)
    assert "<td></td>" in me.latest()._repr_html_() and "None" not in str(me.latest()) + me.latest()._repr_html_()
    frame = me.latest().to_dicts()
    assert frame[0]["unit"] is None


def test_hits(me):
    me.update(patient())
    me.update(patient("p2"))
    me.update({"resourceType": "MedicationRequest", "id": "r", "status": "active", "intent": "order", "subject": {"reference": "Patient/p1"},
               "medicationReference": {"reference": "#m"}, "contained": [{"resourceType": "Medication", "id": "m", "status": "active"}]})
    assert me.search("Patient").next_page is None and me.search("Patient")[0].container is None
    inner = me.search("Medication?status=active&_contained=true&_containedType=contained")
    assert inner[0].container == "MedicationRequest/r" and inner.ids() == ["MedicationRequest/r#m"]
    first = me.search("Patient?_count=1")
    assert first.next_page and me.search("Patient?_count=1", page=first.next_page).next_page is None
    assert [len(page) for page in me.pages("Patient?_count=1")] == [1, 1]


def test_sharing_and_audit(me):
    me.update(patient())
    me.update({"resourceType": "Practitioner", "id": "d"})
    assert {row.patient for row in me.explain("Practitioner/d", "TREAT")} == {"p1", None}
    rows = {row.action: (row.type, row.id) for row in me.audit_trail()}
    assert rows["create_store"] == (None, None) and rows["update"] == ("Practitioner", "d")
    verdict = me.verify_audit()
    assert verdict.first_bad_row is None and verdict.intact
    assert me.verify_audit(expected_head="0" * 64).first_bad_row is not None


def test_trends(me):
    me.update(patient())
    me.update({"resourceType": "Observation", "id": "o1", "status": "final", "code": {"coding": [{"code": "own"}]}, "subject": {"reference": "Patient/p1"},
               "effectiveDateTime": "2020", "valueQuantity": {"value": 5}})
    one = me.lab_trend("own")
    assert (one.system, one.title, one.unit, one.unit_code) == (None, "own" if one.title else None, None, None)
    assert (one.sd, one.longest_gap_days, one.linear, one.robust, one.slope, one.reference_low) == (None,) * 6
    me.update({"resourceType": "Observation", "id": "o2", "status": "final", "code": {"coding": [{"code": "own"}]}, "subject": {"reference": "Patient/p1"},
               "effectiveDateTime": "2021", "valueQuantity": {"value": 5}})
    two = me.lab_trend("own")
    assert (two.linear.r_squared, two.linear.slope_error) == (None, None) and two.sd == 0 and two.longest_gap_days == 366 and two.linear == me.lab_trend("own").linear
    assert two.plot(gap_factor=None).svg == two.plot(gap_factor=0).svg and two.plot().svg == two.plot(title=None).svg == two.plot(title="").svg


def test_validation_models_views_and_units():
    issue = phr.validate("{").issues[0]
    assert (issue.path, issue.rule, issue.profile) == (None, None, None) and "the text" in repr(issue)
    assert phr.validate({"resourceType": "Patient", "gender": "x"}).issues[0].rule is None
    assert fhir.faults("") == [(None, "empty_input", None, None)]
    assert fhir.diff(fhir.Patient(active=True), fhir.Patient(gender="male")) == [("Patient.active", "true", None), ("Patient.gender", None, '"male"')]
    view = phr.view({"resource": "Patient", "select": [{"column": [{"name": "id", "path": "id"}]}]})
    assert view.name is None and view.columns[0].description is None
    alone = ucum.convert("5", "mmol/L", "umol/L", loinc="2339-0")
    assert (alone.molar_mass, alone.source, alone.charge) == (None, None, None) and str(alone) == "5000 umol/L: units alone"
    own = ucum.convert("5", "mmol/L", "mg/dL", molar_mass=180)
    assert (own.molar_mass, own.source, own.charge) == (180, None, None)
    asked = []
    phr.fhirpath("Patient.gender.memberOf('http://x')")({"resourceType": "Patient", "gender": "male"}, member_of=lambda *given: asked.append(given))
    assert asked == [("http://x", None, "male")]


def test_a_total_that_is_not_known(me):
    steps = []
    me.verify_audit(progress=lambda *step: steps.append(step))
    assert steps[0] == (1, None, "audit rows")
    steps.clear()
    me.import_text(patient(), progress=lambda *step: steps.append(step))
    assert steps[-1] == (1, 1, "resources")


def test_errors():
    raised = error_of(phr.fhirpath, "1 +")
    assert raised.ordinal is None and raised.file is None and raised.line == 1
    made = phr.Error("a text", "not_found")
    assert (made.where, made.line, made.column, made.ordinal, made.advice, made.file) == (None,) * 6
    assert error_of(phr.query("Patient").where, colour="x").advice is None


@pytest.mark.parametrize("nothing", [None, ""])
def test_what_is_left_out_is_none_and_an_empty_text_still_means_it(me, nothing):
    me.update(patient())
    me.update(observation("o1", "5.4", "2020"))
    assert len(me.history(nothing, nothing, page=nothing)) == 2 and len(list(me.each_version(nothing, nothing))) == 2
    assert len(me.search("Patient", page=nothing)) == 1 and "Patient" in me.explain_search("Patient", page=nothing)
    assert len(me.everything(patient=nothing, page=nothing)) == 2 and me.everything_to(lambda piece: None, patient=nothing) == 2
    assert len(me.timeline(patient=nothing, behind=nothing)) == len(list(me.each_event(patient=nothing))) == 1
    assert len(me.timeline_groups("year", patient=nothing)) == 1 and len(me.latest(patient=nothing, category=nothing)) == 1
    assert len(me.lab_trend("4548-4", patient=nothing)) == 1 and len(me.explain("anonymous", "TREAT", patient=nothing)) == 2
    assert me.verify_audit(expected_head=nothing).intact and len(me.lastn(nothing)) == 1
    definition = {"resource": "Patient", "select": [{"column": [{"name": "id", "path": "id"}]}]}
    assert list(me.view(definition, nothing, now=nothing)) == list(phr.view(definition, patient(), now=nothing)) == [{"id": "p1"}]
    assert phr.fhirpath("id", nothing)(patient(), now=nothing) == ["p1"] and phr.fhirpath("id", nothing) == phr.fhirpath("id")
    assert ucum.convert("1", "mmol/L", "mg/dL", molar_mass=180, source=nothing).source is None


@pytest.mark.parametrize("nothing", [None, 0])
def test_numbers_that_are_left_out_are_none_and_zero_still_means_it(me, nothing):
    me.update(patient())
    assert len(me.history(count=nothing)) == len(me.everything(count=nothing)) == len(me.changes(nothing)) == len(list(me.each_change(nothing))) == 1
    definition = {"resource": "Patient", "select": [{"column": [{"name": "id", "path": "id"}]}]}
    limits = {"batch_rows": nothing, "most_rows": nothing, "most_steps": nothing}
    assert list(me.view(definition, **limits)) == list(phr.view(definition, patient(), **limits)) == [{"id": "p1"}]
    assert phr.fhirpath("id")(patient(), most_steps=nothing, most_items=nothing, most_text_bytes=nothing) == ["p1"]
