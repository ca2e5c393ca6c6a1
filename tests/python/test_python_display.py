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
