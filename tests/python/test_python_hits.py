"""Hits as a stream: of one moment, in little memory, from any thread."""

import threading

import pytest
from python_package import NOW, consent, error_of, me, observation, path, patient, phr, store  # noqa: F401

MANY = 2750


@pytest.fixture
def many(me):
    """MANY Observations of two patients, by turns, and one that nothing refers to."""
    rows = [patient("p0"), patient("p1"), patient("p2")]
    rows += [observation(f"o{nth:04}", "5.4", f"{1950 + nth % 60}-01-01", of=f"p{nth % 2}") for nth in range(MANY)]
    me.import_text({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": row} for row in rows]})
    return me


def names(hits):
    return [f"{hit.type}/{hit.id}" for hit in hits]


@pytest.mark.parametrize("query", ["Observation", "Observation?code=4548-4", "Observation?_sort=-date,_id", "Observation?date=ge1980", "?_type=Observation,Patient"])
def test_hits_are_all_matches_of_one_moment(many, query):
    whole = set(names(many.search(query)))
    assert len(whole) > 1000
    hits = many.search(query)
    walk = iter(hits)
    seen = names(next(walk) for _ in range(600))
    many.delete("Observation", "o2740")
    many.update(observation("new", "5", "2030-01-01"))
    seen += names(walk)
    assert len(seen) == len(whole) == len(hits) and set(seen) == whole
    assert names(hits) == seen and names(hits) == seen  # a second time, and as they are kept
    later = set(names(many.search(query)))
    assert "Observation/new" in later and "Observation/o2740" not in later


def test_a_stream_holds_a_portion_at_a_time(many):
    hits = many.search("Observation")
    alive = 0
    for hit in hits:
        alive = max(alive, len(hits._given))
        assert hit.type == "Observation"
    assert alive <= 3 and repr(hits) == "<phr.Hits, more than 500>"
    assert len(hits) == MANY and repr(hits) == f"<phr.Hits, {MANY}>"


def test_the_first_hits_are_there_without_the_rest(many):
    before = len(many.audit_trail(most=10_000))
    hits = many.search("Observation?_sort=_id")
    assert bool(hits) and hits[3].id == "o0003" and [hit.id for hit in hits[1:3]] == ["o0001", "o0002"]
    shown = hits._repr_html_()
    assert shown.count("<tr>") == 21 and "the first 20 of more than 500 hits" in shown
    assert len(many.audit_trail(most=10_000)) == before + 2  # of the one portion and of the trail
    assert hits[-1].id == f"o{MANY - 1:04}" and [hit.id for hit in hits[2:-2745]] == ["o0002", "o0003", "o0004"]
    assert [hit.id for hit in hits[600:603]] == ["o0600", "o0601", "o0602"] and hits[700].id == "o0700"
    assert [hit.id for hit in hits[4:0:-2]] == ["o0004", "o0002"] and hits[5000:] == []
    for beyond in (MANY, -MANY - 1):
        with pytest.raises(IndexError):
            hits[beyond]


def test_what_is_included_comes_once(many):
    hits = many.search("Observation?_include=Observation:subject")
    included = [hit.id for hit in hits if hit.included]
    assert sorted(included) == ["p0", "p1"] and hits.matched == MANY and len(hits) == MANY + 2
    assert len(hits.ids()) == MANY and "Patient/p0" not in hits.ids()


def test_a_count_makes_a_page(many):
    page = many.search("Observation?_count=7&_total=accurate")
    assert len(page) == page.matched == 7 and page.total == MANY and page.next_page
    assert repr(page) == "<phr.Hits, 7>" and len(names(page)) == 7
    sizes = [len(each) for each in many.pages("Observation")]
    assert sum(sizes) == MANY and max(sizes) == 500 and many.search("Observation").next_page is None


def test_everything_streams_too(many):
    hits = many.everything(patient="p1")
    walk = iter(hits)
    assert names(next(walk) for _ in range(1)) == ["Patient/p1"]
    many.delete("Observation", "o2749")
    rest = names(walk)
    assert len(rest) == MANY // 2 and "Observation/o2749" in rest and rest == names(hits)[1:]
    assert len(many.everything(patient="p1", count=10)) == 10


def test_bodies_are_read_together_and_written_as_lines(many, tmp_path):
    query = "Observation?_sort=-date&_include=Observation:subject"
    hits = many.search(query)
    one_by_one = [hit.to_json() for hit in hits]
    assert hits.to_ndjson(tmp_path / "all.ndjson") == len(one_by_one) == MANY + 2
    assert (tmp_path / "all.ndjson").read_text(encoding="utf-8").splitlines() == one_by_one
    assert [body["id"] for body in hits.to_dicts()] == [hit.id for hit in hits]
    subsets = many.search("Observation?_elements=status&_count=2").to_dicts()
    assert all("valueQuantity" not in body and body["meta"]["tag"] for body in subsets)
    hits.close()
    assert error_of(hits.to_ndjson, tmp_path / "none.ndjson").code == "invalid_argument"
    assert [each.name for each in tmp_path.glob("*.ndjson*")] == ["all.ndjson"]


def test_everything_is_written_as_it_is_read(store, many, tmp_path):
    with open(tmp_path / "all.ndjson", "wb") as file:
        assert many.everything_to(file.write, patient="p1") == MANY // 2 + 1
    lines = (tmp_path / "all.ndjson").read_text(encoding="utf-8").splitlines()
    assert sorted(lines) == sorted(hit.to_json() for hit in many.everything(patient="p1"))
    pieces = []
    assert many.everything_to(pieces.append, patient="p1", types=["Observation"], start="1961", end="1962") == b"".join(pieces).count(b"\n") == 46

    def stop(piece):
        raise KeyError("enough")

    with pytest.raises(KeyError):
        many.everything_to(stop, patient="p1")
    inner = []
    many.everything_to(lambda piece: inner.append(error_of(many.read, "Patient", "p1").code), patient="p2")
    assert inner == ["invalid_argument"]  # it cannot call PHR
    with pytest.raises(TypeError):
        many.everything_to("all.ndjson", patient="p1")
    assert error_of(many.everything_to, pieces.append, patient="none").code == "not_found"
    assert error_of(store.session("Practitioner/d", purpose="TREAT", now=NOW).everything_to, pieces.append, patient="p1").code == "access_denied"


def test_hits_end_with_close_session_and_store(store, many):
    closed, orphan, ended = (many.search("Observation") for _ in range(3))
    walk = iter(closed)
    for _ in range(700):  # into the second portion
        hit = next(walk)
    closed.close()
    assert closed.closed and len(closed._given) == 2 and all(page.closed for page in closed._given)
    for use in (lambda: next(walk), hit.to_json, lambda: len(closed), lambda: list(closed)):
        assert error_of(use).code == "invalid_argument"
    many.close()
    walk = iter(orphan)
    assert len([next(walk) for _ in range(500)]) == 500  # what has been read
    assert error_of(next, walk).code == "invalid_argument"
    assert '"o' in orphan[3].to_json()
    store.close()
    assert ended.closed and error_of(lambda: ended[3]).code == "invalid_argument"


def test_threads_may_walk_the_same_hits_at_once(many):
    hits = many.search("Observation")
    found, raised = [], []

    def walk():
        try:
            found.append([(hit.id, hit.to_dict()["id"]) for hit in hits])
        except Exception as why:  # noqa: BLE001  (told by the assertion)
            raised.append(why)

    threads = [threading.Thread(target=walk) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert raised == [] and len(found) == 4 and all(each == found[0] for each in found)
    assert len(set(found[0])) == MANY and all(left == right for left, right in found[0])


def test_another_s_stream_is_of_what_consent_permits(store, many):
    many.update(consent("p0", "d", "Observation"))
    other = store.session("Practitioner/d", purpose="TREAT", now=NOW)
    hits = other.search("Observation")
    assert len(hits) == MANY // 2 and {hit.to_dict()["subject"]["reference"] for hit in hits} == {"Patient/p0"}
