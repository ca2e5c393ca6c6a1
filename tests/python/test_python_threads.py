"""Threads: the GIL is released around work, and shared objects are safe."""

import gc
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from python_package import CHEAP, error_of, me, observation, path, patient, phr, store  # noqa: F401


@pytest.fixture
def many(me):
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": patient()}]}
    bundle["entry"] += [
        {"resource": observation(f"o{number}", f"5.{number}", f"2020-01-{number % 28 + 1:02}")}
        for number in range(2000)
    ]
    me.import_text(bundle)
    return me


def test_python_runs_while_the_core_works(path):
    """A cost of some 0.3 s: with the GIL held, the other thread would not run once."""
    ticks = []
    done = threading.Event()

    def tick():
        while not done.is_set():
            ticks.append(time.monotonic())
            time.sleep(0.005)

    other = threading.Thread(target=tick)
    other.start()
    began = time.monotonic()
    phr.open(path, "x", create=True, argon2=(65536, 6, 1)).close()
    ended = time.monotonic()
    done.set()
    other.join()
    assert len([at for at in ticks if began < at < ended]) >= (ended - began) / 0.005 / 4


def test_two_threads_search_at_once_on_sessions_of_their_own(store, many):
    barrier = threading.Barrier(2)

    def work(_):
        session = store.session()
        barrier.wait()
        return [len(session.search("Observation?value-quantity=ge5.5").to_dicts()) for _ in range(5)]

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(work, range(2))
    assert first == second and first[0] > 0 and len(set(first)) == 1


def test_threads_take_turns_on_one_session_and_on_one_set_of_hits(many):
    hits = many.search("Observation?_sort=date")

    def work(number):
        if number % 2:
            return [hit.to_dict()["id"] for hit in hits[:200]]
        return [many.search("Observation?_sort=date")[index].to_dict()["id"] for index in range(0, 200, 20)]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(work, range(8)))
    assert found[1] == found[3] and len(found[1]) == 200 and found[0] == found[2] == found[1][::20]


def test_closing_while_others_read_ends_them_with_an_error(path):
    store = phr.open(path, "x", create=True, argon2=CHEAP)
    store.session().import_text(
        {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": patient(f"p{n}")} for n in range(500)]}
    )
    started, codes = threading.Barrier(4), []

    def read():
        session = store.session()
        started.wait()
        try:
            while True:
                for hit in session.search("Patient"):
                    hit.to_json()
        except phr.Error as raised:
            codes.append(raised.code)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    started.wait()
    time.sleep(0.1)
    store.close()
    for thread in threads:
        thread.join()
    assert codes == ["invalid_argument"] * 3
    phr.open(path, "x").close()


def test_writers_take_turns(store):
    def work(number):
        session = store.session()
        for each in range(20):
            session.update(patient(f"t{number}-{each}"))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert store.info.counts == {"Patient": 80}


def test_references_are_counted_rightly(many):
    hits = many.search("Observation?_count=50")

    def work():
        for hit in hits:
            hit.id, hit.updated, hit.to_dict()
        error_of(many.search, "Geheim")
        many.timeline(most=5)._repr_html_()

    def counts():
        gc.collect()
        return sys.getrefcount(None), sys.getrefcount(phr.Error), sys.getallocatedblocks()

    for _ in range(20):
        work()
    before = counts()
    for _ in range(100):
        work()
    assert all(abs(new - old) < 1000 for new, old in zip(counts(), before))  # 100 rounds of 50 hits: a slip makes 5000
