"""The classes of phr.Error: one for each code, with Python's own among their bases where people look for them."""

import copy
import errno
import inspect
import os
import pickle
import re

import pytest
from python_package import CHEAP, NOW, ROOT, error_of, me, observation, path, patient, phr, store  # noqa: F401

from phr import _error

CODES = re.findall(r"^  (\w+) = \d+,", (ROOT / "include" / "phr" / "core" / "error.hpp").read_text(encoding="utf-8"), re.MULTILINE)


def test_every_code_of_the_core_has_one_class():
    listed = [code for codes in _error.CODES.values() for code in codes]
    assert sorted(listed) == sorted(CODES) and len(CODES) >= 60
    for of, codes in _error.CODES.items():
        for code in codes:
            made = phr.Error("a text", code)
            assert type(made) is of and made.code == code and isinstance(made, phr.Error)
    assert type(phr.Error("a text", "of a later version")) is phr.Error


def test_every_class_is_exported_documented_and_has_a_code():
    classes = {value for value in vars(phr).values() if inspect.isclass(value) and issubclass(value, phr.Error)}
    assert classes == {phr.Error, *_error.CODES} and all(codes for codes in _error.CODES.values())
    for each in classes:
        assert each.__module__ == "phr" and each.__doc__ and getattr(phr, each.__name__) is each and each.__name__ in phr.__all__
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| ([\w ,`]+) \|", page, re.MULTILINE))
    assert {name: tuple(re.findall(r"\w+", codes)) for name, codes in rows.items()} == {of.__name__: codes for of, codes in _error.CODES.items()}


@pytest.mark.parametrize("code", CODES)
def test_errors_are_values(code):
    made = phr.Error("a text", code, "a place", 2, 3, 4, "advice")
    made.file = "a.ndjson"
    for again in (pickle.loads(pickle.dumps(made)), copy.copy(made), copy.deepcopy(made)):
        assert again == made and hash(again) == hash(made) and type(again) is type(made) and again is not made
        assert (str(again), again.code, again.where, again.line, again.column, again.ordinal, again.advice, again.file) == (
            "a text", code, "a place", 2, 3, 4, "advice", "a.ndjson")
    assert repr(made) == f"phr.{type(made).__name__}('a text')" and made != phr.Error("a text", code) and made != "a text"


@pytest.mark.parametrize(("code", "builtin"), [
    ("not_found", LookupError), ("gone", LookupError), ("no_values", LookupError), ("ambiguous_match", LookupError), ("unknown_parameter", ValueError),
    ("malformed_json", ValueError), ("invalid_value", ValueError), ("invalid_argument", ValueError), ("too_deep", ValueError), ("unit_mismatch", ValueError),
    ("unsupported", NotImplementedError), ("no_such_file", FileNotFoundError), ("permission_denied", PermissionError), ("locked", BlockingIOError),
    ("disk_full", OSError)])
def test_python_s_own_exceptions_catch_them_too(code, builtin):
    assert isinstance(phr.Error("a text", code), builtin)


def test_a_refusal_by_consent_or_key_is_nothing_that_others_catch():
    for code in ("access_denied", "wrong_key", "damaged_page", "internal", "cancelled", "version_conflict"):
        assert not isinstance(phr.Error("a text", code), (OSError, ValueError, LookupError, RuntimeError))


def test_a_file_s_error_has_its_number():
    numbers = {code: phr.Error("a text", code).errno for codes in (_error.CODES[of] for of in _error.CODES if issubclass(of, OSError)) for code in codes}
    assert numbers == {"no_such_file": errno.ENOENT, "is_a_directory": errno.EISDIR, "permission_denied": errno.EACCES, "read_only": errno.EROFS,
                       "disk_full": errno.ENOSPC, "io_failed": errno.EIO, "locked": errno.EAGAIN, "suspended": errno.EAGAIN, "file_replaced": errno.ESTALE}


def test_what_is_raised_is_of_the_class(store, me, tmp_path):
    me.update(patient())
    me.delete("Patient", "p1")
    with pytest.raises(phr.NotFound) as raised:
        me.read("Patient", "none")
    assert type(raised.value) is phr.NotFound
    with pytest.raises(phr.Gone):
        me.read("Patient", "p1")
    with pytest.raises(phr.NotFound):  # deleted is not there
        me.read("Patient", "p1")
    for kind, call in (
        (phr.VersionConflict, lambda: me.update(patient(), if_match=9)),
        (phr.Conflict, lambda: me.update(patient(), if_match=9)),
        (phr.AccessDenied, lambda: store.session("Practitioner/d", purpose="TREAT", now=NOW).read("Patient", "p1")),
        (phr.InvalidQuery, lambda: me.search("Patient?colour=blue")),
        (phr.InvalidQuery, lambda: phr.query("Patient").where(colour="blue")),
        (phr.InvalidArgument, lambda: phr.query("Patient", own={"marital": "colour"})),
        (phr.MalformedInput, lambda: me.create("{")),
        (phr.InvalidInput, lambda: me.create({"resourceType": "Nothing"})),
        (phr.InvalidInput, lambda: phr.fhir.from_json('{"resourceType":"Patient","colour":"blue"}')),
        (phr.NotFound, lambda: me.lab_trend("1-1")),
        (phr.UnitMismatch, lambda: phr.ucum.convert(1, "g", "mL")),
        (phr.Cancelled, lambda: me.import_text(patient("p2"), progress=lambda *_: False)),
        (phr.NoSuchFile, lambda: phr.open(tmp_path / "none", "x")),
        (FileNotFoundError, lambda: phr.open(tmp_path / "none", "x")),
        (phr.FileError, lambda: phr.open(tmp_path, "x")),
        (phr.Conflict, lambda: store.remove_slot(0)),
    ):
        with pytest.raises(kind) as raised:
            call()
        assert isinstance(raised.value, phr.Error)


def test_a_handle_that_is_closed_raises_as_a_closed_file_does(store, me):
    store.close()
    with pytest.raises(ValueError) as raised:
        me.search("Patient")
    assert type(raised.value) is phr.InvalidArgument


def test_a_wrong_key_and_another_kind_of_file_are_told_apart(path, store, tmp_path):
    store.close()
    with pytest.raises(phr.WrongKey):
        phr.open(path, "y")
    (tmp_path / "other").write_bytes(b"\0" * 65536)
    with pytest.raises(phr.WrongFormat):
        phr.open(tmp_path / "other", "x")
    if os.getuid() != 0:
        (tmp_path / "other").chmod(0)
        with pytest.raises(PermissionError):
            phr.open(tmp_path / "other", "x")


def test_a_store_that_an_earlier_version_has_is_locked(path, store):
    import fcntl
    import subprocess
    import sys

    program = "import phr, sys\ntry: phr.open(sys.argv[1], 'x', busy_milliseconds=1)\nexcept phr.Locked as raised: print(raised.code, isinstance(raised, OSError))"
    store.close()
    with open(path, "rb") as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)
        ended = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True)
    assert ended.stdout == "locked True\n"
