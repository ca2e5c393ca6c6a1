"""Writes that land together at the end of a block."""

import threading

import pytest
from python_package import NOW, consent, error_of, me, observation, path, patient, phr, store  # noqa: F401

from phr import fhir

BORN = [{"op": "replace", "path": "/birthDate", "value": "1999-01-01"}]


def named(identifier, family="Test", **more):
    return {"resourceType": "Patient", "identifier": [{"system": "urn:x", "value": identifier}], "name": [{"family": family}], **more}


def about(reference):
    return {"resourceType": "Observation", "status": "final", "code": {"text": "x"}, "subject": {"reference": reference}}


def test_what_is_written_in_the_block_lands_at_its_end(store, me):
    with me.transaction() as tx:
        who = tx.create(named("1"))
        tx.create(about(who))
        assert who.startswith("urn:uuid:") and tx.update(patient()) == "Patient/p1"
        assert len(tx) == 3 and tx.state == "open" and me.changes() == []
        assert error_of(lambda: tx.results).code == error_of(tx.landed, who).code == "invalid_argument"
    assert tx.state == "landed" and [each.created for each in tx.results] == [True] * 3 and len(me.changes()) == 3
    one = tx.landed(who)
    assert one == tx.results[0] and (one.type, one.version, one.name, one.reference) == ("Patient", 1, who, f"Patient/{one.id}")
    assert me.search(f"Observation?subject={one.reference}").ids() == [tx.results[1].reference]
    assert tx.landed("Patient/p1").id == "p1" and error_of(tx.landed, "Patient/p2").code == "not_found"


def test_every_kind_of_write_is_taken(me):
    for each in (patient("old"), patient("patched"), patient("gone"), named("1", id="one"), named("2", id="two", birthDate="1980"), named("3", id="three"), named("4", id="four")):
        me.update(each)
    with me.transaction() as tx:
        tx.update(patient("old", "Neu"), if_match=1)
        tx.patch("Patient", "patched", BORN, if_match=1)
        tx.delete("Patient", "gone", if_match=1)
        tx.delete("Patient", "nobody")
        references = [
            tx.create_if_none(named("1"), "identifier=urn:x|1"),
            tx.patch_where("Patient?identifier=urn:x|2", BORN, if_match=1),
            tx.update_where(named("3", "Neu"), "identifier=urn:x|3", if_match=1),
        ]
        tx.delete_where("Patient?identifier=urn:x|4", if_match=1)
        tx.delete_where("Patient?identifier=urn:x|5")
        for each in references:
            tx.create(about(each))
    assert [(each.id, each.version, each.created) for each in tx.results[:9]] == [
        ("old", 2, False), ("patched", 2, False), ("gone", 2, False), ("nobody", None, False), ("one", 1, False), ("two", 2, False), ("three", 2, False),
        (None, 2, False), (None, None, False)]
    assert [tx.landed(each).id for each in references] == ["one", "two", "three"]
    assert [repr(each) for each in tx.results[1:4]] == ["<phr.Landed Patient/patched, version 2>", "<phr.Landed Patient/gone, version 2>", "<phr.Landed Patient/nobody>"]
    assert tx.results[7].name is None and tx.results[7].reference is None and repr(tx.results[7]) == "<phr.Landed Patient, version 2>"
    for each in ("one", "two", "three"):
        assert len(me.search(f"Observation?subject=Patient/{each}")) == 1
    assert me.search("Patient?birthdate=1999-01-01&_sort=_id").ids() == ["Patient/patched", "Patient/two"]
    assert "Patient" in tx.results._repr_html_() and tx.results.columns == ("type", "id", "version", "created")


def test_an_exception_in_the_block_lands_nothing(me):
    with pytest.raises(KeyError):
        with me.transaction() as tx:
            tx.create(patient())
            raise KeyError
    assert tx.state == "dropped" and repr(tx) == "<phr.Transaction, 1 writes, dropped>" and me.changes() == []
    assert error_of(lambda: tx.results).code == error_of(tx.create, patient()).code == "invalid_argument"


