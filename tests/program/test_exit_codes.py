"""Each exit code of docs/program.md, by what causes it."""

import json
import os
import pathlib
import re
import signal
import subprocess

import pytest

from conftest import PASSPHRASE, PROGRAM, ROOT

LETTER = {"resourceType": "Basic", "id": "letter", "code": {"text": "x"}}


def patients(count):
    return [
        {"resourceType": "Patient", "id": f"p{number}", "name": [{"family": f"Name {number}"}]}
        for number in range(count)
    ]


def bundle(resources):
    return {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [
            {"resource": each, "request": {"method": "PUT", "url": f"{each['resourceType']}/{each['id']}"}}
            for each in resources
        ],
    }


def test_the_codes_are_those_of_the_documentation():
    table = re.findall(
        r"^\| (\d+) \|", (ROOT / "docs" / "program.md").read_text().split("## Exit codes")[1], re.MULTILINE
    )
    source = (ROOT / "src" / "cli" / "program" / "exit_code.hpp").read_text()
    assert (
        sorted(map(int, table)) == sorted(map(int, re.findall(r"= (\d+),", source))) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 70]
    )


def test_0_is_done(family):
    family.ok("info", "me.phr")
    family.ok("--version")
    family.ok("--help")


def test_1_is_done_but_for_refused_lines(store):
    store.write("some.ndjson", json.dumps(LETTER) + "\n{\n")
    ended = store.run("import", "me.phr", "some.ndjson")
    assert ended.returncode == 1 and "line 2" in ended.stdout
    assert store.counts() == {"Basic": 1}


def test_1_is_a_trail_without_the_head_that_was_noted(family):
    ended = family.run("audit", "verify", "me.phr", "--head", "00" * 32)
    assert ended.returncode == 1 and ended.stdout.startswith("NOT INTACT")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nonsense",),
        ("info",),
        ("info", "me.phr", "--nonsense"),
        ("info", "me.phr", "--now", "2020-01-01T00:00:00Z"),
        ("search", "me.phr"),
        ("audit",),
        ("consent",),
        ("audit", "nonsense"),
        ("read", "me.phr", "Patient"),
        ("read", "me.phr", "Patient/x", "--version-id", "0"),
        ("read", "me.phr", "Patient/x", "--version-id", "x"),
        ("audit", "list", "me.phr", "--most", "0"),
        ("audit", "list", "me.phr", "--most", "-3"),
        ("timeline", "me.phr", "--most", "-1"),
        ("init", "new.phr", "--page-bytes", "1000"),
        ("synth", "--people", "0"),
        ("synth", "--years", "121"),
        ("synth", "--format", "xml"),
        ("synth", "--people", "2"),
        ("search", "me.phr", "Patient", "--as", "nobody"),
        ("search", "me.phr", "Patient", "--purpose", "FUN"),
        ("consent", "explain", "me.phr", "nobody"),
        ("consent", "explain", "me.phr", "Practitioner/x", "--purpose", "FUN"),
    ],
    ids=lambda each: " ".join(each) or "nothing",
)
def test_2_is_a_wrong_command_line(family, arguments):
    message = family.refused(2, *arguments)
    assert 0 < len(message) < 300


def test_3_is_a_store_that_does_not_open(family):
    assert "wrong_key" in family.refused(3, "info", "me.phr", passphrase="wrong")
    family.write("text.phr", "not a store")
    assert "not_a_phr_file" in family.refused(3, "info", "text.phr")
    whole = (family.folder / "me.phr").read_bytes()
    whole = (family.folder / "me.phr").read_bytes()
    family.write("header.phr", whole[:100] + bytes([whole[100] ^ 1]) + whole[101:])
    assert "damaged_header" in family.refused(3, "info", "header.phr")
    family.write("pages.phr", whole[:65536] + bytes(len(whole) - 65536))
    assert "damaged_page" in family.run("search", "pages.phr", "Observation", "--ndjson").stderr
    assert family.run("search", "pages.phr", "Observation", "--ndjson").returncode == 3


def test_3_is_a_store_that_an_earlier_version_has(family):
    import fcntl

    with open(family.folder / "me.phr", "rb") as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)
        assert "locked" in family.refused(3, "info", "me.phr")
    family.ok("info", "me.phr")


