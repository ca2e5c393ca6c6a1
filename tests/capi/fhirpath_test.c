#include "fixture.h"

#include <phr/fhirpath.h>

static const char patient[] =
    "{\"resourceType\":\"Patient\",\"id\":\"p\",\"active\":true,\"name\":[{\"use\":\"official\",\"family\":\"Lovelace\",\"given\":[\"Ada\",\"Byron\"]}],"
    "\"birthDate\":\"1815-12-10\",\"generalPractitioner\":[{\"reference\":\"Organization/9\"}]}";

static phr_fhirpath *compiled(const char *expression) {
  phr_fhirpath *made = NULL;
  CHECK_OK(phr_fhirpath_compile(phr_text_of(expression), NULL, &made, NULL));
  return made;
}

static phr_resource *decoded(const char *json) {
  phr_resource *made = NULL;
  CHECK_OK(phr_resource_decode(phr_text_of(json), PHR_JSON, 0, &made, NULL, NULL));
  return made;
}

static void keep(void *user, const uint8_t *bytes, size_t size) {
  char *into = (char *)user;
  memcpy(into, bytes, size < 511 ? size : 511);
  into[size < 511 ? size : 511] = 0;
}

// Whether the expression is one item of a kind, with a type, a text and a JSON, of the patient.
static void check_one(const char *expression, const phr_fhirpath_with *with, phr_item_kind kind, const char *type, const char *text, const char *json) {
  phr_fhirpath *made = compiled(expression);
  phr_items *items = NULL;
  phr_item item = PHR_ITEM_INIT;
  CHECK_OK(phr_fhirpath_evaluate(made, phr_text_of(patient), with, &items, NULL));
  CHECK(phr_items_count(items) == 1);
  CHECK_OK(phr_items_at(items, 0, &item, NULL));
  CHECK(item.kind == kind);
  CHECK_TEXT(item.type, type);
  if (text == NULL) {
    CHECK(item.text.data == NULL && item.text.size == 0);
  } else {
    CHECK_TEXT(item.text, text);
  }
  CHECK_TEXT(item.json, json);
  phr_items_end(items);
  phr_fhirpath_end(made);
}

TEST(FhirPath, HasItemsOfEachKind) {
  check_one("active", NULL, PHR_ITEM_BOOLEAN, "FHIR.boolean", "true", "true");
  check_one("name.given.count()", NULL, PHR_ITEM_INTEGER, "System.Integer", "2", "2");
  check_one("1.50", NULL, PHR_ITEM_DECIMAL, "System.Decimal", "1.50", "1.50");
  check_one("name.family", NULL, PHR_ITEM_STRING, "FHIR.string", "Lovelace", "\"Lovelace\"");
  check_one("birthDate", NULL, PHR_ITEM_DATE, "FHIR.date", "1815-12-10", "\"1815-12-10\"");
  check_one("@2020-01-01T10:00Z", NULL, PHR_ITEM_DATE_TIME, "System.DateTime", "2020-01-01T10:00Z", "\"2020-01-01T10:00Z\"");
  check_one("@T10:30", NULL, PHR_ITEM_TIME, "System.Time", "10:30", "\"10:30\"");
  check_one("5.4 'mg'", NULL, PHR_ITEM_QUANTITY, "System.Quantity", "5.4 'mg'",
            "{\"value\":5.4,\"unit\":\"mg\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"mg\"}");
  check_one("generalPractitioner", NULL, PHR_ITEM_ELEMENT, "FHIR.Reference", NULL, "{\"reference\":\"Organization/9\"}");
}

TEST(FhirPath, IsEvaluatedOverAResourceAsOverItsText) {
  phr_fhirpath *made = compiled("Patient.name.where(use = 'official').given");
  phr_resource *resource = decoded(patient);
  phr_items *items = NULL;
  phr_item item = PHR_ITEM_INIT;
  CHECK_OK(phr_fhirpath_evaluate_resource(made, resource, NULL, &items, NULL));
  phr_resource_end(resource);  // items borrow from nothing
  phr_fhirpath_end(made);
  CHECK(phr_items_count(items) == 2);
  CHECK_OK(phr_items_at(items, 1, &item, NULL));
  CHECK_TEXT(item.text, "Byron");
  CHECK(phr_items_at(items, 2, &item, NULL) == PHR_INVALID_ARGUMENT);
  phr_items_end(items);
}

