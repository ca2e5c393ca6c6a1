"""Searches, timelines, latest values, sharing and the audit trail."""

from datetime import date, datetime, timezone

import pytest
from python_package import NOW, consent, error_of, me, observation, path, patient, phr, store  # noqa: F401


@pytest.fixture
def filled(me):
    for each in (
        patient(),
        observation("o1", "5.40", "2020-01-02"),
        observation("o2", "6.1", "2021-03-04"),
        observation("o3", "140", "2021-05-06", code="2951-2", title="Sodium", unit="mmol/L"),
        {
            "resourceType": "Condition",
            "id": "k1",
            "code": {"text": "Hay fever"},
            "subject": {"reference": "Patient/p1"},
            "onsetDateTime": "2019-06",
        },
    ):
        me.update(each)
    return me


def test_hits_are_a_sequence(filled):
    hits = filled.search("Observation?_sort=date")
    assert len(hits) == 3 and [hit.id for hit in hits] == ["o1", "o2", "o3"]
    assert hits[0].id == "o1" and hits[-1].id == "o3"
    assert (
        [hit.id for hit in hits[1:]] == ["o2", "o3"]
        and [hit.id for hit in hits[::-2]] == ["o3", "o1"]
        and hits[5:] == []
    )
    for beyond in (3, -4):
        with pytest.raises(IndexError):
            hits[beyond]
    first, second = iter(hits), iter(hits)
    assert next(first).id == next(second).id and next(first).id == "o2" and iter(first) is first
    assert [hit.id for hit in first] == ["o3"]
    with pytest.raises(StopIteration):
        next(first)
    assert repr(hits) == "<phr.Hits, 3>" and not filled.search("Patient?name=nobody")


def test_a_hit_is_what_was_found_at_the_time_of_the_search(filled):
    hit = filled.search("Observation?code=4548-4&_sort=-date")[0]
    filled.delete("Observation", "o2")
    assert (hit.type, hit.id, hit.version) == ("Observation", "o2", 1)
    assert hit.updated == datetime(2023, 11, 14, 22, 13, 20, tzinfo=timezone.utc)
    assert '"value":6.1' in hit.to_json() and hit.to_dict()["status"] == "final"
    summary = hit.summary()
    assert (summary.title, summary.value, summary.when) == ("HbA1c", "6.1 %", "2021-03-04")
    assert repr(hit) == "<phr.Hit Observation/o2, version 1>" and "6.1" in hit._repr_html_()


def test_to_dicts_gives_all_bodies(filled):
    bodies = filled.search("Observation?_sort=date").to_dicts()
    assert [str(body["valueQuantity"]["value"]) for body in bodies] == ["5.40", "6.1", "140"]


@pytest.mark.parametrize(
    "query, code",
    [
        ("Observation?geheim=1", "unknown_parameter"),
        ("Observation?code:geheim=1", "unknown_modifier"),
        ("Observation?date=xx2020", "unknown_prefix"),
        ("Geheim?x=1", "unknown_resource_type"),
    ],
)
def test_a_search_is_strict(me, query, code):
    assert error_of(me.search, query).code == code


def test_a_timeline_is_newest_first_and_can_be_cut(filled):
    events = filled.timeline()
    assert [(event.type, event.id) for event in events] == [
        ("Observation", "o3"),
        ("Observation", "o2"),
        ("Observation", "o1"),
        ("Condition", "k1"),
    ]
    assert events[0].happened == datetime(2021, 5, 6, tzinfo=timezone.utc)
    assert (events[3].title, events[0].value) == ("Hay fever", "140 mmol/L")
    assert [event.id for event in filled.timeline(types=["Condition"])] == ["k1"]
    assert [event.id for event in filled.timeline(since="2021", until=date(2021, 5, 1))] == ["o2"]
    assert [event.id for event in filled.timeline(most=2, patient="p1")] == ["o3", "o2"]
    assert repr(events[0]) == "<phr.Event Observation/o3>"
    assert error_of(filled.timeline, types=["Geheim"]).code == "unknown_resource_type"
    filled.update(patient("p2"))
    assert error_of(filled.timeline).code == "ambiguous_match"


def test_a_timeline_goes_on_behind_an_event_and_comes_one_by_one(me):
    me.import_text({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": patient()}] + [
        {"resource": observation(f"o{nth}", "5", f"{2020 - nth // 400}-{1 + nth % 12:02}-01")} for nth in range(1100)]})
    whole = [event.id for event in me.timeline(most=2000)]
    assert len(whole) == 1100 and [event.id for event in me.each_event()] == whole
    first = me.timeline(most=3)
    events = me.each_event(since="2019", types=["Observation"])
    assert [event.id for event in first + me.timeline(most=2, behind=first[-1].place)] == whole[:5]
    me.update(observation("between", "5", "2030"))
    assert [event.id for event in events] == whole[:800]
    assert error_of(me.timeline, behind="x").code == "invalid_argument" and error_of(me.each_event, types=["Geheim"]).code == "unknown_resource_type"


