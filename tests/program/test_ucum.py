"""phr ucum: codes explained, values converted."""

import pytest


def test_a_value_is_converted_with_its_digits(phr):
    assert phr.ok("ucum", "5.40", "mg/dL", "g/L", passphrase=None) == "0.0540 g/L\n"
    assert phr.ok("ucum", "-40", "Cel", "[degF]") == "-40 [degF]\n"
    assert phr.ok("ucum", "1", "[in_i]", "cm") == "2.54 cm\n"


def test_a_substance_says_rule_molar_mass_and_source(phr):
    said = phr.ok("ucum", "5.4", "mmol/L", "mg/dL", "--loinc", "2339-0").splitlines()
    assert said[0] == "97.28424 mg/dL"
    assert said[1].startswith("multiplied by the molar mass: 180.1560 g/mol (glucose: C6H12O6")
    assert phr.ok("ucum", "2.5", "mmol/L", "meq/L", "--molar-mass", "40", "--charge", "2", "--source", "a book") == (
        "5 meq/L\nmultiplied by the charge: 40 g/mol, 2 equivalents in a mole (a book)\n")


def test_json_is_one_object(phr):
    made = phr.json("ucum", "--json", "5.4", "mmol/L", "mg/dL", "--loinc", "2339-0")
    assert (made["value"], made["unit"], made["rule"], made["molarMass"]) == (97.28424, "mg/dL", "multiplied by the molar mass", 180.156)
    assert made["source"].startswith("glucose")
    assert phr.json("ucum", "--json", "5.40", "mg/dL", "g/L") == {"value": 0.054, "unit": "g/L", "rule": "units alone"}
    assert phr.json("ucum", "--json", "Cel") == {
        "code": "Cel", "display": "(degree Celsius)", "base": "K", "one": 274.15, "special": True, "arbitrary": False, "dimensionless": False}
    assert phr.json("ucum", "--json", "5", "mg/dL") == {"value": 50, "unit": "g.m-3"}


def test_a_code_is_explained(phr):
    assert phr.ok("ucum", "mg/dL") == "mg/dL: (milligram) / (deciliter)\n1 mg/dL = 10 g.m-3\n"
    assert phr.ok("ucum", "[iU]").splitlines()[2] == "an arbitrary unit: comparable with itself alone"
    assert phr.ok("ucum", "Cel").splitlines()[2] == "a special unit: it takes no part in products"
    assert phr.ok("ucum", "%").splitlines()[1] == "1 % = 0.01"
    assert phr.ok("ucum", "5", "mg/dL") == "50 g.m-3\n"


def test_a_wrong_code_is_told_with_its_column(phr):
    assert "(line 1, column 6)" in phr.refused(5, "ucum", "mmol/Lx")


@pytest.mark.parametrize(("code", "arguments"), [
    (5, ("5.4", "mg/dL", "mmol/L")),
    (5, ("40", "g/L", "mmol/L", "--loinc", "1751-7")),
    (4, ("1", "g", "mol", "--loinc", "0-0")),
    (5, ("5,4", "mg", "g")),
    (5, ("5", "mg", "gg/")),
    (2, ("1", "g", "mol", "--molar-mass", "0")),
    (2, ("1", "g", "mol", "--loinc", "2339-0", "--molar-mass", "5")),
    (2, ("1", "g", "mol", "--source", "a book")),
    (2, ("1", "g", "mol", "kg")),
    (2, ("mg", "--loinc", "2339-0")),
    (2, ()),
])
def test_what_cannot_be_told_is_refused_with_its_exit_code(phr, code, arguments):
    phr.refused(code, "ucum", *arguments)
