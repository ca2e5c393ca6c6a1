"""Searches in pages, with includes and totals; everything, lastn, capabilities, reindex; phr.query."""

from datetime import date, datetime, timezone
from decimal import Decimal

import pytest
from python_package import consent, error_of, me, observation, path, patient, phr, store  # noqa: F401


@pytest.fixture
def filled(me):
    me.update(patient())
    me.update(patient("p2", "Other, Name"))
    for nth in range(5):
        me.update(observation(f"o{nth}", "5.40", f"202{nth}-01-02", of="p1" if nth else "p2"))
    return me


def test_a_page_knows_its_total_and_the_next(filled):
    query = phr.query("Observation").sort("date").count(2).total().include("subject")
    first = filled.search(query)
    assert (len(first), first.matched, first.total, first.ignored) == (4, 2, 5, ())
    assert [(hit.id, hit.included) for hit in first] == [("o0", False), ("o1", False), ("p1", True), ("p2", True)] or \
           [(hit.id, hit.included) for hit in first] == [("o0", False), ("o1", False), ("p2", True), ("p1", True)]
    second = filled.search(query.text, page=first.next_page)
    assert [hit.id for hit in second if not hit.included] == ["o2", "o3"]
    assert "(included)" in first._repr_html_() and "5 in all, and there is a next page" in first._repr_html_()
    assert error_of(filled.search, "Observation", page=first.next_page).code == "malformed_query"


def test_pages_stream_all_matches_whatever_is_written_between(filled):
    seen = []
    for page in filled.pages("Observation?_sort=-date&_count=2"):
        seen += [hit.id for hit in page]
        filled.update(observation(f"new{len(seen)}", "5", "2029-01-01"))
    assert seen == ["o4", "o3", "o2", "o1", "o0"]
    assert [[hit.id for hit in page] for page in filled.pages("Patient?_count=5")] == [["p1", "p2"]]


def test_a_lenient_search_lists_what_it_left_out(filled):
    assert error_of(filled.search, "Observation?kode=x&date=2020").ordinal == 0
    found = filled.search("Observation?kode=x&date=2020", lenient=True)
    assert [hit.id for hit in found] == ["o0"] and found.ignored == (0,) and found.total is None
    assert error_of(lambda: list(filled.pages("Observation?kode=x"))).code == "unknown_parameter"


def test_totals_are_hidden_where_anything_is(store, filled):
    filled.update(consent("p1", "d", "Observation"))
    other = store.session("Practitioner/d", purpose="TREAT", now="2023-11-14T22:13:20Z")
    found = other.search("Observation?_total=accurate")
    assert found.total is None and [hit.id for hit in found] == ["o1", "o2", "o3", "o4"]
    assert error_of(other.explain_search, "Observation").code == "access_denied"
    assert error_of(other.reindex).code == "access_denied"


def test_everything_and_lastn(filled):
    assert [hit.id for hit in filled.everything(patient="p1")] == ["p1", "o1", "o2", "o3", "o4"]
    assert [hit.id for hit in filled.everything(patient="p1", start="2022", end=date(2024, 1, 1), types=["Observation"])] == ["o2", "o3"]
    page = filled.everything(patient="p1", count=3)
    assert [hit.id for hit in filled.everything(patient="p1", count=3, page=page.next_page)] == ["o3", "o4"]
    assert len(filled.everything(patient="p1", since=datetime(2030, 1, 1, tzinfo=timezone.utc))) == 0
    assert error_of(filled.everything).code == "ambiguous_match"
    assert [hit.id for hit in filled.lastn("patient=p1", max=2)] == ["o4", "o3"]
    assert error_of(filled.lastn, "kode=1").code == "unknown_parameter"


