"""phr.ucum: codes, comparing, conversion by units and by what is measured."""

from array import array
from decimal import Decimal
from math import isnan

import pytest
from python_package import error_of, installed, phr

from phr import ucum


def test_a_number_keeps_its_digits_and_its_kind():
    assert str(ucum.convert("5.40", "mg/dL", "g/L")) == "0.0540"
    assert ucum.convert(Decimal("154"), "[lb_av]", "kg") == Decimal("69.85322498")
    assert ucum.convert(120, "mm[Hg]", "kPa") == Decimal("15.99864")
    made = ucum.convert(101.3, "[degF]", "Cel")
    assert made == 38.5 and type(made) is float
    assert ucum.convert(["1", 2, 2.5], "g", "mg") == [Decimal("1000"), Decimal("2000"), 2500.0]
    assert ucum.convert(Decimal("1E+2"), "g", "kg") == Decimal("0.1")


def test_a_substance_answers_with_value_rule_and_source():
    made = ucum.convert(5.4, "mmol/L", "mg/dL", loinc="2339-0")
    assert (made.value, made.unit, made.rule, made.molar_mass) == (97.28424, "mg/dL", "multiplied by the molar mass", Decimal("180.1560"))
    assert made.source.startswith("glucose: C6H12O6") and type(made.value) is float
    assert str(ucum.convert("90", "mg/dL", "mmol/L", loinc="2345-7").value).startswith("4.9956704189")
    own = ucum.convert("2.5", "mmol/L", "meq/L", molar_mass=40, source="a book", charge=2)
    assert (own.value, own.rule, own.source, own.charge) == (Decimal("5"), "multiplied by the charge", "a book", 2)
    alone = ucum.convert("5", "mmol/L", "umol/L", loinc="2339-0")
    assert (alone.value, alone.rule, alone.molar_mass, alone.source) == (Decimal("5000"), "units alone", None, None)
    assert str(made).startswith("97.28424 mg/dL: multiplied by the molar mass 180.1560 g/mol (glucose")


@pytest.mark.parametrize(("code", "arguments", "named"), [
    ("unit_mismatch", ("5.4", "mg/dL", "mmol/L"), {}), ("unit_mismatch", ("40", "g/L", "mmol/L"), {"loinc": "1751-7"}), ("not_found", ("1", "g", "mol"), {"loinc": "0-0"}),
    ("invalid_argument", ("1", "g", "mol"), {"molar_mass": 0}), ("malformed_number", ("5,4", "mg", "g"), {}), ("invalid_value", ("5", "mgg", "g"), {})])
def test_what_cannot_be_told_is_refused(code, arguments, named):
    assert error_of(ucum.convert, *arguments, **named).code == code


@pytest.mark.parametrize("wrong", [None, True, object(), b"5"])
def test_what_is_no_number_is_a_type_error(wrong):
    with pytest.raises(TypeError):
        ucum.convert(wrong, "g", "kg")


def test_infinity_and_two_ways_at_once_are_refused():
    with pytest.raises(ValueError):
        ucum.convert(float("inf"), "g", "kg")
    with pytest.raises(TypeError):
        ucum.convert(1, "g", "mol", loinc="2339-0", molar_mass=1)


def test_columns_are_converted_in_one_call():
    made = ucum.convert(array("d", [120.0, float("nan")]), "mm[Hg]", "kPa")
    assert isinstance(made, array) and made[0] == pytest.approx(15.99864, abs=1e-12) and isnan(made[1])
    assert list(ucum.convert(array("d"), "mm[Hg]", "kPa")) == []
    glucose = ucum.convert(array("d", [90.0, 180.156]), "mg/dL", "mmol/L", loinc="2345-7")
    assert list(glucose.value) == pytest.approx([4.99567041897022, 10.0], abs=1e-12) and glucose.source
    celsius = ucum.convert(array("d", [101.3]), "[degF]", "Cel", loinc="2345-7")  # the units alone suffice
    assert celsius.rule == "units alone" and list(celsius.value) == pytest.approx([38.5], abs=1e-12)


def test_numpy_arrays_become_numpy_arrays():
    numpy = installed("numpy")
    values = numpy.arange(12, dtype=numpy.int32).reshape(3, 4)
    made = ucum.convert(values, "Cel", "K")
    assert made.shape == (3, 4) and numpy.allclose(made, values + 273.15, atol=1e-12)
    assert numpy.allclose(ucum.convert(values[:, 1], "mmol/L", "mg/dL", loinc="2339-0").value, values[:, 1] * 18.0156, atol=1e-12)


def test_only_a_row_of_doubles_is_a_column():
    way = ucum.Conversion(ucum.parse("g"), ucum.parse("kg"))
    assert way.decimal("5") == "0.005"
    with pytest.raises(TypeError):
        way.column(array("f", [1.0]), array("d", [0.0]))
    with pytest.raises(ValueError):
        way.column(array("d", [1.0]), array("d"))


def test_a_code_is_parsed_validated_and_put_into_words():
    newton = ucum.parse("N")
    assert (newton.code, newton.base, newton.display, newton.special, newton.arbitrary, newton.dimensionless) == ("N", "g.m.s-2", "(newton)", False, False, False)
    assert ucum.parse("Cel").special and ucum.parse("[iU]").arbitrary and ucum.parse("%").dimensionless
    assert (newton / ucum.parse("m2")).same_as(ucum.parse("Pa")) and (newton * ucum.parse("m")).same_as(ucum.parse("J"))
    assert ucum.parse("L").same_as(ucum.parse("dm3")) and not ucum.parse("Cel").same_as(ucum.parse("K"))
    assert error_of(lambda: ucum.parse("Cel") / ucum.parse("h")).code == "unit_mismatch"
    assert ucum.validate("mmol/L") is None
    wrong = ucum.validate("mmol/Lx")
    assert isinstance(wrong, phr.Error) and (wrong.code, wrong.column) == ("invalid_value", 6)
    assert ucum.display("kg/m3") == "(kilogram) / (meter ^ 3)"
    assert error_of(ucum.parse, "").code == "empty_input"


def test_comparing_is_exact():
    assert ucum.compare((1, "[in_i]"), (Decimal("2.54"), "cm")) == 0
    assert ucum.compare((1, "[in_i]"), ("2.5400000000000000000000001", "cm")) == -1
    assert ucum.compare((1.0, "g"), (1, "mg")) == 1
    assert error_of(ucum.compare, (1, "g"), (1, "mL")).code == "unit_mismatch"
    assert ucum.comparable("g", "[lb_av]") and not ucum.comparable("mg/dL", "mmol/L")
    assert ucum.canonical("5", "mg/dL") == ucum.Quantity(Decimal("50"), "g.m-3")
    assert str(ucum.Quantity(Decimal("5.40"), "mg")) == "5.40 'mg'" and str(ucum.Quantity(Decimal("2"), "day")) == "2 day"
