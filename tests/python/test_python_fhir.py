"""phr.fhir: R4's types as Python objects."""

import copy
import datetime
import decimal
import gc
import json
import pathlib
import pickle
import subprocess
import sys
import threading

import pytest
from python_package import PACKAGE, error_of, phr

from phr import fhir


def suite(name):
    import os

    root = os.environ.get("PHR_SUITES")
    if not root:
        pytest.skip(f"PHR_SUITES is unset: no {name}")
    return sorted((pathlib.Path(root) / name).glob("*.json"))


def patient():
    return fhir.Patient(active=True, birthDate="1980-02-03", name=[fhir.HumanName(family="Muster", given=["Eva", "Maria"])])


def test_a_resource_is_made_of_its_elements_by_name():
    made = patient()
    assert made.to_json() == '{"resourceType":"Patient","active":true,"name":[{"family":"Muster","given":["Eva","Maria"]}],"birthDate":"1980-02-03"}'
    assert (made.active, made.birthDate, made.gender) == (True, "1980-02-03", None)
    assert made.name[0].given == ["Eva", "Maria"]
    assert len(made.photo) == 0


def test_dicts_do_instead_of_objects():
    assert fhir.Patient(name=[{"family": "Muster", "given": ["Eva", "Maria"]}], active=True, birthDate="1980-02-03") == patient()
    assert fhir.Patient.from_dict(patient().to_dict()) == patient()
    assert fhir.from_dict(patient().to_dict()) == patient()


def test_values_are_of_pythons_own_types():
    made = fhir.from_json('{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":5.40},"issued":"2020-01-01T00:00:00Z",'
                          '"component":[{"code":{"text":"y"},"valueInteger":3},{"code":{"text":"z"},"valueBoolean":false}]}')
    assert made.value.value == decimal.Decimal("5.40") and str(made.value.value) == "5.40"
    assert made.issued == "2020-01-01T00:00:00Z"
    assert [each.value for each in made.component] == [3, False]
    assert made.component[1].value is False


def test_a_choice_goes_by_its_name_and_by_that_of_its_type():
    made = fhir.Observation(status="final", code={"text": "x"}, value=fhir.Quantity(value=decimal.Decimal("1.50"), unit="g"))
    assert (made.value.unit, made.valueQuantity.unit, made.valueString) == ("g", "g", None)
    made.value = True
    assert made.to_dict()["valueBoolean"] is True
    made.valueDateTime = "2020-05"
    assert (made.value, made.valueBoolean) == ("2020-05", None)
    made.value = None
    assert "value" not in dict(made)
    assert error_of(setattr, made, "value", fhir.HumanName(family="x")).code == "wrong_type"
    assert error_of(setattr, made, "valueBoolean", "yes").where == "Observation.valueBoolean"


