"""phr put, patch, delete, bundle, history, changes, purge, erase and parameter."""

import json

import pytest

from conftest import PASSPHRASE

ADA = {"resourceType": "Patient", "id": "ada", "identifier": [{"system": "urn:hospital", "value": "7"}], "birthDate": "1980-02-03"}
BORN = [{"op": "replace", "path": "/birthDate", "value": "1980-02-04"}]
HERS = "identifier=urn:hospital|7"


def at(year):
    return ("--now", f"{year}-01-01T00:00:00Z")


@pytest.fixture
def ada(store):
    """Patient/ada, version 1 of 2020."""
    store.write("ada.json", ADA)
    store.write("born.json", BORN)
    store.ok("put", "me.phr", "ada.json", *at(2020))
    return store


# put


def test_put_writes_under_the_id_or_a_new_one(ada):
    assert ada.ok("put", "me.phr", "ada.json") == "Patient/ada, version 1: unchanged\n"
    ada.write("ada.json", {**ADA, "active": True})
    assert ada.json("put", "me.phr", "ada.json", "--json") == {"resource": "Patient/ada", "version": 2, "what": "updated"}
    assert ada.json("read", "me.phr", "Patient/ada")["active"] is True
    anew = ada.json("put", "me.phr", "ada.json", "--new", "--json")
    piped = json.loads(ada.ok("put", "me.phr", "-", "--json", stdin='{"resourceType": "Patient"}'))
    for said in (anew, piped):
        assert (said["what"], said["version"], len(said["resource"])) == ("created", 1, len("Patient/") + 36)
    assert ada.counts() == {"Patient": 3}


def test_put_takes_the_passphrase_and_the_resource_from_one_pipe(store):
    said = store.ok("put", "me.phr", "-", "--passphrase-file", "-", passphrase=None, stdin=f"{PASSPHRASE}\n{json.dumps(ADA)}")
    assert said == "Patient/ada, version 1: created\n"


def test_put_matches_the_version_that_is_there(ada):
    ada.write("ada.json", {**ADA, "active": True})
    assert "version_conflict" in ada.refused(5, "put", "me.phr", "ada.json", "--if-match", "2")
    assert ada.ok("put", "me.phr", "ada.json", "--if-match", "1") == "Patient/ada, version 2: updated\n"
    ada.write("none.json", {"resourceType": "Patient"})
    assert "missing_element" in ada.refused(5, "put", "me.phr", "none.json", "--if-match", "1")


def test_put_by_a_condition(ada):
    ada.write("same.json", {"resourceType": "Patient", "identifier": ADA["identifier"], "active": True})
    assert ada.ok("put", "me.phr", "same.json", "--if-none", HERS) == "Patient/ada, version 1: unchanged\n"
    assert ada.ok("put", "me.phr", "same.json", "--where", HERS, "--if-match", "1") == "Patient/ada, version 2: updated\n"
    assert ada.json("put", "me.phr", "same.json", "--if-none", "identifier=urn:hospital|8", "--json")["what"] == "created"
    assert "ambiguous_match" in ada.refused(5, "put", "me.phr", "same.json", "--where", HERS)
    assert "unknown_parameter" in ada.refused(5, "put", "me.phr", "same.json", "--if-none", "kode=x")
    ada.refused(2, "put", "me.phr", "same.json", "--if-none", HERS, "--where", HERS)
    ada.refused(2, "put", "me.phr", "same.json", "--new", "--if-match", "1")


def test_put_takes_one_resource(store):
    store.write("two.ndjson", json.dumps(ADA) + "\n" + json.dumps(ADA) + "\n")
    assert "one text" in store.refused(5, "put", "me.phr", "two.ndjson")
    store.write("broken.json", '{"resourceType":"Patient",\n"id"}')
    assert "malformed_json" in store.refused(5, "put", "me.phr", "broken.json")
    assert "empty_input" in store.refused(5, "put", "me.phr", "-")
    assert "no_such_file" in store.refused(4, "put", "me.phr", "missing.json")
    assert store.counts() == {}


# patch and delete


