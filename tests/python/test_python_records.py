"""Writing and reading resources, and the session they go through."""

import json
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from python_package import NOW, consent, error_of, me, observation, path, patient, phr, store  # noqa: F401

AT = datetime(2023, 11, 14, 22, 13, 20, tzinfo=timezone.utc)


def test_a_write_says_what_it_did(me):
    made = me.create(patient("ignored"))
    assert (made.type, made.version, made.kind) == ("Patient", 1, "created") and made.id != "ignored"
    assert repr(made) == f"<phr.WriteReport Patient/{made.id}, version 1, created>"
    assert me.update(patient()).kind == "created"
    assert me.update(patient()).kind == "unchanged"
    changed = me.update(patient(family="Neu"), if_match=1)
    assert (changed.id, changed.version, changed.kind) == ("p1", 2, "updated")
    assert error_of(me.update, patient(), if_match=1).code == "version_conflict"
    gone = me.delete("Patient", "p1", if_match=2)
    assert (gone.version, gone.kind) == (3, "deleted")


def test_reading_gives_the_version_with_its_time(me):
    me.update(patient())
    record = me.read("Patient", "p1")
    assert (record.type, record.id, record.version, record.deleted) == ("Patient", "p1", 1, False)
    assert record.updated == AT and record.updated.utcoffset() == timedelta(0)
    body = record.to_dict()
    assert body.pop("meta") == {"versionId": "1", "lastUpdated": "2023-11-14T22:13:20.000Z"}
    assert body == patient()
    assert json.loads(record.to_json())["id"] == "p1"
    assert repr(record) == "<phr.Record Patient/p1, version 1>"
    assert "Test" in record._repr_html_()


def test_history_holds_deletions_and_earlier_versions_stay(me):
    me.update(patient())
    me.update(patient(family="Neu"))
    me.delete("Patient", "p1")
    versions = me.history("Patient", "p1")
    assert [(each.version, each.deleted) for each in versions] == [(3, True), (2, False), (1, False)]
    assert error_of(versions[0].to_json).code == error_of(versions[0].to_dict).code == "gone"
    assert repr(versions[0]) == "<phr.Record Patient/p1, version 3, deleted>"
    assert "deleted" in versions[0]._repr_html_()
    assert error_of(me.read, "Patient", "p1").code == "gone"
    assert me.vread("Patient", "p1", 1).to_dict()["name"][0]["family"] == "Test"
    assert error_of(me.read, "Patient", "p2").code == "not_found"
    assert error_of(me.read, "Patent", "p1").code == "unknown_resource_type"


@pytest.mark.parametrize("digits", ["5.40", "0.100", "1E+2", "123456789012345678.123456789", "7", "-0.0"])
def test_numbers_keep_their_digits(me, digits):
    me.update(patient())
    text = json.dumps(observation("o1", "1", "2020"), default=str)
    assert '"value": "1"' in text
    text = text.replace('"value": "1"', '"value": ' + digits)
    me.update(text)
    back = me.read("Observation", "o1")
    assert f'"value":{digits}' in back.to_json()
    number = back.to_dict()["valueQuantity"]["value"]
    assert str(number) == digits and type(number) is (int if digits == "7" else Decimal)
    assert me.update(back.to_dict()).kind == "unchanged"


def test_a_dict_goes_in_as_json(me):
    odd = {
        "resourceType": "Patient",
        "id": "p1",
        "active": True,
        "multipleBirthInteger": 2,
        "name": ({"family": 'Ä"\\\n\t\u2028😀'},),
        "extension": [{"url": "http://x", "valueDecimal": 1.5}],
    }
    me.update(odd)
    back = me.read("Patient", "p1").to_dict()
    assert (
        back["name"] == [{"family": 'Ä"\\\n\t\u2028😀'}]
        and back["active"] is True
        and back["multipleBirthInteger"] == 2
    )
    assert back["extension"][0]["valueDecimal"] == Decimal("1.5")


@pytest.mark.parametrize(
    "wrong, kind",
    [
        (5, TypeError),
        (["a"], TypeError),
        (None, TypeError),
        ({"a": {1}}, TypeError),
        ({1: "a"}, TypeError),
        ({"a": float("nan")}, ValueError),
        ({"a": Decimal("Infinity")}, ValueError),
    ],
)
def test_what_is_no_resource_at_all_is_a_type_or_value_error(me, wrong, kind):
    with pytest.raises(kind):
        me.create(wrong)


def test_text_bytes_and_dict_are_the_same(me):
    me.update(patient())
    assert me.update(json.dumps(patient())).kind == "unchanged"
    assert me.update(json.dumps(patient()).encode()).kind == "unchanged"


def test_errors_carry_code_and_place_and_no_values(me):
    raised = error_of(me.create, '{"resourceType":"Patient",\n "birthDate": "Geheim"x}')
    assert (raised.code, raised.line) == ("malformed_json", 2) and raised.column > 10
    assert raised.advice and raised.ordinal is None and isinstance(raised.where, str)
    raised = error_of(me.search, "Observation?code=Geheim&geheim=Geheim")
    assert (raised.code, raised.ordinal) == ("unknown_parameter", 1)
    assert "Geheim" not in repr(raised) + str(raised) + raised.where and raised.code in str(raised)
    assert error_of(me.create, {"resourceType": "Geheim"}).code == "unknown_resource_type"
    assert error_of(me.update, {"resourceType": "Patient"}).code in ("missing_element", "invalid_id")


