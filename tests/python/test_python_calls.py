"""A call with arguments that it does not take says in one sentence what it takes: by types, never by values."""

import inspect
import os
import pickle
import re

import pytest
from python_package import CHEAP, me, observation, path, patient, phr, store  # noqa: F401

from phr import fhir, ucum
from phr import _core


class Secret:
    """What no message may show."""

    def __repr__(self):
        return "Zebra"


def told(call, *given, **named):
    """What the TypeError says."""
    with pytest.raises(TypeError) as raised:
        call(*given, **named)
    text, about = str(raised.value), raised.value
    assert "incompatible" not in text and "Invoked with" not in text and "\n" not in text and "Zebra" not in text and "_core" not in text
    while about is not None:
        assert "Invoked with" not in str(about)
        about = about.__context__
    return text


@pytest.fixture
def filled(me):
    me.update(patient(family="Zebra"))
    me.update(observation("o1", "5.4", "2020-01-02"))
    return me


@pytest.mark.parametrize(("call", "says"), [
    (lambda me: me.search(5), "query must be str or phr.Query, not int"),
    (lambda me: me.search("Patient?name=Zebra", page=5), "page must be str or None, not int"),
    (lambda me: me.search("Patient?name=Zebra", as_of="Zebra"), "as_of must be phr.Moment or None, not str"),
    (lambda me: me.search("Patient", "Zebra"), "phr.Session.search() takes 1 argument without a name, not 2"),
    (lambda me: me.search("Patient", pages="Zebra"), "phr.Session.search() has no argument pages; query, page, lenient, as_of, progress is what it has"),
    (lambda me: me.search(), "phr.Session.search() needs query, which must be str or phr.Query"),
    (lambda me: me.update({"resourceType": "Patient", "name": "Zebra"}, if_match="1"), "if_match must be int or None, not str"),
    (lambda me: me.vread("Patient/p1"), "a version must be int, not None"),
    (lambda me: me.vread("Patient/p1", -1), "version is out of range"),
    (lambda me: me.timeline(types=["Patient", 5]), "types must be an iterable of str, not one with int"),
    (lambda me: me.timeline(since=5), "since must be str, date, datetime or None, not int"),
    (lambda me: me.timeline(5), "phr.Session.timeline() takes no arguments without a name, not 1"),
    (lambda me: me.import_text({"resourceType": "Patient"}, source=5), "source must be str or None, not int"),
    (lambda me: me.lab_trend("4548-4").plot(width="Zebra"), "width must be int, not str"),
    (lambda me: me.read("Patient/p1").to_dict(5), "phr.Record.to_dict() takes no arguments without a name, not 1"),
    (lambda me: me.search("Patient")["x"], "an index of hits must be int or slice, not str"),
    (lambda me: me.set_now(5), "now must be str, date, datetime or None, not int"),
    (lambda me: phr.open("x", 5), "passphrase must be str, bytes or None, not int"),
    (lambda me: phr.open("x", "y", argon2="Zebra"), "argon2 must be a tuple of int or None, not str"),
    (lambda me: phr.open("x", "y", argon2=("a", 1, 1)), "argon2 must be a tuple of int or None, not one with str"),
    (lambda me: phr.validate({}, [5]), "profiles must be a list of str, not one with int"),
    (lambda me: phr.validate({}, known=Secret()), "known must be phr.Profiles or None, not Secret"),
    (lambda me: phr.fhirpath(5), "text must be str, not int"),
    (lambda me: ucum.parse(5), "code must be str, not int"),
    (lambda me: ucum.parse("g") * "Zebra", "by must be phr.ucum.Unit, not str"),
    (lambda me: 5 in phr.Profiles(), "url must be str, not int"),
    (lambda me: phr.Profiles("Zebra"), "phr.Profiles() takes no arguments without a name, not 1"),
    (lambda me: fhir.Patient().extension_of("birthDate", "Zebra"), "index must be int, not str"),
    (lambda me: fhir.Patient().extension_of(5), "the name of an element must be str, not int"),
    (lambda me: fhir.diff("Zebra", "Zebra"), "an object of phr.fhir is wanted, not str"),
])
def test_the_sentence_says_what_was_expected_and_what_was_given(filled, call, says):
    assert told(call, filled) == says


def test_no_call_of_any_class_shows_a_value_or_a_signature(store, filled, monkeypatch):
    """Every method of the module, its arguments one after the other being what it never takes."""
    trend, tx = filled.lab_trend("4548-4"), filled.transaction()
    things = [filled, store, trend, tx, phr.Profiles(), ucum.parse("g"), filled.moment(), filled.read("Patient/p1"), filled.search("Patient")[0]]
    tried = 0
    for thing in things:
        for name, method in inspect.getmembers(type(thing), callable):
            if name.startswith("_"):
                continue
            says = re.search(r"\w+\((self[^\n]*)\) ->", method.__doc__ or "")
            names = re.findall(r"(\w+): ", says.group(1))[1:] if says else [each for each in inspect.signature(method).parameters if each != "self"]
            told(getattr(thing, name), *[Secret()] * 9, nobody=Secret())
            for each in names:
                if (name, each) in {("explain_one", "purpose"), ("vread", "version"), ("patch", "id"), ("transaction", "progress")}:
                    continue  # by name alone they miss another; the block looks at it
                with pytest.raises((TypeError, ValueError)) as raised:
                    getattr(thing, name)(**{each: Secret()})
                    pytest.fail(f"{name} takes anything for {each}")
                assert "incompatible" not in str(raised.value) and "Zebra" not in str(raised.value) and "\n" not in str(raised.value)
                tried += 1
    assert tried > 100


def test_an_int_is_no_definition_of_a_view():
    """It would be a file that the process has open, and closed by reading it."""
    inner, outer = os.pipe()
    try:
        with pytest.raises(TypeError):
            phr.view(inner)
        assert os.write(outer, b"x") == 1 and os.read(inner, 1) == b"x"
    finally:
        os.close(inner), os.close(outer)


def test_what_a_callback_raises_is_its_own(filled):
    def broken(*_):
        raise TypeError("of the callback")

    with pytest.raises(TypeError, match="^of the callback$"):
        filled.import_text(patient("p2"), progress=broken)
    with pytest.raises(RuntimeError, match="^of the sink$"):
        filled.everything_to(lambda piece: (_ for _ in ()).throw(RuntimeError("of the sink")))


def test_the_stub_that_is_missing_costs_only_words(filled, monkeypatch):
    from phr import _sentence

    monkeypatch.setattr(_sentence, "_stub", lambda: _sentence._Stub({}, {}))
    assert told(filled.search, "Patient?name=Zebra", page=5) == "search_cursor() does not take Session, str, int, bool, None, None"


def test_documentation_and_pickles_are_as_they_were(filled):
    assert phr.Session.search.__doc__.startswith("search(self: ") and "Type?parameter=value" in phr.Session.search.__doc__
    assert pickle.loads(pickle.dumps(filled.read("Patient/p1"))) == filled.read("Patient/p1")
    assert all(inspect.isfunction(vars(_core)[name]) for name in ("open_store", "search_cursor", "compile_path"))
