"""Bad input: one clear error with a place, never a value, and the store as it was before."""

import json
import os
import pathlib
import subprocess
import sys

import pytest

from conftest import PROGRAM

SECRET = "Zyxwvutsrq"  # stands for a value of a record: no message may repeat it
GOOD = {"resourceType": "Patient", "id": "good", "name": [{"family": SECRET}]}


def bundle(*resources, **more):
    return {"resourceType": "Bundle", "type": "transaction", "entry": [
        {"resource": each, "request": {"method": "PUT", "url": f"{each['resourceType']}/{each.get('id', '')}"}} for each in resources], **more}


def text(value):
    return json.dumps(value, ensure_ascii=False)


# name, content of the file, code, a part of the message that tells the place
CASES = [
    ("truncated", text(bundle(GOOD))[:-20], "malformed_json", "line 1, column"),
    ("truncated in a string", '{"resourceType":"Patient",\n "id":"' + SECRET, "malformed_json", "line 2"),
    ("garbage", "\x01" + SECRET, "malformed_json", "line 1, column 1"),
    ("a trailing comma", '{"resourceType":"Patient",\n"active":true,}', "malformed_json", "line 2, column 15"),
    ("two values", text(GOOD) + " 1", "malformed_json", "line 1"),
    ("a number with a leading zero", '{"resourceType":"Patient","multipleBirthInteger":012}', "malformed_number", "line 1, column 50"),
    ("NaN", '{"resourceType":"Observation","valueQuantity":{"value":NaN}}', "malformed_json", "line 1"),
    ("a top level array", "[" + text(GOOD) + "]", "wrong_type", "line 1, column 1"),
    ("a top level string", '"' + SECRET + '"', "wrong_type", "line 1, column 1"),
    ("no type", '{"id":"x"}', "missing_element", "resourceType"),
    ("a type that is a number", '{"resourceType":7}', "wrong_type", "resourceType"),
    ("an unknown type", '{"resourceType":"Patiemt"}', "unknown_resource_type", "resourceType"),
    ("an id that is a number", '{"resourceType":"Patient","id":5}', "wrong_type", "id"),
    ("an id with a blank", '{"resourceType":"Patient","id":"a b"}', "invalid_id", "id"),
    ("an id that is too long", '{"resourceType":"Patient","id":"' + "a" * 65 + '"}', "invalid_id", "id"),
    ("an entry that is a number", '{"resourceType":"Bundle","type":"transaction","entry":[7]}', "wrong_type", "Bundle.entry"),
    ("entries that are an object", '{"resourceType":"Bundle","type":"transaction","entry":{}}', "wrong_type", "Bundle.entry"),
    ("a second entry of unknown type", text(bundle(GOOD, {"resourceType": "Nonsense", "id": "x"})), "unknown_resource_type", "resourceType [1] (line 1, column"),
    ("one resource twice", text(bundle(GOOD, {**GOOD, "active": True})), "duplicate_id", "Bundle.entry [1]"),
    ("a key twice", '{"resourceType":"Patient","id":"x",\n"id":"x"}', "duplicate_key", "line 2, column 1"),
    ("a reference to no entry", text(bundle({"resourceType": "Observation", "id": "o", "status": "final", "code": {"text": "x"},
                                            "subject": {"reference": "urn:uuid:00000000-0000-4000-8000-000000000000"}})),
     "unresolved_reference", "Reference.reference [0] (line 1, column"),
    ("nesting 10,000 deep", '{"resourceType":"Basic","extension":' + "[" * 10_000 + "]" * 10_000 + "}", "too_deep", "line 1, column"),
    ("invalid UTF-8", b'{"resourceType":"Patient",\n"name":[{"family":"' + SECRET.encode() + b'\xff\xfe"}]}', "invalid_utf8", "line 2"),
    ("overlong UTF-8", b'{"resourceType":"Patient","name":[{"family":"\xc0\xaf"}]}', "invalid_utf8", "line 1"),
    ("a lone surrogate", '{"resourceType":"Patient","name":[{"family":"\\ud800"}]}', "malformed_json", "line 1, column 46"),
    ("a NUL escape", '{"resourceType":"Patient","name":[{"family":"' + SECRET + '\\u0000"}]}', "nul_character", "line 1, column"),
    ("a NUL byte", b'{"resourceType":"Patient","name":[{"family":"a\x00b"}]}', "nul_character", "line 1"),
    ("an empty file", "", "empty_input", ""),
    ("white space only", " \n\t ", "empty_input", ""),
]


@pytest.fixture
def filled(store):
    store.write("first.json", bundle({"resourceType": "Patient", "id": "first", "active": True}))
    store.ok("import", "me.phr", "first.json")
    return store


def unchanged(store):
    """The record holds what `filled` put in, and its trail agrees."""
    assert store.counts() == {"Patient": 1}
    assert store.ok("search", "me.phr", "Patient", "--ids") == "Patient/first\n"
    assert store.ok("audit", "verify", "me.phr").startswith("intact")


