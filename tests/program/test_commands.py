"""Each command with each of its options, as text and as JSON."""

import collections
import json
import re
import stat

import pytest

from conftest import NOW, ROOT

COMMANDS = [
    ("init",),
    ("import",),
    ("search",),
    ("everything",),
    ("lastn",),
    ("read",),
    ("put",),
    ("patch",),
    ("delete",),
    ("bundle",),
    ("history",),
    ("changes",),
    ("purge",),
    ("erase",),
    ("parameter",),
    ("parameter", "add"),
    ("parameter", "list"),
    ("parameter", "remove"),
    ("timeline",),
    ("latest",),
    ("chart",),
    ("consent",),
    ("consent", "explain"),
    ("audit",),
    ("audit", "list"),
    ("audit", "verify"),
    ("synth",),
    ("convert",),
    ("fhirpath",),
    ("ucum",),
    ("validate",),
    ("view",),
    ("info",),
    ("capabilities",),
    ("reindex",),
]
A1C = "http://loinc.org|4548-4"


def rows(text):
    """The cells of a table: two blanks or more stand between them."""
    return [re.split(r" {2,}", line.strip()) for line in text.splitlines()]


# help and version


def test_the_version_is_that_of_the_project(phr):
    version = re.search(r"project\(phr VERSION ([\d.]+)", (ROOT / "CMakeLists.txt").read_text()).group(1)
    assert phr.ok("--version") == f"phr {version}\n"


@pytest.mark.parametrize("command", [(), *COMMANDS], ids=lambda each: " ".join(each) or "phr")
def test_help_names_the_rule_of_the_passphrase_and_the_exit_codes(phr, command):
    text = phr.ok(*command, "--help", passphrase=None)
    assert "never given as an argument" in text and "PHR_PASSPHRASE" in text and "Exit codes: 0 done" in text
    assert not re.search(r"--passphrase(?!-file)", text)


def test_help_lists_the_commands_of_the_documentation(phr):
    documented = set(re.findall(r"^\| `(\w+)", (ROOT / "docs" / "program.md").read_text(), re.MULTILINE))
    listed = set(re.findall(r"^  (\w+) {2,}\w", phr.ok("--help").split("Subcommands:")[1], re.MULTILINE))
    assert documented == listed == {each[0] for each in COMMANDS}


# init and info


def test_init_makes_an_empty_store_that_only_its_owner_reads(phr):
    assert phr.ok("init", "me.phr") == "me.phr is ready: encrypted, empty.\n"
    assert stat.S_IMODE((phr.folder / "me.phr").stat().st_mode) == 0o600
    assert phr.json("init", "other.phr", "--json") == {"store": "other.phr"}
    about = phr.json("info", "other.phr", "--json")
    assert about["counts"] == {} and about["pageBytes"] == 8192 and about["formatVersion"] == 1
    assert about["slots"] == ["passphrase"] + ["empty"] * 7


@pytest.mark.parametrize("size", [4096, 8192, 16384])
def test_init_takes_a_page_size(phr, size):
    phr.ok("init", "me.phr", "--page-bytes", size)
    assert phr.json("info", "me.phr", "--json")["pageBytes"] == size


def test_init_leaves_what_is_there(family):
    before = (family.folder / "me.phr").read_bytes()
    family.refused(5, "init", "me.phr")
    assert (family.folder / "me.phr").read_bytes() == before


def test_info_counts_as_json_does(family):
    about = family.json("info", "me.phr", "--json")
    text = family.ok("info", "me.phr")
    cells = {cell[0]: cell[1] for cell in rows(text.split("opens by passphrase\n")[1])[1:]}
    assert cells == {
        **{kind: str(count) for kind, count in about["counts"].items()},
        "total": str(sum(about["counts"].values())),
    }
    assert about["fileBytes"] == (family.folder / "me.phr").stat().st_size


# import


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


# search and read


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
    assert rows(heading) == [["when", "what", "value", "resource"]] and last == f"{len(ids)} found"
    assert [rows(row)[0][-1] for row in table] == ids
    when = [each["effectiveDateTime"] for each in lines]
    assert when == sorted(when, reverse=True)


def test_search_of_nothing_is_an_empty_answer(family):
    query = "Patient?family=nobodyiscalledthat"
    assert family.ok("search", "me.phr", query).endswith("\n0 found\n")
    assert family.ok("search", "me.phr", query, "--ids") == family.ok("search", "me.phr", query, "--ndjson") == ""
    assert family.json("search", "me.phr", query, "--json") == {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": 0,
        "entry": [],
    }


def test_import_reads_a_pipe_to_its_end(store):
    lines = "".join(json.dumps({"resourceType": "Patient", "id": f"p{n}", "name": [{"text": "x" * 2000}]}) + "\n" for n in range(300))
    ended = store.run("import", "me.phr", "/dev/stdin", "--json", stdin=lines)
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["created"] == 300


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


# timeline and latest