def test_python_dates_and_numbers_are_taken():
    made = patient()
    made.birthDate = datetime.date(2000, 1, 2)
    made.deceased = datetime.datetime(2020, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
    assert (made.birthDate, made.deceased) == ("2000-01-02", "2020-01-02T03:04:05+00:00")
    with pytest.raises(ValueError):
        made.deceased = datetime.datetime(2020, 1, 2)
    assert fhir.Quantity(value=5.4).to_json() == '{"value":5.4}'
    with pytest.raises(ValueError):
        fhir.Quantity(value=float("nan"))


def test_lists_are_live():
    made = patient()
    given = made.name[0].given
    given.append("Anna")
    given.insert(0, "Dr")
    given[1] = "Evi"
    given.extend(["X", "Y"])
    assert list(given) == ["Dr", "Evi", "Maria", "Anna", "X", "Y"]
    assert given[-1] == "Y" and given[1:3] == ["Evi", "Maria"]
    del given[-2:]
    del given[0]
    given.reverse()
    assert made.name[0].given == ["Anna", "Maria", "Evi"]
    given[0:2] = ["A"]
    assert made.to_dict()["name"][0]["given"] == ["A", "Evi"]
    given.clear()
    assert "given" not in made.to_json()
    with pytest.raises(IndexError):
        given[0]
    with pytest.raises(TypeError):
        hash(given)


def test_ids_and_extensions_of_primitives_move_with_them():
    made = fhir.from_json('{"resourceType":"Patient","name":[{"given":["a","b","c"],"_given":[null,{"id":"B"},{"id":"C"}]}]}')
    given = made.name[0].given
    given.insert(0, "z")
    assert made.name[0].extension_of("given", 2).id == "B"
    del given[1]
    assert made.to_dict()["name"][0] == {"given": ["z", "b", "c"], "_given": [None, {"id": "B"}, {"id": "C"}]}
    given[1] = "bb"
    assert made.to_dict()["name"][0] == {"given": ["z", "bb", "c"], "_given": [None, None, {"id": "C"}]}


def test_extensions_of_primitives_are_beside_them():
    made = patient()
    assert made.extension_of("birthDate") is None
    made.ensure_extension_of("birthDate").extension.append({"url": "http://x", "valueBoolean": True})
    assert made.extension_of("birthDate").extension[0].value is True
    assert made.to_dict()["_birthDate"] == {"extension": [{"url": "http://x", "valueBoolean": True}]}
    assert error_of(made.extension_of, "name").code == "wrong_type"


def test_an_object_stays_right_or_says_that_it_is_stale():
    made = patient()
    name = made.name[0]
    made.name.append({"family": "B"})
    assert name.family == "Muster"  # items have got another address, not another place
    other = made.name[1]
    made.name[1] = {"family": "C"}
    assert name.family == "Muster" and error_of(getattr, other, "family").code == "invalid_argument"
    for _ in range(300):
        name.family = "Muster"  # no place changes
    assert made.name[0].family == "Muster"
    del made.name[0]
    assert error_of(getattr, name, "family").code == "invalid_argument"
    assert made.name[0].family == "C"
    status = made.maritalStatus
    made.maritalStatus = {"text": "a"}
    kept = made.maritalStatus
    made.maritalStatus = None
    assert status is None and error_of(getattr, kept, "text").code == "invalid_argument"


def test_an_object_outlives_the_name_of_what_it_is_in():
    name = patient().name[0]
    gc.collect()
    assert name.family == "Muster"


def test_a_name_that_fhir_does_not_have_is_an_attribute_error_with_a_hint():
    with pytest.raises(AttributeError, match="did you mean birthDate"):
        patient().birthdate
    with pytest.raises(AttributeError, match="did you mean birthDate"):
        patient().birthdate = "2000"
    with pytest.raises(AttributeError):
        fhir.Patient(colour="blue")
    with pytest.raises(AttributeError):
        fhir.Nobody
    assert not hasattr(patient(), "_nothing")


def test_a_wrong_value_changes_nothing():
    made = patient()
    before = made.to_json()
    for name, value in (("active", "yes"), ("birthDate", "soon"), ("name", {"family": "x"}), ("gender", 1), ("name", [{"colour": 1}])):
        assert error_of(setattr, made, name, value).where.startswith("Patient." + name)
    with pytest.raises(TypeError):
        made.active = object()
    assert made.to_json() == before


def test_pythons_words_get_an_underscore():
    made = fhir.Encounter(status="planned", class_={"code": "AMB"})
    assert made.class_.code == "AMB"
    assert "class_" in dir(made) and '"class":' in made.to_json()


def test_equality_copies_and_pickles():
    one, other = patient(), patient()
    assert one == other and one != fhir.Patient() and one != 5
    with pytest.raises(TypeError):
        hash(one)
    copied = copy.deepcopy(one)
    copied.name[0].family = "X"
    assert one.name[0].family == "Muster"
    for each in (one, one.name[0], fhir.Quantity(value=1), copy.copy(one)):
        assert pickle.loads(pickle.dumps(each)) == each
    contact = fhir.Patient(contact=[{"gender": "male"}]).contact[0]
    assert type(contact).__name__ == "Patient.contact" and pickle.loads(pickle.dumps(contact)) == contact
    assert fhir.Quantity(value=decimal.Decimal("1.0")) != fhir.Quantity(value=decimal.Decimal("1.00"))


def test_an_assigned_object_is_a_copy():
    name = fhir.HumanName(family="A")
    made = fhir.Patient(name=[name])
    name.family = "B"
    assert made.name[0].family == "A"


def test_repr_names_elements_and_shows_no_value():
    assert repr(patient()) == "<phr.fhir.Patient: active, name, birthDate>"
    assert repr(patient().name) == "<phr.fhir.ElementList of 1>"
    assert repr(fhir.Period()) == "<phr.fhir.Period: empty>"
    made = patient()
    made.name[0].family = "<b>&"
    assert "<b>&" not in made._repr_html_() and "&lt;b&gt;&amp;" in made._repr_html_()


def test_faults_are_told_with_place_line_and_column():
    found = error_of(fhir.from_json, '{"resourceType":"Patient",\n"name":[{"given":"x"}]}')
    assert (found.code, found.where, found.line) == ("array_expected", "Patient.name[0].given", 2)
    assert "Patient.name[0].given" in str(found)
    assert error_of(fhir.from_json, '{"resourceType":"Patient"').code == "malformed_json"
    assert error_of(fhir.from_json, '{"resourceType":"Nobody"}').code == "unknown_resource_type"
    assert error_of(fhir.Patient.from_json, '{"resourceType":"Basic"}').code == "wrong_type"
    assert fhir.faults('{"resourceType":"Patient","active":"true","x":1}') == [("Patient.active", "number_as_string", 1, 36), ("Patient", "unknown_element", 1, 43)]
    assert fhir.from_json('{"resourceType":"Patient","x":1}', lenient=True) == fhir.Patient()


def test_lazy_reads_when_it_is_looked_into():
    made = fhir.from_json('{"resourceType":"Patient","active":true}', lazy=True)
    assert type(made) is fhir.Patient and made.active is True
    wrong = fhir.from_json('{"resourceType":"Patient","active":"perhaps"}', lazy=True)
    assert error_of(getattr, wrong, "active").where == "Patient.active"
    assert error_of(fhir.from_json, '{"resourceType":"Patient"', lazy=True).code == "malformed_json"
    assert error_of(fhir.from_json, '{"resourceType":"Nobody"}', lazy=True).code == "unknown_resource_type"


def test_xml_goes_both_ways():
    text = patient().to_xml()
    assert text.startswith('<Patient xmlns="http://hl7.org/fhir"><active value="true"/>')
    assert fhir.from_xml(text) == patient()


def test_data_types_are_read_and_written_alone():
    assert fhir.HumanName.from_json('{"family":"x"}').family == "x"
    assert fhir.Quantity(value=1).to_json() == '{"value":1}'
    assert error_of(fhir.HumanName.from_json, '{"colour":1}').code == "unknown_element"


def test_differences_are_paths_with_what_was_and_what_is():
    changed = copy.copy(patient())
    changed.name[0].given[1] = "Marie"
    changed.active = None
    assert fhir.diff(patient(), changed) == [("Patient.active", "true", None), ("Patient.name[0].given[1]", '"Maria"', '"Marie"')]


def test_indented_json_has_the_same_digits():
    assert json.loads(fhir.Quantity(value=decimal.Decimal("1.10")).to_json(indent=True), parse_float=str) == {"value": "1.10"}


def values(of):
    """What to_dict gives, from attributes alone; ids and extensions of primitives by extension_of."""
    if isinstance(of, fhir.Element):
        made = {}
        for name, value in of:
            if isinstance(value, fhir.ElementList):
                if len(value) and any(each is not None for each in value):
                    made[name] = [values(each) for each in value]
            elif value is not None:
                made[name] = values(value)
        return made
    return of


def plain(of):
    """A dict of JSON with choices by their names and without what stands beside primitives."""
    if isinstance(of, dict):
        return {name: plain(value) for name, value in of.items() if not name.startswith("_")}
    return [plain(each) for each in of] if isinstance(of, list) else of


def same(made, source):
    if isinstance(source, dict):
        source = {name: value for name, value in source.items() if name != "resourceType" or name in made}  # of some, it is an element
        for name, value in source.items():
            there = name if name in made else max((each for each in made if name.startswith(each) and name[len(each):len(each) + 1].isupper()), key=len, default=None)
            assert there is not None, name
            same(made[there], value)
        assert len(made) == len(source)
    elif isinstance(source, list):
        assert len(made) == len(source)
        for one, other in zip(made, source):
            same(one, other)
    else:
        assert made == source and (type(made) is type(source) or isinstance(made, decimal.Decimal))  # 12 may be a decimal


def test_every_official_example_reads_as_its_json_does():
    for path in suite("fhir-r4-examples"):
        text = path.read_text(encoding="utf-8")
        made = fhir.from_json(text)
        source = json.loads(text, parse_float=decimal.Decimal)
        assert made.to_dict() == source, path.name
        same(values(made), plain(source))


def test_threads_read_at_once():
    text = patient().to_json()
    failed = []

    def work():
        for _ in range(300):
            if fhir.from_json(text).name[0].given != ["Eva", "Maria"]:
                failed.append(1)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failed == []


def test_importing_phr_makes_no_class_of_a_type():
    code = "import sys, phr; assert 'phr.fhir' not in sys.modules; phr.fhir.Period; from phr import fhir; assert 'Patient' not in vars(fhir); fhir.Patient; assert 'Patient' in vars(fhir)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=PACKAGE.parent)