def test_capabilities_reindex_and_explain(filled):
    told = filled.capabilities()
    assert told["resourceType"] == "CapabilityStatement" and len(told["rest"][0]["resource"]) == 146
    assert phr.validate(told).valid
    steps = []
    filled.reindex(progress=lambda done, total, unit: steps.append(done))
    assert steps and len(filled.search("Observation?code=4548-4")) == 5
    assert error_of(filled.reindex, progress=lambda *_: False).code == "cancelled"
    assert error_of(filled.explain_search, "Observation?kode=1").code == "unknown_parameter"
    assert "rows looked at" in filled.explain_search("Observation?kode=1&code=4548-4", lenient=True)
    assert "rows looked at" in filled.explain_search(phr.query("Observation").where(code="4548-4"))


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (lambda: phr.query("Observation"), "Observation"),
        (lambda: phr.query("Observation").where(code="http://loinc.org|8867-4", date__ge="2020").sort("-date").count(50),
         "Observation?code=http://loinc.org|8867-4&date=ge2020&_sort=-date&_count=50"),
        (lambda: phr.query("Observation").where(value_quantity__gt=Decimal("5.40")), "Observation?value-quantity=gt5.40"),
        (lambda: phr.query("Observation").where(value_quantity=("5.4", "http://unitsofmeasure.org", "mmol/L")), "Observation?value-quantity=5.4|http://unitsofmeasure.org|mmol/L"),
        (lambda: phr.query("Observation").where(code=("a|b", "c,d$e")), "Observation?code=a\\|b|c\\,d\\$e"),
        (lambda: phr.query("Patient").where(family__exact="a,b|c$d\\e"), "Patient?family:exact=a\\,b\\|c\\$d\\\\e"),
        (lambda: phr.query("Observation").where(code=["a", "b"], status__not="final"), "Observation?code=a,b&status:not=final"),
        (lambda: phr.query("Observation").where(date__lt=["2020", date(2021, 2, 3)]), "Observation?date=lt2020,lt2021-02-03"),
        (lambda: phr.query("Patient").where(active=True, birthdate__missing=False), "Patient?active=true&birthdate:missing=false"),
        (lambda: phr.query("Encounter").where(class_="AMB", _id="e"), "Encounter?class=AMB&_id=e"),
        (lambda: phr.query("Observation").where(_lastUpdated__gt="2020"), "Observation?_lastUpdated=gt2020"),
        (lambda: phr.query("Observation").where(date__eq=datetime(2020, 1, 2, tzinfo=timezone.utc)), "Observation?date=2020-01-02T00:00:00%2B00:00"),
        (lambda: phr.query("Observation").where(patient=phr.query("Patient").where(family="Li")), "Observation?patient:Patient.family=Li"),
        (lambda: phr.query("Patient").has("Observation", "patient", code="x").revinclude("Observation", "subject"),
         "Patient?_has:Observation:patient:code=x&_revinclude=Observation:subject"),
        (lambda: phr.query("Patient").include("*").summary(), "Patient?_include=*&_summary=true"),
        (lambda: phr.query("Patient").elements("name", "birthDate"), "Patient?_elements=name,birthDate"),
        (lambda: phr.query("Patient").where(family="a&b c%"), "Patient?family=a%26b%20c%25"),
        (lambda: phr.query("Location").where(near="1|2|3|km"), "Location?near=1|2|3|km"),
    ],
)
def test_a_query_is_its_text(made, text):
    assert made().text == str(made()) == text and made() == made() and hash(made()) == hash(made())


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda: phr.query("Observations"), "unknown_resource_type"),
        (lambda: phr.query("Observation").where(kode="x"), "unknown_parameter"),
        (lambda: phr.query("Observation").where(code__ge="x"), "unknown_modifier"),
        (lambda: phr.query("Patient").where(family__not="x"), "unknown_modifier"),
        (lambda: phr.query("Observation").where(code=phr.query("Patient").where(family="x")), "unknown_modifier"),
        (lambda: phr.query("Observation").where(code=[]), "malformed_query"),
        (lambda: phr.query("Observation").where(date=datetime(2020, 1, 2)), "invalid_argument"),
        (lambda: phr.query("Observation").sort("-birthdate"), "unknown_parameter"),
        (lambda: phr.query("Observation").include("code"), "unknown_parameter"),
        (lambda: phr.query("Patient").has("Observation", "code", code="x"), "unknown_parameter"),
        (lambda: phr.query("Patient").has("Observation", "patient", family="x"), "unknown_parameter"),
    ],
)
def test_a_query_is_checked_at_once(made, code):
    assert error_of(made).code == code


