#include "fixture.h"

#include <stdio.h>

#define PARAMETER(code, type, base, expression)                                                       \
  "{\"resourceType\":\"SearchParameter\",\"code\":\"" code "\",\"type\":\"" type "\",\"base\":[" base "]," \
  "\"expression\":\"" expression "\"}"

static const char year[] = PARAMETER("given-one", "string", "\"Patient\"", "Patient.name.given.first()");

static int stop_at_once(void *user, uint64_t done, uint64_t total, const char *unit) {
  (void)done;
  (void)total;
  (void)unit;
  ++*(int *)user;
  return 1;
}

// The parameters of the store's own, a line each; until the next call.
static const char *listed(const phr_session *session) {
  static char text[400];
  phr_store_parameters *parameters = NULL;
  phr_store_parameter each = PHR_STORE_PARAMETER_INIT;
  size_t index = 0;
  text[0] = '\0';
  CHECK_OK(phr_session_search_parameters(session, &parameters, NULL));
  for (index = 0; index < phr_store_parameters_count(parameters); ++index) {
    CHECK_OK(phr_store_parameters_at(parameters, index, &each, NULL));
    CHECK(each.struct_size == sizeof each);
    sprintf(text + strlen(text), "%s.%s %s %s\n", each.type.data, each.code.data, each.kind.data, each.expression.data);
  }
  CHECK_STATUS(phr_store_parameters_at(parameters, index, &each, NULL), PHR_INVALID_ARGUMENT);
  phr_store_parameters_end(parameters);
  return text;
}

static size_t found(phr_session *me, const char *query) {
  phr_hits *hits = NULL;
  size_t count = 0;
  CHECK_OK(phr_session_search(me, phr_text_of(query), NULL, &hits, NULL));
  count = phr_hits_count(hits);
  phr_hits_end(hits);
  return count;
}

TEST(SearchParameters, OfOnesOwnAreSearchedByAndListed) {
  fixture in;
  phr_hits *hits = NULL;
  setup(&in);
  put(in.me, patient_p);
  CHECK_STATUS(phr_session_search(in.me, PHR_TEXT("Patient?given-one=a"), NULL, &hits, NULL), PHR_UNKNOWN_PARAMETER);
  CHECK_OK(phr_session_add_search_parameter(in.me, phr_text_of(year), NULL, NULL, NULL));
  CHECK_OK(phr_session_add_search_parameter(
      in.me, phr_text_of(PARAMETER("has-code", "token", "\"Observation\",\"Condition\"", "code.exists()")), NULL, NULL, NULL));
  CHECK(found(in.me, "Patient?given-one=a") == 1);
  CHECK(found(in.me, "Patient?given-one=b") == 0);
  CHECK(strcmp(listed(in.me),
               "Condition.has-code token code.exists()\nObservation.has-code token code.exists()\n"
               "Patient.given-one string Patient.name.given.first()\n") == 0);
  CHECK_OK(phr_session_remove_search_parameter(in.me, PHR_TEXT("Patient"), PHR_TEXT("given-one"), NULL, NULL, NULL));
  CHECK_STATUS(phr_session_search(in.me, PHR_TEXT("Patient?given-one=a"), NULL, &hits, NULL), PHR_UNKNOWN_PARAMETER);
  teardown(&in);
}

TEST(SearchParameters, AreWholeOrNotThere) {
  fixture in;
  phr_hits *hits = NULL;
  int calls = 0;
  setup(&in);
  put(in.me, patient_p);
  CHECK_STATUS(phr_session_add_search_parameter(in.me, phr_text_of(year), stop_at_once, &calls, NULL), PHR_CANCELLED);
  CHECK(calls > 0);
  CHECK_STATUS(phr_session_search(in.me, PHR_TEXT("Patient?given-one=a"), NULL, &hits, NULL), PHR_UNKNOWN_PARAMETER);
  CHECK_OK(phr_session_add_search_parameter(in.me, phr_text_of(year), NULL, NULL, NULL));
  CHECK_STATUS(phr_session_remove_search_parameter(in.me, PHR_TEXT("Patient"), PHR_TEXT("given-one"), stop_at_once, &calls, NULL),
               PHR_CANCELLED);
  CHECK(found(in.me, "Patient?given-one=a") == 1);
  teardown(&in);
}

