"""The package of the build under test, stores to try it on, and small records to put into them."""

import importlib
import os
import pathlib

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("PHR_BUILD", ROOT / "build" / "release"))
PACKAGE = BUILD / "python" / "phr"

if not PACKAGE.is_dir():
    pytest.skip("the Python package is not built (PHR_BUILD_PYTHON)", allow_module_level=True)

import phr  # noqa: E402  (a package that is there and does not import is a failure)

CHEAP = (64, 1, 1)  # protects nothing
NOW = "2023-11-14T22:13:20Z"


def installed(name):
    """A package that takes the library's results. It is there: requirements.txt names it; only without venv.sh's environment the test skips."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        if not os.environ.get("PHR_NO_VENV"):
            pytest.fail(f"{name} is not in this Python: tests/run.sh runs the tests in the environment of tests/python/venv.sh")
        pytest.skip(f"PHR_NO_VENV is set, and {name} is not in this Python")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "me.phr"


@pytest.fixture
def store(path):
    with phr.open(path, passphrase="x", create=True, argon2=CHEAP) as opened:
        yield opened


@pytest.fixture
def me(store):
    return store.session(now=NOW)


def error_of(call, *arguments, **named):
    """The phr.Error that the call must raise."""
    with pytest.raises(phr.Error) as raised:
        call(*arguments, **named)
    return raised.value


def patient(of="p1", family="Test"):
    return {
        "resourceType": "Patient",
        "id": of,
        "name": [{"family": family, "given": ["A"]}],
        "birthDate": "1980-02-03",
    }


def observation(name, value, when, of="p1", code="4548-4", title="HbA1c", unit="%", **more):
    from decimal import Decimal

    return {
        "resourceType": "Observation",
        "id": name,
        "status": "final",
        "category": [
            {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory"}]}
        ],
        "code": {"coding": [{"system": "http://loinc.org", "code": code, "display": title}]},
        "subject": {"reference": f"Patient/{of}"},
        "effectiveDateTime": when,
        "valueQuantity": {"value": Decimal(value), "unit": unit, "system": "http://unitsofmeasure.org", "code": unit},
        **more,
    }


def consent(of, practitioner, *types, title="Sharing"):
    def coding(system, code):
        return {"system": system, "code": code}

    return {
        "resourceType": "Consent",
        "id": f"c-{practitioner}",
        "status": "active",
        "scope": {"coding": [coding("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy")]},
        "category": [{"coding": [coding("http://loinc.org", "59284-0")], "text": title}],
        "patient": {"reference": f"Patient/{of}"},
        "provision": {
            "type": "permit",
            "actor": [
                {
                    "role": {"coding": [coding("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP")]},
                    "reference": {"reference": f"Practitioner/{practitioner}"},
                }
            ],
            "purpose": [coding("http://terminology.hl7.org/CodeSystem/v3-ActReason", "TREAT")],
            "class": [coding("http://hl7.org/fhir/resource-types", each) for each in types],
        },
    }
