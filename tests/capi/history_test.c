#include "fixture.h"

#define SECOND 1000000LL

// Patient/p, Observation/o1, Patient/p again, and its deletion, a second between each.
static void fill(fixture *in) {
  setup(in);
  put(in->me, patient_p);
  CHECK_OK(phr_session_set_now(in->me, TEST_NOW + SECOND, NULL));
  put(in->me, glucose_o1);
  CHECK_OK(phr_session_set_now(in->me, TEST_NOW + 2 * SECOND, NULL));
  put(in->me, "{\"resourceType\":\"Patient\",\"id\":\"p\"}");
  CHECK_OK(phr_session_set_now(in->me, TEST_NOW + 3 * SECOND, NULL));
  CHECK_OK(phr_session_remove(in->me, PHR_TEXT("Patient"), PHR_TEXT("p"), 0, NULL, NULL));
}

// "p/3 o1/1": ids and versions of a page, which is ended.
static const char *told(phr_records *records) {
  static char text[200];
  size_t each = 0;
  text[0] = '\0';
  for (each = 0; each < phr_records_count(records); ++each) {
    phr_record record = PHR_RECORD_INIT;
    char version[3] = {'/', '0', '\0'};
    CHECK_OK(phr_records_at(records, each, &record, NULL));
    version[1] = (char)('0' + record.version);
    if (each != 0) strcat(text, " ");
    strcat(text, record.id.data);
    strcat(text, version);
  }
  phr_records_end(records);
  return text;
}

static const char *history(phr_session *me, const phr_history_options *options) {
  phr_records *records = NULL;
  CHECK_OK(phr_session_history_page(me, options, &records, NULL));
  return told(records);
}

TEST(HistoryPage, IsOfAResourceATypeOrTheStore) {
  fixture in;
  phr_history_options options = PHR_HISTORY_OPTIONS_INIT;
  fill(&in);
  CHECK(strcmp(history(in.me, NULL), "p/3 p/2 o1/1 p/1") == 0);
  options.type = PHR_TEXT("Patient");
  CHECK(strcmp(history(in.me, &options), "p/3 p/2 p/1") == 0);
  options.id = PHR_TEXT("p");
  CHECK(strcmp(history(in.me, &options), "p/3 p/2 p/1") == 0);
  options.type = PHR_TEXT("Condition");
  options.id = PHR_TEXT("");
  CHECK(strcmp(history(in.me, &options), "") == 0);
  teardown(&in);
}

TEST(HistoryPage, IsLimitedByTime) {
  fixture in;
  phr_history_options options = PHR_HISTORY_OPTIONS_INIT;
  fill(&in);
  options.since = phr_time_of(TEST_NOW + SECOND);
  CHECK(strcmp(history(in.me, &options), "p/3 p/2 o1/1") == 0);
  options.since.is_given = 0;
  options.at_from = phr_time_of(TEST_NOW + SECOND);
  options.at_to = phr_time_of(TEST_NOW + SECOND + 1);
  CHECK(strcmp(history(in.me, &options), "o1/1 p/1") == 0);
  options.at_to = phr_time_of(TEST_NOW + 2 * SECOND + 1);
  CHECK(strcmp(history(in.me, &options), "p/2 o1/1 p/1") == 0);
  options.at_to.is_given = 0;  // from there on
  CHECK(strcmp(history(in.me, &options), "p/3 p/2 o1/1 p/1") == 0);
  options.at_from.is_given = 0;
  options.at_to = phr_time_of(TEST_NOW + SECOND);  // up to there
  CHECK(strcmp(history(in.me, &options), "p/1") == 0);
  teardown(&in);
}

