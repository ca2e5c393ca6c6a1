"""Several processes and one file: forks, ends, suspending, reading only."""

import multiprocessing
import os
import subprocess
import sys
import threading

import pytest
from python_package import CHEAP, NOW, error_of, me, patient, path, phr, store  # noqa: F401


def python(code, *arguments):
    """Another process of Python."""
    return subprocess.run([sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, timeout=60)


def in_child(work):
    """How a forked child ends that does this and exits by itself."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = 0 if work() else 2
        finally:
            os._exit(code) if code == 1 else sys.exit(code)
    timer = threading.Timer(30, os.kill, (child, 9))
    timer.start()
    _, status = os.waitpid(child, 0)
    timer.cancel()
    return os.waitstatus_to_exitcode(status)


FORKS = """
import os, sys, phr
store = phr.open(sys.argv[1], "x")
me = store.session()
child = os.fork()
if child == 0:
    try:
        me.search("Patient")
        sys.exit(3)
    except phr.Error as refused:
        assert refused.code == "invalid_argument" and "fork" in refused.where, refused
    with phr.open(sys.argv[1], "x") as mine:
        mine.session().update({"resourceType": "Patient", "id": "child"})
    sys.exit(0)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
assert me.search("Patient").ids() == ["Patient/child"]
me.update({"resourceType": "Patient", "id": "parent"})
assert me.verify_audit().intact
"""


def test_a_forked_child_opens_the_file_itself_and_ends(path, store):
    store.close()
    done = python(FORKS, path)
    assert done.returncode == 0, done.stderr


MANY = """
import multiprocessing, sys, phr
store = phr.open(sys.argv[1], "x")

def work(nth):
    with phr.open(sys.argv[1], "x", busy_milliseconds=20_000) as mine:
        mine.session().update({"resourceType": "Patient", "id": f"p{nth}"})
    return nth

with multiprocessing.get_context("fork").Pool(4) as pool:
    assert sorted(pool.map(work, range(12))) == list(range(12))
assert len(store.session().search("Patient").ids()) == 12
"""


def test_a_pool_of_forked_processes_ends(path, store):
    store.close()
    done = python(MANY, path)
    assert done.returncode == 0, done.stderr


LEFT = """
import sys, phr
store = phr.open(sys.argv[1], "x")
me = store.session()
me.update({"resourceType": "Patient", "id": "left"})
hits = me.search("Patient")
if sys.argv[2] == "cycle":
    class Box: pass
    box = Box(); box.me = box; box.all = (store, me, hits)
"""


@pytest.mark.parametrize("how", ["plain", "cycle"])
def test_an_interpreter_that_ends_with_an_open_store_writes_what_waits(path, store, how):
    store.close()
    done = python(LEFT, path, how)
    assert done.returncode == 0 and done.stderr == ""
    assert not os.path.exists(f"{path}-wal")
    with phr.open(path, "x") as opened:
        again = opened.session(now=NOW)
        assert [row.action for row in again.audit_trail()][-1] in ("search", "update") and again.verify_audit().intact


def test_another_process_reads_and_writes_at_once(path, store, me):
    done = python('import sys, phr\nwith phr.open(sys.argv[1], "x") as s: s.session().update({"resourceType": "Patient", "id": "q"})', path)
    assert done.returncode == 0, done.stderr
    assert me.search("Patient").ids() == ["Patient/q"]


def test_a_suspended_store_holds_nothing_and_goes_on(path, store, me):
    me.update(patient("p"))
    hits = me.search("Patient")
    held = error_of(store.suspend, wait_milliseconds=20)
    assert (held.code, held.ordinal) == ("locked", 1)
    del hits
    store.suspend()
    if os.path.isdir("/proc/self/fd"):
        links = (os.readlink(f"/proc/self/fd/{each}") for each in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{each}"))
        assert not [each for each in links if each.startswith(str(path))]
    refused = error_of(me.search, "Patient")
    assert refused.code == "suspended" and isinstance(refused, BlockingIOError)
    store.resume()
    assert me.search("Patient").ids() == ["Patient/p"]


def test_a_file_that_was_replaced_is_not_written_to(path, store, me):
    os.rename(path, f"{path}.moved")
    refused = error_of(me.update, patient("p"))
    assert refused.code == "file_replaced" and isinstance(refused, OSError)
    os.rename(f"{path}.moved", path)
    me.update(patient("p"))


def test_read_only_refuses_writes_and_others(path, store, me):
    me.update(patient("p"))
    with phr.open(path, "x", read_only=True) as reader:
        mine = reader.session(now=NOW)
        assert mine.search("Patient").ids() == ["Patient/p"]
        assert error_of(mine.update, patient("q")).code == "read_only"
        assert error_of(reader.session, "Practitioner/d", purpose="TREAT", now=NOW).code == "read_only"
        assert error_of(reader.add_passphrase, "y", argon2=CHEAP).code == "read_only"
    assert error_of(phr.open, f"{path}.new", "x", create=True, read_only=True).code == "invalid_argument"
