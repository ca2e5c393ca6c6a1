"""What a query builder must refuse does not compile; the same, written rightly, does."""

import os
import pathlib
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMPILER = os.environ.get("CXX") or shutil.which("g++") or "c++"
BEGIN = """#include <phr/fhir/r4/observation.hpp>
#include <phr/fhir/r4/patient.hpp>
#include <phr/fhir/search/query.hpp>
using namespace phr::fhir::search;
using phr::fhir::r4::Observation;
using phr::fhir::r4::Patient;
inline constexpr custom_parameter<"marital", search_kind::token, Patient> marital{};
inline constexpr custom_parameter<"kin-at", search_kind::reference, Patient, Observation> kin_at{};
inline constexpr custom_parameter<"taken", search_kind::date> taken{};
inline constexpr custom_parameter<"pair", search_kind::composite, Patient> pair{};
"""

# Right, wrong, why.
CASES = {
    "a parameter of another type": ('query<Patient>().where(by::family == "x")', 'query<Observation>().where(by::family == "x")'),
    "a name that is none": ('query<Patient>().where(by::gender == "male")', 'query<Patient>().where(by::sex == "male")'),
    "an order of codes": ('query<Observation>().where(by::code == "x")', 'query<Observation>().where(by::code >= "x")'),
    "an order of texts": ('query<Patient>().where(contains(by::family, "x"))', 'query<Patient>().where(by::family < "x")'),
    "a part of a date": ('query<Observation>().where(by::date == "2020")', 'query<Observation>().where(contains(by::date, "2020"))'),
    "a coding as a date": ('query<Observation>().where(by::date > "2020")', 'query<Observation>().where(by::date > coding(loinc, "x"))'),
    "a double": ('query<Observation>().where(by::value_quantity > "5.40")', "query<Observation>().where(by::value_quantity > 5.40)"),
    "a bool as a reference": ('query<Observation>().where(by::subject == "Patient/p")', "query<Observation>().where(by::subject == true)"),
    "alternatives of two kinds": ('query<Observation>().where(by::code == any_of("x", "y"))', 'query<Observation>().where(by::code == any_of("x", coding(loinc, "y")))'),
    "a sort key of another type": ("query<Observation>().sort(-by::date)", "query<Observation>().sort(-by::birthdate)"),
    "an include that is no reference": ("query<Observation>().include(by::subject)", "query<Observation>().include(by::code)"),
    "a chain along a code": ('query<Observation>().where(leads_to<Patient>(by::subject, by::family == "x"))',
                             'query<Observation>().where(leads_to<Patient>(by::code, by::family == "x"))'),
    "a chain to what has no such parameter": ('query<Observation>().where(leads_to<Patient>(by::subject, by::gender == "x"))',
                                              'query<Observation>().where(leads_to<Patient>(by::subject, by::status == "x"))'),
    "what refers here by a code": ('query<Patient>().where(has<Observation>(by::patient, by::code == "x"))',
                                   'query<Patient>().where(has<Observation>(by::code, by::code == "x"))'),
    "an own parameter of another type": ('query<Patient>().where(marital == "M")', 'query<Observation>().where(marital == "M")'),
    "an order of an own token": ('query<Patient>().where(marital != coding("urn:m", "M"))', 'query<Patient>().where(marital > "M")'),
    "a part of an own date": ('query<Patient>().where(taken >= "2020")', 'query<Patient>().where(contains(taken, "2020"))'),
    "a sort by an own parameter of another type": ("query<Patient>().sort(-marital, taken)", "query<Observation>().sort(-marital)"),
    "a chain along an own token": ('query<Patient>().where(leads_to<Patient>(kin_at, marital == "M"))', 'query<Patient>().where(leads_to<Patient>(marital, marital == "M"))'),
    "an include that is an own date": ("query<Observation>().include(kin_at).revinclude<Patient>(kin_at)", "query<Observation>().include(taken)"),
    "what refers here by an own parameter of another type": ('query<Patient>().where(has<Observation>(kin_at, by::code == "x"))',
                                                             'query<Patient>().where(has<Observation>(marital, by::code == "x"))'),
    "an own special one": ('custom_parameter<"a", search_kind::composite, Patient>{}', 'custom_parameter<"a", search_kind::special, Patient>{}'),
    "an own composite's part alone": ('query<Patient>().where(pair == parts("x", "2020"))', 'query<Patient>().where(pair == "x")'),
    "an own name with a meaning": ('custom_parameter<"a-b", search_kind::token, Patient>{}', 'custom_parameter<"a.b", search_kind::token, Patient>{}'),
    "an own name of FHIR's kind": ('custom_parameter<"b_", search_kind::token, Patient>{}', 'custom_parameter<"_b", search_kind::token, Patient>{}'),
    "an own parameter of what is no resource": ('custom_parameter<"a", search_kind::token, Observation>{}', 'custom_parameter<"a", search_kind::token, int>{}'),
}


def compiles(expressions, folder):
    source = folder / "query.cpp"
    source.write_text(BEGIN + "".join(f"auto made_{nth} = {each};\n" for nth, each in enumerate(expressions)))
    flags = ["-std=c++20", f"-I{ROOT}/include", "-fsyntax-only"]
    return subprocess.run([COMPILER, *flags, str(source)], capture_output=True, text=True, check=False).returncode == 0


def test_what_is_right_compiles(tmp_path):
    assert compiles([right for right, _ in CASES.values()], tmp_path)


@pytest.mark.parametrize("name", CASES)
def test_misuse_does_not_compile(name, tmp_path):
    assert not compiles([CASES[name][1]], tmp_path)
