"""What objects show of themselves: escaped in notebooks, no values in repr."""

import pytest
from python_package import consent, me, observation, path, patient, phr, store  # noqa: F401

HOSTILE = "<script>alert('x')</script>&\"<b>"


@pytest.fixture
def hostile(me):
    me.update(patient(family=HOSTILE))
    for number in range(30):
        me.update(observation(f"o{number}", "5.4", f"2020-01-{number + 1:02}", title=HOSTILE, unit=HOSTILE))
    me.import_text(consent("p1", "d", "Observation", title=HOSTILE))
    return me


def test_notebooks_show_hostile_text_as_text(hostile):
    trend = hostile.lab_trend("4548-4")
    shown = [
        hostile.search("Observation"),
        hostile.search("Observation")[0],
        hostile.read("Patient", "p1"),
        hostile.timeline(),
        hostile.latest(),
        hostile.history("Patient", "p1"),
        trend,
        trend.points,
        hostile.audit_trail(),
        hostile.explain("anonymous", "TREAT"),
        hostile.pending_consents(),
        hostile.preview_consent("c-d"),
    ]
    for each in shown:
        html = each._repr_html_()
        assert "<script" not in html and "</script" not in html and "alert('x')" not in html
    assert "&lt;script&gt;" in shown[0]._repr_html_() and "&lt;script&gt;" in shown[3]._repr_html_()


def test_repr_shows_no_values(hostile):
    trend = hostile.lab_trend("4548-4")
    shown = [
        hostile.search("Observation"),
        *hostile.search("Observation"),
        hostile.read("Patient", "p1"),
        *hostile.timeline(),
        hostile.timeline(),
        hostile.latest(),
        *hostile.latest(),
        trend,
        *trend.points,
        trend.points,
        trend.plot(),
        hostile.pending_consents(),
        *hostile.pending_consents(),
        *hostile.preview_consent("c-d"),
    ]
    for each in shown:
        text = repr(each)
        assert text.startswith("<phr.") and text.endswith(">")
        assert "script" not in text and "5.4" not in text


def test_long_results_show_their_beginning(hostile):
    assert hostile.search("Observation")._repr_html_().count("<tr>") == 21
    assert "the first 20 of 30 hits" in hostile.search("Observation")._repr_html_()
    rows = phr.Table(list(hostile.timeline(most=31)) * 3)
    assert rows._repr_html_().count("<tr>") == 61 and "30 more rows" in rows._repr_html_()


def test_a_table_is_a_list_with_columns(hostile):
    events = hostile.timeline(most=3)
    assert events.columns == ("happened", "title", "value", "type", "id")
    assert list(events.to_dicts()[0]) == list(events.columns)
    assert isinstance(events[:2], phr.Table) and len(events[:2]) == 2 and events[-1].id == events[2].id
    assert repr(events) == "<phr.Table of Event, 3 rows>"
    lines = str(events).split("\n")
    assert lines[0].split() == list(events.columns) and lines[1].startswith("2020-01-30 00:00") and len(lines) == 4


def test_an_empty_table_says_so(me):
    me.update(patient())
    empty = me.latest()
    assert (str(empty), repr(empty), empty.to_dicts(), phr.Table().columns) == ("no rows", "<phr.Table, 0 rows>", [], ())
    assert "no rows" in empty._repr_html_()
    assert "0 hits" in me.search("Observation")._repr_html_()


def test_a_terminal_gets_no_control_characters(me):
    me.update(patient())
    me.update(observation("o1", "5.4", "2020", title="a\x1b[31mred\x07\u202eb\nc"))
    text = str(me.timeline())
    assert "\x1b" not in text and "\x07" not in text and "\u202e" not in text
    assert len(text.split("\n")) == 2


def test_every_result_shows_itself_in_a_notebook(hostile, store):
    report, trend = hostile.import_lines('{"resourceType":"Nothing"}\n'), hostile.lab_trend("4548-4")
    with hostile.transaction() as tx:
        tx.update(patient(family=HOSTILE))
    outcome = phr.validate({"resourceType": "Patient", "gender": "x", "contact": [{}]})
    model = phr.fhir.from_dict(patient(family=HOSTILE))
    shown = [
        hostile.read("Patient/p1"), hostile.read("Patient/p1").summary(), hostile.update(patient(family=HOSTILE)), hostile.changes()[0], hostile.erase([]), report, report.refused,
        report.refused[0], hostile.timeline()[0], hostile.timeline_groups("year")[0], hostile.latest()[0], trend, trend.points[0], trend.linear, trend.robust, hostile.sources()[0],
        hostile.explain("anonymous", "TREAT")[0], hostile.explain_one("anonymous", "TREAT", "Patient/p1"), hostile.audit_trail()[0], hostile.verify_audit(), store.info, tx.results[0],
        hostile.pending_consents()[0], hostile.preview_consent("c-d")[0], hostile.preview_forget(hostile.sources()[0]), outcome, outcome.issues[0], hostile.search("Patient"),
        hostile.search("Patient")[0], hostile.history("Patient"), model, model.name, model.name[0], phr.ucum.convert("5", "mmol/L", "mg/dL", loinc="2339-0"),
        phr.ucum.Quantity(phr.ucum.convert("5", "g", "mg"), "<b>"), phr.view({"resource": "Patient", "select": [{"column": [{"name": "id", "path": "id"}]}]}, patient()),
    ]
    hostile.add_search_parameter({"resourceType": "SearchParameter", "code": "marital", "base": ["Patient"], "type": "token", "expression": "Patient.maritalStatus"})
    shown += [hostile.search_parameters()[0], shown[-1].columns[0]]
    for each in shown:
        html = each._repr_html_()
        assert html.startswith("<") and "<script" not in html and "<b>'" not in html and "object at 0x" not in html, each
    classes = {getattr(phr, name) for name in phr.__all__ if isinstance(getattr(phr, name), type) and not issubclass(getattr(phr, name), BaseException)}
    handles = {phr.Store, phr.Session, phr.Transaction, phr.Moment, phr.Profiles, phr.Query, phr.Expression}  # no results
    assert {of for of in classes if not hasattr(of, "_repr_html_")} == {*handles, phr.Chart} and hasattr(phr.Chart, "_repr_svg_")
    assert handles.isdisjoint(map(type, shown)) and classes - handles - {phr.Chart} <= {base for each in shown for base in type(each).__mro__}


def test_a_value_shows_its_fields(hostile):
    html = hostile.timeline()[0]._repr_html_()
    assert "<th>Event</th>" in html and "<td>title</td><td>&lt;script&gt;" in html and "<td>happened</td><td>2020-01-30 00:00</td>" in html


def test_print_shows_the_issues_of_a_validation_as_lines():
    text = str(phr.validate('{"resourceType":"Patient",\n"gender":"Geheim","contact":[{}]}'))
    lines = text.split("\n")
    assert lines[0] == "not valid, 4 issues" and "error: Patient.gender (line 2, column 10): not a code of http://hl7.org/fhir/ValueSet/administrative-gender" in lines
    assert any(line.endswith(" [pat-1]") for line in lines) and "Geheim" not in text and len(lines) == 5
    assert str(phr.validate({"resourceType": "Patient"})) == "valid, no issues"
    assert str(phr.validate("{").issues[0]).startswith("fatal: the text (line 1, column ") and f"{phr.validate('{')}".startswith("not valid, 1 issue\nfatal: ")
    assert repr(phr.validate("{")) == "<phr.Outcome, not valid, 1 issues>"
