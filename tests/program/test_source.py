"""phr source, and phr import --source."""

import json


def bundle(base, family):
    entry = {"fullUrl": f"{base}/Patient/p1", "resource": {"resourceType": "Patient", "id": "p1", "name": [{"family": family}]}}
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": [entry]})


def test_sources_are_listed_renamed_given_back_and_forgotten(store):
    store.write("a.json", bundle("https://a.example/fhir", "Ash"))
    store.write("b.json", bundle("https://b.example/fhir", "Birch"))
    store.write("c.json", '{"resourceType":"Patient","id":"p1"}')
    store.ok("import", "me.phr", "a.json")
    store.ok("import", "me.phr", "b.json")
    store.ok("import", "me.phr", "--source", "urn:clinic", "c.json")
    listed = store.ok("source", "list", "me.phr")
    assert [line.split()[0] for line in listed.splitlines()[1:]] == ["https://a.example/fhir", "https://b.example/fhir", "urn:clinic"]
    assert json.loads(store.ok("source", "list", "me.phr", "--json").splitlines()[0])["byType"] == {"Patient": 1}
    assert [json.loads(line)["id"] for line in store.ok("source", "export", "me.phr", "https://b.example/fhir").splitlines()] == ["p1"]
    store.ok("source", "rename", "me.phr", "urn:clinic", "--name", "The clinic")
    assert "The clinic" in store.ok("source", "list", "me.phr")
    assert store.ok("source", "forget", "me.phr", "urn:clinic", "--yes") == "1 resource purged, with 1 version\n"
    assert "not_found" in store.refused(4, "source", "export", "me.phr", "urn:nobody")
