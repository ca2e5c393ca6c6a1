"""phr import: what it takes, and what it reports."""

import gzip
import io
import json
import os
import subprocess
import tarfile
import zipfile

import pytest

from conftest import PASSPHRASE, PROGRAM


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
        "leftOut": 0,
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


def test_import_reads_a_pipe_to_its_end(store):
    lines = "".join(json.dumps({"resourceType": "Patient", "id": f"p{n}", "name": [{"text": "x" * 2000}]}) + "\n" for n in range(300))
    ended = store.run("import", "me.phr", "/dev/stdin", "--json", stdin=lines)
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["created"] == 300


def test_a_bad_file_leaves_the_others_to_be_imported(store):
    for name in "acd":
        store.write(f"{name}.json", {"resourceType": "Patient", "id": name})
    store.write("b.json", '{"resourceType":"Patient"')
    named = ["a.json", "b.json", "missing.json", "c.json", "d.json"]
    ended = store.run("import", "me.phr", *named)
    assert ended.returncode == 1
    assert [line.split(":")[1] for line in ended.stderr.splitlines()] == [" b.json was not imported", " missing.json was not imported"]
    assert "malformed_json" in ended.stderr and "no_such_file" in ended.stderr
    assert ended.stdout.splitlines()[-1] == "3 files imported, 2 not"
    assert "3 created" in ended.stdout
    assert store.ok("search", "me.phr", "Patient", "--ids").split() == ["Patient/a", "Patient/c", "Patient/d"]

    told = store.run("import", "me.phr", *named, "--json")
    assert told.returncode == 1
    each = [json.loads(line) for line in told.stdout.splitlines()]
    assert [(one["file"], one.get("unchanged"), one.get("failed", {}).get("code")) for one in each] == [
        ("a.json", 1, None),
        ("b.json", None, "malformed_json"),
        ("missing.json", None, "no_such_file"),
        ("c.json", 1, None),
        ("d.json", 1, None),
    ]


def test_stop_on_error_ends_with_the_first_bad_file(store):
    store.write("a.json", {"resourceType": "Patient", "id": "a"})
    store.write("b.json", '{"resourceType":"Patient"')
    store.write("c.json", {"resourceType": "Patient", "id": "c"})
    ended = store.run("import", "me.phr", "a.json", "b.json", "c.json", "--stop-on-error")
    assert ended.returncode == 5
    assert "b.json was not imported: malformed_json" in ended.stderr
    assert store.ok("search", "me.phr", "Patient", "--ids").split() == ["Patient/a"]


def test_where_no_file_can_be_imported_the_first_failure_is_the_runs(store):
    store.write("b.json", '{"resourceType":"Patient"')
    assert store.run("import", "me.phr", "missing.json", "b.json").returncode == 4
    assert store.run("import", "me.phr", "b.json", "missing.json").returncode == 5


def test_a_folder_is_its_files_in_the_order_of_their_names(store):
    store.write("first.json", {"resourceType": "Patient", "id": "first"})
    folder = store.folder / "export"
    (folder / "labs").mkdir(parents=True)
    (folder / "b.ndjson").write_text('{"resourceType":"Patient","id":"b"}\n{"resourceType":"Patient","id":"c"}\n')
    (folder / "a.json").write_text('{"resourceType":"Patient","id":"a"}')
    (folder / "labs" / "d.jsonl").write_text('{"resourceType":"Patient","id":"d"}\n')
    (folder / "readme.txt").write_text("not a record")
    (folder / ".hidden.json").write_text("not a record")
    told = store.lines("import", "me.phr", "first.json", "export", "--json")
    assert [(each["file"], each["created"]) for each in told] == [
        ("first.json", 1),
        ("export/a.json", 1),
        ("export/b.ndjson", 2),
        ("export/labs/d.jsonl", 1),
    ]
    (store.folder / "empty").mkdir()
    assert "not_found at a folder without" in store.run("import", "me.phr", "empty").stderr


def patient(name):
    return json.dumps({"resourceType": "Patient", "id": name})


def found(store):
    return store.ok("search", "me.phr", "Patient?_sort=_id", "--ids").split()


def test_what_gzip_has_compressed_is_read_as_what_it_was(store):
    lines = "".join(patient(f"p{n}") + "\n" for n in range(2500))
    (store.folder / "lines.ndjson.gz").write_bytes(gzip.compress(lines[:20_000].encode()) + gzip.compress(lines[20_000:].encode()))
    assert store.json("import", "me.phr", "lines.ndjson.gz", "--json")["created"] == 2500
    whole = gzip.compress(lines.encode())
    (store.folder / "cut.ndjson.gz").write_bytes(whole[: len(whole) - 20])
    ended = store.run("import", "me.phr", "cut.ndjson.gz")
    assert ended.returncode == 5 and "malformed_archive" in ended.stderr