@pytest.mark.parametrize("content, code, place", [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_file_is_refused_with_its_place(filled, content, code, place):
    filled.write("bad.json", content)
    ended = filled.run("import", "me.phr", "bad.json")
    message = ended.stderr.splitlines()[-1]
    assert ended.returncode == 5, message
    assert f"phr: {code}" in message
    assert place in message
    assert SECRET not in ended.stderr + ended.stdout
    unchanged(filled)


@pytest.mark.parametrize("command", [("bundle", "me.phr"), ("patch", "me.phr", "Patient/first")], ids=lambda each: each[0])
def test_other_commands_refuse_the_same_files(filled, command):
    for name, content, _, _ in CASES:
        filled.write("bad.json", content)
        ended = filled.run(*command, "bad.json")
        assert (ended.returncode, ended.stdout) == (5, ""), (name, ended.stderr)
        assert ended.stderr.startswith("phr: ") and SECRET not in ended.stderr, name
    unchanged(filled)


def test_a_string_of_200_megabytes_is_refused(filled):
    with (filled.folder / "long.json").open("wb") as out:
        out.write(b'{"resourceType":"Patient","name":[{"family":"')
        for _ in range(200):
            out.write(b"a" * 1_000_000)
        out.write(b'"}]}')
    ended = filled.run("import", "me.phr", "long.json")
    assert ended.returncode == 5
    assert "phr: too_large" in ended.stderr and "line 1, column 45" in ended.stderr
    unchanged(filled)


def test_a_string_of_5_megabytes_is_kept(filled):
    filled.write("long.json", {"resourceType": "Patient", "id": "long", "name": [{"text": "b" * 5_000_000}]})
    filled.ok("import", "me.phr", "long.json")
    assert json.loads(filled.ok("read", "me.phr", "Patient/long"))["name"][0]["text"] == "b" * 5_000_000


def test_an_empty_directory_and_a_missing_file_are_refused(filled):
    (filled.folder / "folder").mkdir()
    ended = filled.run("import", "me.phr", "folder")
    assert (ended.returncode, "not_found at a folder without" in ended.stderr) == (4, True)
    ended = filled.run("import", "me.phr", "missing.json")
    assert (ended.returncode, "no_such_file" in ended.stderr) == (4, True)
    unchanged(filled)


def test_ndjson_lands_line_by_line_and_names_the_refused_lines(filled):
    lines = [text({"resourceType": "Patient", "id": f"n{number}"}) for number in range(6)]
    lines[1] = lines[1][:-3]
    lines[3] = text({"resourceType": "Nonsense", "id": "x", "name": SECRET})
    lines[4] = ""
    filled.write("some.ndjson", "\n".join(lines) + "\n")
    ended = filled.run("import", "me.phr", "some.ndjson", "--json")
    assert ended.returncode == 1
    report = json.loads(ended.stdout)
    assert report["created"] == 3
    assert [(each["line"], each["code"]) for each in report["refused"]] == [(2, "malformed_json"), (4, "unknown_resource_type")]
    assert SECRET not in ended.stdout
    assert filled.ok("search", "me.phr", "Patient", "--ids").split() == ["Patient/first", "Patient/n0", "Patient/n2", "Patient/n5"]


def test_a_read_only_store_is_not_written(filled):
    if os.geteuid() == 0:
        setpriv = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    else:
        setpriv = []
    path = filled.folder / "me.phr"
    before = path.read_bytes()
    path.chmod(0o444)
    for folder in [filled.folder, *filled.folder.parents]:
        if folder != pathlib.Path("/") and folder.stat().st_uid == os.geteuid() and not folder.stat().st_mode & 0o005 == 0o005:
            folder.chmod(folder.stat().st_mode | 0o055)
    ended = subprocess.run([*setpriv, PROGRAM, "import", "me.phr", "first.json"], cwd=filled.folder, env=filled.environment(),
                           capture_output=True, text=True, check=False)
    assert ended.returncode == 7, ended.stderr
    assert "phr: permission_denied" in ended.stderr or "phr: read_only" in ended.stderr
    assert path.read_bytes() == before


FULL_DISK = """
import os, resource, sys
size = int(sys.argv[1])
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write beyond the limit then fails as on a full disk
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
os.execv(sys.argv[2], sys.argv[2:])
"""


def test_a_full_disk_changes_nothing(filled):
    filled.write("much.json", bundle(*({"resourceType": "Patient", "id": f"p{number}", "name": [{"text": os.urandom(2000).hex()}]}
                                       for number in range(500))))
    size = (filled.folder / "me.phr").stat().st_size
    ended = subprocess.run([sys.executable, "-c", FULL_DISK, str(size + 100_000), PROGRAM, "import", "me.phr", "much.json"],
                           cwd=filled.folder, env=filled.environment(), capture_output=True, text=True, check=False)
    assert ended.returncode == 7, ended.stderr
    assert "disk_full" in ended.stderr
    unchanged(filled)
    filled.ok("import", "me.phr", "much.json")
    assert filled.counts() == {"Patient": 501}
