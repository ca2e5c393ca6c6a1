"""Versions over time, the feed of changes, models in and out, and parameters of the store's own."""

from datetime import date, datetime, timedelta, timezone

import pytest
from python_package import consent, error_of, me, observation, path, patient, phr, store  # noqa: F401

START = datetime(2024, 5, 1, tzinfo=timezone.utc)


def at(hours):
    return START + timedelta(hours=hours)


@pytest.fixture
def lived(me):
    """A version each hour: p1/1 o1/1 o1/2 p1/2 o1 deleted."""
    for hour, write in enumerate(
        (
            lambda: me.update(patient()),
            lambda: me.update(observation("o1", "5.4", "2020")),
            lambda: me.update(observation("o1", "5.5", "2020")),
            lambda: me.update(patient(family="Neu")),
            lambda: me.delete("Observation", "o1"),
        )
    ):
        me.set_now(at(hour))
        write()
    return me


def lines(versions):
    return [f"{each.type}/{each.id}/{each.version}{'-' if each.deleted else ''}" for each in versions]


def test_a_history_is_of_a_resource_a_type_or_the_store(lived):
    assert lines(lived.history("Observation", "o1")) == ["Observation/o1/3-", "Observation/o1/2", "Observation/o1/1"]
    assert lines(lived.history("Patient")) == ["Patient/p1/2", "Patient/p1/1"]
    assert lines(lived.history()) == ["Observation/o1/3-", "Patient/p1/2", "Observation/o1/2", "Observation/o1/1", "Patient/p1/1"]
    assert lived.history("Condition") == [] and lived.history("Condition").next_page is None
    assert error_of(lived.history, "Observation", "none").code == "not_found"
    assert error_of(lived.history, id="o1").code == "invalid_argument"
    assert error_of(lived.history, "Patent").code == "unknown_resource_type"


def test_a_history_goes_by_time(lived):
    assert lines(lived.history(since=at(3))) == ["Observation/o1/3-", "Patient/p1/2"]
    assert lines(lived.history("Patient", since="2024-05-01T01:00:00Z")) == ["Patient/p1/2"]
    assert lines(lived.history(at=at(1.5))) == ["Observation/o1/1", "Patient/p1/1"]
    assert lines(lived.history(at=(at(1.5), at(2.5)))) == ["Observation/o1/2", "Observation/o1/1", "Patient/p1/1"]
    assert lines(lived.history("Patient", at="2024-05")) == lines(lived.history("Patient", at=date(2024, 5, 1))) == ["Patient/p1/2", "Patient/p1/1"]
    assert lived.history(at="2023") == []
    assert error_of(lived.history, at=(at(2), at(1))).where == "at"
    assert error_of(lived.history, at="gestern").code == "malformed_date"
    for wrong in (5, (at(1),)):
        with pytest.raises(TypeError):
            lived.history(at=wrong)
    with pytest.raises(TypeError):
        lived.history(since=(at(1), at(2)))


def test_pages_of_a_history_are_of_the_moment_of_the_first(lived):
    first = lived.history(count=2)
    lived.update(patient("later"))
    second = lived.history(count=2, page=first.next_page)
    third = lived.history(count=2, page=second.next_page)
    assert [lines(page) for page in (first, second, third)] == [
        ["Observation/o1/3-", "Patient/p1/2"], ["Observation/o1/2", "Observation/o1/1"], ["Patient/p1/1"]]
    assert third.next_page is None and repr(first) == "<phr.Versions, 2, and there is a next page>" and repr(third) == "<phr.Versions, 1>"
    assert error_of(lived.history, count=2, page="x").code == "invalid_argument"
    bundle = first.to_bundle()
    assert (bundle["type"], len(bundle["entry"])) == ("history", 2) and bundle["entry"][1]["resource"]["name"][0]["family"] == "Neu"
    assert "Observation" in first._repr_html_() and "Neu" not in repr(first)


def test_each_version_comes_once_though_pages_are_read_as_they_are_asked_for(me):
    for nth in range(1203):
        me.update(patient(family=f"F{nth}"))
    versions = me.each_version("Patient", "p1")
    assert next(versions).version == 1203
    me.update(patient(family="while it is read"))
    assert [each.version for each in versions] == list(range(1202, 0, -1))
    assert error_of(me.each_version, "Patient", "none").code == "not_found"  # at once, not where it is first asked for
    assert lines(me.each_version(since="2030")) == []


def test_the_feed_tells_what_has_happened(lived):
    feed = lived.changes()
    assert [(each.sequence, each.kind, each.type, each.id, each.version) for each in feed] == [
        (1, "created", "Patient", "p1", 1), (2, "created", "Observation", "o1", 1), (3, "updated", "Observation", "o1", 2),
        (4, "updated", "Patient", "p1", 2), (5, "deleted", "Observation", "o1", 3)]
    lived.purge("Observation", "o1")
    lived.erase([("Patient", "p1")])
    rest = lived.changes(5)
    assert [(each.kind, each.local) for each in rest] == [("purged", True), ("erased", True)] and not feed[0].local
    assert (rest[1].type, rest[1].id) == ("Patient", None)
    assert repr(rest[0]) == "<phr.Change 6: Observation/o1 purged, version 3>" and rest.columns[:2] == ("sequence", "kind")
    assert [each.sequence for each in lived.changes(2, most=2)] == [3, 4]
    assert [each.sequence for each in lived.each_change(3)] == [4, 5, 6, 7] and list(lived.each_change(7)) == []