TEST(FhirPath, TellsWhereAnExpressionIsWrong) {
  phr_error err = PHR_ERROR_INIT;
  phr_fhirpath *made = NULL;
  phr_fhirpath_options options = PHR_FHIRPATH_OPTIONS_INIT;
  CHECK(phr_fhirpath_compile(PHR_TEXT("name.\n given +"), NULL, &made, &err) == PHR_MALFORMED_QUERY);
  CHECK(made == NULL && err.line == 2 && err.column != 0);
  options.type = PHR_TEXT("Patient");
  CHECK(phr_fhirpath_compile(PHR_TEXT("name\n .givn"), &options, &made, &err) == PHR_UNKNOWN_ELEMENT);
  CHECK(err.line == 2 && err.column == 3);
  options.unchecked = 1;
  CHECK_OK(phr_fhirpath_compile(PHR_TEXT("name\n .givn"), &options, &made, &err));
  phr_fhirpath_end(made);
  options.unchecked = 0;
  options.type = PHR_TEXT("Patiant");
  CHECK(phr_fhirpath_compile(PHR_TEXT("name"), &options, &made, &err) == PHR_WRONG_TYPE);
  options.type = PHR_TEXT("Patient");
  options.check_order = 1;
  CHECK(phr_fhirpath_compile(PHR_TEXT("children().first()"), &options, &made, &err) != PHR_OK);
}

TEST(FhirPath, TellsTextAndExpressionApartInErrors) {
  phr_error err = PHR_ERROR_INIT;
  phr_fhirpath *made = compiled("  1 + name");
  phr_items *items = NULL;
  CHECK(phr_fhirpath_evaluate(made, phr_text_of(patient), NULL, &items, &err) == PHR_INVALID_ARGUMENT);
  CHECK(items == NULL && err.line == 1 && err.column == 5);
  CHECK(phr_fhirpath_evaluate(made, PHR_TEXT("{\n]"), NULL, &items, &err) == PHR_MALFORMED_JSON);
  CHECK(err.line == 2);
  phr_fhirpath_end(made);
}

TEST(FhirPath, ExplainsPrintsAndSaysWhatItReads) {
  phr_fhirpath *made = compiled("Patient . name.where( use='official' and %resource.active )");
  phr_fhirpath *all = compiled("descendants()");
  phr_text name = {NULL, 0};
  char said[512] = "";
  CHECK_OK(phr_fhirpath_text(made, keep, said, NULL));
  CHECK(strcmp(said, "Patient.name.where(use = 'official' and %resource.active)") == 0);
  CHECK_OK(phr_fhirpath_explain(made, keep, said, NULL));
  CHECK(strstr(said, "reads name active\n") != NULL && strstr(said, "element name (field 10 of Patient) -> HumanName") != NULL);
  CHECK(phr_fhirpath_roots_count(made) == 2);
  CHECK_OK(phr_fhirpath_roots_at(made, 1, &name, NULL));
  CHECK_TEXT(name, "active");
  CHECK(phr_fhirpath_roots_at(made, 2, &name, NULL) == PHR_INVALID_ARGUMENT);
  CHECK(phr_fhirpath_roots_count(all) == PHR_ALL_ROOTS);
  CHECK(phr_fhirpath_roots_at(all, 0, &name, NULL) == PHR_INVALID_ARGUMENT);
  phr_fhirpath_end(made);
  phr_fhirpath_end(all);
}

TEST(FhirPath, TakesConstantsAndATime) {
  phr_constant constants[4];
  phr_fhirpath_with with = PHR_FHIRPATH_WITH_INIT;
  constants[0].name = PHR_TEXT("n");
  constants[0].kind = PHR_ITEM_INTEGER;
  constants[0].text = PHR_TEXT("40");
  constants[1] = constants[0];
  constants[1].text = PHR_TEXT("2");
  constants[2].name = PHR_TEXT("dose");
  constants[2].kind = PHR_ITEM_QUANTITY;
  constants[2].text = PHR_TEXT("1000 'mg'");
  constants[3].name = PHR_TEXT("other");
  constants[3].kind = PHR_ITEM_ELEMENT;
  constants[3].text = PHR_TEXT("{\"resourceType\":\"Patient\",\"id\":\"q\"}");
  with.constants = constants;
  with.constant_count = 4;
  with.now = PHR_TEXT("2020-02-03T04:05:06.007+01:00");
  check_one("%n.sum()", &with, PHR_ITEM_INTEGER, "System.Integer", "42", "42");
  check_one("%dose = 1 'g'", &with, PHR_ITEM_BOOLEAN, "System.Boolean", "true", "true");
  check_one("%other.id & id", &with, PHR_ITEM_STRING, "System.String", "qp", "\"qp\"");
  check_one("today()", &with, PHR_ITEM_DATE, "System.Date", "2020-02-03", "\"2020-02-03\"");
}