def test_timeline_is_newest_first_and_agrees_with_json(family):
    arguments = ("timeline", "me.phr", "--patient", family.people[0], "--most", "40")
    lines = family.lines(*arguments, "--json")
    when = [each["when"] for each in lines]
    assert len(lines) == 40 and when == sorted(when, reverse=True)
    heading, *table = rows(family.ok(*arguments))
    assert heading == ["when (UTC)", "what", "value", "resource"]
    assert [row[-1] for row in table] == [each["resource"] for each in lines]
    assert [row[0] for row in table] == [each["when"][:16].replace("T", " ") for each in lines]


def test_timeline_is_limited_by_date_type_and_number(family):
    patient = ("--patient", family.people[0])
    everything = family.lines("timeline", "me.phr", *patient, "--most", "100000", "--json")
    part = family.lines(
        "timeline", "me.phr", *patient, "--most", "100000", "--json", "--from", "2025-03-01", "--to", "2025-09-01"
    )
    assert part and part == [each for each in everything if "2025-03-01" <= each["when"] < "2025-09-01"]
    kinds = ("--type", "Encounter", "--type", "Immunization")
    part = family.lines("timeline", "me.phr", *patient, "--most", "100000", "--json", *kinds)
    assert part and part == [
        each for each in everything if each["resource"].split("/")[0] in ("Encounter", "Immunization")
    ]
    assert len(family.lines("timeline", "me.phr", *patient, "--json")) == 100


def test_timeline_goes_on_behind_an_event(family):
    whole = family.lines("timeline", "me.phr", "--patient", family.people[0], "--most", "30", "--json")
    part, behind = [], ()
    while len(part) < 30:
        ended = family.run("timeline", "me.phr", "--patient", family.people[0], "--most", "10", "--json", *behind)
        part += [json.loads(line) for line in ended.stdout.splitlines()]
        assert ended.stderr.startswith("phr: there are more: --behind ")
        behind = ("--behind", ended.stderr.split()[-1])
    assert part == whole
    assert family.run("timeline", "me.phr", "--patient", family.people[0], "--most", "1000000").stderr == ""
    family.refused(2, "timeline", "me.phr", "--patient", family.people[0], "--behind", "x")


def test_timeline_is_counted_by_period(family):
    patient = ("--patient", family.people[0], "--most", "100000")
    events = family.lines("timeline", "me.phr", *patient, "--json")
    for by, size in (("day", 10), ("month", 7), ("year", 4)):
        told = family.lines("timeline", "me.phr", *patient, "--by", by, "--json")
        counted = collections.Counter((each["when"][:size], each["resource"].split("/")[0]) for each in events)
        assert {(each[by], each["type"]): each["events"] for each in told} == counted
        assert [each[by] for each in told] == sorted((each[by] for each in told), reverse=True)
        assert rows(family.ok("timeline", "me.phr", *patient, "--by", by))[1:] == [[each[by], each["type"], str(each["events"])] for each in told]
    family.refused(2, "timeline", "me.phr", *patient, "--by", "week")


@pytest.mark.parametrize("command", [("timeline",), ("latest",), ("chart", A1C)], ids=lambda each: each[0])
def test_a_record_of_several_patients_asks_for_one(family, command):
    assert "name one" in family.refused(5, command[0], "me.phr", *command[1:])


def test_latest_has_the_newest_value_of_each_code(family):
    patient = family.people[0]
    lines = family.lines("latest", "me.phr", "--patient", patient, "--json")
    codes = [(each["system"], each["code"]) for each in lines]
    assert len(codes) == len(set(codes)) > 15
    newest = family.lines(
        "search", "me.phr", f"Observation?code={A1C}&subject=Patient/{patient}&_sort=-date&_count=1", "--ndjson"
    )[0]
    found = lines[codes.index(("http://loinc.org", "4548-4"))]
    assert found["resource"] == f"Observation/{newest['id']}"
    assert found["value"] == str(newest["valueQuantity"]["value"]) and found["unit"] == "%"
    assert found["interpretation"] == newest["interpretation"][0]["coding"][0]["code"]
    heading, *table = rows(family.ok("latest", "me.phr", "--patient", patient))
    assert heading == ["when (UTC)", "what", "value", "unit", "flag", "code"]
    assert [row[-1] for row in table] == [code for _, code in codes]


def test_latest_is_limited_by_category(family):
    patient = ("--patient", family.people[0])
    by_category = {
        category: {
            each["code"] for each in family.lines("latest", "me.phr", *patient, "--category", category, "--json")
        }
        for category in ("laboratory", "vital-signs", "social-history", "imaging")
    }
    assert "4548-4" in by_category["laboratory"] and "85354-9" in by_category["vital-signs"]
    assert by_category["social-history"] == {"72166-2"} and by_category["imaging"] == set()
    assert not by_category["laboratory"] & by_category["vital-signs"]


# audit


