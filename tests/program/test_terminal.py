"""What the program shows: no record commands the terminal, columns stand under their headings, a pipe gets everything."""

import json
import unicodedata

import pytest

from conftest import PASSPHRASE, Program, rows

# Escape sequences, a bell, line ends, DEL, the one-character CSI of C1, marks and overrides of direction, separators.
EVIL = (
    "\x1b[31mred\x1b]0;title\x07 a\nb\rc\td \x7f\x85\x9b2J \u061c\u200e\u200f\u202a\u202e\u2066\u2069\u2028\u2029 end"
)
FORBIDDEN = {
    chr(each)
    for each in [
        *range(0x20),
        *range(0x7F, 0xA0),
        0x61C,
        0x200E,
        0x200F,
        *range(0x2028, 0x202F),
        *range(0x2066, 0x206A),
    ]
} - {"\n"}

RECORDS = [
    {"resourceType": "Patient", "id": "p", "name": [{"family": EVIL, "given": [EVIL]}], "birthDate": "1980-01-01"},
    {
        "resourceType": "Observation",
        "id": "text",
        "status": "final",
        "category": [{"text": EVIL}],
        "code": {"text": EVIL, "coding": [{"system": "http://example.org/x", "code": "evil", "display": EVIL}]},
        "subject": {"reference": "Patient/p"},
        "effectiveDateTime": "2024-01-01",
        "valueString": EVIL,
        "interpretation": [
            {"text": EVIL, "coding": [{"system": "http://example.org/x", "code": "I", "display": EVIL}]}
        ],
    },
    *(
        {
            "resourceType": "Observation",
            "id": f"number{month}",
            "status": "final",
            "code": {"text": EVIL, "coding": [{"system": "http://example.org/x", "code": "count", "display": EVIL}]},
            "subject": {"reference": "Patient/p"},
            "effectiveDateTime": f"2024-0{month}-01",
            "valueQuantity": {"value": month, "unit": EVIL},
        }
        for month in (1, 2, 3)
    ),
    {
        "resourceType": "Condition",
        "id": "c",
        "code": {"text": EVIL},
        "subject": {"reference": "Patient/p"},
        "onsetDateTime": "2023",
    },
    {
        "resourceType": "DocumentReference",
        "id": "d",
        "status": "current",
        "description": EVIL,
        "subject": {"reference": "Patient/p"},
        "date": "2024-02-01T00:00:00Z",
        "content": [{"attachment": {"title": EVIL}}],
    },
]
TABLES = [
    ("search", "me.phr", "Observation"),
    ("search", "me.phr", "Patient"),
    ("search", "me.phr", "Condition"),
    ("search", "me.phr", "DocumentReference"),
    ("timeline", "me.phr"),
    ("latest", "me.phr"),
    ("chart", "me.phr", "count"),
    ("consent", "explain", "me.phr", "Practitioner/x"),
    ("audit", "list", "me.phr"),
    ("info", "me.phr"),
    ("read", "me.phr", "Patient/p", "--history"),
]
JSON = [
    ("read", "me.phr", "Observation/text"),
    ("search", "me.phr", "Observation", "--ndjson"),
    ("search", "me.phr", "Observation", "--json"),
    ("timeline", "me.phr", "--json"),
    ("latest", "me.phr", "--json"),
    ("chart", "me.phr", "count", "--json"),
    ("read", "me.phr", "Patient/p", "--history", "--json"),
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


def filled(folder, name, content):
    made = Program(folder)
    made.ok("init", "me.phr")
    made.write(name, content)
    made.ok("import", "me.phr", name)
    return made


@pytest.fixture(scope="module")
def evil(tmp_path_factory):
    # DEL and beyond as they are, the rest escaped as JSON demands.
    return filled(tmp_path_factory.mktemp("evil"), "evil.json", json.dumps(bundle(RECORDS), ensure_ascii=False))


def words(command):
    return " ".join(command)


@pytest.mark.parametrize("command", TABLES, ids=words)
def test_no_table_holds_a_control_character(evil, command):
    shown = evil.ok(*command)
    assert not FORBIDDEN & set(shown), repr(shown)
    if command[0] in ("search", "timeline", "latest", "chart"):
        assert "red" in shown


@pytest.mark.parametrize("command", TABLES + JSON, ids=words)
def test_no_terminal_is_sent_a_control_character(evil, command):
    with evil.terminal(*command, passphrase=PASSPHRASE, size=(24, 200)) as terminal:
        code, shown = terminal.end()
    assert code == 0
    assert not FORBIDDEN & set(shown), repr(shown)


@pytest.mark.parametrize("command", JSON, ids=words)
def test_json_says_the_same_on_a_terminal_as_in_a_pipe(evil, command):
    with evil.terminal(*command, passphrase=PASSPHRASE) as terminal:
        _, shown = terminal.end()
    piped = evil.ok(*command)
    assert [json.loads(line) for line in shown.splitlines()] == [json.loads(line) for line in piped.split("\n") if line]


def test_json_in_a_pipe_is_the_record_as_it_is(evil):
    assert json.loads(evil.ok("read", "me.phr", "Observation/text"))["valueString"] == EVIL
    assert "\x9b" in evil.ok("read", "me.phr", "Observation/text")  # not escaped in the file, so not here
    values = [json.loads(line)["value"] for line in evil.ok("latest", "me.phr", "--json").split("\n") if line]
    assert EVIL in values


def test_a_file_name_cannot_command_the_terminal(store):
    name = "a\x1b[2Jb.json"
    store.write(name, {"resourceType": "Basic", "id": "x", "code": {"text": "x"}})
    store.write("c.json", {"resourceType": "Basic", "id": "y", "code": {"text": "y"}})
    assert not FORBIDDEN & set(store.ok("import", "me.phr", name, "c.json"))
    store.write(name, "{")
    assert not FORBIDDEN & set(store.run("import", "me.phr", name).stderr)


def columns(text):
    """Columns of a terminal that the text takes: 2 for wide characters, 0 for combining ones."""
    return sum(
        (
            0
            if unicodedata.category(each) in ("Mn", "Me", "Cf")
            else 2 if unicodedata.east_asian_width(each) in "WF" else 1
        )
        for each in text
    )


WIDE = [
    "ASCII",
    "Größe",
    "血液検査",
    "혈압 측정",
    "e\u0301te\u0301",
    "नमस्ते",
    "Huyết áp",
    "😀 mood",
    "ﾊﾝｶｸ",
    "a\u0300\u0301\u0302b",
    "مرحبا",
    "שלום",
]


@pytest.fixture(scope="module")
def wide(tmp_path_factory):
    return filled(
        tmp_path_factory.mktemp("wide"),
        "wide.json",
        bundle(
            {
                "resourceType": "Observation",
                "id": f"o{number}",
                "status": "final",
                "code": {"text": text},
                "effectiveDateTime": "2024-01-01",
                "valueString": "value",
            }
            for number, text in enumerate(WIDE)
        ),
    )


@pytest.mark.parametrize("on_terminal", [False, True], ids=["pipe", "terminal"])
def test_wide_and_combining_characters_keep_columns_aligned(wide, on_terminal):
    if on_terminal:
        with wide.terminal("search", "me.phr", "Observation", passphrase=PASSPHRASE, size=(24, 120)) as terminal:
            shown = terminal.end()[1]
    else:
        shown = wide.ok("search", "me.phr", "Observation")
    heading, *rows = shown.splitlines()[:-1]
    assert len(rows) == len(WIDE)
    for title in ("value", "resource"):
        begin = heading.index(title)
        for row in rows:
            cell = {"value": "  value  ", "resource": "  Observation/"}[title]
            assert columns(row[: row.index(cell) + 2]) == begin, row


LONG = "A very long title of an observation that nobody would write but a machine, " * 3


@pytest.fixture(scope="module")
def long(tmp_path_factory):
    return filled(
        tmp_path_factory.mktemp("long"),
        "long.json",
        {
            "resourceType": "Observation",
            "id": "o" * 64,
            "status": "final",
            "code": {"text": LONG.strip()},
            "effectiveDateTime": "2024-01-01",
            "valueString": "value " * 20 + "end",
        },
    )


def test_a_pipe_gets_every_cell_whole(long):
    shown = long.ok("search", "me.phr", "Observation")
    assert LONG.strip() in shown and "value " * 20 + "end" in shown and "o" * 64 in shown and "…" not in shown


@pytest.mark.parametrize("width", [40, 80, 130])
def test_a_terminal_gets_prose_wrapped_and_names_whole(long, width):
    with long.terminal("search", "me.phr", "Observation", passphrase=PASSPHRASE, size=(24, width)) as terminal:
        lines = terminal.end()[1].splitlines()
    reference = "Observation/" + "o" * 64
    assert sum(reference in line for line in lines) == 1
    assert max(columns(line) for line in lines if reference not in line) <= width
    assert LONG.strip() not in "".join(lines) and any("A very long title" in line or "A very" in line for line in lines)
    assert any("…" in line for line in lines)  # more than four lines of a cell are left out, and that is said


def test_wide_is_each_row_on_one_line(long):
    with long.terminal("search", "me.phr", "Observation", "--wide", passphrase=PASSPHRASE, size=(24, 40)) as terminal:
        lines = terminal.end()[1].splitlines()
    assert LONG.strip() in lines[1] and "o" * 64 in lines[1] and "…" not in "".join(lines)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_reason_of_a_decision_is_told_whole(family, width):
    arguments = ("consent", "explain", "me.phr", "Practitioner/visiting-clinician")
    with family.terminal(*arguments, passphrase=PASSPHRASE, size=(24, width)) as terminal:
        lines = terminal.end()[1].splitlines()
    assert max(map(columns, lines)) <= width
    whole = [rows(line)[0][-1] for line in family.ok(*arguments).splitlines()[1:]]
    told = "".join("".join(line.split()) for line in lines)
    assert whole and all(word in told for reason in whole for word in reason.split())
    assert "…" not in told


def test_import_draws_a_bar_on_a_terminal_and_none_in_a_pipe(family):
    with family.terminal("import", "me.phr", family.files[0], passphrase=PASSPHRASE) as terminal:
        code, shown = terminal.end()
    assert code == 0 and "importing [" in shown and "\x1b[K" in shown
    assert family.run("import", "me.phr", family.files[0]).stderr == ""
