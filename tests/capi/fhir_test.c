#include "fixture.h"

static phr_resource *decoded(const char *json) {
  phr_resource *resource = NULL;
  CHECK_OK(phr_resource_decode(phr_text_of(json), PHR_JSON, 0, &resource, NULL, NULL));
  return resource;
}

static const char observation[] =
    "{\"status\":\"final\",\"resourceType\":\"Observation\",\"code\":{\"coding\":[{\"code\":\"a\"},{\"code\":\"b\"}]},"
    "\"valueQuantity\":{\"value\":5.40,\"unit\":\"mmol/L\"}}";

TEST(Resource, IsWrittenInTheOrderOfItsDefinition) {
  taken out = {0, 0, ""};
  phr_resource *resource = decoded(observation);
  CHECK_TEXT(phr_resource_type(resource), "Observation");
  CHECK_OK(phr_resource_encode(resource, PHR_JSON, take_bytes, &out, NULL));
  CHECK(out.calls == 1);
  CHECK(strcmp(out.text, "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"coding\":[{\"code\":\"a\"},{\"code\":\"b\"}]},"
                         "\"valueQuantity\":{\"value\":5.40,\"unit\":\"mmol/L\"}}") == 0);
  phr_resource_end(resource);
}

TEST(Resource, GoesToXmlAndBack) {
  taken xml = {0, 0, ""};
  phr_resource *resource = decoded(observation);
  phr_resource *back = NULL;
  phr_resource *other = decoded("{\"resourceType\":\"Patient\"}");
  CHECK_OK(phr_resource_encode(resource, PHR_XML, take_bytes, &xml, NULL));
  CHECK(strstr(xml.text, "<value value=\"5.40\"/>") != NULL);
  CHECK_OK(phr_resource_decode(phr_text_of(xml.text), PHR_XML, 0, &back, NULL, NULL));
  CHECK(phr_resource_equal(resource, back) == 1);
  CHECK(phr_resource_equal(resource, other) == 0);
  CHECK(phr_resource_equal(resource, NULL) == 0);
  phr_resource_end(resource);
  phr_resource_end(back);
  phr_resource_end(other);
}

TEST(Resource, GivesAnElementByItsPath) {
  phr_resource *resource = decoded(observation);
  taken out = {0, 0, ""};
  CHECK_OK(phr_resource_get(resource, PHR_TEXT("status"), take_bytes, &out, NULL));
  CHECK(strcmp(out.text, "final") == 0);
  CHECK_OK(phr_resource_get(resource, PHR_TEXT("Observation.code.coding[1].code"), take_bytes, &out, NULL));
  CHECK(strcmp(out.text, "b") == 0);
  CHECK_OK(phr_resource_get(resource, PHR_TEXT("value.value"), take_bytes, &out, NULL));
  CHECK(strcmp(out.text, "5.40") == 0);
  CHECK_OK(phr_resource_get(resource, PHR_TEXT("valueQuantity"), take_bytes, &out, NULL));
  CHECK(strcmp(out.text, "{\"value\":5.40,\"unit\":\"mmol/L\"}") == 0);
  out.calls = 0;
  CHECK_STATUS(phr_resource_get(resource, PHR_TEXT("subject"), take_bytes, &out, NULL), PHR_NOT_FOUND);
  CHECK_STATUS(phr_resource_get(resource, PHR_TEXT("valueString"), take_bytes, &out, NULL), PHR_NOT_FOUND);
  CHECK_STATUS(phr_resource_get(resource, PHR_TEXT("code.coding[2]"), take_bytes, &out, NULL), PHR_NOT_FOUND);
  CHECK_STATUS(phr_resource_get(resource, PHR_TEXT("colour"), take_bytes, &out, NULL), PHR_UNKNOWN_ELEMENT);
  CHECK_STATUS(phr_resource_get(resource, PHR_TEXT("status.x"), take_bytes, &out, NULL), PHR_UNKNOWN_ELEMENT);
  CHECK_STATUS(phr_resource_get(resource, PHR_TEXT("code.coding.code"), take_bytes, &out, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_resource_get(resource, PHR_TEXT("status[1]"), take_bytes, &out, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_resource_get(resource, PHR_TEXT("code..x"), take_bytes, &out, NULL), PHR_MALFORMED_QUERY);
  CHECK_STATUS(phr_resource_get(resource, PHR_TEXT("code."), take_bytes, &out, NULL), PHR_MALFORMED_QUERY);
  CHECK_STATUS(phr_resource_get(resource, PHR_TEXT("code.coding[x]"), take_bytes, &out, NULL), PHR_MALFORMED_QUERY);
  CHECK_STATUS(phr_resource_get(resource, PHR_TEXT("code.coding[1"), take_bytes, &out, NULL), PHR_MALFORMED_QUERY);
  CHECK(out.calls == 0);
  phr_resource_end(resource);
}

TEST(Resource, TellsWhatIsWrongWithAText) {
  static const char bad[] = "{\"resourceType\":\"Patient\",\n\"active\":\"true\",\"colour\":1}";
  phr_resource *resource = NULL;
  phr_issues *issues = NULL;
  phr_issue issue = PHR_ISSUE_INIT;
  phr_error err = PHR_ERROR_INIT;
  CHECK_STATUS(phr_resource_decode(phr_text_of(bad), PHR_JSON, 0, &resource, &issues, &err), PHR_NUMBER_AS_STRING);
  CHECK(resource == NULL && err.line == 2 && err.column == 10);
  CHECK(phr_issues_count(issues) == 1);
  CHECK_OK(phr_issues_at(issues, 0, &issue, NULL));
  CHECK_TEXT(issue.path, "Patient.active");
  CHECK(issue.code == PHR_NUMBER_AS_STRING && issue.line == 2 && issue.column == 10);
  CHECK_STATUS(phr_issues_at(issues, 1, &issue, NULL), PHR_INVALID_ARGUMENT);
  phr_issues_end(issues);

  CHECK_OK(phr_resource_decode(phr_text_of(bad), PHR_JSON, 1, &resource, &issues, &err));
  CHECK(phr_issues_count(issues) == 2);
  CHECK_OK(phr_issues_at(issues, 1, &issue, NULL));
  CHECK(issue.code == PHR_UNKNOWN_ELEMENT);
  phr_issues_end(issues);
  phr_resource_end(resource);
  CHECK(phr_issues_count(NULL) == 0);
}

TEST(Resource, RefusesWhatIsNoArgument) {
  phr_resource *resource = NULL;
  taken out = {0, 0, ""};
  CHECK_STATUS(phr_resource_decode(PHR_TEXT("{}"), (phr_format)3, 0, &resource, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK(resource == NULL);
  CHECK_STATUS(phr_resource_decode(PHR_TEXT("{}"), PHR_JSON, 0, NULL, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_resource_encode(NULL, PHR_JSON, take_bytes, &out, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_resource_get(NULL, PHR_TEXT("id"), take_bytes, &out, NULL), PHR_INVALID_HANDLE);
  CHECK(phr_resource_type(NULL).data == NULL);
  phr_resource_end(NULL);
  phr_issues_end(NULL);
}