def test_what_a_call_says_is_wrong_ends_the_block_where_it_is_not_caught(me):
    with pytest.raises(phr.MalformedInput):
        with me.transaction() as tx:
            tx.create(patient())
            tx.create("{")
    assert tx.state == "dropped" and me.changes() == []
    with me.transaction() as tx:
        tx.create(patient())
        for code, call in (
            ("malformed_json", lambda: tx.create("{")),
            ("missing_element", lambda: tx.update({"resourceType": "Patient"})),
            ("unknown_resource_type", lambda: tx.delete("Patent", "p1")),
            ("invalid_id", lambda: tx.delete("Patient", "")),
            ("wrong_type", lambda: tx.patch("Patient", "p1", patient())),
            ("malformed_query", lambda: tx.create_if_none(patient(), "")),
            ("malformed_query", lambda: tx.delete_where("Patient")),
        ):
            assert error_of(call).code == code
        with pytest.raises(TypeError):
            tx.create(5)
        assert len(tx) == 1
    assert len(me.changes()) == 1


def test_what_the_store_refuses_is_raised_at_the_end_and_nothing_has_landed(me):
    me.update(patient())
    with pytest.raises(phr.VersionConflict) as raised:
        with me.transaction() as tx:
            tx.create(patient())
            tx.update(patient(family="Neu"), if_match=9)
    assert raised.value.ordinal == 1 and raised.value.line is None and tx.state == "dropped" and len(me.changes()) == 1
    with pytest.raises(phr.InvalidInput) as raised:
        with me.transaction() as tx:
            tx.update(patient("p2"))
            tx.delete("Patient", "p2")
    assert raised.value.code == "duplicate_id" and len(me.changes()) == 1


def test_a_transaction_is_of_one_block(me):
    tx = me.transaction()
    assert tx.state == "not begun" and error_of(tx.create, patient()).code == "invalid_argument"
    with tx:
        pass
    assert tx.state == "landed" and tx.results == []
    assert error_of(tx.__enter__).code == "invalid_argument" and error_of(tx.create, patient()).code == "invalid_argument"


def test_nothing_is_locked_in_the_block(store, me):
    """Another thread, another session and the same one write and read while it is open."""
    with me.transaction() as tx:
        tx.create(patient())
        written = []
        other = threading.Thread(target=lambda: written.append(store.session(now=NOW).update(patient("other"))))
        other.start()
        other.join(20)
        assert written and written[0].kind == "created"
        assert me.update(patient("mine")).kind == "created" and len(me.search("Patient")) == 2
        with me.transaction() as inner:
            inner.create(patient())
        assert inner.state == "landed" and len(me.search("Patient")) == 3
    assert len(me.search("Patient")) == 4


def test_threads_may_collect_into_one(me):
    def some(tx, of):
        for nth in range(50):
            tx.update(patient(f"{of}-{nth}"))

    with me.transaction() as tx:
        threads = [threading.Thread(target=some, args=(tx, of)) for of in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert len(tx.results) == 200 and len({each.id for each in tx.results}) == 200 and len(me.search("Patient")) == 200


def test_it_can_be_watched_and_stopped(me):
    steps = []
    with me.transaction(progress=lambda *step: steps.append(step)) as tx:
        for nth in range(5):
            tx.update(patient(f"p{nth}"))
    assert steps[0][1:] == (5, "entries") and steps[-1][:2] == (5, 5)
    with pytest.raises(phr.Cancelled):
        with me.transaction(progress=lambda *_: False) as tx:
            tx.update(patient("new"))
    assert error_of(me.read, "Patient", "new").code == "not_found" and tx.state == "dropped"

    def broken(*_):
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        with me.transaction(progress=broken) as tx:
            tx.update(patient("new"))
    assert error_of(me.read, "Patient", "new").code == "not_found" and tx.state == "dropped"


def test_a_block_inside_a_progress_callback_is_refused(me):
    codes = []

    def nosy(*_):
        def block():
            with me.transaction():
                pass

        codes.append(error_of(block).code)

    me.import_text(patient(), progress=nosy)
    assert set(codes) == {"invalid_argument"}


def test_models_go_in(me):
    with me.transaction() as tx:
        who = tx.create(fhir.Patient(name=[fhir.HumanName(family="Muster")]))
        tx.create(fhir.Condition(subject=fhir.Reference(reference=who)))
    assert me.read("Condition", tx.results[1].id).to_model().subject.reference == tx.landed(who).reference


def test_only_the_owner_lands_one_and_a_closed_store_none(store, me):
    me.update(patient())
    me.update(consent("p1", "d", "Patient"))
    other = store.session("Practitioner/d", purpose="TREAT", now=NOW)
    with pytest.raises(phr.AccessDenied):
        with other.transaction() as tx:
            tx.update(patient(family="Neu"))
    with pytest.raises(phr.InvalidArgument):
        with me.transaction() as tx:
            tx.update(patient(family="Neu"))
            store.close()
    assert tx.state == "dropped"