def test_an_error_can_be_pickled(me):
    import pickle

    raised = error_of(me.search, "Observation?geheim=1")
    again = pickle.loads(pickle.dumps(raised))
    assert (str(again), again.code, again.ordinal, again.advice) == (
        str(raised),
        raised.code,
        raised.ordinal,
        raised.advice,
    )


def test_a_session_without_a_time_takes_the_clock_s_at_each_call(store):
    with store.session() as me:
        before = datetime.now(timezone.utc)
        me.update(patient())
        first = me.read("Patient", "p1").updated
        assert before - timedelta(seconds=1) <= first <= datetime.now(timezone.utc)
        me.update(patient(family="Neu"))
        assert me.read("Patient", "p1").updated > first
    assert me.closed and error_of(me.search, "Patient").code == "invalid_argument"
    me.close()


@pytest.mark.parametrize(
    "now, means",
    [
        ("2020-05", datetime(2020, 5, 1)),
        (date(2020, 5, 2), datetime(2020, 5, 2)),
        ("2020-05-02T10:00:00+02:00", datetime(2020, 5, 2, 8)),
        (datetime(2020, 5, 2, 10, 0, 0, 7, timezone(timedelta(hours=2))), datetime(2020, 5, 2, 8, 0, 0, 7)),
    ],
)
def test_the_time_of_a_session_is_set_in_several_ways(store, now, means):
    me = store.session(now=now)
    me.update(patient())
    assert me.read("Patient", "p1").updated == means.replace(tzinfo=timezone.utc)
    me.set_now(None)
    me.update(patient("p2"))
    assert me.read("Patient", "p2").updated > means.replace(tzinfo=timezone.utc)
    me.set_now(now)
    me.update(patient("p3"))
    assert me.read("Patient", "p3").updated == means.replace(tzinfo=timezone.utc)


def test_a_time_that_says_no_zone_or_is_none_is_refused(store, me):
    raised = error_of(store.session, now=datetime(2020, 5, 2))
    assert (raised.code, raised.where) == ("invalid_argument", "now")
    assert error_of(store.session, now="gestern").code == "malformed_date"
    assert error_of(me.timeline, since="2020-13").where == "since"
    with pytest.raises(TypeError):
        me.set_now(5)


def test_another_sees_what_consent_permits_and_no_more(store, me):
    for each in (
        patient(),
        observation("o1", "5.4", "2020-01-02"),
        {"resourceType": "Practitioner", "id": "d1"},
        consent("p1", "d1", "Observation"),
    ):
        me.update(each)
    them = store.session("Practitioner/d1", purpose="TREAT", now=NOW)
    assert [hit.id for hit in them.search("Observation")] == ["o1"]
    assert them.read("Observation", "o1").version == 1
    assert error_of(them.read, "Patient", "p1").code == "access_denied"
    assert error_of(them.create, patient()).code == "access_denied"
    assert len(store.session("Practitioner/d1", purpose="HMARKT", now=NOW).search("Observation")) == 0
    assert len(store.session("Practitioner/d2", purpose="TREAT", now=NOW).search("Observation")) == 0
    member = store.session("Practitioner/d2", purpose="TREAT", now=NOW, acting_for=["Organization/o1"])
    assert len(member.search("Observation")) == 0


def test_principals_and_purposes_are_checked(store):
    assert error_of(store.session, "somebody").code == "invalid_value"
    assert error_of(store.session, purpose="FUN").code == "invalid_value"
    assert error_of(store.session, "Practitioner/d1", acting_for=["Organization/o1", "x"]).code == "invalid_value"
    with pytest.raises(TypeError):
        store.session("Practitioner/d1", acting_for=[5])
    with pytest.raises(TypeError):
        phr.Record()


def _named(identifier, family="Test"):
    return {"resourceType": "Patient", "identifier": [{"system": "urn:x", "value": identifier}], "name": [{"family": family}]}


def test_conditional_writes_go_by_what_is_found(me):
    made = me.create_if_none(_named("1"), "identifier=urn:x|1")
    assert made.kind == "created"
    assert me.create_if_none(_named("1"), "identifier=urn:x|1").id == made.id
    assert me.update_where(_named("1", "Changed"), "identifier=urn:x|1").version == 2
    patched = me.patch_where("Patient?identifier=urn:x|1", [{"op": "replace", "path": "/name/0/family", "value": "Patched"}])
    assert (patched.id, patched.version) == (made.id, 3)
    assert me.patch("Patient", made.id, []).kind == "unchanged"
    me.create(_named("2"))
    me.create(_named("2"))
    assert error_of(me.delete_where, "Patient?identifier=urn:x|2").code == "ambiguous_match"
    assert me.delete_where("Patient?identifier=urn:x|1").kind == "deleted"


def test_a_transaction_is_executed_and_answered(me):
    answer = me.execute(
        {
            "resourceType": "Bundle",
            "type": "transaction",
            "entry": [
                {"resource": _named("1"), "request": {"method": "POST", "url": "Patient"}},
                {"request": {"method": "GET", "url": "Patient?identifier=urn:x|1"}},
            ],
        }
    )
    assert answer["type"] == "transaction-response"
    assert [entry["response"]["status"] for entry in answer["entry"]] == ["201 Created", "200 OK"]
    assert answer["entry"][1]["resource"]["entry"][0]["resource"]["name"] == [{"family": "Test"}]


def test_purge_and_erase_take_resources_out(me):
    first, second = me.create(_named("1")), me.create(_named("2"))
    assert me.purge("Patient", first.id).kind == "purged"
    erased = me.erase([("Patient", second.id)])
    assert (erased.resources, erased.versions, erased.still_named) == (1, 1, 0)
    for each in (first, second):
        assert error_of(me.read, "Patient", each.id).code == "not_found"