def test_a_store_in_use_is_read_and_written_beside(family):
    """The first process reads the store for as long as nobody reads what it writes."""
    with subprocess.Popen(
        [PROGRAM, "search", "me.phr", "Observation", "--ndjson"],
        cwd=family.folder,
        env=family.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as first:
        begin = first.stdout.read(1)
        for command in (("info", "me.phr"), ("search", "me.phr", "Patient"), ("import", "me.phr", family.files[0])):
            family.ok(*command)
        assert "read_only" in family.refused(7, "import", "me.phr", family.files[0], "--read-only")
        family.ok("search", "me.phr", "Patient", "--read-only")
        rest, message = first.communicate()
        assert first.returncode == 0, message
        assert json.loads((begin + rest).splitlines()[-1])["resourceType"] == "Observation"
    family.ok("info", "me.phr")


def test_4_is_not_found(family):
    assert "no_such_file" in family.refused(4, "info", "missing.phr")
    assert "no_such_file" in family.refused(4, "import", "me.phr", "missing.json")
    assert "not_found" in family.refused(4, "read", "me.phr", "Patient/missing")
    assert "not_found" in family.refused(4, "read", "me.phr", f"Patient/{family.people[0]}", "--version-id", "7")
    assert "not_found" in family.refused(4, "timeline", "me.phr", "--patient", "missing")
    assert "not_found" in family.refused(
        4, "consent", "explain", "me.phr", "Practitioner/x", "--resource", "Patient/missing"
    )


@pytest.mark.parametrize(
    "arguments, code",
    [
        (("search", "me.phr", "Nonsense"), "unknown_resource_type"),
        (("search", "me.phr", "Patient?nonsense=1"), "unknown_parameter"),
        (("search", "me.phr", "Patient?birthdate=yesterday"), ""),
        (("read", "me.phr", "Patient/a b"), "invalid_id"),
        (("read", "me.phr", "Nonsense/x"), "unknown_resource_type"),
        (("search", "me.phr", "Patient", "--now", "today"), "malformed_date at --now"),
        (("timeline", "me.phr", "--from", "2020-13"), "malformed_date at --from"),
        (("timeline", "me.phr", "--to", "x"), "malformed_date at --to"),
        (("timeline", "me.phr", "--type", "Nonsense"), "unknown_resource_type at --type"),
        (("chart", "me.phr", "4548-4", "--from", "x"), "malformed_date at --from"),
        (("chart", "me.phr", "4548-4", "--to", "x"), "malformed_date at --to"),
        (("synth", "--end", "2020-02-30"), "malformed_date at --end"),
        (("init", "me.phr"), "already_exists"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else None,
)
def test_5_is_bad_input(family, arguments, code):
    assert code in family.refused(5, *arguments)


def test_6_is_denied(family):
    stranger = ("--as", "Practitioner/stranger", "--purpose", "TREAT")
    assert "access_denied" in family.refused(6, "read", "me.phr", f"Patient/{family.people[0]}", *stranger)
    explained = family.run(
        "consent", "explain", "me.phr", "Practitioner/stranger", "--resource", f"Patient/{family.people[0]}"
    )
    assert explained.returncode == 6 and explained.stdout.startswith("denied")


def test_7_is_a_failure_of_the_system(family):
    assert "io_failed" in family.refused(7, "synth", "-o", "missing/file.json")
    assert "io_failed" in family.refused(
        7, "chart", "me.phr", "4548-4", "--patient", family.people[0], "-o", "missing/a.svg"
    )
    for arguments in (("synth",), ("info", "me.phr"), ("search", "me.phr", "Observation", "--ndjson"), ("--help",)):
        with open("/dev/full", "wb") as full:
            ended = subprocess.run(
                [PROGRAM, *arguments],
                cwd=family.folder,
                env=family.environment(),
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
        assert ended.returncode == 7, (arguments, ended.stderr)


def interrupted(phr, *arguments):
    """Runs the program and sends SIGINT as soon as it handles it: in the middle, as the work is long."""
    running = phr.start(*arguments)
    status = pathlib.Path(f"/proc/{running.pid}/status")
    while running.poll() is None:
        caught = int(re.search(r"SigCgt:\s*(\w+)", status.read_text()).group(1), 16)
        if caught >> (signal.SIGINT - 1) & 1:
            running.send_signal(signal.SIGINT)
            break
    return running.wait()


@pytest.fixture(scope="module")
def long_bundle(tmp_path_factory):
    path = tmp_path_factory.mktemp("long") / "long.json"
    path.write_text(json.dumps(bundle(patients(40_000))))
    return path


def test_8_is_ctrl_c_in_an_import_and_the_store_is_as_before(family, long_bundle):
    before = family.json("info", "me.phr", "--json")["counts"]
    assert interrupted(family, "import", "me.phr", long_bundle) == 8
    assert family.json("info", "me.phr", "--json")["counts"] == before
    assert family.ok("search", "me.phr", "Patient?family=Name").endswith("0 found\n")
    assert family.json("audit", "verify", "me.phr", "--json")["intact"]


def test_8_keeps_the_files_before_the_current_one(family, long_bundle):
    family.write("first.json", LETTER)
    with family.terminal("import", "me.phr", "first.json", long_bundle, passphrase=PASSPHRASE) as terminal:
        terminal.until("first.json: 1 created")
        terminal.until("importing")  # the bar of the second
        terminal.type("\x03")
        assert terminal.end()[0] == 8
    assert family.ok("search", "me.phr", "Basic", "--ids") == "Basic/letter\n"
    assert family.ok("search", "me.phr", "Patient?family=Name").endswith("0 found\n")


def test_8_keeps_whole_batches_of_lines(family, tmp_path):
    with (tmp_path / "long.ndjson").open("w") as out:
        for resource in patients(40_000):
            out.write(json.dumps(resource) + "\n")
    assert interrupted(family, "import", "me.phr", "long.ndjson") == 8
    kept = family.ok("search", "me.phr", "Patient?family=Name", "--ids").split()
    assert len(kept) < 40_000
    assert set(kept) == {f"Patient/p{number}" for number in range(len(kept))}
    assert family.json("audit", "verify", "me.phr", "--json")["intact"]


def test_8_is_ctrl_c_in_synth(phr):
    assert interrupted(phr, "synth", "--people", "1000000", "--format", "ndjson", "-o", "/dev/null") == 8


def test_8_is_ctrl_c_at_a_terminal(family, long_bundle):
    with family.terminal("import", "me.phr", long_bundle, passphrase=PASSPHRASE) as terminal:
        terminal.until("importing")  # the bar
        terminal.type("\x03")
        code, shown = terminal.end()
        assert code == 8 and "cancelled" in shown, shown
    assert family.ok("search", "me.phr", "Patient?family=Name").endswith("0 found\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "me.phr", "Observation", "--ndjson"),
        ("search", "me.phr", "Observation"),
        ("search", "me.phr", "Observation", "--json"),
        ("timeline", "me.phr", "--json", "--most", "100000"),
    ],
    ids=lambda each: " ".join(each[2:]),
)
def test_a_closed_pipe_ends_the_program_without_a_crash(family, arguments):
    if arguments[0] == "timeline":
        arguments = (*arguments, "--patient", family.people[0])
    with subprocess.Popen(
        [PROGRAM, *arguments],
        cwd=family.folder,
        env=family.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout.readline()
        running.stdout.close()
        message = running.stderr.read()
    assert running.returncode in (0, -signal.SIGPIPE) and message == b""
    assert family.json("audit", "verify", "me.phr", "--json")["intact"]


def test_a_closed_pipe_that_is_ignored_is_a_failure_of_the_system(family):
    ended = subprocess.run(
        ["sh", "-c", f"trap '' PIPE; '{PROGRAM}' search me.phr Observation --ndjson; echo $? >&2"],
        cwd=family.folder,
        env=family.environment(),
        stdout=os.open("/dev/full", os.O_WRONLY),
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert ended.stderr.splitlines()[-1] == "7"


def test_no_code_is_a_defect(family):
    """70 is for what should not happen; nothing here makes it happen."""
    for arguments in (
        ("search", "me.phr", ""),
        ("search", "me.phr", "?"),
        ("search", "me.phr", "Patient?" + "a=b&" * 1000),
        ("read", "me.phr", "/"),
        ("read", "me.phr", ""),
        ("import", "me.phr", ""),
        ("info", ""),
        ("chart", "me.phr", ""),
        ("chart", "me.phr", "|"),
        ("timeline", "me.phr", "--patient", ""),
        ("consent", "explain", "me.phr", ""),
    ):
        ended = family.run(*arguments)
        assert ended.returncode in range(9), (arguments, ended.stderr)
        assert "defect" not in ended.stderr


@pytest.mark.parametrize("command", [("init",), ("import", "-"), ("search", "Patient"), ("info",)])
def test_a_store_in_memory_would_be_gone_with_the_command(phr, command):
    ended = phr.run(command[0], ":memory:", *command[1:], stdin="{}")
    assert ended.returncode == 2
    assert "a store in memory, which would be gone when this command ends: name a file" in ended.stderr
    assert not (phr.folder / ":memory:").exists()