def test_a_contained_match_says_what_contains_it(filled):
    filled.update({"resourceType": "MedicationRequest", "id": "r", "status": "active", "intent": "order", "subject": {"reference": "Patient/p1"},
                   "contained": [{"resourceType": "Medication", "id": "m", "code": {"text": "x", "coding": [{"code": "c"}]}}], "medicationReference": {"reference": "#m"}})
    inner = filled.search("Medication?code=c&_contained=true&_containedType=contained")
    assert inner.ids() == ["MedicationRequest/r#m"] and (inner[0].container, inner[0].id, inner[0].type) == ("MedicationRequest/r", "m", "Medication")
    assert inner[0].to_dict()["code"]["text"] == "x"
    outer = filled.search("Medication?code=c&_contained=true")
    assert outer.ids() == ["MedicationRequest/r"] and outer[0].container is None


def own(code, kind, expression, base="Patient"):
    return {"resourceType": "SearchParameter", "code": code, "base": [base], "type": kind, "expression": expression}


def test_a_query_knows_the_store_s_own_parameters(filled):
    filled.update({"resourceType": "Organization", "id": "north"})
    filled.update({**patient(), "maritalStatus": {"coding": [{"system": "urn:m", "code": "M"}]},
                   "contact": [{"name": {"family": "Ohm"}, "organization": {"reference": "Organization/north"}}]})
    assert error_of(filled.query("Patient").where, marital="M").code == "unknown_parameter"
    for each in (own("marital", "token", "Patient.maritalStatus"), own("kin", "string", "Patient.contact.name"),
                 own("kin-at", "reference", "Patient.contact.organization")):
        filled.add_search_parameter(each)
    listed = filled.search_parameters()
    assert [(each.type, each.code, each.kind, each.expression) for each in listed] == [
        ("Patient", "marital", "token", "Patient.maritalStatus"), ("Patient", "kin", "string", "Patient.contact.name"),
        ("Patient", "kin-at", "reference", "Patient.contact.organization")]
    assert repr(listed[0]) == "<phr.SearchParameter Patient?marital, token>"
    asked = filled.query("Patient").where(marital__not=("urn:m", "S"), kin__contains="h").sort("-kin").include("kin_at")
    assert asked.text == "Patient?marital:not=urn:m|S&kin:contains=h&_sort=-kin&_include=Patient:kin-at"
    assert [hit.id for hit in filled.search(asked)] == ["p1", "north"]
    assert [hit.id for hit in filled.search(filled.query("Organization").has("Patient", "kin_at", kin="ohm").revinclude("Patient", "kin_at"))] == ["north", "p1"]
    assert [hit.id for hit in filled.search(phr.query("Patient", own={"marital": "token"}).where(marital="M"))] == ["p1"]
    chained = filled.query("Observation").where(patient=filled.query("Patient").where(kin="ohm"))
    assert len(filled.search(chained)) == 4
    for wrong in (lambda: filled.query("Patient").where(marital__ge="M"), lambda: filled.query("Patient").where(kin__not="M"), lambda: filled.query("Patient").include("kin")):
        assert error_of(wrong).code in ("unknown_modifier", "unknown_parameter")
    assert error_of(filled.query("Observation").where, marital="M").code == "unknown_parameter"


def test_own_parameters_are_named_with_their_kind():
    assert error_of(phr.query, "Patient", own={"family": "string"}).code == error_of(phr.query, "Patient", own={"_list": "token"}).code == "already_exists"
    assert error_of(phr.query, "Patient", own={"marital": "special"}).code == "invalid_argument"
    assert phr.query("Patient", own={"pair": "composite"}).where(pair=["x$2020", "y$2021"]).text == "Patient?pair=x$2020,y$2021"
    assert phr.query("Patient", own={"a b": "token"}).where(**{"a b": "x"}).text == "Patient?a%20b=x"


def test_values_of_other_types_are_type_errors(filled):
    for wrong in (None, 5.4, b"x", object()):
        with pytest.raises(TypeError):
            phr.query("Observation").where(code=wrong)
    with pytest.raises(TypeError):
        filled.search(5)


def test_a_query_finds_what_it_says(filled):
    assert [hit.id for hit in filled.search(phr.query("Patient").where(family__exact="Other, Name"))] == ["p2"]
    chained = phr.query("Observation").where(patient=phr.query("Patient").where(family="other, name"))
    assert [hit.id for hit in filled.search(chained)] == ["o0"]
    assert repr(chained) == "<phr.Query of Observation, 1 criteria>"
