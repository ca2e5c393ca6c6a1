"""phr.fhirpath: compiled once, called with texts, dicts and objects."""

import copy
import datetime
import pickle
import threading
import time
from decimal import Decimal

import pytest
from python_package import error_of, me, observation, path, patient, phr, store  # noqa: F401

from phr import fhir

PATIENT = {
    "resourceType": "Patient", "id": "p", "active": True, "birthDate": "1980-02-03",
    "name": [{"use": "official", "family": "Muster", "given": ["Eva", "Maria"]}, {"use": "nickname", "given": ["Evi"]}],
    "generalPractitioner": [{"reference": "Organization/9"}], "_gender": {"extension": [{"url": "http://x", "valueString": "y"}]}}
OBSERVATION = {"resourceType": "Observation", "status": "final", "code": {"text": "x"},
               "valueQuantity": {"value": Decimal("5.40"), "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}}


@pytest.mark.parametrize("given", [PATIENT, fhir.from_dict(PATIENT), fhir.from_dict(PATIENT).to_json(), fhir.from_dict(PATIENT).to_json().encode(),
                                   fhir.from_dict(PATIENT).to_xml(), fhir.from_json(fhir.from_dict(PATIENT).to_json(), lazy=True)])
def test_texts_dicts_and_objects_answer_alike(given):
    assert phr.fhirpath("Patient.name.where(use = 'official').given")(given) == ["Eva", "Maria"]
    assert phr.fhirpath("birthDate")(given) == ["1980-02-03"]
    assert phr.fhirpath("nothing")(given) == []
    assert phr.fhirpath("active").test(given) is True
    assert phr.fhirpath("gender")(given) == [{"extension": [{"url": "http://x", "valueString": "y"}]}]


def test_values_are_of_pythons_own_types():
    def one(expression, on=PATIENT):
        (found,) = phr.fhirpath(expression)(on)
        return found

    assert one("active") is True
    assert one("name.given.count()") == 3 and type(one("name.given.count()")) is int
    assert str(one("1.50")) == "1.50" and isinstance(one("1.50"), Decimal)
    assert (one("@2020"), one("@2020-01-01T10:00:00Z"), one("@T10:30")) == ("2020", "2020-01-01T10:00:00Z", "10:30")
    assert one("5.40 'mg'") == phr.ucum.Quantity(Decimal("5.40"), "mg")
    assert one("2 weeks") == (2, "week")
    assert one("id.type()") == "FHIR.id"
    assert one("9223372036854775807") == 2**63 - 1


def test_elements_are_objects_of_an_object_and_dicts_of_a_dict():
    assert phr.fhirpath("name")(PATIENT) == PATIENT["name"]
    resource = fhir.from_dict(PATIENT)
    first = phr.fhirpath("name.first()")(resource)[0]
    assert isinstance(first, fhir.HumanName) and first == resource.name[0]
    first.family = "Other"  # a copy
    assert resource.name[0].family == "Muster"
    assert phr.fhirpath("value")(OBSERVATION) == [OBSERVATION["valueQuantity"]]
    assert phr.fhirpath("value")(fhir.from_dict(OBSERVATION))[0].value == Decimal("5.40")
    assert phr.fhirpath("value > 5 'mg'").test(OBSERVATION) is True


def test_a_part_of_a_resource_can_be_asked():
    resource = fhir.from_dict(PATIENT)
    assert phr.fhirpath("given.first()", "HumanName")(resource.name[0]) == ["Eva"]
    assert phr.fhirpath("%resource.id & family")(resource.name[0], resource=resource) == ["pMuster"]
    assert phr.fhirpath("%resource.id & family")(resource.name[0], resource=PATIENT) == ["pMuster"]


def test_hits_and_records_are_asked_as_they_are(me):
    me.update(patient())
    me.update(observation("o1", "5.40", "2020-01-01"))
    value = phr.fhirpath("Observation.value.ofType(Quantity).value")
    assert [value(hit) for hit in me.search("Observation?code=4548-4")] == [[Decimal("5.40")]]
    assert value(me.read("Observation", "o1")) == [Decimal("5.40")]
    found = phr.fhirpath("subject.resolve().name.family")
    assert found(me.read("Observation", "o1"), resolve=lambda reference: me.read(*reference.split("/"))) == ["Test"]


def test_errors_tell_line_and_column():
    wrong = error_of(phr.fhirpath, "name.\n  given +")
    assert (wrong.code, wrong.line) == ("malformed_query", 2)
    wrong = error_of(phr.fhirpath, "name\n .givn", "Patient")
    assert (wrong.code, wrong.line, wrong.column) == ("unknown_element", 2, 3)
    assert phr.fhirpath("name.givn", "Patient", check=False)(PATIENT) == []
    assert error_of(phr.fhirpath, "name", "Patiant").code == "wrong_type"
    assert error_of(phr.fhirpath, "children().first()", "Patient", check_order=True).column is not None
    wrong = error_of(phr.fhirpath("  1 + name"), PATIENT)
    assert (wrong.code, wrong.line, wrong.column) == ("invalid_argument", 1, 5)
    wrong = error_of(phr.fhirpath("id"), "{\n]")
    assert (wrong.code, wrong.line) == ("malformed_json", 2)
    with pytest.raises(TypeError):
        phr.fhirpath("id")(5)


def test_a_condition_has_three_answers():
    assert [phr.fhirpath(each).test(PATIENT) for each in ("active", "active.not()", "deceased", "name.exists()")] == [True, False, None, True]
    assert error_of(phr.fhirpath("name").test, PATIENT).code == "invalid_argument"


def test_explains_prints_and_says_what_it_reads():
    given = phr.fhirpath("Patient . name.where( use='official' and %resource.active )")
    assert str(given) == given.text == "Patient.name.where(use = 'official' and %resource.active)"
    assert given.roots == ["name", "active"] and phr.fhirpath("descendants()").roots is None
    assert "element name (field 10 of Patient) -> HumanName" in given.explain()
    assert repr(phr.fhirpath("name", "Patient")) == "phr.fhirpath('name', 'Patient')"
    assert pickle.loads(pickle.dumps(given)).text == copy.copy(given).text == given.text


@pytest.mark.parametrize(("value", "expression", "expected"), [
    (True, "%a.not()", [False]), (41, "%a + 1", [42]), (Decimal("1.50"), "%a", [Decimal("1.50")]), (0.5, "%a * 2", [Decimal("1.0")]), ("x", "%a & 'y'", ["xy"]),
    ([1, 2, 3], "%a.sum()", [6]), (None, "%a.empty()", [True]), ([], "%a.count()", [0]),
    (datetime.date(2020, 2, 3), "%a + 1 day", ["2020-02-04"]), (datetime.time(10, 30), "%a = @T10:30:00", [True]),
    (datetime.datetime(2020, 2, 3, 4, 5, 6, tzinfo=datetime.timezone.utc), "%a > @2020-01-01T00:00:00Z", [True]),
    (phr.ucum.Quantity(Decimal("1000"), "mg"), "%a = 1 'g'", [True]), (phr.ucum.Quantity(Decimal("2"), "day"), "@2020-01-01 + %a", ["2020-01-03"]),
    ({"resourceType": "Patient", "id": "q"}, "%a.id & id", ["qp"]), (fhir.Patient(id="q"), "%a.id & id", ["qp"]), (fhir.HumanName(family="Z"), "%a.family", ["Z"]),
])
def test_constants_are_python_values(value, expression, expected):
    assert phr.fhirpath(expression)(PATIENT, constants={"a": value}) == expected


def test_what_is_no_value_is_no_constant():
    with pytest.raises(TypeError):
        phr.fhirpath("%a")(PATIENT, constants={"a": object()})
    assert error_of(phr.fhirpath("%b"), PATIENT, constants={"a": 1}).code == "invalid_argument"


def test_now_is_passed_in():
    assert phr.fhirpath("today()")(PATIENT, now="2020-02-03T04:05:06.007+01:00") == ["2020-02-03"]
    assert error_of(phr.fhirpath("now()"), PATIENT, now="2020").code == "malformed_date"


@pytest.mark.parametrize("found", [{"resourceType": "Organization", "name": "Clinic"}, fhir.Organization(name="Clinic"), '{"resourceType":"Organization","name":"Clinic"}'])
@pytest.mark.parametrize("on", [PATIENT, fhir.from_dict(PATIENT)])
def test_references_are_resolved_by_the_caller(on, found):
    asked = []

    def resolve(reference):
        asked.append(reference)
        return found if reference == "Organization/9" else None

    assert phr.fhirpath("generalPractitioner.resolve().name")(on, resolve=resolve) == ["Clinic"]
    assert asked == ["Organization/9"]
    assert phr.fhirpath("generalPractitioner.resolve().name")(on) == []


def test_members_and_traces_go_to_the_caller():
    heard = []
    known = {("http://x/names", "", "official"): True}
    given = phr.fhirpath("name.trace('names', given).select(use.memberOf('http://x/names'))")
    found = given(PATIENT, member_of=lambda *asked: known.get((asked[0], "", asked[2])), trace=lambda name, items: heard.append((name, items)))
    assert found == [True]
    assert heard == [("names", ["Eva", "Maria", "Evi"])]


@pytest.mark.parametrize("on", [PATIENT, fhir.from_dict(PATIENT)])
def test_what_a_function_of_the_caller_raises_is_raised(on):
    def resolve(reference):
        raise KeyError(reference)

    with pytest.raises(KeyError, match="Organization/9"):
        phr.fhirpath("generalPractitioner.resolve().name")(on, resolve=resolve)
    assert error_of(phr.fhirpath("generalPractitioner.resolve()"), on, resolve=lambda _: '{"resourceType":"Patient"').code == "malformed_json"


def test_limits_end_an_evaluation():
    many = phr.fhirpath("(1|2|3|4).select((1|2|3|4).select((1|2|3|4)))")
    assert len(many(PATIENT)) == 64
    assert error_of(many, PATIENT, most_steps=10).code == "too_large"
    assert error_of(many, PATIENT, most_items=30).code == "too_large"
    assert error_of(phr.fhirpath("'0123456789' & '0123456789'"), PATIENT, most_text_bytes=15).code == "too_large"


def test_other_threads_run_meanwhile():
    bundle = {"resourceType": "Bundle", "entry": [{"resource": patient(str(number))} for number in range(20000)]}
    text = fhir.from_dict({**bundle, "type": "collection"}).to_json()
    given = phr.fhirpath("entry.resource.where(name.given.first() = 'A' and birthDate < today()).count()")
    began = threading.Event()
    ticks = []

    def tick():
        began.set()
        while not ended.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.001)

    ended = threading.Event()
    other = threading.Thread(target=tick)
    other.start()
    began.wait()
    started = time.perf_counter()
    assert given(text) == [20000]
    took = time.perf_counter() - started
    ended.set()
    other.join()
    during = [at for at in ticks if started < at < started + took]
    assert len(during) >= 3, (len(during), took)
