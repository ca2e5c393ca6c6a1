"""phr search in pages, lenient and explained; everything, lastn, capabilities, reindex."""

import json

import pytest


def resources():
    yield {"resourceType": "Practitioner", "id": "dr"}
    for of in "pq":
        yield {"resourceType": "Patient", "id": of, "generalPractitioner": [{"reference": "Practitioner/dr"}]}
    for nth in range(4):
        yield {"resourceType": "Observation", "id": f"o{nth}", "status": "final", "code": {"text": f"kind {nth % 2}"},
               "subject": {"reference": "Patient/p"}, "effectiveDateTime": f"202{nth}"}


@pytest.fixture
def filled(store):
    (store.folder / "in.ndjson").write_text("".join(json.dumps(each) + "\n" for each in resources()))
    store.ok("import", "me.phr", "in.ndjson")
    return store


def test_pages_are_named_in_the_table_and_in_the_bundle(filled):
    query = "Observation?_sort=date&_count=3&_total=accurate&_include=Observation:subject"
    text = filled.ok("search", "me.phr", query)
    assert "Patient/p (included)" in text and "\n3 found, 1 included, 4 in all; there are more: --page " in text
    page = text.split("--page ")[1].strip()
    bundle = filled.json("search", "me.phr", query, "--json")
    assert bundle["total"] == 4 and bundle["link"] == [{"relation": "next", "url": f"{query}&page={page}"}]
    assert [entry["search"]["mode"] for entry in bundle["entry"]] == ["match"] * 3 + ["include"]
    assert filled.ok("search", "me.phr", query, "--ids", "--page", page).split() == ["Observation/o3", "Patient/p"]
    assert filled.run("search", "me.phr", query, "--page", "x").returncode == 5
    for lines in ("--ids", "--ndjson"):
        assert filled.run("search", "me.phr", query, lines).stderr == f"phr: there are more: --page {page}\n"
        assert filled.run("search", "me.phr", query, lines, "--page", page).stderr == ""


def test_an_explanation_takes_what_a_search_takes(filled):
    assert "unknown_parameter" in filled.refused(5, "search", "me.phr", "Observation?date=2020&kode=x", "--explain")
    assert "rows looked at" in filled.ok("search", "me.phr", "Observation?date=2020&kode=x", "--explain", "--lenient")


def test_a_bundle_of_a_part_has_no_total_that_is_not_known(filled):
    assert "total" not in filled.json("search", "me.phr", "Observation?_count=1", "--json")


def test_a_contained_match_is_named_by_what_contains_it(filled):
    filled.ok("put", "me.phr", "-", stdin=json.dumps({
        "resourceType": "Observation", "id": "c", "status": "final", "code": {"text": "x"}, "subject": {"reference": "#who"},
        "contained": [{"resourceType": "Patient", "id": "who", "birthDate": "1980"}]}))
    query = "Patient?birthdate=1980&_contained=true&_containedType=contained"
    assert filled.ok("search", "me.phr", query, "--ids") == "Observation/c#who\n"
    assert "Observation/c#who" in filled.ok("search", "me.phr", query)
    assert [each["id"] for each in filled.lines("search", "me.phr", query, "--ndjson")] == ["who"]
    assert filled.ok("search", "me.phr", "Patient?birthdate=1980&_contained=true", "--ids") == "Observation/c\n"


def test_lenient_says_what_it_left_out(filled):
    assert filled.run("search", "me.phr", "Observation?date=2020&kode=x").returncode == 5
    ended = filled.run("search", "me.phr", "Observation?date=2020&kode=x", "--lenient", "--ids")
    assert (ended.returncode, ended.stdout) == (1, "Observation/o0\n")
    assert "criterion 1 is not understood" in ended.stderr


def test_explain_tells_the_plan(filled):
    assert "rows looked at" in filled.ok("search", "me.phr", "Observation?date=2020", "--explain")


