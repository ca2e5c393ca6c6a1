"""Consents that came by import: they say nothing until the owner adopts them."""

import pytest
from python_package import NOW, consent, error_of, me, observation, path, patient, phr, store  # noqa: F401


@pytest.fixture
def imported(me):
    """A patient with a value, and a Consent for Practitioner/d that came by import."""
    me.update(patient())
    me.update(observation("o1", "5.4", "2020-01-02"))
    me.import_text(consent("p1", "d", "Observation"))
    return me


@pytest.fixture
def theirs(store):
    return store.session("Practitioner/d", purpose="TREAT", now=NOW)


def done(me, action):
    """Of which resources the trail has that action."""
    return [row.id for row in me.audit_trail() if row.action == action]


def test_what_waits_is_listed(imported):
    waiting = imported.pending_consents()
    assert isinstance(waiting, phr.Table) and len(waiting) == 1
    one = waiting[0]
    assert (one.id, one.version, one.patient, one.title) == ("c-d", 1, "p1", "Sharing")
    assert (one.deleted, one.readable, one.unsure, one.adopted) == (False, True, 0, None)
    assert repr(one) == "<phr.PendingConsent Consent/c-d, version 1>"
    assert str(waiting).split()[:8] == ["id", "version", "patient", "title", "deleted", "readable", "unsure", "adopted"]
    assert "<td>Sharing</td>" in waiting._repr_html_()
    assert waiting.to_dicts()[0]["id"] == "c-d"


def test_a_preview_counts_and_changes_nothing(imported, theirs):
    (effect,) = imported.preview_consent("c-d")
    assert (effect.principal, effect.purpose, effect.type) == ("Practitioner/d", "TREAT", "Observation")
    assert (effect.before, effect.after) == (0, 1)
    assert repr(effect) == "<phr.ConsentEffect for Practitioner/d, TREAT: Observation 0 to 1>"
    assert theirs.search("Observation").ids() == [] and len(imported.pending_consents()) == 1


def test_a_preview_has_no_principal_for_those_whom_no_rule_names(me):
    me.update(patient())
    for_all = consent("p1", "d")
    del for_all["provision"]
    for_all["policyRule"] = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "OPTIN"}]}
    me.import_text(for_all)
    effects = {each.type: each for each in me.preview_consent("c-d")}
    assert effects["Patient"].principal is None and (effects["Patient"].before, effects["Patient"].after) == (0, 1)
    assert repr(effects["Patient"]).startswith("<phr.ConsentEffect for anybody else, TREAT")


def test_adopted_without_a_version_the_newest_counts(imported, theirs):
    assert imported.adopt_consent("c-d") is None
    assert theirs.search("Observation").ids() == ["Observation/o1"]
    assert imported.pending_consents() == [] and done(imported, "adopt") == ["c-d"]
    imported.import_text(consent("p1", "d", "Observation", "Patient"))
    assert [(each.version, each.adopted) for each in imported.pending_consents()] == [(2, 1)]
    imported.adopt_consent("c-d", version=None)
    assert theirs.search("Patient").ids() == ["Patient/p1"]


def test_a_version_that_is_named_must_be_the_newest(imported, theirs):
    imported.import_text(consent("p1", "d", "Observation", "Patient"))
    for call in (imported.adopt_consent, imported.reject_consent):
        refused = error_of(call, "c-d", 1)
        assert isinstance(refused, phr.VersionConflict) and refused.ordinal == 2
    assert theirs.search("Observation").ids() == []
    imported.adopt_consent("c-d", 2)
    assert theirs.search("Observation").ids() == ["Observation/o1"]


def test_a_rejected_one_never_counts(imported, theirs):
    imported.adopt_consent("c-d")
    imported.import_text(consent("p1", "d", "Patient"))
    assert theirs.search("Observation").ids() == []
    assert imported.reject_consent("c-d") is None
    assert theirs.search("Observation").ids() == ["Observation/o1"] and theirs.search("Patient").ids() == []
    assert imported.pending_consents() == [] and done(imported, "reject") == ["c-d"]


def test_a_deletion_and_what_is_unreadable_are_marked(imported):
    imported.adopt_consent("c-d")
    imported.import_text(
        {"resourceType": "Bundle", "type": "transaction", "entry": [{"request": {"method": "DELETE", "url": "Consent/c-d"}}]}
    )
    imported.import_text({**consent("p1", "e"), "provision": {"period": {"start": "soon"}}})
    deleted, unreadable = imported.pending_consents()
    assert deleted.deleted and deleted.readable and deleted.adopted == 1
    assert repr(deleted) == "<phr.PendingConsent Consent/c-d, version 2, deleted>"
    assert not unreadable.readable and repr(unreadable) == "<phr.PendingConsent Consent/c-e, version 1, unreadable>"


def test_one_that_does_not_wait_is_not_found(imported):
    for call in (imported.preview_consent, imported.adopt_consent, imported.reject_consent):
        assert isinstance(error_of(call, "none"), phr.NotFound)
    assert isinstance(error_of(imported.adopt_consent, "none", 1), phr.NotFound)


def test_is_the_owners_alone(imported, theirs):
    calls = (
        theirs.pending_consents,
        lambda: theirs.preview_consent("c-d"),
        lambda: theirs.adopt_consent("c-d"),
        lambda: theirs.adopt_consent("c-d", 1),
        lambda: theirs.reject_consent("c-d", 1),
    )
    for call in calls:
        assert isinstance(error_of(call), phr.AccessDenied)


def test_what_the_owner_writes_does_not_wait(imported, theirs):
    imported.update(consent("p1", "d", "Observation"))
    assert imported.pending_consents() == [] and theirs.search("Observation").ids() == ["Observation/o1"]
