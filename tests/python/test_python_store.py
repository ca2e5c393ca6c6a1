"""Opening, closing and the keys of a store."""

import gc
import os
import shutil
import subprocess
import sys

import pytest
from python_package import CHEAP, NOW, ROOT, error_of, me, patient, path, phr, store  # noqa: F401


def test_a_store_is_made_only_when_asked_for(path):
    assert error_of(phr.open, path, "x").code == "no_such_file"
    assert not path.exists()
    phr.open(path, "x", create=True, argon2=CHEAP).close()
    with phr.open(str(path), passphrase=b"x") as opened:
        assert not opened.closed
    assert opened.closed


def test_a_wrong_passphrase_is_told_from_a_file_of_another_kind(path, store, tmp_path):
    store.close()
    raised = error_of(phr.open, path, "y")
    assert raised.code == "wrong_key"
    other = tmp_path / "other"
    other.write_bytes(b"\0" * 65536)
    assert error_of(phr.open, other, "x").code == "not_a_phr_file"
    assert error_of(phr.open, tmp_path, "x").code == "is_a_directory"


def test_exactly_one_key_is_given(path):
    assert error_of(phr.open, path, create=True).where == "one of passphrase, host_key, recovery_code"
    assert error_of(phr.open, path, "x", host_key=bytes(32), create=True).code == "invalid_argument"
    assert error_of(phr.open, path, host_key=bytes(31), create=True).code == "invalid_argument"
    assert not path.exists()


def test_each_kind_of_key_opens_and_can_be_removed(path, store):
    host_key = bytes(range(32))
    store.add_passphrase("zwei", argon2=CHEAP)
    store.add_host_key(host_key)
    code = store.add_recovery_code()
    assert len(code) == 35 and code.count("-") == 5
    assert store.info.slots == ["passphrase", "passphrase", "host_key", "recovery_code"] + ["empty"] * 4
    store.remove_slot(0)
    store.close()
    assert error_of(phr.open, path, "x").code == "wrong_key"
    for key in ({"passphrase": "zwei"}, {"host_key": host_key}, {"recovery_code": code.lower().replace("-", " ")}):
        phr.open(path, **key).close()


def test_a_given_recovery_code_is_added_and_a_mistyped_one_is_refused(path, store):
    code = store.add_recovery_code()
    assert store.add_recovery_code(code.lower()) == code
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert error_of(store.add_recovery_code, wrong).where == "recovery_code"


def test_the_last_key_and_a_ninth_are_refused(store):
    assert error_of(store.remove_slot, 0).code == "last_slot"
    for number in range(7):
        store.add_host_key(bytes([number]) * 32)
    assert error_of(store.add_host_key, bytes(32)).code == "no_free_slot"


def test_info_tells_sizes_slots_and_counts(store, me, path):
    me.update(patient())
    about = store.info
    assert about.page_bytes == 8192 and about.format_version >= 1
    assert about.file_bytes == os.path.getsize(path)
    assert about.counts == {"Patient": 1}
    assert repr(about).startswith("<phr.StoreInfo, 1 resources in ")
    assert "<td>Patient</td><td>1</td>" in about._repr_html_()


@pytest.mark.parametrize("size", [4096, 16384])
def test_the_page_size_of_a_new_file_is_chosen(path, size):
    with phr.open(path, "x", create=True, argon2=CHEAP, page_bytes=size) as opened:
        assert opened.info.page_bytes == size


def test_bad_options_are_refused(path):
    assert error_of(phr.open, path, "x", create=True, page_bytes=5000).code == "invalid_argument"
    assert error_of(phr.open, path, "x", create=True, argon2=(1, 1, 1)).code == "invalid_argument"
    with pytest.raises(TypeError):
        phr.open(path, 5, create=True)
    with pytest.raises(TypeError):
        phr.open(7, "x")
    with pytest.raises(ValueError):
        phr.open("a\0b", "x")
    assert not path.exists()