def test_everything_is_a_patient_s_record(filled):
    ids = filled.ok("everything", "me.phr", "--patient", "p", "--ids").split()
    assert ids == ["Patient/p", *(f"Observation/o{nth}" for nth in range(4)), "Practitioner/dr"]
    assert filled.ok("everything", "me.phr", "--patient", "p", "--ids", "--start", "2021", "--end", "2022", "--type", "Observation").split() == ["Observation/o1"]
    bundle = filled.json("everything", "me.phr", "--patient", "p", "--count", "2", "--json")
    page = bundle["link"][0]["url"].split("page=")[1]
    assert filled.ok("everything", "me.phr", "--patient", "p", "--count", "2", "--page", page, "--ids").split() == ["Observation/o1", "Observation/o2"]
    assert filled.ok("everything", "me.phr", "--patient", "p", "--since", "2999", "--ids") == ""
    assert filled.run("everything", "me.phr").returncode == 5
    assert filled.run("everything", "me.phr", "--patient", "none").returncode == 4


def test_lastn_is_the_newest_of_each_code(filled):
    assert filled.ok("lastn", "me.phr", "patient=p", "--ids").split() == ["Observation/o3", "Observation/o2"]
    assert filled.ok("lastn", "me.phr", "--max", "2", "--ids").split() == [f"Observation/o{nth}" for nth in (3, 1, 2, 0)]


def test_capabilities_and_reindex(filled):
    told = filled.json("capabilities", "me.phr")
    assert told["resourceType"] == "CapabilityStatement" and len(told["rest"][0]["resource"]) == 146
    filled.ok("reindex", "me.phr")
    assert not filled.json("info", "me.phr", "--json")["fullText"]
    filled.ok("reindex", "me.phr", "--words", "on")
    assert filled.json("info", "me.phr", "--json")["fullText"] and ", all words indexed\n" in filled.ok("info", "me.phr")
    assert filled.ok("search", "me.phr", "Observation?_content=kind", "--ids").count("\n") == 4
    filled.ok("reindex", "me.phr", "--words", "off")
    assert not filled.json("info", "me.phr", "--json")["fullText"]
    filled.refused(2, "reindex", "me.phr", "--words", "x")
    assert filled.ok("search", "me.phr", "Observation?date=2020", "--ids") == "Observation/o0\n"
    assert filled.run("reindex", "me.phr", "--as", "Practitioner/dr").returncode == 2


def test_the_last_page_alone_has_no_total_of_its_own(filled):
    query = "Observation?_count=3"
    page = filled.json("search", "me.phr", query, "--json")["link"][0]["url"].rpartition("page=")[2]
    last = filled.json("search", "me.phr", query, "--page", page, "--json")
    assert "total" not in last and len(last["entry"]) == 1


def test_a_moment_is_one_time_in_every_table(store):
    store.write("o.json", {"resourceType": "Observation", "id": "o", "status": "final", "subject": {"reference": "Patient/p"},
                           "code": {"coding": [{"system": "http://loinc.org", "code": "4548-4"}]}, "effectiveDateTime": "2024-01-26T09:00:00+09:00",
                           "valueQuantity": {"value": 5.4, "unit": "%"}})
    store.write("c.json", {"resourceType": "Condition", "id": "c", "subject": {"reference": "Patient/p"}, "onsetDateTime": "2015-03"})
    store.write("p.json", {"resourceType": "Patient", "id": "p"})
    store.ok("import", "me.phr", "p.json", "o.json", "c.json")
    assert store.ok("search", "me.phr", "Observation").splitlines()[1].startswith("2024-01-26 00:00  ")
    assert store.ok("latest", "me.phr").splitlines()[1].startswith("2024-01-26 00:00  ")
    assert store.ok("timeline", "me.phr", "--type", "Observation").splitlines()[1].startswith("2024-01-26 00:00  ")
    assert store.ok("search", "me.phr", "Condition").splitlines()[1].startswith("2015-03  ")
