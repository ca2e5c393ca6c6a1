"""phr audit: the list, and whether it is whole."""

import json
import re

from conftest import rows


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