def test_patch_changes_by_id_or_by_a_condition(ada):
    assert ada.ok("patch", "me.phr", "Patient/ada", "born.json", "--if-match", "1") == "Patient/ada, version 2: updated\n"
    assert ada.json("read", "me.phr", "Patient/ada")["birthDate"] == "1980-02-04"
    assert ada.ok("patch", "me.phr", f"Patient?{HERS}", "born.json") == "Patient/ada, version 2: unchanged\n"
    fhirpath = {"resourceType": "Parameters", "parameter": [{"name": "operation", "part": [
        {"name": "type", "valueCode": "delete"}, {"name": "path", "valueString": "Patient.birthDate"}]}]}
    ended = ada.run("patch", "me.phr", "Patient/ada", "-", "--json", stdin=json.dumps(fhirpath))
    assert json.loads(ended.stdout) == {"resource": "Patient/ada", "version": 3, "what": "updated"}
    assert "birthDate" not in ada.json("read", "me.phr", "Patient/ada")


def test_patch_says_what_cannot_be(ada):
    assert "version_conflict" in ada.refused(5, "patch", "me.phr", "Patient/ada", "born.json", "--if-match", "2")
    assert "not_found" in ada.refused(4, "patch", "me.phr", "Patient/none", "born.json")
    assert "not_found" in ada.refused(4, "patch", "me.phr", "Patient?identifier=none", "born.json")
    ada.write("gender.json", [{"op": "remove", "path": "/gender"}])
    assert "not_found" in ada.refused(4, "patch", "me.phr", "Patient/ada", "gender.json")
    for none in ([1], [{"op": "nope", "path": "/x"}], [{"op": "replace", "path": "/resourceType", "value": "Basic"}]):
        ada.write("none.json", none)
        assert "invalid_value at JSON Patch" in ada.refused(5, "patch", "me.phr", "Patient/ada", "none.json")
    ada.refused(2, "patch", "me.phr", "Patient", "born.json")


def test_delete_leaves_the_versions(ada):
    assert "version_conflict" in ada.refused(5, "delete", "me.phr", "Patient/ada", "--if-match", "2")
    assert ada.ok("delete", "me.phr", f"Patient?{HERS}", "--if-match", "1") == "Patient/ada, version 2: deleted\n"
    assert "gone" in ada.refused(4, "read", "me.phr", "Patient/ada")
    assert ada.json("read", "me.phr", "Patient/ada/_history/1")["birthDate"] == "1980-02-03"
    assert ada.ok("delete", "me.phr", f"Patient?{HERS}") == "nothing matches: nothing to do\n"
    assert ada.json("delete", "me.phr", f"Patient?{HERS}", "--json") == {"what": "unchanged"}
    assert "not_found" in ada.refused(4, "delete", "me.phr", "Patient/none")


# bundle


def bundle(kind, *entries):
    return {"resourceType": "Bundle", "type": kind, "entry": list(entries)}


def get(url):
    return {"request": {"method": "GET", "url": url}}


MOOD = {"resource": {"resourceType": "Observation", "status": "final", "code": {"text": "mood"},
                     "subject": {"reference": f"Patient?{HERS}"}}, "request": {"method": "POST", "url": "Observation"}}


def test_bundle_does_a_transaction_whole(ada):
    ada.write("b.json", bundle("transaction", get("Observation?subject=Patient/ada"), MOOD, get("Patient/ada")))
    heading, found, made, read = ada.ok("bundle", "me.phr", "b.json").splitlines()
    assert heading.split() == ["entry", "status", "what"]
    assert found.split() == ["0", "200", "OK", "Bundle", "of", "1"]
    assert made.split()[:3] == ["1", "201", "Created"] and made.endswith("/_history/1")
    assert read.split() == ["2", "200", "OK", "Patient/ada"]
    ada.write("b.json", bundle("transaction", MOOD, get("Patient/none")))
    assert "not_found" in ada.refused(4, "bundle", "me.phr", "b.json")
    assert ada.counts() == {"Observation": 1, "Patient": 1}


def test_bundle_prints_the_answers_as_a_bundle(ada):
    ended = ada.run("bundle", "me.phr", "-", "--json", stdin=json.dumps(bundle("transaction", get("Patient/ada"))))
    answer = json.loads(ended.stdout)
    assert (answer["type"], answer["entry"][0]["resource"]["id"]) == ("transaction-response", "ada")


def test_bundle_of_a_batch_tells_what_was_refused(ada):
    ada.write("b.json", bundle("batch", get("Patient/none"), MOOD))
    ended = ada.run("bundle", "me.phr", "b.json")
    refused, made = ended.stdout.splitlines()[1:]
    assert ended.returncode == 1 and refused.split()[:4] == ["0", "404", "Not", "Found"] and "no such resource" in refused
    assert made.split()[1] == "201" and ada.counts() == {"Observation": 1, "Patient": 1}


