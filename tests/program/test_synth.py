"""phr synth: made-up records."""

import json


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
