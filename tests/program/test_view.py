"""phr view: rows of a ViewDefinition over files and over a store."""

import csv
import io
import json
import os
import signal
import time

import pytest

VIEW = {"resource": "Observation", "name": "labs", "select": [{"column": [
    {"name": "id", "path": "id"},
    {"name": "patient", "path": "subject.getReferenceKey(Patient)"},
    {"name": "value", "path": "value.ofType(Quantity).value"},
    {"name": "codes", "path": "code.coding.code", "collection": True}]}]}
IDS = {"resource": "Patient", "select": [{"column": [{"name": "id", "path": "id"}]}]}
A = '{"resourceType":"Observation","id":"a","subject":{"reference":"Patient/p"},"code":{"coding":[{"code":"x"},{"code":"y"}]},"valueQuantity":{"value":5.40}}'
B = '{"resourceType":"Observation","id":"b"}'
CSV = 'id,patient,value,codes\na,Patient/p,5.40,"[""x"",""y""]"\nb,,,[]\n'


@pytest.fixture
def labs(phr):
    phr.write("view.json", json.dumps(VIEW, indent=1))
    phr.write("some.ndjson", A + '\n{"resourceType":"Patient","id":"p"}\n' + B + "\n")
    return phr


def test_files_become_csv_in_a_pipe(labs):
    assert labs.ok("view", "view.json", "some.ndjson", passphrase=None) == CSV
    labs.write("bundle.json", f'{{"resourceType":"Bundle","entry":[{{"resource":{A}}}]}}')
    labs.write("b.json", B)
    assert labs.ok("view", "view.json", "bundle.json", "b.json") == CSV
    assert labs.ok("view", "view.json", "-", stdin=A + "\n" + B + "\n") == CSV
    assert labs.ok("view", "-", "some.ndjson", stdin=json.dumps(VIEW)) == CSV


def test_the_ending_of_the_output_says_what_it_becomes(labs):
    assert labs.ok("view", "view.json", "some.ndjson", "-o", "out.csv") == ""
    assert (labs.folder / "out.csv").read_text() == CSV
    labs.ok("view", "view.json", "some.ndjson", "-o", "out.ndjson")
    assert (labs.folder / "out.ndjson").read_text() == labs.ok("view", "view.json", "some.ndjson", "--json")
    assert labs.lines("view", "view.json", "some.ndjson", "--format", "ndjson") == [
        {"id": "a", "patient": "Patient/p", "value": 5.4, "codes": ["x", "y"]}, {"id": "b", "patient": None, "value": None, "codes": []}]
    labs.ok("view", "view.json", "some.ndjson", "-o", "out.txt", "--format", "csv")
    assert (labs.folder / "out.txt").read_text() == CSV
    assert "--format" in labs.refused(2, "view", "view.json", "some.ndjson", "-o", "out.parquet")


def test_a_terminal_gets_a_table_without_control_characters(labs):
    labs.write("evil.json", '{"resourceType":"Observation","id":"a\\u001b[31mb"}')
    with labs.terminal("view", "view.json", "some.ndjson", "evil.json") as seen:
        code, text = seen.end()
    assert code == 0 and "\x1b[31m" not in text
    assert [line.split() for line in text.splitlines()[:3]] == [["id", "patient", "value", "codes"], ["a", "Patient/p", "5.40", '["x","y"]'], ["b", "[]"]]
    for form in ("csv", "ndjson"):
        with labs.terminal("view", "view.json", "evil.json", "--format", form) as seen:
            assert "\x1b[31m" not in seen.end()[1]


def test_a_table_ends_after_a_thousand_rows_and_says_so(labs):
    labs.write("patients.json", IDS)
    labs.write("many.ndjson", "".join(f'{{"resourceType":"Patient","id":"p{each}"}}\n' for each in range(1500)))
    ended = labs.run("view", "patients.json", "many.ndjson", "--format", "table")
    assert ended.returncode == 0 and len(ended.stdout.splitlines()) == 1001 and "the first 1000 rows" in ended.stderr
    ended = labs.run("view", "patients.json", "many.ndjson", "--format", "table", "--most", "1200")
    assert len(ended.stdout.splitlines()) == 1201 and ended.stderr == ""
    assert len(labs.ok("view", "patients.json", "many.ndjson").splitlines()) == 1501


def test_no_more_rows_are_written_than_asked_for(labs):
    labs.write("each.json", {"resource": "Patient", "select": [{"forEach": "name", "column": [{"name": "family", "path": "family"}]}]})
    names = [{"family": 'line\n"two"'}, {"family": "b"}, {"family": "c"}]
    labs.write("p.ndjson", json.dumps({"resourceType": "Patient", "name": names}) + '\n{"resourceType":"Patient","name":[{"family":"d"}]}\n{\n')
    assert list(csv.reader(io.StringIO(labs.ok("view", "each.json", "p.ndjson", "--most", "2")))) == [["family"], ['line\n"two"'], ["b"]]
    assert [row["family"] for row in labs.lines("view", "each.json", "p.ndjson", "--most", "4", "--json")] == ['line\n"two"', "b", "c", "d"]
    labs.refused(2, "view", "each.json", "p.ndjson", "--most", "0")


def test_explain_shows_the_program_and_needs_no_file(labs):
    said = labs.ok("view", "view.json", "--explain")
    assert "Observation" in said and "subject" in said


def test_the_time_is_given(labs):
    labs.write("today.json", {"resource": "Observation", "select": [{"column": [{"name": "today", "path": "today()", "type": "date"}]}]})
    assert labs.ok("view", "today.json", "some.ndjson", "--now", "2020-02-03T04:05:06.007Z") == "today\n2020-02-03\n2020-02-03\n"
    labs.refused(5, "view", "today.json", "some.ndjson", "--now", "yesterday")