def test_bundle_of_others_reads_only(ada):
    ada.write("b.json", bundle("batch", get("Patient/ada"), MOOD))
    other = ("--as", "Practitioner/x", "--purpose", "TREAT")
    ended = ada.run("bundle", "me.phr", "b.json", "--json", *other)
    assert ended.returncode == 1
    assert [entry["response"]["status"] for entry in json.loads(ended.stdout)["entry"]] == ["403 Forbidden"] * 2
    ada.write("b.json", bundle("transaction", MOOD))
    assert "access_denied" in ada.refused(6, "bundle", "me.phr", "b.json", *other)
    ada.write("b.json", bundle("document"))
    assert "invalid_value" in ada.refused(5, "bundle", "me.phr", "b.json")


# history and changes


@pytest.fixture
def past(ada):
    """Patient/ada of 2020, changed in 2021, deleted in 2023; Patient/bob of 2022."""
    ada.ok("patch", "me.phr", "Patient/ada", "born.json", *at(2021))
    ada.ok("put", "me.phr", "-", *at(2022), stdin='{"resourceType":"Patient","id":"bob"}')
    ada.ok("delete", "me.phr", "Patient/ada", *at(2023))
    return ada


def lines(text):
    return [line.split() for line in text.splitlines()]


def test_history_is_of_all_a_type_or_a_resource(past):
    rows = [["written", "(UTC)", "what", "version", "resource"],
            ["2023-01-01", "00:00", "deleted", "3", "Patient/ada"],
            ["2022-01-01", "00:00", "created", "1", "Patient/bob"],
            ["2021-01-01", "00:00", "changed", "2", "Patient/ada"],
            ["2020-01-01", "00:00", "created", "1", "Patient/ada"], ["4", "versions"]]
    assert lines(past.ok("history", "me.phr")) == lines(past.ok("history", "me.phr", "Patient")) == rows
    assert lines(past.ok("history", "me.phr", "Patient/bob")) == [rows[0], rows[2], ["1", "version"]]
    assert lines(past.ok("history", "me.phr", "--since", "2022")) == [*rows[:3], ["2", "versions"]]
    assert lines(past.ok("history", "me.phr", "--at", "2021-06")) == [rows[0], rows[3], ["1", "version"]]
    assert lines(past.ok("history", "me.phr", "Observation")) == [rows[0], ["0", "versions"]]


def test_history_goes_on_from_page_to_page(past):
    text = past.ok("history", "me.phr", "--count", "3")
    assert "\n3 versions; there are more: --page " in text
    page = text.split("--page ")[1].strip()
    assert lines(past.ok("history", "me.phr", "--count", "3", "--page", page))[1:] == [["2020-01-01", "00:00", "created", "1", "Patient/ada"], ["1", "version"]]


def test_history_is_also_a_bundle(past):
    told = past.json("history", "me.phr", "Patient/ada", "--json")
    assert told["type"] == "history"
    assert [entry["request"]["method"] for entry in told["entry"]] == ["DELETE", "PUT", "POST"]


@pytest.mark.parametrize("arguments, code, message", [
    (("Patient/none",), 4, "not_found"),
    (("Patiens",), 5, "unknown_resource_type"),
    (("Patient/",), 5, "invalid_id"),
    (("--at", "x"), 5, "malformed_date at --at"),
    (("--since", "x"), 5, "malformed_date at --since"),
    (("--page", "x"), 2, "the page"),
], ids=lambda each: " ".join(each) if isinstance(each, tuple) else None)
def test_history_says_what_cannot_be(past, arguments, code, message):
    assert message in past.refused(code, "history", "me.phr", *arguments)


def test_changes_are_the_feed(past):
    feed = past.lines("changes", "me.phr", "--json")
    assert [(each["what"], each["id"], each["version"], each["local"]) for each in feed] == [
        ("created", "ada", 1, False), ("updated", "ada", 2, False), ("created", "bob", 1, False), ("deleted", "ada", 3, False)]
    last = str(feed[-1]["sequence"])
    past.ok("purge", "me.phr", "Patient/ada", "--yes")
    past.ok("erase", "me.phr", "Patient/bob", "--yes")
    purged, erased = past.lines("changes", "me.phr", "--after", last, "--json")
    assert (purged["what"], purged["id"], purged["local"]) == ("purged", "ada", True)
    assert (erased["what"], erased.get("id"), erased["type"], erased["local"]) == ("erased", None, "Patient", True)
    assert lines(past.ok("changes", "me.phr", "--most", "1")) == [["sequence", "what", "version", "resource"], ["1", "created", "1", "Patient/ada"]]
    past.refused(2, "changes", "me.phr", "--most", "0")
    past.refused(2, "changes", "me.phr", "--after", "-1")


