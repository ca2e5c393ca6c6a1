#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>

static const char bundle[] =
    "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":["
    "{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"b\"}},"
    "{\"resource\":{\"resourceType\":\"Condition\",\"id\":\"b1\",\"subject\":{\"reference\":\"Patient/b\"}}},"
    "{\"resource\":{\"resourceType\":\"Condition\",\"id\":\"b2\",\"subject\":{\"reference\":\"Patient/b\"}}}]}";

typedef struct watching {
  int calls;
  int cancel_at;  // 0: never
} watching;

static int watch(void *user, uint64_t done, uint64_t total, const char *unit) {
  watching *seen = (watching *)user;
  ++seen->calls;
  CHECK(total == 0 || done <= total);
  CHECK(unit != NULL);
  return seen->cancel_at != 0 && seen->calls >= seen->cancel_at;
}

TEST(ImportText, ReportsWhatBecameOfEachResource) {
  fixture in;
  phr_report *report = NULL;
  phr_report_facts facts = PHR_REPORT_FACTS_INIT;
  phr_type_total type = PHR_TYPE_TOTAL_INIT;
  setup(&in);
  CHECK_OK(phr_session_import_text(in.me, phr_text_of(bundle), NULL, NULL, &report, NULL));
  CHECK_OK(phr_report_info(report, &facts, NULL));
  CHECK(facts.created == 3 && facts.updated == 0 && facts.unchanged == 0 && facts.deleted == 0);
  CHECK(facts.bytes == strlen(bundle));
  CHECK(phr_report_types_count(report) == 2 && phr_report_refusals_count(report) == 0);
  CHECK_OK(phr_report_types_at(report, 0, &type, NULL));
  CHECK_TEXT(type.type, "Condition");
  CHECK(type.count == 2);
  CHECK_OK(phr_report_types_at(report, 1, &type, NULL));
  CHECK_TEXT(type.type, "Patient");
  CHECK(type.count == 1);
  CHECK_STATUS(phr_report_types_at(report, 2, &type, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_report_types_at(report, 0, NULL, NULL), PHR_INVALID_ARGUMENT);
  phr_report_end(report);
  CHECK_OK(phr_session_import_text(in.me, phr_text_of(bundle), NULL, NULL, &report, NULL));
  CHECK_OK(phr_report_info(report, &facts, NULL));
  CHECK(facts.created == 0 && facts.unchanged == 3);
  phr_report_end(report);
  CHECK_OK(phr_session_import_text(in.me, phr_text_of(bundle), NULL, NULL, NULL, NULL));
  teardown(&in);
}

TEST(ImportText, TellsTheLineOfWhatIsWrongAndKeepsNothing) {
  static const char wrong[] =
      "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[\n"
      "{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"b\"}},\n"
      "{\"resource\":{\"resourceType\":\"Unknown\",\"id\":\"b1\"}}]}";
  fixture in;
  phr_report *report = NULL;
  phr_hits *hits = NULL;
  phr_error err = PHR_ERROR_INIT;
  setup(&in);
  CHECK_STATUS(phr_session_import_text(in.me, phr_text_of(wrong), NULL, NULL, &report, &err), PHR_UNKNOWN_RESOURCE_TYPE);
  CHECK(report == NULL);
  CHECK(err.line == 3);
  CHECK(err.place[0] != '\0');
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Patient"), NULL, &hits, NULL));
  CHECK(phr_hits_count(hits) == 0);
  phr_hits_end(hits);
  teardown(&in);
}

// Resources of one patient, as NDJSON; to be freed.
static char *many_lines(int count) {
  const size_t room = (size_t)count * 120 + 1;
  char *text = (char *)malloc(room);
  size_t at = 0;
  int each = 0;
  if (text == NULL) abort();
  for (each = 0; each < count; ++each) {
    at += (size_t)snprintf(text + at, room - at,
                           "{\"resourceType\":\"Condition\",\"id\":\"n%d\","
                           "\"subject\":{\"reference\":\"Patient/b\"}}\n",
                           each);
  }
  return text;
}

TEST(ImportFile, ReportsProgress) {
  fixture in;
  char path[128];
  char *lines = many_lines(5000);
  watching seen = {0, 0};
  phr_report *report = NULL;
  phr_report_facts facts = PHR_REPORT_FACTS_INIT;
  setup(&in);
  snprintf(path, sizeof path, "%s/many.ndjson", in.folder);
  write_file(path, lines);
  CHECK_OK(phr_session_import_file(in.me, phr_text_of(path), watch, &seen, &report, NULL));
  CHECK(seen.calls > 0);
  CHECK_OK(phr_report_info(report, &facts, NULL));
  CHECK(facts.created == 5000);
  phr_report_end(report);
  free(lines);
  teardown(&in);
}

TEST(ImportFile, StopsWhenToldToBeforeTheLastLines) {
  fixture in;
  char path[128];
  char *lines = many_lines(12000);
  watching seen = {0, 1};
  phr_report *report = NULL;
  phr_hits *hits = NULL;
  phr_error err = PHR_ERROR_INIT;
  setup(&in);
  snprintf(path, sizeof path, "%s/many.ndjson", in.folder);
  write_file(path, lines);
  CHECK_STATUS(phr_session_import_file(in.me, phr_text_of(path), watch, &seen, &report, &err), PHR_CANCELLED);
  CHECK(report == NULL);
  CHECK(err.code == PHR_CANCELLED);
  CHECK(seen.calls == 1);
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Condition"), NULL, &hits, NULL));
  CHECK(phr_hits_count(hits) < 12000);
  phr_hits_end(hits);
  free(lines);
  teardown(&in);
}

TEST(ImportText, StopsWhenToldToAndKeepsNothing) {
  fixture in;
  watching seen = {0, 1};
  phr_report *report = NULL;
  phr_hits *hits = NULL;
  setup(&in);
  CHECK_STATUS(phr_session_import_text(in.me, phr_text_of(bundle), watch, &seen, &report, NULL), PHR_CANCELLED);
  CHECK(report == NULL);
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Patient"), NULL, &hits, NULL));
  CHECK(phr_hits_count(hits) == 0);
  phr_hits_end(hits);
  teardown(&in);
}

TEST(ImportFile, ListsRefusedLinesOfNdjson) {
  fixture in;
  char path[128];
  phr_report *report = NULL;
  phr_report_facts facts = PHR_REPORT_FACTS_INIT;
  phr_report_refusal refusal = PHR_REPORT_REFUSAL_INIT;
  setup(&in);
  snprintf(path, sizeof path, "%s/some.ndjson", in.folder);
  write_file(path,
             "{\"resourceType\":\"Patient\",\"id\":\"p\"}\n"
             "{\"resourceType\":\"Unknown\",\"id\":\"q\"}\n"
             "{\"resourceType\":\"Patient\",\"id\":\"r\"}\n"
             "{\"resourceType\":\"Patient\",\"id\":\n");
  CHECK_OK(phr_session_import_file(in.me, phr_text_of(path), NULL, NULL, &report, NULL));
  CHECK_OK(phr_report_info(report, &facts, NULL));
  CHECK(facts.created == 2 && phr_report_refusals_count(report) == 2);
  CHECK_OK(phr_report_refusals_at(report, 0, &refusal, NULL));
  CHECK(refusal.line == 2 && refusal.code == PHR_UNKNOWN_RESOURCE_TYPE);
  CHECK_TEXT(refusal.place, "resourceType");
  CHECK_OK(phr_report_refusals_at(report, 1, &refusal, NULL));
  CHECK(refusal.line == 4 && refusal.column > 0 && refusal.code == PHR_MALFORMED_JSON);
  CHECK_STATUS(phr_report_refusals_at(report, 1, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_report_refusals_at(report, 2, &refusal, NULL), PHR_INVALID_ARGUMENT);
  refusal.struct_size = 0;
  CHECK_STATUS(phr_report_refusals_at(report, 1, &refusal, NULL), PHR_INVALID_ARGUMENT);
  phr_report_end(report);
  teardown(&in);
}

// Writes a resource of its own for each batch.
static int write_between(void *user, uint64_t done, uint64_t total, const char *unit) {
  phr_session *other = (phr_session *)user;
  (void)done;
  (void)total;
  (void)unit;
  put(other, "{\"resourceType\":\"Patient\",\"id\":\"between\"}");
  return 0;
}

TEST(ImportLines, TakesABufferAndLetsTheCallbackWrite) {
  fixture in;
  char *lines = many_lines(3000);
  phr_session *other = NULL;
  phr_report *report = NULL;
  phr_hits *hits = NULL;
  phr_report_facts facts = PHR_REPORT_FACTS_INIT;
  setup(&in);
  other = open_as(in.store, NULL);
  CHECK_OK(phr_session_import_lines(in.me, phr_text_of(lines), write_between, other, &report, NULL));
  CHECK_OK(phr_report_info(report, &facts, NULL));
  CHECK(facts.created == 3000 && facts.bytes == strlen(lines) && phr_report_refusals_count(report) == 0);
  phr_report_end(report);
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Patient?_id=between"), NULL, &hits, NULL));
  CHECK(phr_hits_count(hits) == 1);
  phr_hits_end(hits);
  CHECK_STATUS(phr_session_import_lines(in.me, phr_text_of(" \n"), NULL, NULL, NULL, NULL), PHR_EMPTY_INPUT);
  CHECK_STATUS(phr_session_import_lines(NULL, phr_text_of(lines), NULL, NULL, NULL, NULL), PHR_INVALID_HANDLE);
  phr_session_close(other);
  free(lines);
  teardown(&in);
}

TEST(Import, RefusesArgumentsThatCannotBe) {
  fixture in;
  phr_report *report = NULL;
  phr_report_facts facts = PHR_REPORT_FACTS_INIT;
  phr_type_total type = PHR_TYPE_TOTAL_INIT;
  phr_report_refusal refusal = PHR_REPORT_REFUSAL_INIT;
  setup(&in);
  CHECK_STATUS(phr_session_import_text(NULL, phr_text_of(bundle), NULL, NULL, &report, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_import_text(in.me, null_text(4), NULL, NULL, &report, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_import_text(in.me, phr_text_of(NULL), NULL, NULL, &report, NULL), PHR_EMPTY_INPUT);
  CHECK_STATUS(phr_session_import_file(NULL, PHR_TEXT("/x"), NULL, NULL, &report, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_import_file(in.me, null_text(4), NULL, NULL, &report, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_import_file(in.me, PHR_TEXT(""), NULL, NULL, &report, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_import_file(in.me, PHR_TEXT("/no/such/file"), NULL, NULL, &report, NULL), PHR_NO_SUCH_FILE);
  CHECK_STATUS(phr_session_import_file(in.me, phr_text_of(in.folder), NULL, NULL, &report, NULL), PHR_IS_A_DIRECTORY);
  CHECK(report == NULL);
  CHECK_STATUS(phr_report_info(NULL, &facts, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_report_info((phr_report *)in.me, &facts, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_report_types_at(NULL, 0, &type, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_report_refusals_at(NULL, 0, &refusal, NULL), PHR_INVALID_HANDLE);
  CHECK(phr_report_types_count(NULL) == 0 && phr_report_refusals_count((phr_report *)in.me) == 0);
  CHECK_OK(phr_session_import_text(in.me, phr_text_of(bundle), NULL, NULL, &report, NULL));
  CHECK_STATUS(phr_report_info(report, NULL, NULL), PHR_INVALID_ARGUMENT);
  phr_report_end(NULL);
  phr_report_end(report);
  teardown(&in);
}
