#include "fixture.h"

#include <phr/ucum.h>

#include <math.h>

static void keep(void *user, const uint8_t *bytes, size_t size) {
  char *into = (char *)user;
  memcpy(into, bytes, size < 255 ? size : 255);
  into[size < 255 ? size : 255] = 0;
}

static void check_converted(phr_converted *made, const char *value, const char *unit, const char *rule, const char *molar_mass) {
  phr_converted_facts facts = PHR_CONVERTED_FACTS_INIT;
  CHECK_OK(phr_converted_info(made, &facts, NULL));
  CHECK_TEXT(facts.value, value);
  CHECK_TEXT(facts.unit, unit);
  CHECK_TEXT(facts.rule, rule);
  CHECK_TEXT(facts.molar_mass, molar_mass);
  phr_converted_end(made);
}

TEST(Ucum, SaysWhereACodeIsWrong) {
  phr_error err = PHR_ERROR_INIT;
  CHECK_OK(phr_ucum_validate(PHR_TEXT("mmol/L"), &err));
  CHECK(phr_ucum_validate(PHR_TEXT("mmol/Lx"), &err) == PHR_INVALID_VALUE);
  CHECK(err.line == 1 && err.column == 6);
  CHECK(phr_ucum_validate(PHR_TEXT("m//s"), &err) == PHR_MALFORMED_QUERY);
  CHECK(phr_ucum_validate(phr_text_of(NULL), &err) == PHR_EMPTY_INPUT);
  CHECK(phr_ucum_validate(null_text(1), &err) == PHR_INVALID_ARGUMENT);
}

TEST(Ucum, PutsACodeIntoWordsAndBaseUnits) {
  char said[256] = "";
  CHECK_OK(phr_ucum_display(PHR_TEXT("kg/m3"), keep, said, NULL));
  CHECK(strcmp(said, "(kilogram) / (meter ^ 3)") == 0);
  CHECK_OK(phr_ucum_base(PHR_TEXT("N"), keep, said, NULL));
  CHECK(strcmp(said, "g.m.s-2") == 0);
  CHECK(phr_ucum_base(PHR_TEXT("x7y"), keep, said, NULL) == PHR_INVALID_VALUE);
  CHECK(phr_ucum_display(PHR_TEXT("m"), NULL, NULL, NULL) == PHR_INVALID_ARGUMENT);
}

TEST(Ucum, ConvertsWithDigitsAndRefusesToGuess) {
  phr_converted *made = NULL;
  phr_error err = PHR_ERROR_INIT;
  CHECK_OK(phr_ucum_convert(PHR_TEXT("5.40"), PHR_TEXT("mg/dL"), PHR_TEXT("g/L"), &made, NULL));
  check_converted(made, "0.0540", "g/L", "units alone", "0");
  CHECK_OK(phr_ucum_canonical(PHR_TEXT("5"), PHR_TEXT("mg/dL"), &made, NULL));
  check_converted(made, "50", "g.m-3", "units alone", "0");
  CHECK(phr_ucum_convert(PHR_TEXT("5.4"), PHR_TEXT("mg/dL"), PHR_TEXT("mmol/L"), &made, &err) == PHR_UNIT_MISMATCH);
  CHECK(made == NULL);
  CHECK(phr_ucum_convert(PHR_TEXT("5.4"), PHR_TEXT("mg"), PHR_TEXT("g//L"), &made, &err) == PHR_MALFORMED_QUERY);
  CHECK(err.has_ordinal == 1 && err.ordinal == 1);
  CHECK(phr_ucum_convert(PHR_TEXT("5,4"), PHR_TEXT("mg"), PHR_TEXT("g"), &made, &err) == PHR_MALFORMED_NUMBER);
}

TEST(Ucum, ConvertsASubstanceAndSaysByWhatRule) {
  phr_converted *made = NULL;
  phr_converted_facts facts = PHR_CONVERTED_FACTS_INIT;
  CHECK_OK(phr_ucum_convert_analyte(PHR_TEXT("90"), PHR_TEXT("mg/dL"), PHR_TEXT("mmol/L"), PHR_TEXT("2345-7"), &made, NULL));
  CHECK_OK(phr_converted_info(made, &facts, NULL));
  CHECK(strncmp(facts.value.data, "4.9956704189", 12) == 0);
  CHECK_TEXT(facts.rule, "divided by the molar mass");
  CHECK_TEXT(facts.molar_mass, "180.1560");
  CHECK(strncmp(facts.source.data, "glucose", 7) == 0);
  phr_converted_end(made);
  CHECK(phr_ucum_convert_analyte(PHR_TEXT("40"), PHR_TEXT("g/L"), PHR_TEXT("mmol/L"), PHR_TEXT("1751-7"), &made, NULL) == PHR_UNIT_MISMATCH);
  CHECK(phr_ucum_convert_analyte(PHR_TEXT("40"), PHR_TEXT("g/L"), PHR_TEXT("mmol/L"), PHR_TEXT("0-0"), &made, NULL) == PHR_NOT_FOUND);
  CHECK(made == NULL);
}

