"""phr fhirpath: an expression over JSON, NDJSON and XML."""

import json

import pytest

PATIENT = {"resourceType": "Patient", "id": "p", "active": True, "birthDate": "1980-02-03",
           "name": [{"use": "official", "family": "Muster", "given": ["Eva", "Maria"]}]}
OTHER = {"resourceType": "Patient", "id": "q", "birthDate": "2001"}


def lines(*resources):
    return "".join(json.dumps(each) + "\n" for each in resources)


def test_each_item_is_a_line_and_elements_are_json(phr):
    phr.write("p.json", json.dumps(PATIENT, indent=2))
    assert phr.ok("fhirpath", "Patient.name.where(use = 'official').given", "p.json", passphrase=None) == "Eva\nMaria\n"
    assert phr.ok("fhirpath", "active | birthDate | 1.50 | 5 'mg'", "p.json") == "true\n1980-02-03\n1.50\n5 'mg'\n"
    assert phr.ok("fhirpath", "name", "p.json") == '{"use":"official","family":"Muster","given":["Eva","Maria"]}\n'
    assert phr.ok("fhirpath", "contact", "p.json") == ""
    assert phr.ok("fhirpath", "id", "-", stdin=json.dumps(PATIENT)) == "p\n"


def test_xml_is_read_as_well(phr):
    phr.write("p.xml", '<Patient xmlns="http://hl7.org/fhir"><active value="true"/><name><given value="Eva"/></name></Patient>')
    assert phr.ok("fhirpath", "active | name", "p.xml") == 'true\n{"given":["Eva"]}\n'


def test_several_texts_have_file_and_line_in_front(phr):
    phr.write("p.json", json.dumps(PATIENT, indent=2))
    phr.write("l.ndjson", lines(PATIENT, OTHER))
    assert phr.ok("fhirpath", "id | birthDate", "l.ndjson") == "l.ndjson:1: p\nl.ndjson:1: 1980-02-03\nl.ndjson:2: q\nl.ndjson:2: 2001\n"
    assert phr.ok("fhirpath", "name.family", "p.json", "l.ndjson") == "p.json:1: Muster\nl.ndjson:1: Muster\n"


def test_json_has_the_types_of_items(phr):
    phr.write("l.ndjson", lines(PATIENT, OTHER))
    assert phr.lines("fhirpath", "--json", "name.family | birthDate | 2 'mg'", "l.ndjson") == [
        {"file": "l.ndjson", "line": 1, "items": [
            {"type": "FHIR.string", "value": "Muster"}, {"type": "FHIR.date", "value": "1980-02-03"},
            {"type": "System.Quantity", "value": {"value": 2, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}}]},
        {"file": "l.ndjson", "line": 2, "items": [
            {"type": "FHIR.date", "value": "2001"},
            {"type": "System.Quantity", "value": {"value": 2, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}}]}]


def test_items_are_counted(phr):
    phr.write("p.json", PATIENT)
    phr.write("l.ndjson", lines(PATIENT, OTHER))
    assert phr.ok("fhirpath", "--count", "name.given", "p.json") == "2\n"
    assert phr.ok("fhirpath", "--count", "name.given", "l.ndjson") == "l.ndjson:1: 2\nl.ndjson:2: 0\n"
    assert phr.lines("fhirpath", "--count", "--json", "name.given", "p.json") == [{"file": "p.json", "line": 1, "count": 2}]


def test_a_condition_is_true_false_or_empty_and_filters(phr):
    phr.write("l.ndjson", lines(PATIENT, OTHER))
    assert phr.ok("fhirpath", "--test", "active", "l.ndjson") == "l.ndjson:1: true\nl.ndjson:2: empty\n"
    assert phr.ok("fhirpath", "--test", "birthDate < @1990", "l.ndjson") == "l.ndjson:1: true\nl.ndjson:2: false\n"
    assert [line["result"] for line in phr.lines("fhirpath", "--test", "--json", "active", "l.ndjson")] == [True, None]
    assert phr.ok("fhirpath", "--filter", "birthDate > @1990", "l.ndjson") == lines(OTHER)
    assert phr.ok("fhirpath", "--filter", "birthDate > @2030", "l.ndjson") == ""


