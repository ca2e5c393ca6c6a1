#include "fixture.h"

#define A "https://hospital-a.example/fhir"

static const char bundle[] = "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[{\"fullUrl\":\"" A
                             "/Patient/p\",\"resource\":{\"resourceType\":\"Patient\",\"id\":\"p\"}},{\"resource\":{\"resourceType\":"
                             "\"OperationOutcome\",\"issue\":[]},\"search\":{\"mode\":\"outcome\"}}]}";

typedef struct seen {
  int count;
  char text[256];
} seen;

static void see_bytes(void *user, const uint8_t *bytes, size_t size) {
  seen *to = user;
  size_t kept = size < sizeof to->text ? size : sizeof to->text - 1;
  memcpy(to->text, bytes, kept);
  to->text[kept] = 0;
}

static int see_resource(void *user, const uint8_t *bytes, size_t size) {
  ++((seen *)user)->count;
  see_bytes(user, bytes, size);
  return 0;
}

TEST(Sources, KeepTheirIdsApartAndGiveThemBack) {
  fixture in;
  phr_import_options named = PHR_IMPORT_OPTIONS_INIT;
  phr_report *report = NULL;
  phr_report_facts facts = PHR_REPORT_FACTS_INIT;
  phr_sources *sources = NULL;
  phr_source source = PHR_SOURCE_INIT;
  phr_hits *hits = NULL;
  seen got = {0, ""};
  uint64_t count = 0;
  setup(&in);
  CHECK_OK(phr_session_import_text_of(in.me, phr_text_of(bundle), NULL, &report, NULL));
  CHECK_OK(phr_report_info(report, &facts, NULL));
  CHECK(facts.created == 1 && facts.left_out == 1);
  phr_report_end(report);
  named.source = PHR_TEXT("urn:clinic");
  CHECK_OK(phr_session_import_text_of(in.me, PHR_TEXT("{\"resourceType\":\"Patient\",\"id\":\"p\",\"active\":true}"), &named, NULL, NULL));
  CHECK_OK(phr_session_sources(in.me, NULL, &sources, NULL));
  CHECK(phr_sources_count(sources) == 2);
  CHECK_OK(phr_sources_at(sources, 0, &source, NULL));
  CHECK(source.kind == PHR_SOURCE_SERVER && source.resources == 1 && source.uri.size == strlen(A));
  CHECK_OK(phr_sources_at(sources, 1, &source, NULL));
  CHECK(source.kind == PHR_SOURCE_NAMED && source.first_seen_us <= source.last_seen_us);
  CHECK_STATUS(phr_sources_at(sources, 2, &source, NULL), PHR_INVALID_ARGUMENT);
  phr_sources_end(sources);
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Patient?active=true"), NULL, &hits, NULL));
  CHECK(phr_hits_count(hits) == 1);
  CHECK_OK(phr_hits_source(hits, 0, see_bytes, &got, NULL));
  CHECK(strcmp(got.text, "urn:clinic") == 0);
  phr_hits_end(hits);
  CHECK_OK(phr_session_export_source(in.me, PHR_TEXT("urn:clinic"), NULL, see_resource, &got, &count, NULL));
  CHECK(count == 1 && got.count == 1 && strstr(got.text, "\"id\":\"p\"") != NULL);
  teardown(&in);
}

TEST(Sources, AreRenamedAndForgotten) {
  fixture in;
  phr_forget_preview preview = PHR_FORGET_PREVIEW_INIT;
  phr_erased erased = PHR_ERASED_INIT;
  setup(&in);
  CHECK_OK(phr_session_import_text_of(in.me, phr_text_of(bundle), NULL, NULL, NULL));
  CHECK_OK(phr_session_rename_source(in.me, PHR_TEXT(A), PHR_TEXT("urn:a"), PHR_TEXT("A"), NULL));
  CHECK_STATUS(phr_session_preview_forget(in.me, PHR_TEXT(A), &preview, NULL), PHR_NOT_FOUND);
  CHECK_OK(phr_session_preview_forget(in.me, PHR_TEXT("urn:a"), &preview, NULL));
  CHECK(preview.resources == 1 && preview.versions == 1 && preview.edited == 0 && preview.still_named == 0);
  CHECK_OK(phr_session_forget_source(in.me, PHR_TEXT("urn:a"), 1, NULL, NULL, &erased, NULL));
  CHECK(erased.resources == 1 && erased.versions == 1);
  CHECK_STATUS(phr_session_forget_source(in.me, PHR_TEXT("urn:a"), 0, NULL, NULL, NULL, NULL), PHR_NOT_FOUND);
  teardown(&in);
}

TEST(Sources, RefuseHandlesAndPointersThatAreNone) {
  fixture in;
  phr_sources *sources = NULL;
  setup(&in);
  CHECK_STATUS(phr_session_sources(NULL, NULL, &sources, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_sources(in.me, NULL, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_rename_source(NULL, PHR_TEXT("a"), PHR_TEXT("b"), PHR_TEXT(""), NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_preview_forget(in.me, PHR_TEXT("a"), NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_export_source(in.me, PHR_TEXT("a"), NULL, NULL, NULL, NULL, NULL), PHR_INVALID_ARGUMENT);
  phr_sources_end(NULL);
  CHECK(phr_sources_count(NULL) == 0);
  teardown(&in);
}
