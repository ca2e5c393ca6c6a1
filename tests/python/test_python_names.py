"""A resource is named in whatever form one has it: type and id, Type/id, a hit, a record, a resource, a Reference."""

import inspect

import pytest
from python_package import NOW, consent, error_of, me, observation, path, patient, phr, store  # noqa: F401

from phr import fhir

FORMS = ["pair", "text", "version", "list", "hit", "record", "dict", "model", "reference", "model of a reference", "report", "event", "latest", "point", "change"]
ONE = {"pair": ("Observation", "o1"), "text": "Observation/o1", "version": "Observation/o1/_history/1", "list": ["Observation", "o1"],
       "dict": {"resourceType": "Observation", "id": "o1"}, "model": fhir.Observation(id="o1"), "reference": {"reference": "Observation/o1", "display": "HbA1c"},
       "model of a reference": fhir.Reference(reference="Observation/o1")}


@pytest.fixture
def filled(me):
    me.update(patient())
    me.update(observation("o1", "5.4", "2020-01-02"))
    me.import_text(consent("p1", "d", "Observation"))
    return me


def named(me, form):
    """Observation/o1 in that form."""
    made = {
        "hit": lambda: me.search("Observation")[0], "record": lambda: me.read("Observation", "o1"), "event": lambda: me.timeline(types=["Observation"])[0],
        "report": lambda: me.update(observation("o1", "5.4", "2020-01-02")), "latest": lambda: me.latest()[0], "point": lambda: me.lab_trend("4548-4").points[0],
        "change": lambda: next(each for each in me.changes() if each.type == "Observation"),
    }
    return ONE[form] if form in ONE else made[form]()


@pytest.mark.parametrize("form", FORMS)
def test_every_call_takes_every_form(store, filled, form):
    one = named(filled, form)
    assert filled.read(one) == filled.read("Observation", "o1") == filled.read(type="Observation", id="o1")
    assert filled.vread(one, 1) == filled.vread(one, version=1) == filled.vread("Observation", "o1", 1)
    assert filled.history(one) == filled.history("Observation", "o1") == list(filled.each_version(one)) and len(filled.history(one)) == 1
    assert filled.explain_one("Practitioner/d", "TREAT", one) == filled.explain_one("Practitioner/d", "TREAT", "Observation", "o1")
    operations = [{"op": "replace", "path": "/status", "value": "amended"}]
    assert (filled.patch(one, operations).version, filled.patch(one, patch=operations).kind) == (2, "unchanged")
    assert filled.patch("Observation", "o1", operations).kind == "unchanged"
    with filled.transaction() as tx:
        assert tx.patch(one, [{"op": "replace", "path": "/status", "value": "final"}], if_match=2) == "Observation/o1"
    assert filled.purge(one, history_only=True).kind == "purged"
    assert filled.delete(one, if_match=3).kind == "deleted"
    with filled.transaction() as tx:
        tx.delete(one)
    assert error_of(filled.read, one).code == "gone"
    if form != "hit":  # it holds the time before, which an erasure would wait for
        assert filled.erase([one]).resources == 1
        assert error_of(filled.read, one).code == "not_found"


@pytest.mark.parametrize("of", ["p1", "Patient/p1", ("Patient", "p1"), {"reference": "Patient/p1"}, {"resourceType": "Patient", "id": "p1"}, fhir.Patient(id="p1")])
def test_a_patient_is_named_so_too(filled, of):
    filled.update(patient("p2"))
    filled.update(observation("o2", "9", "2021", of="p2"))
    assert "Observation/o2" not in filled.everything(patient=of).ids() and len(filled.everything(patient=of)) >= 2
    pieces = []
    assert filled.everything_to(pieces.append, patient=of) >= 2 and b'"o2"' not in b"".join(pieces)
    assert [each.id for each in filled.timeline(patient=of, types=["Observation"])] == [each.id for each in filled.each_event(patient=of, types=["Observation"])] == ["o1"]
    assert [each.begin.year for each in filled.timeline_groups("year", patient=of, types=["Observation"])] == [2020]
    assert [each.id for each in filled.latest(patient=of)] == ["o1"] == [each.id for each in filled.lab_trend("4548-4", patient=of).points]
    assert {row.patient for row in filled.explain("Practitioner/d", "TREAT", patient=of)} <= {"p1", None}
    assert filled.timeline(patient=filled.read("Patient/p1")) == filled.timeline(patient="p1")


