"""phr consent pending, preview, adopt and reject: what came by import says nothing until the owner adopts it."""

import pytest

from conftest import NOW

VISITOR = ("--as", "Practitioner/mia", "--purpose", "TREAT", "--now", NOW)


def coded(system, code):
    return {"coding": [{"system": f"http://terminology.hl7.org/CodeSystem/{system}", "code": code}]}


def consent(name, types=("Observation",), **more):
    """Permits Practitioner/mia to see these types of Patient/p."""
    classes = [{"system": "http://hl7.org/fhir/resource-types", "code": each} for each in types]
    actor = {"role": coded("v3-ParticipationType", "IRCP"), "reference": {"reference": "Practitioner/mia"}}
    return {
        "resourceType": "Consent",
        "id": name,
        "status": "active",
        "scope": coded("consentscope", "patient-privacy"),
        "category": [{"text": "Sharing"}],
        "patient": {"reference": "Patient/p"},
        "provision": {"type": "permit", "actor": [actor], "class": classes},
        **more,
    }


def bundle(*resources):
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": each} for each in resources]}


def subject(kind, name, **more):
    return {"resourceType": kind, "id": name, "subject": {"reference": "Patient/p"}, "code": {"text": "x"}, **more}


RECORD = (
    {"resourceType": "Patient", "id": "p"},
    subject("Observation", "o", status="final"),
    subject("Condition", "c"),
)


@pytest.fixture
def record(store):
    """A patient with an Observation and a Condition, as me.phr; import_ is what an import says on standard error."""
    store.write("record.json", bundle(*RECORD))
    assert store.run("import", "me.phr", "record.json").stderr == ""

    def import_(*resources):
        store.write("more.json", bundle(*resources))
        return store.run("import", "me.phr", "more.json")

    store.import_ = import_
    store.seen = lambda: store.ok("search", "me.phr", "Observation", "--ids", *VISITOR).split()
    return store


def test_an_import_says_in_one_line_how_many_wait_and_what_to_type(record):
    ended = record.import_(consent("k"))
    assert ended.returncode == 0
    assert ended.stderr == "phr: 1 consent says nothing until you adopt it: phr consent pending me.phr\n"
    ended = record.import_(consent("k2"))
    assert ended.stderr == "phr: 2 consents say nothing until you adopt them: phr consent pending me.phr\n"


def test_the_line_comes_too_where_a_later_file_fails(record):
    record.write("k.json", consent("k"))
    ended = record.run("import", "me.phr", "k.json", "missing.json")
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        "phr: missing.json was not imported: no_such_file at the file to import: check the path",
        "phr: 1 consent says nothing until you adopt it: phr consent pending me.phr",
    ]


def test_pending_lists_what_waits(record):
    assert record.ok("consent", "pending", "me.phr") == "no consent waits to be adopted\n"
    assert record.ok("consent", "pending", "me.phr", "--json") == ""
    record.import_(consent("k"), consent("bad", provision={"period": {"start": "soon"}}))
    heading, first, second = record.ok("consent", "pending", "me.phr").splitlines()
    assert heading.split() == ["id", "version", "patient", "title", "remarks"]
    assert first.split() == ["k", "1", "p", "Sharing"]
    assert second.split()[:4] == ["bad", "1", "p", "Sharing"]
    assert second.endswith("unreadable: it would deny all of its patient to others")
    known = {"version": 1, "patient": "p", "title": "Sharing", "deleted": False, "unsure": 0, "adopted": 0}
    assert record.lines("consent", "pending", "me.phr", "--json") == [
        {"id": "k", "readable": True, **known},
        {"id": "bad", "readable": False, **known},
    ]


def test_preview_tells_what_would_change_and_changes_nothing(record):
    record.import_(consent("k"))
    heading, row = record.ok("consent", "preview", "me.phr", "k", "--now", NOW).splitlines()
    assert heading.split() == ["who", "purpose", "type", "visible", "if", "adopted"]
    assert row.split() == ["Practitioner/mia", "TREAT", "Observation", "0", "1"]
    assert record.lines("consent", "preview", "me.phr", "Consent/k", "--json", "--now", NOW) == [
        {"principal": "Practitioner/mia", "purpose": "TREAT", "type": "Observation", "before": 0, "after": 1}
    ]
    assert record.seen() == []
    assert len(record.lines("consent", "pending", "me.phr", "--json")) == 1


def test_preview_says_anybody_else_for_those_whom_no_rule_names(record):
    opting_in = consent("k", policyRule=coded("v3-ActCode", "OPTIN"))
    del opting_in["provision"]
    record.import_(opting_in)
    rows = record.ok("consent", "preview", "me.phr", "k", "--now", NOW).splitlines()[1:]
    assert rows and all(each.startswith("anybody else  TREAT ") for each in rows)


