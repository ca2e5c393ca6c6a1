"""phr convert: JSON, NDJSON and XML into each other."""

import json
import xml.etree.ElementTree

import pytest

from conftest import suites

PATIENT = {"resourceType": "Patient", "id": "p", "active": True, "birthDate": "1980-02-03", "multipleBirthInteger": 2}
TEXT = '{"resourceType":"Patient","id":"p","active":true,"birthDate":"1980-02-03","multipleBirthInteger":2}\n'


def test_json_becomes_xml_and_json_again(phr):
    phr.write("p.json", json.dumps(PATIENT, indent=2))
    text = phr.ok("convert", "--to", "xml", "p.json", passphrase=None)
    assert text == ('<Patient xmlns="http://hl7.org/fhir"><id value="p"/><active value="true"/><birthDate value="1980-02-03"/>'
                    '<multipleBirthInteger value="2"/></Patient>\n')
    phr.write("p.xml", text)
    assert phr.ok("convert", "--to", "json", "p.xml", passphrase=None) == TEXT
    assert phr.run("convert", "--to", "json", "-", stdin=text).stdout == TEXT


def test_elements_come_in_the_order_of_the_definition_and_digits_stay(phr):
    phr.write("o.json", '{"status":"final","valueQuantity":{"unit":"g","value":1.50},"resourceType":"Observation","code":{"text":"x"}}')
    assert phr.ok("convert", "--to", "json", "o.json") == (
        '{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1.50,"unit":"g"}}\n')


def test_faults_are_told_with_file_line_and_column_and_the_rest_is_written(phr):
    phr.write("l.ndjson", '{"resourceType":"Patient","id":"a"}\n\n{"resourceType":"Patient","colour":"x"}\n{"resourceType":"Patient","id":"b"}')
    ended = phr.run("convert", "--to", "json", "l.ndjson")
    assert ended.returncode == 1
    assert ended.stdout == '{"resourceType":"Patient","id":"a"}\n{"resourceType":"Patient","id":"b"}\n'
    assert ended.stderr.startswith("l.ndjson:3:27: unknown_element at Patient: ")
    phr.write("bad.json", '{\n  "resourceType": "Patient",\n  "active": "yes"\n}')
    assert phr.refused(5, "convert", "--to", "json", "bad.json").startswith("bad.json:3:13: wrong_type at Patient.active: ")


def test_lenient_leaves_out_and_says_so(phr):
    phr.write("bad.json", '{"resourceType":"Patient","colour":"x","active":"true"}')
    ended = phr.run("convert", "--to", "json", "--lenient", "bad.json")
    assert (ended.returncode, ended.stdout) == (1, '{"resourceType":"Patient","active":true}\n')
    assert [line.split(":")[3].split()[0] for line in ended.stderr.splitlines()] == ["unknown_element", "number_as_string"]


def test_a_folder_gets_a_file_for_each_text(phr):
    phr.write("a.json", PATIENT)
    phr.write("l.ndjson", TEXT + TEXT)
    (phr.folder / "out").mkdir()
    phr.ok("convert", "--to", "xml", "-o", "out", "a.json", "l.ndjson")
    made = sorted(path.name for path in (phr.folder / "out").iterdir())
    assert made == ["a.xml", "l-1.xml", "l-2.xml"]
    for name in made:
        assert xml.etree.ElementTree.parse(phr.folder / "out" / name).getroot().tag == "{http://hl7.org/fhir}Patient"


@pytest.mark.parametrize(("code", "arguments"), [
    (4, ("--to", "xml", "absent.json")),
    (5, ("--to", "xml", "empty.json")),
    (2, ("--to", "xml", "l.ndjson")),
    (2, ("--to", "xml", "p.json", "p.json")),
    (2, ("--to", "yaml", "p.json")),
    (2, ("p.json",)),
])
def test_what_cannot_be_done_has_its_exit_code(phr, code, arguments):
    phr.write("empty.json", " \n")
    phr.write("p.json", PATIENT)
    phr.write("l.ndjson", TEXT + TEXT)
    phr.refused(code, "convert", *arguments)


def test_a_long_file_of_lines_takes_little_memory(phr):
    line = TEXT.rstrip("\n")
    (phr.folder / "long.ndjson").write_text("\n".join([line] * 200_000), encoding="utf-8")
    ended = phr.run("convert", "--to", "json", "-o", "out.ndjson", "long.ndjson")
    assert ended.returncode == 0
    assert (phr.folder / "out.ndjson").read_text(encoding="utf-8") == TEXT * 200_000


def test_official_examples_survive_the_way_to_xml_and_back(phr):
    if suites() is None:
        pytest.skip("PHR_SUITES is unset: no official examples")
    examples = sorted((suites() / "fhir-r4-examples").glob("*.json"))
    for name in ("xml", "json"):
        (phr.folder / name).mkdir()
    phr.ok("convert", "--to", "json", "-o", "json", *examples)
    phr.ok("convert", "--to", "xml", "-o", "xml", *examples)
    texts = sorted((phr.folder / "xml").iterdir())
    assert len(texts) == len(examples) > 400
    back = phr.ok("convert", "--to", "json", *texts).splitlines(keepends=True)
    assert back == [(phr.folder / "json" / f"{path.stem}.json").read_text(encoding="utf-8") for path in texts]
