#include "fixture.h"

#include <stdio.h>

TEST(Timeline, IsNewestFirst) {
  fixture in;
  phr_timeline *timeline = NULL;
  phr_event event = PHR_EVENT_INIT;
  setup(&in);
  put_record(in.me);
  CHECK_OK(phr_session_timeline(in.me, NULL, &timeline, NULL));
  CHECK(phr_timeline_count(timeline) == 3);
  CHECK_OK(phr_timeline_at(timeline, 0, &event, NULL));
  CHECK_TEXT(event.type, "Observation");
  CHECK_TEXT(event.id, "o2");
  CHECK_TEXT(event.title, "Glucose");
  CHECK_TEXT(event.value, "6.1 mmol/L");
  CHECK(event.happened_us == 1614816000000000LL);  // 2021-03-04T00:00:00Z
  CHECK_OK(phr_timeline_at(timeline, 2, &event, NULL));
  CHECK_TEXT(event.id, "c1");
  CHECK_TEXT(event.title, "Hay fever");
  CHECK_TEXT(event.value, "");
  CHECK_STATUS(phr_timeline_at(timeline, 3, &event, NULL), PHR_INVALID_ARGUMENT);
  phr_timeline_end(timeline);
  teardown(&in);
}

TEST(Timeline, KeepsToItsOptions) {
  fixture in;
  phr_timeline_options options = PHR_TIMELINE_OPTIONS_INIT;
  phr_timeline *timeline = NULL;
  phr_event event = PHR_EVENT_INIT;
  phr_text types[2];
  phr_error err = PHR_ERROR_INIT;
  setup(&in);
  put_record(in.me);
  options.has_from = 1;
  options.from_us = 1577836800000000LL;  // 2020-01-01
  options.has_to = 1;
  options.to_us = 1609459200000000LL;  // 2021-01-01
  options.patient = text_of("p");
  CHECK_OK(phr_session_timeline(in.me, &options, &timeline, NULL));
  CHECK(phr_timeline_count(timeline) == 1);
  CHECK_OK(phr_timeline_at(timeline, 0, &event, NULL));
  CHECK_TEXT(event.id, "o1");
  phr_timeline_end(timeline);
  options.has_from = 0;
  options.has_to = 0;
  options.most = 1;
  CHECK_OK(phr_session_timeline(in.me, &options, &timeline, NULL));
  CHECK(phr_timeline_count(timeline) == 1);
  phr_timeline_end(timeline);
  options.most = 0;
  types[0] = text_of("Condition");
  types[1] = text_of("Teapot");
  options.types = types;
  options.type_count = 1;
  CHECK_OK(phr_session_timeline(in.me, &options, &timeline, NULL));
  CHECK(phr_timeline_count(timeline) == 1);
  phr_timeline_end(timeline);
  options.type_count = 2;
  CHECK_STATUS(phr_session_timeline(in.me, &options, &timeline, &err), PHR_UNKNOWN_RESOURCE_TYPE);
  CHECK(err.has_ordinal == 1 && err.ordinal == 1);
  options.types = NULL;
  CHECK_STATUS(phr_session_timeline(in.me, &options, &timeline, &err), PHR_INVALID_ARGUMENT);
  CHECK(timeline == NULL);
  teardown(&in);
}

TEST(Timeline, GoesOnBehindAnEvent) {
  fixture in;
  phr_timeline_options options = PHR_TIMELINE_OPTIONS_INIT;
  phr_timeline *first = NULL;
  phr_timeline *second = NULL;
  phr_event event = PHR_EVENT_INIT;
  setup(&in);
  put_record(in.me);
  options.most = 2;
  CHECK_OK(phr_session_timeline(in.me, &options, &first, NULL));
  CHECK(phr_timeline_count(first) == 2);
  CHECK_OK(phr_timeline_at(first, 1, &event, NULL));
  CHECK_TEXT(event.id, "o1");
  options.behind = event.place;
  CHECK_OK(phr_session_timeline(in.me, &options, &second, NULL));
  CHECK(phr_timeline_count(second) == 1);
  CHECK_OK(phr_timeline_at(second, 0, &event, NULL));
  CHECK_TEXT(event.id, "c1");
  phr_timeline_end(first);
  phr_timeline_end(second);
  options.behind = text_of("x");
  CHECK_STATUS(phr_session_timeline(in.me, &options, &first, NULL), PHR_INVALID_ARGUMENT);
  teardown(&in);
}

static void tell_group(void *user, int64_t begin_us, phr_text type, uint64_t count) {
  char *text = (char *)user;
  sprintf(text + strlen(text), "%lld %s %u\n", (long long)(begin_us / 1000000), type.data, (unsigned)count);
}