TEST(HistoryPage, GoesOnFromPageToPage) {
  fixture in;
  phr_history_options options = PHR_HISTORY_OPTIONS_INIT;
  phr_records *first = NULL;
  phr_records *second = NULL;
  phr_text page;
  fill(&in);
  options.count = 3;
  CHECK_OK(phr_session_history_page(in.me, &options, &first, NULL));
  CHECK_OK(phr_records_next_page(first, &options.page, NULL));
  CHECK(options.page.size > 0);
  put(in.me, condition_c1);  // on no page: all are of the moment of the first
  CHECK_OK(phr_session_history_page(in.me, &options, &second, NULL));
  CHECK_OK(phr_records_next_page(second, &page, NULL));
  CHECK_TEXT(page, "");
  CHECK(strcmp(told(first), "p/3 p/2 o1/1") == 0);
  CHECK(strcmp(told(second), "p/1") == 0);
  teardown(&in);
}

TEST(HistoryPage, IsAlsoABundle) {
  fixture in;
  phr_history_options options = PHR_HISTORY_OPTIONS_INIT;
  phr_records *records = NULL;
  taken into = {0, 0, ""};
  fill(&in);
  options.count = 2;
  CHECK_OK(phr_session_history_page(in.me, &options, &records, NULL));
  CHECK_OK(phr_records_bundle(records, take_bytes, &into, NULL));
  CHECK(into.calls == 1);
  CHECK(strstr(into.text, "\"type\":\"history\"") != NULL);
  CHECK(strstr(into.text, "\"relation\":\"next\"") != NULL);
  CHECK(strstr(into.text, "\"method\":\"DELETE\"") != NULL);
  phr_records_end(records);
  into.calls = 0;
  CHECK_OK(phr_session_read(in.me, PHR_TEXT("Observation"), PHR_TEXT("o1"), NULL, &records, NULL));
  CHECK_OK(phr_records_bundle(records, take_bytes, &into, NULL));
  CHECK(into.calls == 1 && strstr(into.text, "\"value\":5.40") != NULL && strstr(into.text, "next") == NULL);
  CHECK_STATUS(phr_records_bundle(records, NULL, NULL, NULL), PHR_INVALID_ARGUMENT);
  phr_records_end(records);
  teardown(&in);
}

TEST(HistoryPage, ShowsOthersWhatAConsentPermits) {
  fixture in;
  phr_history_options options = PHR_HISTORY_OPTIONS_INIT;
  phr_records *records = NULL;
  phr_session *doctor = NULL;
  setup(&in);
  put(in.me, patient_p);
  put(in.me, glucose_o1);
  put(in.me, consent_k1);
  doctor = open_as(in.store, "Practitioner/d");
  CHECK(strcmp(history(doctor, NULL), "o1/1") == 0);
  options.type = PHR_TEXT("Patient");
  options.id = PHR_TEXT("p");
  CHECK_STATUS(phr_session_history_page(doctor, &options, &records, NULL), PHR_ACCESS_DENIED);
  CHECK(records == NULL);
  phr_session_close(doctor);
  teardown(&in);
}

