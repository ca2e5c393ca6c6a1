"""Hits that are pickled or copied: they have what was found, and need no store any more."""

import copy
import json
import pickle
import subprocess
import sys

import pytest
from python_package import NOW, consent, error_of, installed, me, observation, path, patient, phr, store  # noqa: F401


@pytest.fixture
def many(me):
    me.update(patient())
    rows = [{"resource": observation(f"o{nth:04}", f"{nth}.5", "2020-01-02")} for nth in range(1100)]
    me.import_text({"resourceType": "Bundle", "type": "collection", "entry": rows})
    return me


def said(hits):
    """All that hits say."""
    rows = [(hit.type, hit.id, hit.version, hit.updated, hit.included, hit.container, hit.source, hit.summary(), hit.to_json(), hit.to_dict(), hit.to_model(), repr(hit),
             hit._repr_html_()) for hit in hits]
    return rows, hits.ids(), hits.to_dicts(), hits.matched, hits.total, hits.next_page, hits.ignored, repr(hits), hits._repr_html_(), len(hits), bool(hits)


@pytest.mark.parametrize("query", ["Observation?_sort=_id", "Observation?_count=3&_total=accurate", "Observation?_count=2&_include=Observation:subject", "Observation?code=none"])
def test_a_pickle_says_what_the_hits_said(many, query):
    hits = many.search(query)
    for again in (pickle.loads(pickle.dumps(hits)), copy.copy(hits), copy.deepcopy(hits), pickle.loads(pickle.dumps(copy.copy(hits)))):
        assert isinstance(again, phr.Hits) and len(again) == len(hits) and not again.closed
        if len(hits) < 100:
            assert said(again) == said(hits)
        assert again.ids() == hits.ids() and again.to_dicts() == hits.to_dicts() and [hit.id for hit in again[2:5]] == [hit.id for hit in hits[2:5]]


def test_it_needs_no_store_and_reaches_another_process(store, many, tmp_path):
    hits = many.search("Observation?_sort=_id")
    (tmp_path / "hits").write_bytes(pickle.dumps([hits, hits[7]]))
    kept = pickle.loads((tmp_path / "hits").read_bytes())[0]
    store.close()
    assert error_of(hits.ids).code == "invalid_argument" and len(kept) == 1100 and kept[-1].to_dict()["id"] == "o1099"
    assert kept.to_ndjson(tmp_path / "out.ndjson") == 1100 and json.loads((tmp_path / "out.ndjson").read_text(encoding="utf-8").splitlines()[3])["id"] == "o0003"
    kept.close()
    program = "import pickle, sys; hits, hit = pickle.load(open(sys.argv[1], 'rb')); print(len(hits), hit.id, hit.summary().value, hits.ids()[0])"
    ended = subprocess.run([sys.executable, "-c", program, tmp_path / "hits"], capture_output=True, text=True, check=True)
    assert ended.stdout == "1100 o0007 7.5 % Observation/o0000\n"


def test_it_goes_where_hits_go(many):
    hits = many.search("Observation?_sort=_id&_count=2")
    kept = pickle.loads(pickle.dumps(hits))
    installed("pandas").testing.assert_frame_equal(kept.to_pandas(), hits.to_pandas())
    assert many.read(kept[0]).id == "o0000" and many.vread(kept[0]) == many.read("Observation/o0000") and many.history(kept[1])[0].id == "o0001"
    assert phr.fhirpath("id")(kept[0]) == ["o0000"] and phr.validate(kept[0].to_json()) == phr.validate(hits[0].to_json())
    view = {"resource": "Observation", "select": [{"column": [{"name": "id", "path": "id"}]}]}
    assert list(phr.view(view, kept)) == list(phr.view(view, hits)) == [{"id": "o0000"}, {"id": "o0001"}]
    assert many.update(kept[0]).kind == "unchanged"
    assert error_of(lambda: kept.moment).code == "invalid_argument"


def test_a_hit_alone_is_a_value_too(many):
    hit = many.search("Observation?_sort=_id")[0]
    one, other = pickle.loads(pickle.dumps(hit)), copy.deepcopy(hit)
    assert one == other and hash(one) == hash(other) and one != pickle.loads(pickle.dumps(many.search("Patient")[0])) and one.to_json() == hit.to_json()
    with pytest.raises(AttributeError):
        one.colour


def test_another_s_pickle_holds_what_consent_permits(store, many):
    many.update({"resourceType": "Condition", "id": "c", "subject": {"reference": "Patient/p1"}, "code": {"text": "Geheim"}})
    many.update(consent("p1", "d", "Observation"))
    theirs = store.session("Practitioner/d", purpose="TREAT", now=NOW)
    packed = pickle.dumps([theirs.search("Observation?_count=2&_include=*"), theirs.search("Condition")])
    assert b"Geheim" not in packed and b"o0000" in packed


def test_hits_that_are_closed_are_not_pickled(many):
    hits = many.search("Observation?_count=2")
    hits.close()
    assert error_of(pickle.dumps, hits).code == "invalid_argument"