TEST(Ucum, ConvertsByAMolarMassOfTheCaller) {
  phr_converted *made = NULL;
  phr_converted_facts facts = PHR_CONVERTED_FACTS_INIT;
  CHECK_OK(phr_ucum_convert_substance(PHR_TEXT("2"), PHR_TEXT("mol"), PHR_TEXT("g"), PHR_TEXT("18"), PHR_TEXT("a book"), 0, &made, NULL));
  CHECK_OK(phr_converted_info(made, &facts, NULL));
  CHECK_TEXT(facts.source, "a book");
  check_converted(made, "36", "g", "multiplied by the molar mass", "18");
  CHECK_OK(phr_ucum_convert_substance(PHR_TEXT("2.5"), PHR_TEXT("mmol/L"), PHR_TEXT("meq/L"), PHR_TEXT("40"), PHR_TEXT(""), 2, &made, NULL));
  CHECK_OK(phr_converted_info(made, &facts, NULL));
  CHECK(facts.charge == 2 && facts.source.size == 0);
  CHECK_TEXT(facts.rule, "multiplied by the charge");
  phr_converted_end(made);
  CHECK(phr_ucum_convert_substance(PHR_TEXT("2"), PHR_TEXT("mol"), PHR_TEXT("g"), PHR_TEXT("0"), PHR_TEXT(""), 0, &made, NULL) == PHR_INVALID_ARGUMENT);
  CHECK(phr_ucum_convert_substance(PHR_TEXT("2"), PHR_TEXT("mol"), PHR_TEXT("eq"), PHR_TEXT("18"), PHR_TEXT(""), 0, &made, NULL) == PHR_INVALID_ARGUMENT);
}

TEST(Ucum, ComparesExactly) {
  int order = 7;
  int answer = 7;
  CHECK_OK(phr_ucum_compare(PHR_TEXT("1"), PHR_TEXT("[in_i]"), PHR_TEXT("2.54"), PHR_TEXT("cm"), &order, NULL));
  CHECK(order == 0);
  CHECK_OK(phr_ucum_compare(PHR_TEXT("1"), PHR_TEXT("[in_i]"), PHR_TEXT("2.55"), PHR_TEXT("cm"), &order, NULL));
  CHECK(order == -1);
  CHECK_OK(phr_ucum_compare(PHR_TEXT("1"), PHR_TEXT("g"), PHR_TEXT("1"), PHR_TEXT("mg"), &order, NULL));
  CHECK(order == 1);
  CHECK(phr_ucum_compare(PHR_TEXT("1"), PHR_TEXT("g"), PHR_TEXT("1"), PHR_TEXT("mL"), &order, NULL) == PHR_UNIT_MISMATCH);
  CHECK_OK(phr_ucum_comparable(PHR_TEXT("g"), PHR_TEXT("[lb_av]"), &answer, NULL));
  CHECK(answer == 1);
  CHECK_OK(phr_ucum_comparable(PHR_TEXT("g"), PHR_TEXT("mL"), &answer, NULL));
  CHECK(answer == 0);
  CHECK(phr_ucum_comparable(PHR_TEXT("g"), PHR_TEXT("nope"), &answer, NULL) == PHR_INVALID_VALUE);
}

TEST(Ucum, ConvertsAColumn) {
  phr_conversion *made = NULL;
  double values[3] = {120.0, 80.0, NAN};
  double none[1] = {-1.0};
  char said[256] = "";
  CHECK_OK(phr_conversion_create(PHR_TEXT("mm[Hg]"), PHR_TEXT("kPa"), &made, NULL));
  CHECK_OK(phr_conversion_column(made, values, values, 3, NULL));
  CHECK(fabs(values[0] - 15.99864) < 1e-12 && fabs(values[1] - 10.66576) < 1e-12 && isnan(values[2]));
  CHECK_OK(phr_conversion_decimal(made, PHR_TEXT("120"), keep, said, NULL));
  CHECK(strcmp(said, "15.99864") == 0);
  CHECK_OK(phr_conversion_column(made, NULL, NULL, 0, NULL));
  CHECK(phr_conversion_column(made, values, NULL, 1, NULL) == PHR_INVALID_ARGUMENT);
  phr_conversion_end(made);
  CHECK_OK(phr_conversion_create(PHR_TEXT("m[H2O]"), PHR_TEXT("B[SPL]"), &made, NULL));
  CHECK_OK(phr_conversion_column(made, none, none, 1, NULL));
  CHECK(isnan(none[0]));
  phr_conversion_end(made);
  CHECK(phr_conversion_create(PHR_TEXT("g"), PHR_TEXT("mL"), &made, NULL) == PHR_UNIT_MISMATCH);
}

TEST(Ucum, RefusesWhatIsNoHandle) {
  phr_converted_facts facts = PHR_CONVERTED_FACTS_INIT;
  double value = 1;
  int order = 0;
  CHECK(phr_converted_info(NULL, &facts, NULL) == PHR_INVALID_HANDLE);
  CHECK(phr_conversion_column(NULL, &value, &value, 1, NULL) == PHR_INVALID_HANDLE);
  CHECK(phr_conversion_decimal(NULL, PHR_TEXT("1"), keep, NULL, NULL) == PHR_INVALID_HANDLE);
  CHECK(phr_ucum_convert(PHR_TEXT("1"), PHR_TEXT("g"), PHR_TEXT("kg"), NULL, NULL) == PHR_INVALID_ARGUMENT);
  CHECK(phr_ucum_compare(PHR_TEXT("1"), PHR_TEXT("g"), PHR_TEXT("x"), PHR_TEXT("g"), &order, NULL) == PHR_MALFORMED_NUMBER);
  phr_converted_end(NULL);
  phr_conversion_end(NULL);
}