TEST(HistoryPage, RefusesWhatCannotBe) {
  fixture in;
  phr_history_options options = PHR_HISTORY_OPTIONS_INIT;
  phr_records *records = NULL;
  phr_text page;
  fill(&in);
  options.id = PHR_TEXT("p");
  CHECK_STATUS(phr_session_history_page(in.me, &options, &records, NULL), PHR_INVALID_ARGUMENT);
  options.type = PHR_TEXT("Patiens");
  CHECK_STATUS(phr_session_history_page(in.me, &options, &records, NULL), PHR_UNKNOWN_RESOURCE_TYPE);
  options.type = PHR_TEXT("Patient");
  options.id = PHR_TEXT("none");
  CHECK_STATUS(phr_session_history_page(in.me, &options, &records, NULL), PHR_NOT_FOUND);
  options.id = PHR_TEXT("p");
  options.page = PHR_TEXT("x");
  CHECK_STATUS(phr_session_history_page(in.me, &options, &records, NULL), PHR_INVALID_ARGUMENT);
  options.page = phr_text_of(NULL);
  options.at_from = phr_time_of(TEST_NOW);
  options.at_to = phr_time_of(TEST_NOW);
  CHECK_STATUS(phr_session_history_page(in.me, &options, &records, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_history_page(in.me, NULL, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_history_page(NULL, NULL, &records, NULL), PHR_INVALID_HANDLE);
  CHECK(records == NULL);
  CHECK_STATUS(phr_records_next_page(NULL, &page, NULL), PHR_INVALID_HANDLE);
  CHECK_OK(phr_session_history_page(in.me, NULL, &records, NULL));
  CHECK_STATUS(phr_records_next_page(records, NULL, NULL), PHR_INVALID_ARGUMENT);
  phr_records_end(records);
  teardown(&in);
}

TEST(Changes, TellWhatHappenedAndWhatIsOfThisFileAlone) {
  fixture in;
  phr_changes *changes = NULL;
  phr_change change = PHR_CHANGE_INIT;
  phr_resource_name which;
  int64_t seen = 0;
  fill(&in);
  CHECK_OK(phr_session_changes(in.me, 0, 0, NULL, &changes, NULL));
  CHECK(phr_changes_count(changes) == 4);
  CHECK_OK(phr_changes_at(changes, 3, &change, NULL));
  CHECK(change.kind == PHR_DELETED && change.version == 3 && change.local == 0);
  CHECK_TEXT(change.type, "Patient");
  CHECK_TEXT(change.id, "p");
  seen = change.sequence;
  CHECK_STATUS(phr_changes_at(changes, 4, &change, NULL), PHR_INVALID_ARGUMENT);
  phr_changes_end(changes);

  CHECK_OK(phr_session_purge(in.me, PHR_TEXT("Patient"), PHR_TEXT("p"), NULL, NULL));
  which.type = PHR_TEXT("Observation");
  which.id = PHR_TEXT("o1");
  CHECK_OK(phr_session_erase(in.me, &which, 1, NULL, NULL));
  CHECK_OK(phr_session_changes(in.me, seen, 0, NULL, &changes, NULL));
  CHECK(phr_changes_count(changes) == 2);
  CHECK_OK(phr_changes_at(changes, 0, &change, NULL));
  CHECK(change.kind == PHR_PURGED && change.local == 1 && change.sequence == seen + 1);
  CHECK_TEXT(change.id, "p");
  CHECK_OK(phr_changes_at(changes, 1, &change, NULL));
  CHECK(change.kind == PHR_ERASED && change.local == 1);
  CHECK_TEXT(change.type, "Observation");
  CHECK_TEXT(change.id, "");
  phr_changes_end(changes);

  CHECK_OK(phr_session_changes(in.me, 0, 2, NULL, &changes, NULL));
  CHECK(phr_changes_count(changes) == 2);
  phr_changes_end(changes);
  CHECK_OK(phr_session_changes(in.me, 0, UINT64_MAX, NULL, &changes, NULL));
  CHECK(phr_changes_count(changes) == 6);
  phr_changes_end(changes);
  teardown(&in);
}

TEST(Changes, AreTheOwnersAndRefuseWhatCannotBe) {
  fixture in;
  phr_changes *changes = NULL;
  phr_change change = PHR_CHANGE_INIT;
  phr_session *doctor = NULL;
  setup(&in);
  doctor = open_as(in.store, "Practitioner/d");
  CHECK_STATUS(phr_session_changes(doctor, 0, 0, NULL, &changes, NULL), PHR_ACCESS_DENIED);
  phr_session_close(doctor);
  CHECK_STATUS(phr_session_changes(NULL, 0, 0, NULL, &changes, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_changes(in.me, 0, 0, NULL, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK(changes == NULL && phr_changes_count(NULL) == 0 && phr_changes_count((phr_changes *)in.me) == 0);
  CHECK_STATUS(phr_changes_at(NULL, 0, &change, NULL), PHR_INVALID_HANDLE);
  phr_changes_end(NULL);
  phr_changes_end((phr_changes *)in.me);  // another kind: nothing happens
  teardown(&in);
}