TEST(Timeline, IsCountedByPeriod) {
  fixture in;
  phr_timeline_options options = PHR_TIMELINE_OPTIONS_INIT;
  char told[300] = "";
  setup(&in);
  put_record(in.me);
  CHECK_OK(phr_session_timeline_groups(in.me, PHR_BY_YEAR, NULL, tell_group, told, NULL));
  CHECK(strcmp(told, "1609459200 Observation 1\n1577836800 Observation 1\n1546300800 Condition 1\n") == 0);
  told[0] = '\0';
  options.most = 1;
  CHECK_OK(phr_session_timeline_groups(in.me, PHR_BY_DAY, &options, tell_group, told, NULL));
  CHECK(strcmp(told, "1614816000 Observation 1\n") == 0);
  CHECK_STATUS(phr_session_timeline_groups(in.me, (phr_timeline_period)3, NULL, tell_group, told, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_timeline_groups(in.me, PHR_BY_DAY, NULL, NULL, told, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_timeline_groups(NULL, PHR_BY_DAY, NULL, tell_group, told, NULL), PHR_INVALID_HANDLE);
  options.behind = text_of("1/2");
  CHECK_STATUS(phr_session_timeline_groups(in.me, PHR_BY_DAY, &options, tell_group, told, NULL), PHR_INVALID_ARGUMENT);
  teardown(&in);
}

TEST(Timeline, AsksForThePatientWhereThereAreSeveral) {
  fixture in;
  phr_timeline *timeline = NULL;
  phr_latest *latest = NULL;
  setup(&in);
  put_record(in.me);
  put(in.me, "{\"resourceType\":\"Patient\",\"id\":\"q\"}");
  CHECK_STATUS(phr_session_timeline(in.me, NULL, &timeline, NULL), PHR_AMBIGUOUS_MATCH);
  CHECK(timeline == NULL);
  CHECK_STATUS(phr_session_latest(in.me, NULL, 0, NULL, 0, &latest, NULL), PHR_AMBIGUOUS_MATCH);
  CHECK(latest == NULL);
  CHECK_OK(phr_session_latest(in.me, LENGTH("p"), NULL, 0, &latest, NULL));
  phr_latest_end(latest);
  teardown(&in);
}

TEST(Latest, IsTheNewestOfEachCode) {
  fixture in;
  phr_latest *latest = NULL;
  phr_latest_value value = PHR_LATEST_VALUE_INIT;
  setup(&in);
  put_record(in.me);
  CHECK_OK(phr_session_latest(in.me, NULL, 0, LENGTH("laboratory"), &latest, NULL));
  CHECK(phr_latest_count(latest) == 1);
  CHECK_OK(phr_latest_at(latest, 0, &value, NULL));
  CHECK_TEXT(value.id, "o2");
  CHECK_TEXT(value.system, "http://loinc.org");
  CHECK_TEXT(value.code, "15074-8");
  CHECK_TEXT(value.title, "Glucose");
  CHECK_TEXT(value.value, "6.1");
  CHECK_TEXT(value.unit, "mmol/L");
  CHECK_TEXT(value.interpretation, "H");
  CHECK(value.happened_us == 1614816000000000LL);
  CHECK_STATUS(phr_latest_at(latest, 1, &value, NULL), PHR_INVALID_ARGUMENT);
  phr_latest_end(latest);
  CHECK_OK(phr_session_latest(in.me, NULL, 0, LENGTH("vital-signs"), &latest, NULL));
  CHECK(phr_latest_count(latest) == 0);
  phr_latest_end(latest);
  teardown(&in);
}

TEST(Summary, RefusesHandlesAndPointersThatAreNone) {
  fixture in;
  phr_timeline *timeline = NULL;
  phr_latest *latest = NULL;
  phr_event event = PHR_EVENT_INIT;
  phr_latest_value value = PHR_LATEST_VALUE_INIT;
  setup(&in);
  put_record(in.me);
  CHECK_STATUS(phr_session_timeline(NULL, NULL, &timeline, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_timeline(in.me, NULL, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_latest(NULL, NULL, 0, NULL, 0, &latest, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_latest(in.me, NULL, 0, NULL, 0, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_latest(in.me, NULL, 1, NULL, 0, &latest, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_latest(in.me, NULL, 0, NULL, 1, &latest, NULL), PHR_INVALID_ARGUMENT);
  CHECK(phr_timeline_count(NULL) == 0);
  CHECK(phr_latest_count(NULL) == 0);
  CHECK_STATUS(phr_timeline_at(NULL, 0, &event, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_latest_at(NULL, 0, &value, NULL), PHR_INVALID_HANDLE);
  CHECK_OK(phr_session_timeline(in.me, NULL, &timeline, NULL));
  CHECK_OK(phr_session_latest(in.me, NULL, 0, NULL, 0, &latest, NULL));
  CHECK_STATUS(phr_timeline_at(timeline, 0, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_latest_at(latest, 0, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_latest_at((phr_latest *)timeline, 0, &value, NULL), PHR_INVALID_HANDLE);
  phr_timeline_end(NULL);
  phr_latest_end(NULL);
  phr_timeline_end(timeline);
  phr_latest_end(latest);
  teardown(&in);
}