TEST(SearchParameters, RefuseWhatCannotBe) {
  fixture in;
  phr_error err = PHR_ERROR_INIT;
  phr_session *doctor = NULL;
  phr_store_parameters *parameters = NULL;
  phr_store_parameter each = PHR_STORE_PARAMETER_INIT;
  setup(&in);
  CHECK_STATUS(phr_session_add_search_parameter(in.me, phr_text_of(PARAMETER("family", "string", "\"Patient\"", "Patient.id")), NULL,
                                                NULL, NULL),
               PHR_ALREADY_EXISTS);
  CHECK_STATUS(phr_session_add_search_parameter(in.me, phr_text_of(PARAMETER("x", "special", "\"Patient\"", "Patient.id")), NULL,
                                                NULL, &err),
               PHR_UNSUPPORTED);
  CHECK(strcmp(err.place, "SearchParameter.type") == 0);
  CHECK_STATUS(phr_session_add_search_parameter(in.me, phr_text_of(PARAMETER("x", "string", "\"Patient\"", "Patient.nothing")),
                                                NULL, NULL, NULL),
               PHR_UNKNOWN_ELEMENT);
  CHECK_STATUS(phr_session_add_search_parameter(in.me, PHR_TEXT("{"), NULL, NULL, NULL), PHR_MALFORMED_JSON);
  CHECK_STATUS(phr_session_add_search_parameter(in.me, null_text(1), NULL, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_add_search_parameter(NULL, phr_text_of(year), NULL, NULL, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_remove_search_parameter(in.me, PHR_TEXT("Patient"), PHR_TEXT("family"), NULL, NULL, NULL), PHR_NOT_FOUND);
  CHECK_STATUS(phr_session_remove_search_parameter(in.me, PHR_TEXT("Patiens"), PHR_TEXT("x"), NULL, NULL, NULL),
               PHR_UNKNOWN_RESOURCE_TYPE);
  CHECK_STATUS(phr_session_search_parameters(in.me, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_search_parameters(NULL, &parameters, NULL), PHR_INVALID_HANDLE);
  CHECK(parameters == NULL && phr_store_parameters_count(NULL) == 0);
  CHECK_STATUS(phr_store_parameters_at(NULL, 0, &each, NULL), PHR_INVALID_HANDLE);
  phr_store_parameters_end(NULL);
  doctor = open_as(in.store, "Practitioner/d");
  CHECK_STATUS(phr_session_add_search_parameter(doctor, phr_text_of(year), NULL, NULL, NULL), PHR_ACCESS_DENIED);
  CHECK_STATUS(phr_session_remove_search_parameter(doctor, PHR_TEXT("Patient"), PHR_TEXT("x"), NULL, NULL, NULL),
               PHR_ACCESS_DENIED);
  phr_session_close(doctor);
  CHECK(strcmp(listed(in.me), "") == 0);
  teardown(&in);
}

TEST(FullText, IsIndexedAtWill) {
  fixture in;
  phr_store_facts facts = PHR_STORE_FACTS_INIT;
  phr_session *doctor = NULL;
  int calls = 0;
  setup(&in);
  put(in.me, condition_c1);
  CHECK(found(in.me, "Condition?_content=fever") == 1);
  CHECK_STATUS(phr_session_index_full_text(in.me, 1, stop_at_once, &calls, NULL), PHR_CANCELLED);
  CHECK_OK(phr_store_info(in.store, &facts, NULL));
  CHECK(calls > 0 && facts.full_text == 0);
  CHECK_OK(phr_session_index_full_text(in.me, 1, NULL, NULL, NULL));
  CHECK_OK(phr_store_info(in.store, &facts, NULL));
  CHECK(facts.full_text == 1);
  CHECK(found(in.me, "Condition?_content=fever") == 1);
  CHECK_OK(phr_session_index_full_text(in.me, 0, NULL, NULL, NULL));
  CHECK_OK(phr_store_info(in.store, &facts, NULL));
  CHECK(facts.full_text == 0);
  doctor = open_as(in.store, "Practitioner/d");
  CHECK_STATUS(phr_session_index_full_text(doctor, 1, NULL, NULL, NULL), PHR_ACCESS_DENIED);
  phr_session_close(doctor);
  CHECK_STATUS(phr_session_index_full_text(NULL, 1, NULL, NULL, NULL), PHR_INVALID_HANDLE);
  teardown(&in);
}

static int count_steps(void *user, uint64_t done, uint64_t total, const char *unit) {
  (void)done;
  CHECK(total > 0 && strcmp(unit, "resources") == 0);
  ++*(int *)user;
  return 0;
}

static void copy_file(const char *from, const char *to) {
  FILE *in = fopen(from, "rb");
  FILE *out = fopen(to, "wb");
  int byte = 0;
  CHECK(in != NULL && out != NULL);
  while (in != NULL && out != NULL && (byte = fgetc(in)) != EOF) fputc(byte, out);
  if (in != NULL) fclose(in);
  if (out != NULL) CHECK(fclose(out) == 0);
}

TEST(StoreOpen, TellsOfAnUpgradeWhichCanBeCancelled) {
  fixture in;
  phr_key key = passphrase("old format");
  phr_store_options options = PHR_STORE_OPTIONS_INIT;
  phr_store *store = NULL;
  int calls = 0;
  make_folder(&in);
  copy_file(PHR_FORMAT_1, in.path);
  options.watch = stop_at_once;
  options.user = &calls;
  CHECK_STATUS(phr_store_open(phr_text_of(in.path), &key, &options, &store, NULL), PHR_CANCELLED);
  CHECK(store == NULL && calls == 1);
  options.watch = count_steps;
  calls = 0;
  CHECK_OK(phr_store_open(phr_text_of(in.path), &key, &options, &store, NULL));
  CHECK(calls > 0);
  CHECK_OK(phr_store_close(store, NULL));
  calls = 0;
  CHECK_OK(phr_store_open(phr_text_of(in.path), &key, &options, &store, NULL));
  CHECK(calls == 0);  // once
  CHECK_OK(phr_store_close(store, NULL));
  remove_folder(&in);
}
