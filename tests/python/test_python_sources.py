"""Where facts come from."""

import json
import pickle

import pytest
from python_package import error_of

import phr

A = "https://hospital-a.example/fhir"
B = "https://hospital-b.example/fhir"


def searchset(base, family):
    patient = {"resourceType": "Patient", "id": "p1", "name": [{"family": family}]}
    condition = {"resourceType": "Condition", "id": "c1", "subject": {"reference": "Patient/p1"}}
    entries = [{"fullUrl": f"{base}/{each['resourceType']}/{each['id']}", "resource": each} for each in (patient, condition)]
    return json.dumps({"resourceType": "Bundle", "type": "searchset", "entry": entries})


@pytest.fixture
def me(tmp_path):
    with phr.open(tmp_path / "me.phr", passphrase="x", create=True, argon2=(64, 1, 1)) as store:
        yield store.session()


def test_two_hospitals_stay_apart_and_are_given_back(me):
    assert me.import_text(searchset(A, "Ash")).created == 2
    assert me.import_text(searchset(B, "Birch")).created == 2
    assert me.import_text(searchset(B, "Birch")).unchanged == 2
    sources = me.sources()
    assert [(each.uri, each.name, each.kind, each.resources) for each in sources] == [
        (A, "hospital-a.example", "server", 2),
        (B, "hospital-b.example", "server", 2),
    ]
    assert sources[0].counts == {"Condition": 1, "Patient": 1} and sources[0].first_seen <= sources[0].last_seen
    assert pickle.loads(pickle.dumps(sources[0])) == sources[0]
    (birch,) = me.search("Patient?name=birch")
    assert birch.source == B and birch.id != "p1"
    assert [json.loads(text)["id"] for text in me.export_source(B)] == ["p1", "c1"]


def test_a_source_is_named_renamed_and_forgotten(me, tmp_path):
    (tmp_path / "one.ndjson").write_text('{"resourceType":"Patient","id":"p1"}\n{"resourceType":"Patient","id":"p2"}\n', encoding="utf-8")
    me.import_file(tmp_path / "one.ndjson", source="urn:clinic")
    me.import_lines('{"resourceType":"Patient","id":"p3"}\n', source="urn:clinic")
    me.rename_source("urn:clinic", to=B, name="The clinic")
    assert [(each.uri, each.name) for each in me.sources()] == [(B, "The clinic")]
    preview = me.preview_forget(B)
    assert (preview.resources, preview.versions, preview.counts) == (3, 3, {"Patient": 3})
    assert "3 resources" in repr(preview) and pickle.loads(pickle.dumps(preview)) == preview
    assert me.forget_source(B).resources == 3
    assert len(me.sources()) == 0 and len(me.search("Patient")) == 0
    assert error_of(me.preview_forget, "urn:nobody").code == "not_found"


def test_changes_tell_who_said_so(me):
    me.import_text(searchset(A, "Ash"))
    me.update({"resourceType": "Patient", "id": "p1", "name": [{"family": "Ash-Corrected"}]})
    changes = me.changes()
    assert [each.origin for each in changes] == [A, A, "urn:phr:owner"]
    assert len({each.revision for each in changes}) == 3 and all(len(each.revision) == 64 for each in changes)
    assert me.import_text(searchset(A, "Ash")).unchanged == 2


def test_entries_about_the_search_are_left_out(me):
    outcome = {"resource": {"resourceType": "OperationOutcome", "issue": []}, "search": {"mode": "outcome"}}
    report = me.import_text(json.dumps({"resourceType": "Bundle", "type": "searchset", "entry": [outcome]}))
    assert (report.left_out, report.total) == (1, 0)