def test_constants_and_the_time_are_given(phr):
    phr.write("p.json", PATIENT)
    assert phr.ok("fhirpath", "--constant", "who=Muster", "--constant", "other=a=b", "name.where(family = %who).use | %other", "p.json") == "official\na=b\n"
    assert phr.ok("fhirpath", "--now", "2020-02-03T04:05:06.007Z", "today()", "p.json") == "2020-02-03\n"


def test_explain_shows_the_program_and_needs_no_file(phr):
    said = phr.ok("fhirpath", "--explain", "Patient.name.given")
    assert said.splitlines()[:2] == ["Patient.name.given", "reads name"]
    assert "element name (field 10 of Patient) -> HumanName" in said
    phr.write("p.json", PATIENT)
    assert phr.ok("fhirpath", "--explain", "id", "p.json").splitlines()[-1] == "p"


def test_a_wrong_expression_is_told_with_line_and_column(phr):
    phr.write("p.json", PATIENT)
    assert "malformed_query" in phr.refused(5, "fhirpath", "name.\n given +", "p.json") and "line 2" in phr.refused(5, "fhirpath", "name.\n given +", "p.json")
    said = phr.refused(5, "fhirpath", "--type", "Patient", "name.givn", "p.json")
    assert said.startswith("phr: in the expression: unknown_element") and "(line 1, column 6)" in said
    assert phr.ok("fhirpath", "--type", "Patient", "--unchecked", "name.givn", "p.json") == ""


def test_faults_of_texts_and_of_the_evaluation_are_told_apart(phr):
    phr.write("l.ndjson", lines(PATIENT) + "{\n" + lines(OTHER))
    ended = phr.run("fhirpath", "id", "l.ndjson")
    assert (ended.returncode, ended.stdout) == (1, "l.ndjson:1: p\nl.ndjson:3: q\n")
    assert ended.stderr.startswith("l.ndjson:2:") and "malformed_json" in ended.stderr
    phr.write("bad.json", '{"resourceType": "Patient",\n "id": }')
    assert phr.refused(5, "fhirpath", "id", "bad.json").startswith("bad.json:2:8: malformed_json: ")
    ended = phr.run("fhirpath", "1 + name.given", "l.ndjson")
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[0].startswith("l.ndjson:1: in the expression: invalid_argument at one item on each side of an operator (line 1, column 3)")


def test_the_long_rest_goes_on_behind_a_file_that_is_absent(phr):
    phr.write("p.json", PATIENT)
    ended = phr.run("fhirpath", "id", "absent.json", "p.json")
    assert (ended.returncode, ended.stdout) == (1, "p.json:1: p\n") and "no_such_file" in ended.stderr


@pytest.mark.parametrize(("code", "arguments"), [
    (4, ("id", "absent.json")),
    (5, ("id", "empty.json")),
    (2, ("id",)),
    (2, ("--constant", "a", "id", "p.json")),
    (2, ("--now", "yesterday", "id", "p.json")),
    (2, ("--test", "--count", "id", "p.json")),
    (5, ("--type", "Patiant", "id", "p.json")),
    (2, ()),
])
def test_what_cannot_be_done_has_its_exit_code(phr, code, arguments):
    phr.write("p.json", PATIENT)
    phr.write("empty.json", "")
    phr.refused(code, "fhirpath", *arguments)


def test_control_characters_do_not_reach_the_terminal(phr):
    phr.write("p.json", {"resourceType": "Patient", "name": [{"family": "a\x1b[31mb"}]})
    for expression in ("name.family", "name", "%resource"):
        with phr.terminal("fhirpath", expression, "p.json") as seen:
            code, text = seen.end()
        assert code == 0 and "\x1b[31m" not in text and "[31mb" in text
    assert phr.ok("fhirpath", "name.family", "p.json") == "a\x1b[31mb\n"  # a pipe gets what is there
