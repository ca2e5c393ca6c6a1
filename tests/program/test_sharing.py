"""--as and --purpose: what consent hides is hidden in everything that the program can show."""

import json

import pytest

from conftest import NOW

VISITOR = ("--as", "Practitioner/visiting-clinician", "--purpose", "TREAT", "--now", NOW)
STRANGER = ("--as", "Practitioner/stranger", "--purpose", "TREAT", "--now", NOW)
ANONYMOUS = ("--as", "anonymous", "--purpose", "TREAT", "--now", NOW)
MARKETING = ("--as", "Practitioner/visiting-clinician", "--purpose", "HMARKT", "--now", NOW)
BEFORE = ("--as", "Practitioner/visiting-clinician", "--purpose", "TREAT", "--now", "2025-11-01T00:00:00Z")
AFTER = ("--as", "Practitioner/visiting-clinician", "--purpose", "TREAT", "--now", "2029-01-01T00:00:00Z")
NOBODY = {
    "a stranger": STRANGER,
    "nobody": ANONYMOUS,
    "another purpose": MARKETING,
    "before the consent": BEFORE,
    "after it": AFTER,
}

SHARED = {"Patient", "Observation", "Condition", "MedicationRequest", "Encounter", "AllergyIntolerance"}
HIDDEN = {"DocumentReference", "Procedure", "Immunization", "DiagnosticReport", "Consent", "RelatedPerson"}
CHILDREN = (2, 3)  # have no consent


@pytest.fixture(params=NOBODY.values(), ids=NOBODY)
def unpermitted(request):
    return request.param


def owner(found):
    return found.get("subject", found.get("patient", {})).get("reference") or f"Patient/{found['id']}"


def test_the_owner_sees_everything(family):
    assert set(family.counts()) == SHARED | HIDDEN | {"Organization", "Practitioner"}
    for kind, count in list(family.counts().items())[::3]:
        assert family.ok("search", "me.phr", kind).endswith(f"\n{count} found\n")


def test_search_shows_the_types_and_patients_that_are_permitted(family):
    adults = {f"Patient/{each}" for number, each in enumerate(family.people) if number not in CHILDREN}
    for kind in SHARED:
        mine = family.lines("search", "me.phr", kind, "--ndjson")
        theirs = family.lines("search", "me.phr", kind, "--ndjson", *VISITOR)
        assert theirs == [each for each in mine if owner(each) in adults], kind
    for kind in HIDDEN:
        assert family.ok("search", "me.phr", kind, "--ids", *VISITOR) == ""


def test_search_shows_nothing_without_a_consent(family, unpermitted):
    assert family.ok("search", "me.phr", "Patient", "--ids", *unpermitted) == ""
    assert family.json("search", "me.phr", "Observation", "--json", *unpermitted).get("entry") is None
    assert family.ok("search", "me.phr", "Practitioner", *unpermitted).endswith("0 found\n")


def test_search_by_a_hidden_patient_finds_nothing(family):
    query = f"Observation?subject=Patient/{family.people[2]}"
    assert family.ok("search", "me.phr", query, "--ids") != ""
    assert family.ok("search", "me.phr", query, "--ids", *VISITOR) == ""


def test_read_is_denied_for_each_hidden_type(family):
    for kind in sorted(HIDDEN):
        name = family.ok("search", "me.phr", f"{kind}?_count=1", "--ids").split()[0]
        every = ((), ("--history",), ("--history", "--json"), ("--version-id", "1"))
        for more in every if kind == "DocumentReference" else every[:1]:
            assert "access_denied" in family.refused(6, "read", "me.phr", name, *more, *VISITOR)


def test_read_is_permitted_for_what_is_shared(family):
    mother = f"Patient/{family.people[0]}"
    assert family.ok("read", "me.phr", mother, *VISITOR) == family.ok("read", "me.phr", mother)
    assert len(family.lines("read", "me.phr", mother, "--history", "--json", *VISITOR)) == 1


def test_read_is_denied_without_a_consent(family, unpermitted):
    assert "access_denied" in family.refused(6, "read", "me.phr", f"Patient/{family.people[0]}", *unpermitted)


def test_read_is_denied_for_a_child(family):
    for number in CHILDREN:
        assert "access_denied" in family.refused(6, "read", "me.phr", f"Patient/{family.people[number]}", *VISITOR)


def test_read_does_not_tell_a_stranger_what_exists(family):
    """The same answer for a hidden resource and for none."""
    hidden = family.run("read", "me.phr", f"Patient/{family.people[0]}", *STRANGER)
    missing = family.run("read", "me.phr", "Patient/missing", *STRANGER)
    assert (hidden.returncode, hidden.stdout, hidden.stderr) == (missing.returncode, missing.stdout, missing.stderr)


