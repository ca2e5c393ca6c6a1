"""Reads as of a moment, and searches that tell of their work."""

import pickle
import threading

import pytest
from python_package import NOW, consent, error_of, me, observation, path, patient, phr, store  # noqa: F401


@pytest.fixture
def filled(me):
    for each in (patient(), observation("o1", "5.4", "2020-01-01"), observation("o2", "5.9", "2021-01-01")):
        me.update(each)
    return me


def change(me):
    me.update(observation("o1", "7.7", "2020-01-01"))
    me.delete("Observation", "o2")
    me.update(observation("o3", "6.1", "2022-01-01"))


def reads(me, then=None):
    """Every kind of read, by name."""
    definition = {"resource": "Observation", "select": [{"column": [{"name": "id", "path": "id"}]}]}
    lines = []
    me.everything_to(lines.append, as_of=then)
    return {
        "read": me.read("Observation", "o1", as_of=then).version,
        "vread": me.vread("Observation", "o1", 1, as_of=then).to_json(),
        "history": [(each.id, each.version) for each in me.history(as_of=then)],
        "each_version": [(each.id, each.version) for each in me.each_version(as_of=then)],
        "changes": [each.sequence for each in me.changes(as_of=then)],
        "each_change": [each.sequence for each in me.each_change(as_of=then)],
        "search": me.search("Observation?_sort=_id", as_of=then).to_dicts(),
        "everything": me.everything(as_of=then).ids(),
        "everything_to": b"".join(lines),
        "lastn": me.lastn(as_of=then).ids(),
        "view": list(me.view(definition, as_of=then)),
        "timeline": [each.id for each in me.timeline(as_of=then)],
        "each_event": [each.id for each in me.each_event(as_of=then)],
        "timeline_groups": [each.begin for each in me.timeline_groups("year", as_of=then)],
        "latest": [each.value for each in me.latest(as_of=then)],
        "lab_trend": me.lab_trend("4548-4", as_of=then).latest,
    }


def test_every_read_takes_a_moment(filled):
    before = reads(filled)
    then = filled.moment()
    change(filled)
    after = reads(filled)
    assert reads(filled, then) == before
    assert {name for name in before if after[name] == before[name]} == {"vread"}


def test_the_moment_of_hits_serves_other_reads(filled):
    hits = filled.search("Observation")
    change(filled)
    assert filled.read("Observation", "o1", as_of=hits.moment).version == 1
    assert len(filled.search("Observation", as_of=hits.moment)) == 2
    assert len(filled.lastn(as_of=hits.moment).moment.__class__.__name__) == len("Moment")


def test_a_moment_ends_when_it_is_closed_and_with_its_store(store, filled):
    with filled.moment() as then:
        assert repr(then) == "<phr.Moment>" and not then.closed
        hits = filled.search("Observation", as_of=then)
    assert repr(then) == "<phr.Moment, closed>" and then.closed
    assert error_of(filled.read, "Observation", "o1", as_of=then).code == "invalid_argument"
    assert len(hits.to_dicts()) == 2  # what was found stays
    then.close()
    with pytest.raises(TypeError, match="read as of it"):
        pickle.dumps(then)
    other = filled.moment()
    store.close()
    assert other.closed


def test_a_moment_holds_an_erasure_up(filled):
    then = filled.moment()
    assert error_of(filled.erase, [("Observation", "o1")]).code == "locked"
    then.close()
    filled.erase([("Observation", "o2")])


def test_what_is_withdrawn_since_is_not_seen(store, filled):
    filled.update(consent("p1", "visiting", "Observation", "Patient"))
    doctor = store.session("Practitioner/visiting", purpose="TREAT", now=NOW)
    then = doctor.moment()
    assert len(doctor.search("Observation", as_of=then)) == 2
    filled.delete("Consent", "c-visiting")
    assert len(doctor.search("Observation", as_of=then)) == 0 and error_of(doctor.read, "Observation", "o1", as_of=then).code == "access_denied"


def test_iterators_are_of_one_moment_and_end_with_their_store(store, filled):
    versions, changes, events = filled.each_version(), filled.each_change(), filled.each_event()
    filled.update(observation("late", "5", "2023-01-01"))
    assert len(list(versions)) == len(list(changes)) == 3 and len(list(events)) == 2
    assert iter(versions) is versions and list(versions) == []
    left = filled.each_version()
    store.close()
    with pytest.raises(phr.Error):
        next(left)


@pytest.fixture
def many(me):
    rows = [patient()] + [observation(f"o{nth:04}", "5.4", f"{1950 + nth % 60}-01-01") for nth in range(3000)]
    me.import_text({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": row} for row in rows]})
    return me


def test_a_search_tells_of_its_steps_and_can_be_stopped(many):
    told = []
    hits = many.search("Observation?_content=HbA1c", progress=lambda done, total, unit: told.append((done, total, unit)))
    assert told and told[0][1:] == (None, "steps") and len(hits) == 3000
    assert error_of(many.search, "Observation?_content=HbA1c", progress=lambda *_: False).code == "cancelled"
    assert error_of(many.everything, progress=lambda *_: False).code == "cancelled"
    assert error_of(many.lastn, progress=lambda *_: False).code == "cancelled"

    going = [True]
    hits = many.search("Observation?_content=HbA1c", progress=lambda *_: going[0])
    going[0] = False  # the portions to come
    assert error_of(len, hits).code == "cancelled"

    class Stopped(Exception):
        pass

    def stop(*_):
        raise Stopped

    with pytest.raises(Stopped):
        many.search("Observation?_content=HbA1c", progress=stop)


def test_others_are_told_of_no_number(store, many):
    many.update(consent("p1", "visiting", "Observation", "Patient"))
    told = []
    store.session("Practitioner/visiting", purpose="TREAT", now=NOW).search("Observation?_content=HbA1c", progress=lambda done, total, unit: told.append((done, total)))
    assert told and set(told) == {(0, None)}


def test_a_callback_may_look_at_what_is_in_memory_but_not_read(many):
    hits = many.search("Observation?_count=20")
    of_then = many.search("Observation", as_of=hits.moment)
    seen, refused = [], []

    def look(*_):
        seen.append(len(hits))
        for call in (lambda: many.read("Patient", "p1"), lambda: of_then[0].to_json()):
            refused.append(error_of(call).code)

    many.search("Observation?_content=HbA1c", progress=look)
    assert set(seen) == {20} and set(refused) == {"invalid_argument"}
    # of the moment that is being read itself, nothing can be looked at
    codes = []
    many.search("Observation?_content=HbA1c", as_of=hits.moment, progress=lambda *_: codes.append(error_of(len, hits).code))
    assert codes and set(codes) == {"invalid_argument"}


def test_threads_take_turns_at_one_moment(many):
    then = many.moment()
    hits = many.search("Observation?_sort=_id", as_of=then)
    lengths, failures = [], []

    def work():
        try:
            for _ in range(3):
                lengths.append(len(many.search("Observation?_content=HbA1c", as_of=then, progress=lambda *_: True)))
                lengths.append(len(hits))
        except Exception as problem:  # noqa: BLE001
            failures.append(problem)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(120)
    assert not failures and lengths == [3000] * 24