def test_preview_says_what_it_cannot_count(record):
    record.import_(consent("k", provision={"period": {"start": "soon"}}), consent("none", types=("Goal",)))
    said = record.ok("consent", "preview", "me.phr", "k").splitlines()
    assert said[0] == "unreadable: it would deny all of its patient to others"
    assert "nobody" not in " ".join(said)
    assert record.ok("consent", "preview", "me.phr", "none", "--now", NOW) == "nothing changes for the principals and purposes that it names\n"


def test_adopting_makes_it_count(record):
    record.import_(consent("k"))
    assert record.seen() == []
    assert record.ok("consent", "adopt", "me.phr", "k") == "Consent/k, version 1: adopted\n"
    assert record.seen() == ["Observation/o"]
    assert record.ok("consent", "pending", "me.phr", "--json") == ""
    rows = [(each["action"], each["resource"]) for each in record.lines("audit", "list", "me.phr", "--json", "--most", "100")]
    assert ("adopt", "Consent/k") in rows


def test_several_are_taken_in_order_and_all_takes_all(record):
    record.import_(consent("a"), consent("b"), consent("c"), consent("d"))
    told = record.lines("consent", "adopt", "me.phr", "Consent/b", "a", "--json")
    assert told == [{"resource": f"Consent/{each}", "version": 1, "what": "adopted"} for each in "ba"]
    assert record.ok("consent", "adopt", "me.phr", "--all").splitlines() == [f"Consent/{each}, version 1: adopted" for each in "cd"]
    assert record.ok("consent", "adopt", "me.phr", "--all") == "no consent waits to be adopted\n"
    assert record.ok("consent", "adopt", "me.phr", "--all", "--json") == ""


def test_one_that_does_not_wait_is_not_found_and_nothing_is_done(record):
    record.import_(consent("a"))
    assert "not_found at a Consent that is pending [1]" in record.refused(4, "consent", "adopt", "me.phr", "a", "nope")
    assert "not_found" in record.refused(4, "consent", "preview", "me.phr", "nope")
    assert "not_found" in record.refused(4, "consent", "reject", "me.phr", "nope")
    assert record.seen() == []


def test_a_version_that_is_named_must_be_the_newest(record):
    record.import_(consent("k"))
    record.import_(consent("k", types=("Observation", "Condition")))
    assert "version_conflict at the Consent [2]" in record.refused(5, "consent", "adopt", "me.phr", "k", "--version", "1")
    assert record.seen() == []
    assert record.ok("consent", "adopt", "me.phr", "k", "--version", "2") == "Consent/k, version 2: adopted\n"


def test_a_rejected_one_never_counts_and_what_was_adopted_before_it_does(record):
    record.import_(consent("k"))
    record.ok("consent", "adopt", "me.phr", "k")
    record.import_(consent("k", types=("Condition",)))
    assert record.lines("consent", "pending", "me.phr", "--json")[0]["adopted"] == 1
    assert "version 1 was adopted" in record.ok("consent", "pending", "me.phr")
    assert record.seen() == []
    assert record.ok("consent", "reject", "me.phr", "k") == "Consent/k, version 2: rejected\n"
    assert record.seen() == ["Observation/o"]
    assert record.ok("search", "me.phr", "Condition", "--ids", *VISITOR) == ""


def test_a_deletion_that_came_by_import_waits_too(record):
    record.import_(consent("k"))
    record.ok("consent", "adopt", "me.phr", "k")
    deleting = {"request": {"method": "DELETE", "url": "Consent/k"}}
    record.write("deleting.json", {"resourceType": "Bundle", "type": "transaction", "entry": [deleting]})
    record.ok("import", "me.phr", "deleting.json")
    (waiting,) = record.lines("consent", "pending", "me.phr", "--json")
    assert waiting["deleted"] is True
    assert "deleted: version 1 would count no more" in record.ok("consent", "pending", "me.phr")
    assert record.ok("consent", "adopt", "me.phr", "k") == "Consent/k, version 2, which deletes it: adopted\n"
    assert record.ok("consent", "pending", "me.phr", "--json") == ""
    assert record.seen() == []


def test_what_the_owner_puts_does_not_wait(record):
    record.write("k.json", consent("k"))
    record.ok("put", "me.phr", "k.json")
    assert record.ok("consent", "pending", "me.phr", "--json") == ""
    assert record.seen() == ["Observation/o"]


@pytest.mark.parametrize(
    "arguments",
    [(), ("k", "--all"), ("a", "b", "--version", "1"), ("--all", "--version", "1"), ("Patient/p",), ("k", "--version", "0")],
    ids=" ".join,
)
@pytest.mark.parametrize("command", ["adopt", "reject"])
def test_arguments_that_say_nothing_clear_are_refused(record, command, arguments):
    record.import_(consent("k"))
    record.refused(2, "consent", command, "me.phr", *arguments)
    assert len(record.lines("consent", "pending", "me.phr", "--json")) == 1