def test_closing_twice_does_nothing_and_a_closed_store_refuses_every_call(store, me):
    hits = me.search("Patient")
    store.close()
    store.close()
    assert store.closed and me.closed and hits.closed
    assert (
        repr(store) == "<phr.Store, closed>"
        and repr(me) == "<phr.Session, closed>"
        and repr(hits) == "<phr.Hits, closed>"
    )
    calls = [
        lambda: store.info,
        store.session,
        lambda: store.add_passphrase("z"),
        lambda: store.add_host_key(bytes(32)),
        store.add_recovery_code,
        lambda: store.remove_slot(0),
        lambda: me.search("Patient"),
        lambda: me.update(patient()),
        lambda: me.read("Patient", "p1"),
        lambda: me.import_text(patient()),
        me.timeline,
        me.latest,
        me.audit_trail,
        me.verify_audit,
        lambda: me.explain("anonymous", "TREAT"),
        me.pending_consents,
        lambda: me.preview_consent("k"),
        lambda: me.adopt_consent("k"),
        lambda: me.reject_consent("k", 1),
        lambda: me.lab_trend("1"),
        lambda: len(hits),
        lambda: list(hits),
    ]
    for call in calls:
        assert error_of(call).code == "invalid_argument"


def test_an_exception_inside_with_is_not_hidden(path):
    with pytest.raises(KeyError):
        with phr.open(path, "x", create=True, argon2=CHEAP) as opened:
            raise KeyError
    assert opened.closed


def test_hits_of_a_closed_store_are_safe_to_use_and_to_drop(store, me):
    me.update(patient())
    hits = me.search("Patient")
    first, rest = hits[0], iter(hits)
    store.close()
    assert error_of(first.to_json).code == "invalid_argument"
    assert error_of(getattr, first, "id").code == "invalid_argument"
    assert error_of(next, rest).code == "invalid_argument"
    assert "closed" in hits._repr_html_()
    del hits, first, rest
    gc.collect()


def test_sessions_and_hits_keep_their_store_open(path):
    session = phr.open(path, "x", create=True, argon2=CHEAP).session()
    session.update(patient())
    hit = session.search("Patient")[0]
    del session
    gc.collect()
    assert hit.to_dict()["id"] == "p1"
    assert os.path.exists(f"{path}-wal")
    del hit
    gc.collect()
    assert not os.path.exists(f"{path}-wal")


def test_a_program_that_ends_without_closing_loses_no_audit_rows(path):
    program = (
        "import phr, sys; s = phr.open(sys.argv[1], 'x', create=True, argon2=(64, 1, 1)); "
        "s.session().search('Patient'); "
        "cycle = [s]; cycle.append(cycle)"
    )
    subprocess.run([sys.executable, "-c", program, path], check=True)
    with phr.open(path, "x") as opened:
        assert [row.action for row in opened.session().audit_trail()] == ["create_store", "search"]


def test_a_forked_process_cannot_use_the_store_and_does_not_close_it(path, store, me):
    me.update(patient())
    hits = me.search("Patient")
    child = os.fork()
    if child == 0:
        codes = []
        for call in (lambda: me.read("Patient", "p1"), lambda: len(hits), lambda: store.info):
            try:
                call()
            except phr.Error as raised:
                codes.append(raised.code)
        store.close()
        me.close()
        os._exit(0 if codes == ["invalid_argument"] * 3 else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert len(hits) == 1 and me.read("Patient", "p1").version == 1


def test_python_s_own_sqlite_works_beside_it(tmp_path, me):
    import sqlite3

    me.update(patient())
    with sqlite3.connect(tmp_path / "plain.db") as other:
        assert other.execute("SELECT sqlite_version(), 1 + 1").fetchone() == (sqlite3.sqlite_version, 2)
    other.close()
    assert len(me.search("Patient")) == 1


def test_an_older_file_is_brought_up_to_date_as_it_is_opened_and_that_can_be_watched(path):
    shutil.copy(ROOT / "tests" / "store" / "fixtures" / "format-1.phr", path)
    before = path.read_bytes()
    assert error_of(phr.open, path, "old format", progress=lambda *_: False).code == "cancelled"
    steps = []
    with phr.open(path, "old format", progress=lambda done, total, unit: steps.append((done, total))) as opened:
        assert steps and steps[0][1] == sum(opened.info.counts.values()) > 0
    steps.clear()
    with phr.open(path, "old format", progress=lambda *step: steps.append(step)):
        assert not steps
    assert path.read_bytes() != before


def test_a_store_in_memory_is_new_and_leaves_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with phr.open(":memory:", passphrase="x", argon2=CHEAP) as one, phr.open(":memory:", passphrase="x", argon2=CHEAP) as other:
        one.session().update({"resourceType": "Patient", "id": "p"})
        assert len(one.session().search("Patient")) == 1
        assert len(other.session().search("Patient")) == 0
        assert list(tmp_path.iterdir()) == []
    assert list(tmp_path.iterdir()) == []
    assert error_of(phr.open, ":memory:", "x", read_only=True).code == "invalid_argument"