def test_what_a_search_gives_goes_into_other_calls(filled):
    for name in filled.search("Observation").ids():
        assert filled.read(name).id == "o1"
    assert filled.search(phr.query("Observation").where(patient=filled.read("Patient/p1"))).ids() == ["Observation/o1"]
    assert filled.search(phr.query("Observation").where(subject=fhir.Patient(id="p1"))).ids() == ["Observation/o1"]
    hits = filled.search("Observation")
    assert filled.vread(hits[0]) == filled.vread("Observation/o1/_history/1") == filled.read(hits[0])
    names = hits.ids()
    hits.close()
    assert filled.erase(names).resources == 1


def test_consents_sources_and_principals_are_named_so_too(store, filled):
    waiting = filled.pending_consents()[0]
    for form in (waiting, "c-d", "Consent/c-d", filled.search("Consent")[0]):
        assert filled.preview_consent(form) == filled.preview_consent("c-d")
    filled.adopt_consent(waiting)
    doctor = {"resourceType": "Practitioner", "id": "d"}
    assert filled.explain(doctor, "TREAT") == filled.explain("Practitioner/d", "TREAT")
    assert store.session(doctor, purpose="TREAT", now=NOW).search("Observation").ids() == ["Observation/o1"]
    store.session("Practitioner/e", purpose="TREAT", acting_for=[("Organization", "o")])
    source = next(each for each in filled.sources() if each.kind == "file")
    assert filled.preview_forget(source) == filled.preview_forget(source.uri) and filled.export_source(source) == filled.export_source(source.uri)


def test_a_type_alone_is_of_many_for_history_and_of_none_else(filled):
    assert len(filled.history("Observation")) == len(list(filled.each_version("Observation"))) == 1 < len(filled.history())
    for call in (filled.read, filled.delete, filled.purge, lambda name: filled.patch(name, [])):
        why = error_of(call, "Observation")
        assert (why.code, why.where) == ("invalid_argument", "the name of a resource") and isinstance(why, ValueError) and "Type/id" in str(why)


@pytest.mark.parametrize("wrong", ["Observation", "a/b/c", "http://example.org/fhir/Observation/o1", "Observation/", "MedicationRequest/r#m", {}, {"resourceType": "Observation"},
                                   {"reference": "#m"}, fhir.Observation(), fhir.HumanName(family="Secret"), {"identifier": {"value": "secret"}}, ("Observation", None)])
def test_what_names_no_resource_is_told_without_its_value(filled, wrong):
    why = error_of(filled.read, wrong)
    assert why.code == "invalid_argument" and "secret" not in str(why).lower() and "o1" not in str(why)
    assert error_of(filled.delete, wrong).code == "invalid_argument"


@pytest.mark.parametrize("wrong", [5, None, b"Observation/o1", 1.5, ("a", "b", "c"), object()])
def test_what_never_names_one_is_a_type_error(filled, wrong):
    for call in (filled.read, filled.delete, filled.vread, filled.purge, lambda name: filled.erase([name]), lambda name: filled.patch(name, [])):
        with pytest.raises(TypeError, match=r"^a resource is named by .*; not \w+$"):
            call(wrong)
    with pytest.raises(TypeError):
        filled.read(wrong, "o1")
    with pytest.raises(TypeError, match="a list of names, not str"):
        filled.erase("Observation/o1")
    if wrong is not None:
        with pytest.raises(TypeError, match="a resource is named by"):
            filled.timeline(patient=wrong)


def test_a_patient_of_another_type_and_a_contained_resource_are_refused(me):
    me.update({"resourceType": "MedicationRequest", "id": "r", "status": "active", "intent": "order", "subject": {"reference": "Patient/p1"},
               "medicationReference": {"reference": "#m"}, "contained": [{"resourceType": "Medication", "id": "m", "status": "active"}]})
    inner = me.search("Medication?status=active&_contained=true&_containedType=contained")[0]
    assert error_of(me.delete, inner).code == "invalid_argument"
    assert error_of(me.timeline, patient="Practitioner/p1").code == "invalid_argument"
    assert error_of(me.preview_consent, "Patient/x").code == "invalid_argument"


def test_methods_look_like_methods():
    for of in (phr.Session, phr.Transaction, phr.Store):
        for name, method in vars(of).items():
            if inspect.isfunction(method):
                assert method.__qualname__ == f"{of.__name__}.{name}" and method.__module__ == "phr" and method.__name__ == name
    assert list(inspect.signature(phr.Session.read).parameters) == ["self", "type", "id", "as_of"] and phr.Session.read.__doc__.startswith("The current version.")
