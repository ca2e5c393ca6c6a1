"""Lets a doctor see the laboratory values of bundle.json for treatment, reads as her, and looks at what she did."""

import phr

WHO = "Practitioner/mia"


def consent(patient):
    """What the owner permits: to whom, for what, which types, until when. What is not named is denied."""
    return {
        "resourceType": "Consent", "id": "my-doctor", "status": "active", "patient": {"reference": patient},
        "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]},
        "category": [{"text": "My doctor"}],
        "provision": {
            "type": "permit", "period": {"end": "2099-12-31"},
            "actor": [{"role": {"text": "reader"}, "reference": {"reference": WHO}}],
            "purpose": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "TREAT"}],
            "class": [{"system": "http://hl7.org/fhir/resource-types", "code": "Observation"}],
        },
    }


with phr.open("share.phr", passphrase="correct horse", create=True) as store:
    me = store.session()
    me.import_file("bundle.json")
    patient = me.search("Patient").ids()[0]
    mia = store.session(WHO, purpose="TREAT")
    print("before:", len(mia.search("Observation")))

    me.update(consent(patient))  # written by the owner, it counts at once; one that is imported waits to be adopted
    print("after:", "all" if len(mia.search("Observation")) == len(me.search("Observation")) else "a part")
    for each in me.explain(WHO, "TREAT"):
        if each.visible:
            print(" ", each.type, each.why)

    try:
        mia.read(*patient.split("/"))
    except phr.AccessDenied as denied:
        print("the patient:", denied.code)  # what is hidden looks like what is not there

    me.delete("Consent", "my-doctor")
    print("taken back:", len(mia.search("Observation")))
    for row in me.audit_trail():
        if row.actor == WHO:
            print(" ", row.action, row.outcome, row.type)
    print("the trail is intact:", me.verify_audit().intact)