def test_audit_list_is_oldest_first_and_agrees_with_json(family):
    family.ok("search", "me.phr", "Patient", "--now", "2026-02-03T04:05:06.700Z")
    family.ok("read", "me.phr", f"Patient/{family.people[0]}")
    lines = family.lines("audit", "list", "me.phr", "--json")
    numbers = [each["row"] for each in lines]
    assert numbers == list(range(numbers[0], numbers[0] + len(lines)))
    search, read = lines[-2:]
    assert (search["action"], search["count"], search["when"], search["who"]) == (
        "search",
        6,
        "2026-02-03T04:05:06.700Z",
        "owner",
    )
    assert (read["action"], read["resource"], read["outcome"]) == ("read", f"Patient/{family.people[0]}", "done")
    heading, *table = rows(family.ok("audit", "list", "me.phr"))
    assert heading == ["row", "when (UTC)", "who", "purpose", "what", "outcome", "count", "resource"]
    assert table[-2][-1] == f"Patient/{family.people[0]}"  # the list above is a row itself
    assert [row[0] for row in table[: len(lines)]] == [str(number) for number in numbers]


def test_audit_list_gives_the_newest_where_limited(family):
    last = family.lines("audit", "list", "me.phr", "--json")[-1]["row"]
    assert [each["row"] for each in family.lines("audit", "list", "me.phr", "--json", "--most", "2")] == [
        last,
        last + 1,
    ]


def test_audit_verify_finds_a_head_that_was_noted(family):
    first = family.json("audit", "verify", "me.phr", "--json")
    assert first["intact"] and first["firstBadRow"] == 0 and re.fullmatch("[0-9a-f]{64}", first["head"])
    family.ok("search", "me.phr", "Patient")
    later = family.json("audit", "verify", "me.phr", "--json", "--head", first["head"])
    assert later["intact"] and later["rows"] > first["rows"] and later["head"] != first["head"]
    assert family.ok("audit", "verify", "me.phr", "--head", later["head"]).startswith("intact: ")


def test_audit_verify_finds_a_trail_that_was_set_back(family):
    before = (family.folder / "me.phr").read_bytes()
    family.ok("search", "me.phr", "Patient")
    head = family.json("audit", "verify", "me.phr", "--json")["head"]
    family.write("me.phr", before)
    ended = family.run("audit", "verify", "me.phr", "--head", head, "--json")
    verdict = json.loads(ended.stdout)
    assert ended.returncode == 1 and not verdict["intact"] and verdict["firstBadRow"] > 0
    assert family.run("audit", "verify", "me.phr", "--head", head).stdout.startswith("NOT INTACT: row ")


# synth


def test_synth_writes_where_it_is_told_and_the_same(phr):
    text = phr.ok("synth", "--years", "1")
    assert json.loads(text)["type"] == "transaction"
    assert phr.ok("synth", "--years", "1", "-o", "-", "--json") == text
    said = phr.ok("synth", "--years", "1", "-o", "one.json")
    assert (phr.folder / "one.json").read_text() == text
    assert said == f"{len(json.loads(text)['entry'])} made-up resources of one person in one.json\n"
    (phr.folder / "many").mkdir()
    said = phr.json("synth", "--years", "1", "--people", "3", "-o", "many", "--json")
    assert said["output"] == "many" and said["resources"] > 50
    assert sorted(path.name for path in (phr.folder / "many").iterdir()) == [
        f"person-000{number}.json" for number in (1, 2, 3)
    ]
    assert (phr.folder / "many" / "person-0001.json").read_text() == text


def test_synth_takes_seed_end_and_format(phr):
    assert phr.ok("synth", "--years", "1", "--seed", "2") != phr.ok("synth", "--years", "1")
    text = phr.ok("synth", "--years", "1", "--end", "2020-01-01", "--format", "ndjson", "--people", "2")
    times = [
        each["period"]["start"] for each in map(json.loads, text.splitlines()) if each["resourceType"] == "Encounter"
    ]
    assert times and all(time.startswith("2019") for time in times)
    (phr.folder / "many").mkdir()
    phr.ok("synth", "--format", "ndjson", "--people", "2", "-o", "many")
    assert sorted(path.name for path in (phr.folder / "many").iterdir()) == [
        "person-0001.ndjson",
        "person-0002.ndjson",
        "shared.ndjson",
    ]


def test_both_formats_of_synth_import_to_the_same_counts(phr):
    (phr.folder / "many").mkdir()
    phr.ok("synth", "--people", "6", "--years", "1", "-o", "many")
    phr.ok("synth", "--people", "6", "--years", "1", "--format", "ndjson", "-o", "all.ndjson")
    for store in ("bundles.phr", "lines.phr"):
        phr.ok("init", store)
    phr.ok("import", "bundles.phr", *sorted((phr.folder / "many").iterdir()))
    phr.ok("import", "lines.phr", "all.ndjson")
    assert phr.counts("bundles.phr") == phr.counts("lines.phr")
    for kind in ("Observation", "Practitioner"):
        # In order of first writing, or of first mention by another resource, which the two need not share.
        listed = [sorted(phr.ok("search", store, kind, "--ids").splitlines()) for store in ("bundles.phr", "lines.phr")]
        assert listed[0] == listed[1] != []
