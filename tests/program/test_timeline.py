"""phr timeline and phr latest."""

import collections
import json

import pytest

from conftest import A1C, rows


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