def test_a_timeline_is_counted_by_time(filled):
    groups = filled.timeline_groups("year")
    assert [(each.begin.year, each.type, each.count) for each in groups] == [(2021, "Observation", 2), (2020, "Observation", 1), (2019, "Condition", 1)]
    assert [(each.begin.month, each.count) for each in filled.timeline_groups("month", since="2021")] == [(5, 1), (3, 1)]
    assert [each.begin for each in filled.timeline_groups("day", types=["Condition"])] == [datetime(2019, 6, 1, tzinfo=timezone.utc)]
    assert len(filled.timeline_groups("year", most=2)) == 2 and groups.columns == ("begin", "type", "count")
    assert repr(groups[0]) == "<phr.EventCount 2021-01-01 Observation, 2>" and "2021" in groups._repr_html_()
    assert error_of(filled.timeline_groups, "week").where == "by"


def test_latest_gives_one_value_for_each_code(filled):
    values = filled.latest(category="laboratory")
    assert [(each.code, each.value, each.unit) for each in values] == [
        ("2951-2", "140", "mmol/L"),
        ("4548-4", "6.1", "%"),
    ]
    assert (values[1].id, values[1].system, values[1].title, values[1].interpretation) == (
        "o2",
        "http://loinc.org",
        "HbA1c",
        None,
    )
    assert values[1].happened == datetime(2021, 3, 4, tzinfo=timezone.utc)
    assert repr(values[1]) == "<phr.LatestValue Observation/o2>"
    assert filled.latest(patient="p1", category="vital-signs") == []


def test_the_owner_is_told_what_another_may_see_and_why(filled):
    filled.update({"resourceType": "Practitioner", "id": "d1"})
    filled.update(consent("p1", "d1", "Observation"))
    rows = {row.type: row for row in filled.explain("Practitioner/d1", "TREAT", patient="p1")}
    assert (
        rows["Observation"].permit,
        rows["Observation"].count,
        rows["Observation"].visible,
        rows["Observation"].patient,
    ) == (True, 3, 3, "p1")
    assert rows["Observation"].why.startswith("permitted by Consent/c-d1") and not rows["Condition"].permit
    assert repr(rows["Observation"]).startswith("<phr.SharedType Observation, 3 of 3 visible")
    one = filled.explain_one("Practitioner/d1", "TREAT", "Condition", "k1")
    assert not one.permit and one.why.startswith("denied") and repr(one).startswith("<phr.Explanation, deny")
    assert error_of(filled.explain_one, "Practitioner/d1", "TREAT", "Condition", "k2").code == "not_found"
    assert error_of(filled.explain, "d1", "TREAT").code == "invalid_value"
    assert error_of(filled.explain, "Practitioner/d1", "FUN").code == "invalid_value"


def test_the_trail_tells_who_did_what(store, filled):
    error_of(store.session("Practitioner/d1", purpose="TREAT", now=NOW).read, "Observation", "o1")
    filled.search("Patient")
    trail = filled.audit_trail(most=50)
    assert [row.sequence for row in trail] == sorted(row.sequence for row in trail)
    assert trail[0].action == "create_store" and trail[0].actor == "owner"
    denied = [row for row in trail if row.outcome == "denied"]
    assert [(row.actor, row.purpose, row.action) for row in denied] == [("Practitioner/d1", "TREAT", "read")]
    updates = [row for row in trail if row.action == "update" or row.action == "create"]
    assert (updates[0].type, updates[0].id, updates[0].count) == ("Patient", "p1", 1)
    assert updates[0].at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=timezone.utc)
    assert repr(trail[0]).startswith("<phr.AuditEntry 1: owner create_store")
    assert len(filled.audit_trail(most=2)) == 2


def test_the_trail_is_verified_against_an_earlier_head(filled):
    verdict = filled.verify_audit()
    assert verdict and verdict.intact and verdict.first_bad_row is None and len(verdict.head) == 64
    assert repr(verdict).startswith("<phr.AuditVerdict, intact")
    filled.update(patient(family="Neu"))
    steps = []
    later = filled.verify_audit(expected_head=verdict.head, progress=lambda *step: steps.append(step))
    assert later and later.rows > verdict.rows
    other = filled.verify_audit(expected_head="00" * 32)
    assert not other and not other.intact


def test_hits_can_be_closed_before_the_store(filled):
    hits = filled.search("Observation")
    hits.close()
    hits.close()
    assert hits.closed and repr(hits) == "<phr.Hits, closed>" and "closed" in hits._repr_html_()
    assert error_of(len, hits).code == "invalid_argument"
    assert len(filled.search("Observation")) == 3