TEST(FhirPath, RefusesConstantsThatAreNone) {
  phr_error err = PHR_ERROR_INIT;
  phr_constant constants[2];
  phr_fhirpath_with with = PHR_FHIRPATH_WITH_INIT;
  phr_fhirpath *made = compiled("%a");
  int answer = 0;
  constants[0].name = PHR_TEXT("a");
  constants[0].kind = PHR_ITEM_BOOLEAN;
  constants[0].text = PHR_TEXT("true");
  constants[1] = constants[0];
  constants[1].text = PHR_TEXT("maybe");
  with.constants = constants;
  with.constant_count = 1;
  CHECK_OK(phr_fhirpath_test(made, phr_text_of(patient), &with, &answer, &err));
  CHECK(answer == 1);
  with.constant_count = 2;
  CHECK(phr_fhirpath_test(made, phr_text_of(patient), &with, &answer, &err) == PHR_INVALID_VALUE);
  CHECK(err.has_ordinal == 1 && err.ordinal == 1 && answer == -1);
  constants[1].kind = (phr_item_kind)77;
  CHECK(phr_fhirpath_test(made, phr_text_of(patient), &with, &answer, &err) == PHR_INVALID_ARGUMENT);
  with.constants = NULL;
  CHECK(phr_fhirpath_test(made, phr_text_of(patient), &with, &answer, &err) == PHR_INVALID_ARGUMENT);
  with.constant_count = 0;
  with.now = PHR_TEXT("2020");
  CHECK(phr_fhirpath_test(made, phr_text_of(patient), &with, &answer, &err) == PHR_MALFORMED_DATE);
  phr_fhirpath_end(made);
}

typedef struct asked {
  const phr_resource *organization;
  char heard[64];
  size_t items;
} asked;

static const phr_resource *resolve(void *user, phr_text reference) {
  return strcmp(reference.data, "Organization/9") == 0 ? ((asked *)user)->organization : NULL;
}
static int is_member(void *user, phr_text value_set, phr_text system, phr_text code) {
  (void)user;
  (void)system;
  return strcmp(value_set.data, "http://x/known") != 0 ? -1 : strcmp(code.data, "official") == 0;
}
static void trace(void *user, phr_text name, const phr_items *items) {
  asked *into = (asked *)user;
  phr_item first = PHR_ITEM_INIT;
  CHECK_OK(phr_items_at(items, 0, &first, NULL));
  CHECK(first.text.data != NULL);
  strncpy(into->heard, name.data, 63);
  into->items = phr_items_count(items);
}

TEST(FhirPath, AsksTheHost) {
  asked host = {NULL, "", 0};
  phr_resource *organization = decoded("{\"resourceType\":\"Organization\",\"name\":\"Clinic\"}");
  phr_fhirpath_with with = PHR_FHIRPATH_WITH_INIT;
  host.organization = organization;
  with.resolve = resolve;
  with.member_of = is_member;
  with.trace = trace;
  with.user = &host;
  check_one("generalPractitioner.resolve().name", &with, PHR_ITEM_STRING, "FHIR.string", "Clinic", "\"Clinic\"");
  check_one("name.use.memberOf('http://x/known')", &with, PHR_ITEM_BOOLEAN, "System.Boolean", "true", "true");
  check_one("name.use.memberOf('http://x/other').empty()", &with, PHR_ITEM_BOOLEAN, "System.Boolean", "true", "true");
  check_one("name.given.trace('names').count()", &with, PHR_ITEM_INTEGER, "System.Integer", "2", "2");
  CHECK(strcmp(host.heard, "names") == 0 && host.items == 2);
  host.organization = NULL;
  check_one("generalPractitioner.resolve().empty()", &with, PHR_ITEM_BOOLEAN, "System.Boolean", "true", "true");
  check_one("generalPractitioner.resolve().empty()", NULL, PHR_ITEM_BOOLEAN, "System.Boolean", "true", "true");
  phr_resource_end(organization);
}