# purge and erase


def test_purge_takes_out_of_this_file(past):
    past.ok("put", "me.phr", "ada.json", *at(2024))
    assert past.ok("purge", "me.phr", "Patient/ada", "--history-only", "--yes") == "Patient/ada, version 4: purged\n"
    assert past.ok("history", "me.phr", "Patient/ada").endswith("\n1 version\n")
    said = past.lines("purge", "me.phr", "Patient/ada", "Patient/bob", "--yes", "--json")
    assert [(each["resource"], each["what"]) for each in said] == [("Patient/ada", "purged"), ("Patient/bob", "purged")]
    assert "not_found" in past.refused(4, "read", "me.phr", "Patient/ada")
    assert past.counts() == {}


def test_erase_takes_all_or_none(past):
    past.ok("put", "me.phr", "-", stdin='{"resourceType":"Observation","id":"o","subject":{"reference":"Patient/ada"}}')
    assert "not_found" in past.refused(4, "erase", "me.phr", "Patient/ada", "Patient/none", "--yes")
    assert past.ok("read", "me.phr", "Patient/ada/_history/1")
    assert past.ok("erase", "me.phr", "Patient/ada", "Patient/bob", "--yes") == (
        "2 resources erased, with 4 versions\n1 still named by other resources: their Type/id stays there\n")
    assert past.json("erase", "me.phr", "Observation/o", "--yes", "--json") == {"resources": 1, "versions": 1, "stillNamed": 0}
    assert past.ok("history", "me.phr").endswith("\n0 versions\n")


@pytest.mark.parametrize("command", ["purge", "erase"])
def test_nothing_goes_without_a_yes(past, command):
    assert "give --yes" in past.refused(2, command, "me.phr", "Patient/bob")
    for answer, code in (("y\n", 8), ("\n", 8), ("\x03", 8), ("yes\n", 0)):
        past.ok("read", "me.phr", "Patient/bob")
        with past.terminal(command, "me.phr", "Patient/bob", passphrase=PASSPHRASE) as terminal:
            assert "Patient/bob will be gone" in terminal.until("Type yes to go on: ")
            assert terminal.echoes()
            terminal.type(answer)
            assert terminal.end()[0] == code
    assert "not_found" in past.refused(4, "read", "me.phr", "Patient/bob")


# parameter


def test_parameters_of_the_records_own(ada):
    ada.write("born-in.json", {"resourceType": "SearchParameter", "code": "hospital", "type": "token", "base": ["Patient"],
                               "expression": "Patient.identifier.where(system='urn:hospital')"})
    ada.refused(5, "search", "me.phr", "Patient?hospital=7")
    told = ada.ok("parameter", "add", "me.phr", "born-in.json")
    assert lines(told)[0] == ["type", "parameter", "kind", "expression"] and "Patient  hospital   token" in told
    assert ada.ok("parameter", "list", "me.phr") == told
    assert ada.json("parameter", "list", "me.phr", "--json") == {
        "type": "Patient", "code": "hospital", "kind": "token", "expression": "Patient.identifier.where(system = 'urn:hospital')"}
    assert ada.ok("search", "me.phr", "Patient?hospital=7", "--ids") == "Patient/ada\n"
    assert "already_exists" in ada.refused(5, "parameter", "add", "me.phr", "born-in.json")
    assert ada.ok("parameter", "remove", "me.phr", "Patient", "hospital", "--json") == ""
    assert "unknown_parameter" in ada.refused(5, "search", "me.phr", "Patient?hospital=7")
    assert "not_found" in ada.refused(4, "parameter", "remove", "me.phr", "Patient", "hospital")
    assert "unknown_resource_type" in ada.refused(5, "parameter", "remove", "me.phr", "Patiens", "hospital")
    ada.refused(2, "parameter")


# all of them


@pytest.mark.parametrize("command", [
    ("put", "me.phr", "ada.json"), ("patch", "me.phr", "Patient/ada", "born.json"), ("delete", "me.phr", "Patient/ada"),
    ("changes", "me.phr"), ("purge", "me.phr", "Patient/ada", "--yes"), ("erase", "me.phr", "Patient/ada", "--yes"),
    ("parameter", "list", "me.phr")], ids=lambda each: each[0])
def test_writing_is_the_owners(ada, command):
    ada.refused(2, *command, "--as", "Practitioner/x")
    ada.ok("read", "me.phr", "Patient/ada")