def test_timeline_leaves_out_what_is_hidden(family):
    arguments = ("timeline", "me.phr", "--patient", family.people[0], "--most", "100000", "--json")
    mine = family.lines(*arguments)
    assert {each["resource"].split("/")[0] for each in mine} & HIDDEN
    theirs = family.lines(*arguments, *VISITOR)
    assert theirs == [each for each in mine if each["resource"].split("/")[0] in SHARED]
    text = family.ok("timeline", "me.phr", "--patient", family.people[0], "--most", "100000", *VISITOR)
    assert not any(f"{kind}/" in text for kind in HIDDEN)


@pytest.mark.parametrize("command", ["timeline", "latest"])
def test_timeline_and_latest_show_nothing_without_a_consent(family, unpermitted, command):
    ended = family.run(command, "me.phr", "--patient", family.people[0], "--json", *unpermitted)
    assert ended.stdout == "" and ended.returncode in (0, 6)


def test_latest_shows_what_is_shared(family):
    arguments = ("latest", "me.phr", "--patient", family.people[0], "--json")
    assert family.lines(*arguments, *VISITOR) == family.lines(*arguments)


def test_chart_shows_what_is_shared_and_nothing_without_a_consent(family):
    arguments = ("chart", "me.phr", "4548-4", "--patient", family.people[0])
    assert family.ok(*arguments, *VISITOR) == family.ok(*arguments)
    for unpermitted in NOBODY.values():
        ended = family.run(*arguments, "-o", "hidden.svg", *unpermitted)
        assert ended.returncode in (5, 6) and ended.stdout == ""
        assert not (family.folder / "hidden.svg").exists()


def test_explain_says_what_search_then_shows(family):
    found = {
        (each["patient"], each["type"]): each
        for each in family.lines(
            "consent", "explain", "me.phr", "Practitioner/visiting-clinician", "--json", "--now", NOW
        )
    }
    for kind in sorted(SHARED | HIDDEN):
        shown = family.lines("search", "me.phr", kind, "--ndjson", *VISITOR)
        total = sum(each["visible"] for (_, each_kind), each in found.items() if each_kind == kind)
        assert total == len(shown), kind
    mother = found[family.people[0], "DocumentReference"]
    assert mother["visible"] == 0 < mother["count"] and not mother["permit"]
    assert mother["why"].startswith("denied by Consent/") and mother["why"].endswith("provision.provision[0]")
    assert found[family.people[0], "Observation"]["why"].startswith("permitted by Consent/")
    assert found[family.people[2], "Observation"]["why"].startswith("denied: there is no active consent")


def test_explain_is_limited_to_a_patient_a_purpose_and_a_resource(family):
    explain = ("consent", "explain", "me.phr", "Practitioner/visiting-clinician", "--now", NOW)
    mother = family.people[0]
    lines = family.lines(*explain, "--patient", mother, "--json")
    assert lines and {each["patient"] for each in lines} <= {mother, ""}
    heading, *table = family.ok(*explain, "--patient", mother).splitlines()
    assert heading.split() == ["patient", "type", "visible", "of", "why"] and len(table) == len(lines)
    assert not any(each["permit"] for each in family.lines(*explain, "--purpose", "HMARKT", "--json"))
    assert family.ok(*explain, "--resource", f"Patient/{mother}").startswith("permitted by Consent/")
    assert family.json(*explain, "--resource", f"Patient/{mother}", "--json")["permit"] is True
    ended = family.run(*explain, "--resource", f"Patient/{family.people[2]}", "--json")
    assert ended.returncode == 6 and json.loads(ended.stdout)["permit"] is False


def test_the_trail_names_who_asked_for_which_purpose(family):
    family.ok("search", "me.phr", "Observation", "--ids", *VISITOR)
    family.refused(6, "read", "me.phr", f"Patient/{family.people[2]}", *VISITOR)
    search, read = family.lines("audit", "list", "me.phr", "--json")[-2:]
    for row in (search, read):
        assert (row["who"], row["purpose"], row["when"]) == (
            "Practitioner/visiting-clinician",
            "TREAT",
            NOW.replace("Z", ".000Z"),
        )
    assert (search["action"], search["outcome"], read["action"], read["outcome"]) == (
        "search",
        "done",
        "read",
        "denied",
    )


@pytest.mark.parametrize(
    "command",
    [
        ("import", "me.phr", "x.json"),
        ("audit", "list", "me.phr"),
        ("audit", "verify", "me.phr"),
        ("consent", "explain", "me.phr", "Practitioner/x"),
        ("consent", "pending", "me.phr"),
        ("consent", "preview", "me.phr", "x"),
        ("consent", "adopt", "me.phr", "x"),
        ("consent", "reject", "me.phr", "x"),
        ("info", "me.phr"),
    ],
    ids=lambda each: " ".join(each),
)
def test_what_only_the_owner_does_takes_no_other_name(family, command):
    family.refused(2, *command, "--as", "Practitioner/x")