TEST(FhirPath, IsAConditionOfThreeAnswers) {
  phr_resource *resource = decoded(patient);
  static const struct {
    const char *expression;
    int answer;
  } cases[] = {{"active", 1}, {"active.not()", 0}, {"deceased", -1}, {"name.exists()", 1}, {"birthDate > @2000", 0}};
  size_t each = 0;
  for (each = 0; each < sizeof cases / sizeof cases[0]; ++each) {
    phr_fhirpath *made = compiled(cases[each].expression);
    int answer = 7;
    CHECK_OK(phr_fhirpath_test(made, phr_text_of(patient), NULL, &answer, NULL));
    CHECK(answer == cases[each].answer);
    answer = 7;
    CHECK_OK(phr_fhirpath_test_resource(made, resource, NULL, &answer, NULL));
    CHECK(answer == cases[each].answer);
    phr_fhirpath_end(made);
  }
  phr_resource_end(resource);
}

TEST(FhirPath, TakesAResourceAround) {
  phr_resource *around = decoded("{\"resourceType\":\"Bundle\",\"type\":\"collection\"}");
  phr_fhirpath_with with = PHR_FHIRPATH_WITH_INIT;
  with.resource = around;
  with.root_resource = around;
  check_one("%resource.type", &with, PHR_ITEM_STRING, "FHIR.code", "collection", "\"collection\"");
  check_one("%rootResource.type & id", &with, PHR_ITEM_STRING, "System.String", "collectionp", "\"collectionp\"");
  phr_resource_end(around);
}

TEST(FhirPath, EndsBeyondItsLimits) {
  phr_fhirpath_with with = PHR_FHIRPATH_WITH_INIT;
  phr_fhirpath *made = compiled("descendants().where(id = %resource.id or 1 + 1 = 3).count()");
  phr_items *items = NULL;
  with.most_steps = 3;
  CHECK(phr_fhirpath_evaluate(made, phr_text_of(patient), &with, &items, NULL) == PHR_TOO_LARGE);
  with.most_steps = 0;
  with.most_items = 3;
  CHECK(phr_fhirpath_evaluate(made, phr_text_of(patient), &with, &items, NULL) == PHR_TOO_LARGE);
  with.most_items = 0;
  CHECK_OK(phr_fhirpath_evaluate(made, phr_text_of(patient), &with, &items, NULL));
  phr_items_end(items);
  phr_fhirpath_end(made);
}

TEST(FhirPath, RefusesWhatIsNoHandle) {
  phr_fhirpath *made = compiled("id");
  phr_items *items = NULL;
  phr_item item = PHR_ITEM_INIT;
  phr_fhirpath_with with = PHR_FHIRPATH_WITH_INIT;
  int answer = 0;
  CHECK(phr_fhirpath_evaluate(NULL, phr_text_of(patient), NULL, &items, NULL) == PHR_INVALID_HANDLE);
  CHECK(phr_fhirpath_evaluate(made, null_text(1), NULL, &items, NULL) == PHR_INVALID_ARGUMENT);
  CHECK(phr_fhirpath_evaluate(made, phr_text_of(patient), NULL, NULL, NULL) == PHR_INVALID_ARGUMENT);
  CHECK(phr_fhirpath_evaluate_resource(made, NULL, NULL, &items, NULL) == PHR_INVALID_HANDLE);
  CHECK(phr_fhirpath_test(made, phr_text_of(patient), NULL, NULL, NULL) == PHR_INVALID_ARGUMENT);
  CHECK(phr_fhirpath_test_resource(made, NULL, NULL, &answer, NULL) == PHR_INVALID_HANDLE);
  phr_fhirpath_end(made);
  CHECK(phr_fhirpath_compile(null_text(1), NULL, &made, NULL) == PHR_INVALID_ARGUMENT);
  CHECK(phr_fhirpath_compile(PHR_TEXT("id"), NULL, NULL, NULL) == PHR_INVALID_ARGUMENT);
  CHECK(phr_fhirpath_explain(NULL, keep, NULL, NULL) == PHR_INVALID_HANDLE);
  made = compiled("id");
  CHECK(phr_fhirpath_text(made, NULL, NULL, NULL) == PHR_INVALID_ARGUMENT);
  with.resource = (const phr_resource *)made;
  CHECK(phr_fhirpath_evaluate(made, phr_text_of(patient), &with, &items, NULL) == PHR_INVALID_ARGUMENT);
  CHECK(items == NULL && phr_items_count(NULL) == 0 && phr_fhirpath_roots_count(NULL) == 0);
  CHECK(phr_items_at(NULL, 0, &item, NULL) == PHR_INVALID_HANDLE);
  phr_fhirpath_end(made);
  phr_fhirpath_end(NULL);
  phr_items_end(NULL);
}
