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
  phr_import_totals totals = PHR_IMPORT_TOTALS_INIT;
  phr_text type = {NULL, 0};
  uint64_t count = 0;
  setup(&in);
  CHECK_OK(phr_session_import_text(in.me, LENGTH(bundle), NULL, NULL, &report, NULL));
  CHECK_OK(phr_report_totals(report, &totals, NULL));
  CHECK(totals.created == 3 && totals.updated == 0 && totals.unchanged == 0 && totals.deleted == 0);
  CHECK(totals.bytes == strlen(bundle));
  CHECK(totals.types == 2 && totals.refused == 0);
  CHECK_OK(phr_report_type(report, 0, &type, &count, NULL));
  CHECK_TEXT(type, "Condition");
  CHECK(count == 2);
  CHECK_OK(phr_report_type(report, 1, &type, NULL, NULL));
  CHECK_TEXT(type, "Patient");
  CHECK_STATUS(phr_report_type(report, 2, &type, &count, NULL), PHR_INVALID_ARGUMENT);
  phr_report_end(report);
  CHECK_OK(phr_session_import_text(in.me, LENGTH(bundle), NULL, NULL, &report, NULL));
  CHECK_OK(phr_report_totals(report, &totals, NULL));
  CHECK(totals.created == 0 && totals.unchanged == 3);
  phr_report_end(report);
  CHECK_OK(phr_session_import_text(in.me, LENGTH(bundle), NULL, NULL, NULL, NULL));
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
  CHECK_STATUS(phr_session_import_text(in.me, LENGTH(wrong), NULL, NULL, &report, &err), PHR_UNKNOWN_RESOURCE_TYPE);
  CHECK(report == NULL);
  CHECK(err.line == 3);
  CHECK(err.place[0] != '\0');
  CHECK_OK(phr_session_search(in.me, LENGTH("Patient"), &hits, NULL));
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
  phr_import_totals totals = PHR_IMPORT_TOTALS_INIT;
  setup(&in);
  snprintf(path, sizeof path, "%s/many.ndjson", in.folder);
  write_file(path, lines);
  CHECK_OK(phr_session_import_file(in.me, LENGTH(path), watch, &seen, &report, NULL));
  CHECK(seen.calls > 0);
  CHECK_OK(phr_report_totals(report, &totals, NULL));
  CHECK(totals.created == 5000);
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
  CHECK_STATUS(phr_session_import_file(in.me, LENGTH(path), watch, &seen, &report, &err), PHR_CANCELLED);
  CHECK(report == NULL);
  CHECK(err.code == PHR_CANCELLED);
  CHECK(seen.calls == 1);
  CHECK_OK(phr_session_search(in.me, LENGTH("Condition"), &hits, NULL));
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
  CHECK_STATUS(phr_session_import_text(in.me, LENGTH(bundle), watch, &seen, &report, NULL), PHR_CANCELLED);
  CHECK(report == NULL);
  CHECK_OK(phr_session_search(in.me, LENGTH("Patient"), &hits, NULL));
  CHECK(phr_hits_count(hits) == 0);
  phr_hits_end(hits);
  teardown(&in);
}

TEST(ImportFile, ListsRefusedLinesOfNdjson) {
  fixture in;
  char path[128];
  phr_report *report = NULL;
  phr_import_totals totals = PHR_IMPORT_TOTALS_INIT;
  uint64_t line = 0;
  phr_error why = PHR_ERROR_INIT;
  setup(&in);
  snprintf(path, sizeof path, "%s/some.ndjson", in.folder);
  write_file(path,
             "{\"resourceType\":\"Patient\",\"id\":\"p\"}\n"
             "{\"resourceType\":\"Unknown\",\"id\":\"q\"}\n"
             "{\"resourceType\":\"Patient\",\"id\":\"r\"}\n"
             "{\"resourceType\":\"Patient\",\"id\":\n");
  CHECK_OK(phr_session_import_file(in.me, LENGTH(path), NULL, NULL, &report, NULL));
  CHECK_OK(phr_report_totals(report, &totals, NULL));
  CHECK(totals.created == 2 && totals.refused == 2);
  CHECK_OK(phr_report_refusal(report, 0, &line, &why, NULL));
  CHECK(line == 2 && why.code == PHR_UNKNOWN_RESOURCE_TYPE);
  CHECK(strcmp(why.place, "resourceType") == 0);
  CHECK_OK(phr_report_refusal(report, 1, &line, &why, NULL));
  CHECK(line == 4 && why.code == PHR_MALFORMED_JSON);
  CHECK_OK(phr_report_refusal(report, 1, NULL, NULL, NULL));
  CHECK_STATUS(phr_report_refusal(report, 2, &line, &why, NULL), PHR_INVALID_ARGUMENT);
  why.struct_size = 0;
  CHECK_STATUS(phr_report_refusal(report, 1, &line, &why, NULL), PHR_INVALID_ARGUMENT);
  phr_report_end(report);
  teardown(&in);
}

TEST(Import, RefusesArgumentsThatCannotBe) {
  fixture in;
  phr_report *report = NULL;
  phr_import_totals totals = PHR_IMPORT_TOTALS_INIT;
  phr_text type = {NULL, 0};
  setup(&in);
  CHECK_STATUS(phr_session_import_text(NULL, LENGTH(bundle), NULL, NULL, &report, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_import_text(in.me, NULL, 4, NULL, NULL, &report, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_import_text(in.me, NULL, 0, NULL, NULL, &report, NULL), PHR_EMPTY_INPUT);
  CHECK_STATUS(phr_session_import_file(NULL, LENGTH("/x"), NULL, NULL, &report, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_import_file(in.me, NULL, 4, NULL, NULL, &report, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_import_file(in.me, LENGTH(""), NULL, NULL, &report, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_import_file(in.me, LENGTH("/no/such/file"), NULL, NULL, &report, NULL), PHR_NO_SUCH_FILE);
  CHECK_STATUS(phr_session_import_file(in.me, LENGTH(in.folder), NULL, NULL, &report, NULL), PHR_IS_A_DIRECTORY);
  CHECK(report == NULL);
  CHECK_STATUS(phr_report_totals(NULL, &totals, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_report_totals((phr_report *)in.me, &totals, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_report_type(NULL, 0, &type, NULL, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_report_refusal(NULL, 0, NULL, NULL, NULL), PHR_INVALID_HANDLE);
  CHECK_OK(phr_session_import_text(in.me, LENGTH(bundle), NULL, NULL, &report, NULL));
  CHECK_STATUS(phr_report_totals(report, NULL, NULL), PHR_INVALID_ARGUMENT);
  phr_report_end(NULL);
  phr_report_end(report);
  teardown(&in);
}