def test_a_wrong_definition_is_told_with_its_place(labs):
    labs.write("bad.json", '\n{"resource": "Patient",\n "select": [{"column": [{"name": "a",\n  "path": "name.givn"}]}]}')
    said = labs.refused(5, "view", "bad.json", "some.ndjson")
    assert said.startswith("bad.json:4:") and "unknown_element" in said
    labs.write("bad.json", "{")
    assert labs.refused(5, "view", "bad.json", "some.ndjson").startswith("bad.json:1:")
    labs.write("two.json", json.dumps(IDS) + "\n" + json.dumps(IDS) + "\n")
    assert "several JSON texts" in labs.refused(5, "view", "two.json", "some.ndjson")


def test_a_fault_is_told_with_file_line_and_column_and_leaves_no_file(labs):
    labs.write("out.csv", "before")
    labs.write("bad.ndjson", A + "\n" + '{"resourceType":"Observation","valueQuantity":{"value":"secret"}}\n')
    said = labs.refused(5, "view", "view.json", "some.ndjson", "bad.ndjson", "-o", "out.csv")
    assert said.startswith("bad.ndjson:2:") and "column value: invalid_value" in said and "secret" not in said
    labs.write("bad.json", f'{{"resourceType":"Bundle","entry":[\n{{"resource":{A}}},\n{{"resource":{{"resourceType":"Observation","subject":[1,]}}}}]}}')
    assert labs.refused(5, "view", "view.json", "bad.json", "-o", "out.csv").startswith("bad.json:3:")
    said = labs.refused(4, "view", "view.json", "some.ndjson", "absent.ndjson", "-o", "out.csv")
    assert said.startswith("absent.ndjson: no_such_file")
    assert (labs.folder / "out.csv").read_text() == "before"
    assert [each for each in os.listdir(labs.folder) if each.endswith(".part")] == []


def test_a_path_that_fails_is_told_with_the_place_of_the_resource(labs):
    labs.write("sum.json", {"resource": "Observation", "select": [{"column": [{"name": "id", "path": "id"}, {"name": "sum", "path": "1 + code.coding.code.count() + code.coding.display"}]}]})
    labs.write("two.ndjson", B + '\n{"resourceType":"Observation","code":{"coding":[{"display":"u"},{"display":"v"}]}}\n')
    said = labs.refused(5, "view", "sum.json", "two.ndjson", "-o", "x.csv")
    assert said.startswith("two.ndjson:2:1: column sum: ")


@pytest.mark.parametrize(("code", "arguments"), [
    (4, ("absent.json", "some.ndjson")),
    (4, ("view.json", "absent.ndjson")),
    (2, ("view.json",)),
    (2, ()),
    (2, ("view.json", "some.ndjson", "--format", "xml")),
    (2, ("view.json", "some.ndjson", "--where", "status=final")),
    (2, ("absent.phr",)),
    (2, ("absent.phr", "view.json", "some.ndjson")),
    (4, ("absent.phr", "view.json")),
    (3, ("none.phr", "view.json")),
    (4, ("view.json", "some.ndjson", "-o", "absent/out.csv")),
    (5, ("view.json", "some.ndjson", "-o", "folder.csv")),
])
def test_what_cannot_be_done_has_its_exit_code(labs, code, arguments):
    labs.write("none.phr", "no store of ours, although it has the name")
    (labs.folder / "folder.csv").mkdir()
    labs.refused(code, "view", *arguments)


def test_a_store_gives_what_may_be_seen(family):
    family.write("ids.json", IDS)
    family.write("conditions.json", {"resource": "Condition", "select": [{"column": [{"name": "patient", "path": "subject.getReferenceKey(Patient)"}]}]})
    assert sorted(family.ok("view", "me.phr", "ids.json").split()[1:]) == sorted(family.people)
    assert family.ok("view", "me.phr", "ids.json", "--where", f"_id={family.people[0]}") == f"id\n{family.people[0]}\n"
    assert family.ok("view", "me.phr", "ids.json", "--as", "Practitioner/nobody", "--purpose", "TREAT") == "id\n"
    count = family.counts()["Condition"]
    family.ok("view", "me.phr", "conditions.json", "-o", "out.ndjson")
    rows = [json.loads(line) for line in (family.folder / "out.ndjson").read_text().splitlines()]
    assert len(rows) == count and {row["patient"] for row in rows} <= {f"Patient/{each}" for each in family.people}
    assert "unknown_parameter" in family.refused(5, "view", "me.phr", "ids.json", "--where", "nothing=1")
    family.refused(3, "view", "me.phr", "ids.json", passphrase="wrong")


def test_ctrl_c_ends_it_and_leaves_no_file(labs):
    labs.write("patients.json", IDS)
    os.mkfifo(labs.folder / "slow.ndjson")
    running = labs.start("view", "patients.json", "slow.ndjson", "-o", "out.csv")
    with open(labs.folder / "slow.ndjson", "w", encoding="utf-8") as pipe:
        line = '{"resourceType":"Patient","id":"p"}\n' * 5000
        pipe.write(line)
        pipe.flush()
        time.sleep(0.3)
        running.send_signal(signal.SIGINT)
        try:
            while running.poll() is None:
                pipe.write(line)
        except BrokenPipeError:
            pass
    assert running.wait(60) == 8
    assert sorted(os.listdir(labs.folder)) == ["patients.json", "slow.ndjson", "some.ndjson", "view.json"]