def test_archives_are_their_files_one_by_one(store):
    with zipfile.ZipFile(store.folder / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.json", patient("a"))
        archive.writestr("inner/b.ndjson", patient("b") + "\n" + patient("c") + "\n")
        archive.writestr("inner/d.json.gz", gzip.compress(patient("d").encode()))
        archive.writestr("e.xml", '<Patient xmlns="http://hl7.org/fhir"><id value="e"/></Patient>')
        archive.writestr("bad.json", "{")
        archive.writestr("picture.png", b"no record")
        archive.writestr(".hidden.json", patient("hidden"))
    with tarfile.open(store.folder / "all.tar.gz", "w:gz") as archive:
        member = tarfile.TarInfo("./f.json")
        member.size = len(patient("f"))
        archive.addfile(member, io.BytesIO(patient("f").encode()))
    ended = store.run("import", "me.phr", "all.zip", "all.tar.gz")
    assert ended.returncode == 1
    assert "phr: all.zip/bad.json was not imported: malformed_json" in ended.stderr
    assert "all.zip/inner/b.ndjson: 2 created" in ended.stdout and "all.tar.gz/f.json: 1 created" in ended.stdout
    assert ended.stdout.endswith("5 files imported, 1 not\n")
    assert found(store) == [f"Patient/{name}" for name in "abcdef"]
    reports = store.run("import", "me.phr", "all.zip", "--json").stdout.splitlines()
    assert [json.loads(each)["file"] for each in reports][0] == "all.zip/a.json"


@pytest.mark.parametrize("cut", [10, 300, -30])
def test_an_archive_that_is_cut_off_is_told(store, cut):
    with zipfile.ZipFile(store.folder / "all.zip", "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.json", '{"resourceType":"Patient","id":"a","language":"' + "x" * 500 + '"}')
    path = store.folder / "all.zip"
    path.write_bytes(path.read_bytes()[:cut])
    ended = store.run("import", "me.phr", "all.zip")
    if cut == -30:  # its directory alone is gone: what is there can be read
        assert ended.returncode in (0, 5)
    else:
        assert ended.returncode == 5 and "malformed_archive" in ended.stderr
        assert found(store) == []


def test_an_archive_or_a_pattern_without_records_is_told(store):
    with zipfile.ZipFile(store.folder / "none.zip", "w") as archive:
        archive.writestr("readme.txt", "nothing")
    ended = store.run("import", "me.phr", "none.zip")
    assert ended.returncode == 4 and "an archive without files of .json, .ndjson, .jsonl or .xml" in ended.stderr
    ended = store.run("import", "me.phr", "*.nothing")
    assert ended.returncode == 4 and "a pattern that no file is named by" in ended.stderr


def test_a_pattern_is_the_files_that_it_names(store):
    for name in ("a1", "a2", "b1"):
        store.write(f"{name}.json", {"resourceType": "Patient", "id": name})
    store.write("a[.json", {"resourceType": "Patient", "id": "bracket"})
    assert [json.loads(each)["file"] for each in store.run("import", "me.phr", "a?.json", "--json").stdout.splitlines()] == ["a1.json", "a2.json", "a[.json"]
    assert store.run("import", "me.phr", "*.json").stdout.endswith("4 files imported, 0 not\n")


def test_a_folder_is_taken_with_its_archives_and_without_what_is_hidden(store):
    (store.folder / "export" / "deep").mkdir(parents=True)
    (store.folder / "export" / "deep" / "a.JSON").write_text(patient("a"))
    (store.folder / "export" / ".b.json").write_text(patient("b"))
    (store.folder / "export" / "notes.txt").write_text("no record")
    with zipfile.ZipFile(store.folder / "export" / "c.zip", "w") as archive:
        archive.writestr("c.json", patient("c"))
    assert store.run("import", "me.phr", "export").stdout.endswith("2 files imported, 0 not\n")
    assert found(store) == ["Patient/a", "Patient/c"]


def test_one_bar_is_drawn_over_all_files(store):
    for name in ("a", "b"):
        lines = "".join(json.dumps({"resourceType": "Patient", "id": f"{name}{n}", "name": [{"text": "x" * 300}]}) + "\n" for n in range(6000))
        (store.folder / f"{name}.ndjson").write_text(lines)
    with store.terminal("import", "me.phr", "a.ndjson", "b.ndjson", passphrase=PASSPHRASE, size=(24, 80)) as terminal:
        code, shown = terminal.end()
    assert code == 0
    drawn = [each.split("\x1b")[0] for each in shown.split("\r") if each.startswith("importing")]
    assert any("1 of 2 files" in each for each in drawn) and any("2 of 2 files" in each for each in drawn)
    percents = [int(each.split("]")[1].split("%")[0]) for each in drawn]
    assert percents == sorted(percents) and percents[-1] > 50
    assert all(len(each) <= 80 for each in drawn)


def test_no_flip_of_a_tar_gz_is_taken_for_what_was_packed(store):
    text = json.dumps({"resourceType": "Patient", "id": "p", "name": [{"family": "".join(chr(97 + n * 7 % 26) for n in range(400))}]})
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        member = tarfile.TarInfo("p.json")
        member.size = len(text)
        archive.addfile(member, io.BytesIO(text.encode()))
    path = store.folder / "all.tar.gz"
    whole = gzip.compress(packed.getvalue())  # its head, of ten bytes, has no checksum
    for at in range(10, len(whole), max(1, len(whole) // 25)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
        ended = store.run("import", "me.phr", "all.tar.gz")
        assert ended.returncode in (1, 5) and "malformed_archive" in ended.stderr, at
    path.write_bytes(whole + b"behind")
    assert "malformed_archive" in store.run("import", "me.phr", "all.tar.gz").stderr
    path.write_bytes(whole)
    assert store.run("import", "me.phr", "all.tar.gz").returncode == 0


def test_tars_that_follow_one_another_are_one(store):
    made = b""
    for name in "ab":
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w") as archive:
            member = tarfile.TarInfo(f"{name}.json")
            member.size = len(patient(name))
            archive.addfile(member, io.BytesIO(patient(name).encode()))
        made += packed.getvalue()
    (store.folder / "both.tar").write_bytes(made)
    (store.folder / "both.tgz").write_bytes(gzip.compress(made))
    for name in ("both.tar", "both.tgz"):
        assert store.run("import", "me.phr", name).stdout.endswith("2 files imported, 0 not\n")


def test_a_folder_is_gone_through_once_and_its_pipes_are_passed_over(store):
    folder = store.folder / "export"
    folder.mkdir()
    (folder / "a.json").write_text(patient("a"))
    for link in ("one", "two"):
        (folder / link).symlink_to(".")
    os.mkfifo(folder / "b.json")
    os.mkfifo(folder / "c.zip")
    assert store.run("import", "me.phr", "export", "export/?.json").stdout.endswith("2 files imported, 0 not\n")


def test_a_name_that_leads_nowhere_leaves_the_others_to_be_imported(store):
    store.write("a.json", {"resourceType": "Patient", "id": "a"})
    (store.folder / "empty").mkdir()
    ended = store.run("import", "me.phr", "empty", "zzz*.json", "nowhere/*.json", "a.json")
    assert ended.returncode == 1 and ended.stdout.endswith("1 files imported, 3 not\n")
    for name in ("empty", "zzz*.json", "nowhere/*.json"):
        assert f"phr: {name} was not imported: " in ended.stderr
    assert found(store) == ["Patient/a"]


def test_names_in_an_archive_are_json_and_text_whatever_their_bytes(store):
    with tarfile.open(store.folder / "all.tar", "w", encoding="utf-8", errors="surrogateescape") as archive:
        for name in (b"a\xff.json", b"b\xed\xa0\x80.json", b"c\x1b[31m.json"):
            member = tarfile.TarInfo(name.decode("utf-8", "surrogateescape"))
            member.size = len(patient("x"))
            archive.addfile(member, io.BytesIO(patient("x").encode()))
    ended = subprocess.run([PROGRAM, "import", "me.phr", "all.tar", "--json"], cwd=store.folder, env=store.environment(), capture_output=True)
    names = [json.loads(line)["file"] for line in ended.stdout.decode("utf-8").splitlines()]
    assert len(names) == 3 and all("\ufffd" in name for name in names)


def test_one_file_that_fails_has_its_line_of_json(store):
    store.write("bad.json", "{")
    ended = store.run("import", "me.phr", "bad.json", "--json")
    assert ended.returncode == 5
    assert json.loads(ended.stdout)["failed"]["code"] == "malformed_json"
