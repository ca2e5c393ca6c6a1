"""phr search as a table, ids, lines or a Bundle; phr read with its versions."""

import pytest

from conftest import A1C, NOW, rows


def test_search_writes_a_table_ids_lines_or_a_bundle(family):
    query = f"Observation?code={A1C}&subject=Patient/{family.people[0]}&_sort=-date"
    ids = family.ok("search", "me.phr", query, "--ids").split()
    lines = family.lines("search", "me.phr", query, "--ndjson")
    bundle = family.json("search", "me.phr", query, "--json")
    heading, *table, last = family.ok("search", "me.phr", query).splitlines()
    assert len(ids) >= 8 and all(each.startswith("Observation/") for each in ids)
    assert [f"{each['resourceType']}/{each['id']}" for each in lines] == ids
    assert (bundle["resourceType"], bundle["type"], bundle["total"]) == ("Bundle", "searchset", len(ids))
    assert [entry["resource"] for entry in bundle["entry"]] == lines
    assert {entry["search"]["mode"] for entry in bundle["entry"]} == {"match"}
    assert rows(heading) == [["when (UTC)", "what", "value", "resource"]] and last == f"{len(ids)} found"
    assert [rows(row)[0][-1] for row in table] == ids
    when = [each["effectiveDateTime"] for each in lines]
    assert when == sorted(when, reverse=True)


def test_search_of_nothing_is_an_empty_answer(family):
    query = "Patient?family=nobodyiscalledthat"
    assert family.ok("search", "me.phr", query).endswith("0 found\n")
    assert family.ok("search", "me.phr", query, "--ids") == family.ok("search", "me.phr", query, "--ndjson") == ""
    assert family.json("search", "me.phr", query, "--json") == {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": 0,
    }


def test_read_prints_the_resource_as_it_was_imported(store):
    text = '{"resourceType":"Observation","id":"o","status":"final","code":{"text":"Größe \\u00b5"},"valueQuantity":{"value":1.50e0}}'
    store.write("o.json", text)
    store.ok("import", "me.phr", "o.json", "--now", NOW)
    meta = f'"meta":{{"versionId":"1","lastUpdated":"{NOW.replace("Z", ".000Z")}"}},'
    assert store.ok("read", "me.phr", "Observation/o") == text.replace('"status"', meta + '"status"') + "\n"


@pytest.fixture
def changed(store):
    """Patient/p made, changed, deleted: a year between each."""
    for year, active in ((2020, True), (2021, False)):
        store.write("p.json", {"resourceType": "Patient", "id": "p", "active": active})
        store.ok("import", "me.phr", "p.json", "--now", f"{year}-01-01T00:00:00Z")
    store.write(
        "delete.json",
        {
            "resourceType": "Bundle",
            "type": "transaction",
            "entry": [{"request": {"method": "DELETE", "url": "Patient/p"}}],
        },
    )
    store.ok("import", "me.phr", "delete.json", "--now", "2022-01-01T00:00:00Z")
    return store


def test_read_has_every_version(changed):
    assert "gone" in changed.refused(4, "read", "me.phr", "Patient/p")
    assert changed.json("read", "me.phr", "Patient/p", "--version-id", "1")["active"] is True
    assert changed.json("read", "me.phr", "Patient/p", "--version-id", "2")["active"] is False
    changed.refused(4, "read", "me.phr", "Patient/p", "--version-id", "4")
    assert changed.json("read", "me.phr", "Patient/p/_history/2")["active"] is False
    changed.refused(4, "read", "me.phr", "Patient/p/_history/4")
    for none in ("", "0", "x", "1x", "-1"):
        assert "_history/number" in changed.refused(2, "read", "me.phr", f"Patient/p/_history/{none}")


def test_read_lists_the_history_newest_first(changed):
    table = rows(changed.ok("read", "me.phr", "Patient/p", "--history"))
    assert table == [
        ["version", "written", "what"],
        ["3", "2022-01-01 00:00", "deleted"],
        ["2", "2021-01-01 00:00", "changed"],
        ["1", "2020-01-01 00:00", "created"],
    ]
    lines = changed.lines("read", "me.phr", "Patient/p", "--history", "--json")
    assert [(each["version"], each["updated"], each["deleted"]) for each in lines] == [
        (3, "2022-01-01T00:00:00.000Z", True),
        (2, "2021-01-01T00:00:00.000Z", False),
        (1, "2020-01-01T00:00:00.000Z", False),
    ]
    assert [each.get("resource", {}).get("active") for each in lines] == [None, False, True]
