"""phr validate: every fault with its line, and exit codes for scripts."""

import json
import tarfile

import pytest

from conftest import suites

GOOD = {"resourceType": "Patient", "id": "p", "gender": "female"}
PROFILE = {
    "resourceType": "StructureDefinition", "url": "http://a/named", "name": "Named", "status": "draft", "kind": "resource", "abstract": False,
    "type": "Patient", "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Patient", "derivation": "constraint",
    "differential": {"element": [{"id": "Patient.name", "path": "Patient.name", "min": 1}]}}


def test_a_valid_file_is_told_in_one_line_and_ends_with_0(phr):
    phr.write("p.json", GOOD)
    ended = phr.run("validate", "p.json")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "1 of 1 valid; 0 errors, 0 warnings\n")


def test_every_fault_has_file_line_column_severity_and_element(phr):
    phr.write("p.json", '{\n  "resourceType": "Patient",\n  "gender": "girl",\n  "colour": "blue",\n  "name": [{"family": " "}]\n}')
    ended = phr.run("validate", "p.json")
    assert ended.returncode == 5
    assert ended.stdout.splitlines() == [
        "p.json:4:3: error: Patient: unknown_element",
        "p.json:5:23: error: Patient.name[0].family: not a string",
        "p.json:3:13: error: Patient.gender: not a code of http://hl7.org/fhir/ValueSet/administrative-gender"]
    assert ended.stderr == "0 of 1 valid; 3 errors, 0 warnings\n"


def test_ndjson_is_read_line_by_line_and_faults_have_the_line_of_the_file(phr):
    phr.write("l.ndjson", "\n".join([json.dumps(GOOD), json.dumps({**GOOD, "gender": "x"}), json.dumps(GOOD), "{}"]) + "\n")
    ended = phr.run("validate", "l.ndjson")
    assert ended.returncode == 1
    assert [line.split(": ")[0] for line in ended.stdout.splitlines()] == ["l.ndjson:2:50", "l.ndjson:4:1"]
    assert ended.stderr.startswith("2 of 4 valid")


def test_xml_is_read_as_well(phr):
    phr.write("p.xml", '<Patient xmlns="http://hl7.org/fhir">\n <gender value="x"/>\n</Patient>')
    ended = phr.run("validate", "p.xml")
    assert ended.returncode == 5
    assert ended.stdout.startswith("p.xml:2:2: error: Patient.gender: ")


def test_json_writes_an_operation_outcome_for_each_text(phr):
    phr.write("l.ndjson", json.dumps(GOOD) + "\n" + json.dumps({"resourceType": "Observation", "status": "final"}) + "\n")
    ended = phr.run("validate", "--json", "l.ndjson")
    first, second = map(json.loads, ended.stdout.splitlines())
    assert first["issue"][0]["severity"] == "information"
    assert second["issue"] == [{"severity": "error", "code": "required", "details": {"text": "code is missing"}, "diagnostics": "line 2, column 1", "expression": ["Observation"]}]


def test_quiet_says_nothing_and_strict_counts_warnings(phr):
    phr.write("p.json", {**GOOD, "managingOrganization": {"reference": "Patient/1"}})
    ended = phr.run("validate", "--quiet", "p.json")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    assert phr.run("validate", "--quiet", "--strict", "p.json").returncode == 5


def test_profiles_come_from_files_folders_and_packages(phr):
    phr.write("p.json", GOOD)
    phr.write("named.json", PROFILE)
    fault = "p.json:1:1: error: Patient: name: at least 1, but 0 found (http://a/named)\n"
    assert phr.run("validate", "--package", "named.json", "p.json").returncode == 0  # the resource does not claim the profile
    assert phr.run("validate", "--package", "named.json", "--profile", "http://a/named", "p.json").stdout == fault
    (phr.folder / "package").mkdir()
    (phr.folder / "package" / "named.json").write_text(json.dumps(PROFILE), encoding="utf-8")
    assert phr.run("validate", "--package", "package", "--profile", "http://a/named", "p.json").stdout == fault
    with tarfile.open(phr.folder / "some.tgz", "w:gz") as file:
        file.add(phr.folder / "package", "package")
    assert phr.run("validate", "--package", "some.tgz", "--profile", "http://a/named", "p.json").stdout == fault
    phr.write("claims.json", {**GOOD, "meta": {"profile": ["http://a/named"]}})
    assert phr.run("validate", "--package", "some.tgz", "claims.json").returncode == 5


@pytest.mark.parametrize(("code", "arguments"), [
    (4, ("absent.json",)),
    (5, ("empty.json",)),
    (2, ("--profile", "http://a/unknown", "p.json")),
    (4, ("--package", "absent.tgz", "p.json")),
    (2, ("--package", "p.json", "p.json")),
    (7, ("--package", "broken.tgz", "p.json")),
    (2, ()),
])
def test_what_cannot_be_done_has_its_exit_code(phr, code, arguments):
    phr.write("p.json", GOOD)
    phr.write("empty.json", "")
    phr.write("broken.tgz", "no archive")
    phr.refused(code, "validate", *arguments)


def test_control_characters_of_a_file_name_do_not_reach_the_terminal(phr):
    phr.write("a\x1b[31m.json", {**GOOD, "gender": "x"})
    assert "\x1b" not in phr.run("validate", "a\x1b[31m.json").stdout


def test_the_patient_summaries_are_of_their_profiles(phr):
    if suites() is None:
        pytest.skip("PHR_SUITES is unset: no ips")
    examples = sorted((suites() / "ips").glob("*-*.json"))
    ended = phr.run("validate", "--package", suites() / "ips" / "profiles", *examples)
    assert [line for line in ended.stdout.splitlines() if ": error: " in line] == []
    assert ended.returncode == 0 and len(examples) > 40


def test_the_examples_of_us_core_are_of_their_profiles(phr, tmp_path):
    if suites() is None:
        pytest.skip("PHR_SUITES is unset: no us-core")
    package = suites() / "us-core" / "us_core_610.tgz"
    with tarfile.open(package) as file:
        file.extractall(tmp_path)
    examples = sorted(str(path) for path in (tmp_path / "package" / "example").glob("*.json"))
    ended = phr.run("validate", "--package", package, *examples)
    print(ended.stderr)
    faults = [line.split(" ", 1)[1] for line in ended.stdout.splitlines() if ": error: " in line]
    # HL7's own slips: the examples' resources have other ids than the URLs of their entries.
    assert [fault for fault in faults if "the fullUrl is that of a server" not in fault] == []
    assert len(examples) > 150