def test_the_feed_is_the_owner_s_and_may_be_long(store, me):
    me.import_text({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": patient(f"p{nth}")} for nth in range(1100)]})
    assert [each.sequence for each in me.each_change()] == list(range(1, 1101)) and len(me.changes()) == 1000
    other = store.session("Practitioner/d", purpose="TREAT", now=START)
    assert error_of(other.changes).code == error_of(other.each_change).code == "access_denied"


def test_another_sees_the_versions_that_consent_permits(store, lived):
    lived.update(consent("p1", "d", "Patient"))
    other = store.session("Practitioner/d", purpose="TREAT", now=at(10))
    assert lines(other.history()) == ["Patient/p1/2", "Patient/p1/1"]
    assert error_of(other.history, "Observation", "o1").code == error_of(other.history, "Patient", "none").code == "access_denied"


def test_models_go_in_and_come_out(me):
    from phr import fhir

    model = fhir.Patient(id="m", birthDate="1980-02-03", name=[fhir.HumanName(family="Muster")])
    assert me.update(model).kind == "created" and me.update(model).kind == "unchanged"
    back = me.read("Patient", "m").to_model()
    assert type(back) is fhir.Patient and back.name[0].family == "Muster" and back.meta.versionId == "1"
    back.name[0].family = "Neu"
    assert me.update(back).version == 2
    assert me.search("Patient")[0].to_model().name[0].family == "Neu"
    assert me.create(me.search("Patient")[0]).kind == "created"
    answer = me.execute(fhir.from_dict({"resourceType": "Bundle", "type": "batch", "entry": [{"request": {"method": "GET", "url": "Patient/m"}}]}))
    assert answer["entry"][0]["response"]["status"] == "200 OK"
    me.delete("Patient", "m")
    assert error_of(me.history("Patient", "m")[0].to_model).code == "gone"
    with pytest.raises(TypeError):
        me.create(fhir.Patient)


def test_a_record_and_a_report_say_what_they_are(me):
    me.update(observation("o1", "5.40", "2020-05"))
    about = me.read("Observation", "o1").summary()
    assert (about.title, about.value, about.when) == ("HbA1c", "5.40 %", "2020-05")
    me.delete("Observation", "o1")
    assert error_of(me.history("Observation", "o1")[0].summary).code == "gone"
    first, second = me.import_text(patient()), me.import_text(patient())
    both = first + second
    assert (both.created, both.unchanged, both.total, both.by_type) == (1, 1, 2, {"Patient": 2}) and first.total == 1
    with pytest.raises(TypeError):
        first + 1


def test_patches_are_of_both_kinds(me):
    me.update(patient())
    fhirpath = {"resourceType": "Parameters", "parameter": [{"name": "operation", "part": [
        {"name": "type", "valueCode": "replace"}, {"name": "path", "valueString": "Patient.birthDate"}, {"name": "value", "valueDate": "1990-01-01"}]}]}
    assert me.patch("Patient", "p1", fhirpath, if_match=1).version == 2
    assert me.read("Patient", "p1").to_dict()["birthDate"] == "1990-01-01"
    assert me.patch("Patient", "p1", '[{"op":"remove","path":"/birthDate"}]').version == 3
    assert error_of(me.patch, "Patient", "p1", [], if_match=1).code == "version_conflict"
    assert error_of(me.patch, "Patient", "p1", [{"op": "remove", "path": "/nothing"}]).code == "not_found"


def test_a_transaction_can_be_stopped_and_then_has_done_nothing(me):
    bundle = {"resourceType": "Bundle", "type": "transaction",
              "entry": [{"resource": patient(f"p{nth}"), "request": {"method": "PUT", "url": f"Patient/p{nth}"}} for nth in range(50)]}
    steps = []
    assert error_of(me.execute, bundle, lambda *step: steps.append(step) or False).code == "cancelled"
    assert steps and len(me.search("Patient")) == 0
    assert len(me.execute(bundle, progress=lambda *_: True)["entry"]) == 50 and len(me.search("Patient")) == 50


def test_a_store_has_parameters_of_its_own(store, me):
    me.update({**patient(), "maritalStatus": {"coding": [{"system": "urn:m", "code": "M"}]}})
    marital = {"resourceType": "SearchParameter", "code": "marital", "base": ["Patient"], "type": "token", "expression": "Patient.maritalStatus"}
    assert error_of(me.search, "Patient?marital=M").code == "unknown_parameter"
    assert error_of(me.add_search_parameter, marital, progress=lambda *_: False).code == "cancelled"
    assert error_of(me.search, "Patient?marital=M").code == "unknown_parameter"
    me.add_search_parameter(marital)
    assert [hit.id for hit in me.search("Patient?marital=M")] == ["p1"]
    assert error_of(me.add_search_parameter, marital).code == "already_exists"
    assert error_of(store.session("Practitioner/d", purpose="TREAT", now=START).add_search_parameter, marital).code == "access_denied"
    me.remove_search_parameter("Patient", "marital")
    assert error_of(me.search, "Patient?marital=M").code == "unknown_parameter"
    assert error_of(me.remove_search_parameter, "Patient", "marital").code == "not_found"


def test_an_index_of_all_words_is_made_and_dropped(store, me):
    me.update({**patient(), "text": {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml">quite well</div>'}})
    assert not store.info.full_text and [hit.id for hit in me.search("Patient?_text=well")] == ["p1"]
    me.index_full_text()
    assert store.info.full_text and [hit.id for hit in me.search("Patient?_text=well")] == ["p1"]
    me.index_full_text(False)
    assert not store.info.full_text
    assert error_of(me.index_full_text, progress=lambda *_: False).code == "cancelled" and not store.info.full_text
