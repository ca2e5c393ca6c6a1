#include "fixture.h"

#include <phr/validate.h>

static phr_resource *decoded(const char *json) {
  phr_resource *resource = NULL;
  CHECK_OK(phr_resource_decode(phr_text_of(json), PHR_JSON, 0, &resource, NULL, NULL));
  return resource;
}

static const char profile[] =
    "{\"resourceType\":\"StructureDefinition\",\"url\":\"http://p\",\"name\":\"P\",\"status\":\"draft\",\"kind\":\"resource\",\"abstract\":false,"
    "\"type\":\"Patient\",\"baseDefinition\":\"http://hl7.org/fhir/StructureDefinition/Patient\",\"derivation\":\"constraint\","
    "\"differential\":{\"element\":[{\"path\":\"Patient.name\",\"min\":1}]}}";

static void keep(void *user, const uint8_t *bytes, size_t size) {
  char *into = (char *)user;
  memcpy(into, bytes, size < 511 ? size : 511);
  into[size < 511 ? size : 511] = 0;
}

TEST(Validate, FindsNothingInAValidText) {
  phr_outcome *outcome = NULL;
  CHECK_OK(phr_validate(PHR_TEXT("{\"resourceType\":\"Patient\"}"), NULL, &outcome, NULL));
  CHECK(phr_outcome_is_valid(outcome) == 1);
  CHECK(phr_outcome_findings_count(outcome) == 0);
  phr_outcome_end(outcome);
}

TEST(Validate, TellsWhatIsWrongAndWhere) {
  phr_outcome *outcome = NULL;
  phr_finding finding = PHR_FINDING_INIT;
  char json[512] = "";
  CHECK_OK(phr_validate(PHR_TEXT("{\"resourceType\":\"Patient\",\n \"gender\":\"x\"}"), NULL, &outcome, NULL));
  CHECK(phr_outcome_is_valid(outcome) == 0);
  CHECK(phr_outcome_findings_count(outcome) == 1);
  CHECK_OK(phr_outcome_findings_at(outcome, 0, &finding, NULL));
  CHECK(finding.severity == PHR_ERROR);
  CHECK(finding.line == 2 && finding.column == 11);
  CHECK_TEXT(finding.code, "code-invalid");
  CHECK_TEXT(finding.path, "Patient.gender");
  CHECK(finding.rule.size == 0);
  CHECK(phr_outcome_findings_at(outcome, 1, &finding, NULL) == PHR_INVALID_ARGUMENT);
  CHECK_OK(phr_outcome_json(outcome, keep, json, NULL));
  CHECK(strncmp(json, "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"code-invalid\"", 80) == 0);
  phr_outcome_end(outcome);
}

TEST(Validate, IsFatalWhereNothingCanBeRead) {
  phr_outcome *outcome = NULL;
  phr_finding finding = PHR_FINDING_INIT;
  CHECK_OK(phr_validate(PHR_TEXT("{"), NULL, &outcome, NULL));
  CHECK_OK(phr_outcome_findings_at(outcome, 0, &finding, NULL));
  CHECK(finding.severity == PHR_FATAL);
  CHECK(phr_outcome_is_valid(outcome) == 0);
  phr_outcome_end(outcome);
}

TEST(Validate, KnowsTheProfilesItIsGiven) {
  phr_profiles *profiles = NULL;
  phr_resource *definition = decoded(profile);
  phr_resource *patient = decoded("{\"resourceType\":\"Patient\"}");
  phr_outcome *outcome = NULL;
  phr_finding finding = PHR_FINDING_INIT;
  phr_validate_options options = PHR_VALIDATE_OPTIONS_INIT;
  phr_text url = {"http://p", 8};
  int added = 0;
  CHECK_OK(phr_profiles_create(&profiles, NULL));
  CHECK_OK(phr_profiles_add(profiles, definition, &added, NULL));
  CHECK(added == 1);
  CHECK_OK(phr_profiles_add(profiles, patient, &added, NULL));
  CHECK(added == 0);
  options.known = profiles;
  options.profiles = &url;
  options.profile_count = 1;
  CHECK_OK(phr_validate_resource(patient, &options, &outcome, NULL));
  CHECK(phr_outcome_findings_count(outcome) == 1);
  CHECK_OK(phr_outcome_findings_at(outcome, 0, &finding, NULL));
  CHECK_TEXT(finding.profile, "http://p");
  CHECK_TEXT(finding.message, "name: at least 1, but 0 found");
  CHECK(finding.line == 0);
  phr_outcome_end(outcome);
  phr_resource_end(definition);
  phr_resource_end(patient);
  phr_profiles_end(profiles);
}

TEST(Validate, RefusesWhatIsNoHandleOrNoText) {
  phr_outcome *outcome = NULL;
  phr_validate_options options = PHR_VALIDATE_OPTIONS_INIT;
  size_t added = 1;
  phr_profiles *profiles = NULL;
  CHECK(phr_validate(null_text(1), NULL, &outcome, NULL) == PHR_INVALID_ARGUMENT);
  CHECK(phr_validate(PHR_TEXT("{}"), NULL, NULL, NULL) == PHR_INVALID_ARGUMENT);
  CHECK(phr_validate_resource(NULL, NULL, &outcome, NULL) == PHR_INVALID_HANDLE);
  options.profile_count = 1;
  CHECK(phr_validate(PHR_TEXT("{}"), &options, &outcome, NULL) == PHR_INVALID_ARGUMENT);
  CHECK(outcome == NULL);
  CHECK(phr_outcome_is_valid(NULL) == 0 && phr_outcome_findings_count(NULL) == 0);
  CHECK(phr_profiles_add(NULL, NULL, NULL, NULL) == PHR_INVALID_HANDLE);
  CHECK_OK(phr_profiles_create(&profiles, NULL));
  CHECK(phr_profiles_add(profiles, NULL, NULL, NULL) == PHR_INVALID_ARGUMENT);
  CHECK(phr_profiles_load(profiles, PHR_TEXT("/nowhere/at/all"), &added, NULL) == PHR_NO_SUCH_FILE);
  CHECK(added == 0);
  phr_profiles_end(profiles);
  phr_outcome_end(NULL);
  phr_profiles_end(NULL);
}
