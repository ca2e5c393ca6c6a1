"""phr.validate: texts, dicts and objects; profiles from packages."""

import json
import os
import pathlib
import tarfile

import pytest
from python_package import error_of, phr

from phr import fhir

PROFILE = {
    "resourceType": "StructureDefinition", "url": "http://p", "name": "P", "status": "draft", "kind": "resource", "abstract": False, "type": "Patient",
    "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Patient", "derivation": "constraint",
    "differential": {"element": [{"path": "Patient.name", "min": 1}]}}


def test_a_valid_resource_is_true_and_has_no_issue():
    outcome = phr.validate('{"resourceType":"Patient","gender":"female"}')
    assert outcome and outcome.valid and len(outcome) == 0 and outcome.issues == []
    assert json.loads(outcome.to_json())["issue"][0]["severity"] == "information"


def test_issues_tell_what_is_wrong_and_where():
    outcome = phr.validate('{"resourceType":"Patient",\n "gender":"x"}')
    assert not outcome
    issue = outcome.issues[0]
    assert (issue.severity, issue.code, issue.path, issue.line, issue.column, issue.rule, issue.profile) == ("error", "code-invalid", "Patient.gender", 2, 11, None, None)
    assert "administrative-gender" in issue.message
    assert repr(issue).startswith("<phr.Issue error at Patient.gender: ") and repr(outcome) == "<phr.Outcome, not valid, 1 issues>"
    assert "Patient.gender" in outcome._repr_html_()


@pytest.mark.parametrize("given", [
    b'{"resourceType":"Observation","status":"final"}', {"resourceType": "Observation", "status": "final"},
    '<Observation xmlns="http://hl7.org/fhir"><status value="final"/></Observation>', fhir.Observation(status="final")])
def test_texts_dicts_and_objects_are_judged_alike(given):
    assert [(issue.path, issue.message) for issue in phr.validate(given).issues] == [("Observation", "code is missing")]


def test_a_text_that_is_no_resource_is_fatal():
    assert phr.validate("{").issues[0].severity == "fatal"
    assert error_of(phr.validate, fhir.HumanName(family="x")).code == "wrong_type"
    with pytest.raises(TypeError):
        phr.validate(5)


def test_profiles_are_asked_for_or_claimed(tmp_path):
    known = phr.Profiles()
    assert known.add(PROFILE) and not known.add({"resourceType": "Patient"})
    assert "http://p" in known and "http://q" not in known and known.urls() == ["http://p"]
    assert phr.validate(fhir.Patient(), known=known)
    assert phr.validate(fhir.Patient(), ["http://p"], known=known).issues[0].profile == "http://p"
    assert not phr.validate(fhir.Patient(meta={"profile": ["http://p"]}), known=known)
    assert phr.validate(fhir.Patient(), ["http://q"]).issues[0].code == "not-found"
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "p.json").write_text(json.dumps(PROFILE), encoding="utf-8")
    with tarfile.open(tmp_path / "p.tgz", "w:gz") as file:
        file.add(tmp_path / "package", "package")
    for path in (tmp_path, tmp_path / "package", tmp_path / "p.tgz"):
        assert phr.load_package(path).urls() == ["http://p"], path
    assert error_of(known.load, tmp_path / "nowhere").code == "no_such_file"
    assert error_of(known.add, {"resourceType": "StructureDefinition"}).code == "invalid_argument"


def test_options_are_taken():
    assert phr.validate(fhir.Patient(extension=[{"url": "http://x", "valueBoolean": True}]))
    assert not phr.validate(fhir.Patient(extension=[{"url": "http://x", "valueBoolean": True}]), known_extensions_only=True)
    assert not phr.validate(fhir.Patient(managingOrganization={"reference": "Organization/1"}), self_contained=True)


def test_us_core_loads_from_its_package():
    root = os.environ.get("PHR_SUITES")
    if not root:
        pytest.skip("PHR_SUITES is unset: no us-core")
    known = phr.load_package(pathlib.Path(root) / "us-core" / "us_core_610.tgz")
    url = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient"
    assert url in known and len(known.urls()) > 50
    found = [issue.message for issue in phr.validate(fhir.Patient(), [url], known=known).issues]
    assert found == ["identifier: at least 1, but 0 found", "name: at least 1, but 0 found", "gender: at least 1, but 0 found"]
