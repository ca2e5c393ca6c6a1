"""phr import: what it takes, and what it reports."""

import json


def test_import_reports_what_it_did(store):
    patient = {"resourceType": "Patient", "id": "p", "active": True}
    path = store.write("p.json", patient)
    first = store.json("import", "me.phr", "p.json", "--json")
    assert first == {
        "file": "p.json",
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "deleted": 0,
        "leftOut": 0,
        "byType": {"Patient": 1},
        "refused": [],
        "bytes": path.stat().st_size,
    }
    assert store.json("import", "me.phr", "p.json", "--json")["unchanged"] == 1
    store.write("p.json", {**patient, "active": False})
    assert store.json("import", "me.phr", "p.json", "--json")["updated"] == 1
    assert (
        store.ok("import", "me.phr", "p.json").splitlines()[-1]
        == "0 created, 0 updated, 1 unchanged, 0 deleted, 0 lines refused"
    )


def test_import_takes_several_files_of_all_kinds(store):
    store.write("one.json", {"resourceType": "Patient", "id": "a"})
    store.write("lines.ndjson", '{"resourceType":"Patient","id":"b"}\n{"resourceType":"Patient","id":"c"}\n')
    store.write(
        "bundle.json",
        {
            "resourceType": "Bundle",
            "type": "transaction",
            "entry": [
                {"resource": {"resourceType": "Patient", "id": "d"}, "request": {"method": "PUT", "url": "Patient/d"}}
            ],
        },
    )
    reports = store.lines("import", "me.phr", "one.json", "lines.ndjson", "bundle.json", "--json")
    assert [(each["file"], each["created"]) for each in reports] == [
        ("one.json", 1),
        ("lines.ndjson", 2),
        ("bundle.json", 1),
    ]
    text = store.ok("import", "me.phr", "one.json", "lines.ndjson")
    assert "lines.ndjson: 0 created, 0 updated, 2 unchanged, 0 deleted\n" in text
    assert store.ok("search", "me.phr", "Patient", "--ids").split() == [
        "Patient/a",
        "Patient/b",
        "Patient/c",
        "Patient/d",
    ]


def test_now_is_when_a_resource_was_updated(store):
    store.write("p.json", {"resourceType": "Patient", "id": "p"})
    store.ok("import", "me.phr", "p.json", "--now", "2021-02-03T04:05:06+02:00")
    assert store.json("read", "me.phr", "Patient/p")["meta"] == {
        "versionId": "1",
        "lastUpdated": "2021-02-03T02:05:06.000Z",
    }


def test_import_reads_a_pipe_to_its_end(store):
    lines = "".join(json.dumps({"resourceType": "Patient", "id": f"p{n}", "name": [{"text": "x" * 2000}]}) + "\n" for n in range(300))
    ended = store.run("import", "me.phr", "/dev/stdin", "--json", stdin=lines)
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["created"] == 300
