#include "fixture.h"

#include <stdio.h>

static void put_all(phr_session *me) {
  put(me, patient_p);
  put(me, glucose_o1);
  put(me, glucose_o2);
  put(me, condition_c1);
}

TEST(Timeline, IsNewestFirst) {
  fixture in;
  phr_events *timeline = NULL;
  phr_event event = PHR_EVENT_INIT;
  setup(&in);
  put_all(in.me);
  CHECK_OK(phr_session_timeline(in.me, NULL, &timeline, NULL));
  CHECK(phr_events_count(timeline) == 3);
  CHECK_OK(phr_events_at(timeline, 0, &event, NULL));
  CHECK_TEXT(event.type, "Observation");
  CHECK_TEXT(event.id, "o2");
  CHECK_TEXT(event.title, "Glucose");
  CHECK_TEXT(event.value, "6.1 mmol/L");
  CHECK(event.happened_us == 1614816000000000LL);  // 2021-03-04T00:00:00Z
  CHECK_OK(phr_events_at(timeline, 2, &event, NULL));
  CHECK_TEXT(event.id, "c1");
  CHECK_TEXT(event.title, "Hay fever");
  CHECK_TEXT(event.value, "");
  CHECK_STATUS(phr_events_at(timeline, 3, &event, NULL), PHR_INVALID_ARGUMENT);
  phr_events_end(timeline);
  teardown(&in);
}

TEST(Timeline, KeepsToItsOptions) {
  fixture in;
  phr_timeline_options options = PHR_TIMELINE_OPTIONS_INIT;
  phr_events *timeline = NULL;
  phr_event event = PHR_EVENT_INIT;
  phr_text types[2];
  phr_error err = PHR_ERROR_INIT;
  setup(&in);
  put_all(in.me);
  options.from = phr_time_of(1577836800000000LL);  // 2020-01-01
  options.to = phr_time_of(1609459200000000LL);    // 2021-01-01
  options.patient = PHR_TEXT("p");
  CHECK_OK(phr_session_timeline(in.me, &options, &timeline, NULL));
  CHECK(phr_events_count(timeline) == 1);
  CHECK_OK(phr_events_at(timeline, 0, &event, NULL));
  CHECK_TEXT(event.id, "o1");
  phr_events_end(timeline);
  options.from.is_given = 0;
  options.to.is_given = 0;
  options.most = 1;
  CHECK_OK(phr_session_timeline(in.me, &options, &timeline, NULL));
  CHECK(phr_events_count(timeline) == 1);
  phr_events_end(timeline);
  options.most = 0;
  types[0] = PHR_TEXT("Condition");
  types[1] = PHR_TEXT("Teapot");
  options.types = types;
  options.type_count = 1;
  CHECK_OK(phr_session_timeline(in.me, &options, &timeline, NULL));
  CHECK(phr_events_count(timeline) == 1);
  phr_events_end(timeline);
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
  phr_events *first = NULL;
  phr_events *second = NULL;
  phr_event event = PHR_EVENT_INIT;
  setup(&in);
  put_all(in.me);
  options.most = 2;
  CHECK_OK(phr_session_timeline(in.me, &options, &first, NULL));
  CHECK(phr_events_count(first) == 2);
  CHECK_OK(phr_events_at(first, 1, &event, NULL));
  CHECK_TEXT(event.id, "o1");
  options.behind = event.place;
  CHECK_OK(phr_session_timeline(in.me, &options, &second, NULL));
  CHECK(phr_events_count(second) == 1);
  CHECK_OK(phr_events_at(second, 0, &event, NULL));
  CHECK_TEXT(event.id, "c1");
  phr_events_end(first);
  phr_events_end(second);
  options.behind = PHR_TEXT("x");
  CHECK_STATUS(phr_session_timeline(in.me, &options, &first, NULL), PHR_INVALID_ARGUMENT);
  teardown(&in);
}

// The groups, a line each; until the next call.
static const char *groups_of(phr_session *me, phr_timeline_period by, const phr_timeline_options *options) {
  static char text[300];
  phr_event_groups *groups = NULL;
  phr_event_group group = PHR_EVENT_GROUP_INIT;
  size_t each = 0;
  text[0] = '\0';
  CHECK_OK(phr_session_timeline_groups(me, by, options, &groups, NULL));
  for (each = 0; each < phr_event_groups_count(groups); ++each) {
    CHECK_OK(phr_event_groups_at(groups, each, &group, NULL));
    sprintf(text + strlen(text), "%lld %s %u\n", (long long)(group.begin_us / 1000000), group.type.data, (unsigned)group.count);
  }
  CHECK_STATUS(phr_event_groups_at(groups, each, &group, NULL), PHR_INVALID_ARGUMENT);
  phr_event_groups_end(groups);
  return text;
}

TEST(Timeline, IsCountedByPeriod) {
  fixture in;
  phr_timeline_options options = PHR_TIMELINE_OPTIONS_INIT;
  phr_event_groups *groups = NULL;
  phr_event_group group = PHR_EVENT_GROUP_INIT;
  setup(&in);
  put_all(in.me);
  CHECK(strcmp(groups_of(in.me, PHR_BY_YEAR, NULL), "1609459200 Observation 1\n1577836800 Observation 1\n1546300800 Condition 1\n") == 0);
  options.most = 1;
  CHECK(strcmp(groups_of(in.me, PHR_BY_DAY, &options), "1614816000 Observation 1\n") == 0);
  options.to = phr_time_of(1614816000000000LL);  // the next ones
  CHECK(strcmp(groups_of(in.me, PHR_BY_DAY, &options), "1577923200 Observation 1\n") == 0);
  CHECK_STATUS(phr_session_timeline_groups(in.me, (phr_timeline_period)3, NULL, &groups, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_timeline_groups(in.me, PHR_BY_DAY, NULL, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_timeline_groups(NULL, PHR_BY_DAY, NULL, &groups, NULL), PHR_INVALID_HANDLE);
  options.behind = PHR_TEXT("1/2");
  CHECK_STATUS(phr_session_timeline_groups(in.me, PHR_BY_DAY, &options, &groups, NULL), PHR_INVALID_ARGUMENT);
  CHECK(groups == NULL && phr_event_groups_count(NULL) == 0);
  CHECK_STATUS(phr_event_groups_at(NULL, 0, &group, NULL), PHR_INVALID_HANDLE);
  phr_event_groups_end(NULL);
  teardown(&in);
}

TEST(Timeline, AsksForThePatientWhereThereAreSeveral) {
  fixture in;
  phr_events *timeline = NULL;
  phr_latest_values *latest = NULL;
  phr_latest_options options = PHR_LATEST_OPTIONS_INIT;
  setup(&in);
  put_all(in.me);
  put(in.me, "{\"resourceType\":\"Patient\",\"id\":\"q\"}");
  CHECK_STATUS(phr_session_timeline(in.me, NULL, &timeline, NULL), PHR_AMBIGUOUS_MATCH);
  CHECK(timeline == NULL);
  CHECK_STATUS(phr_session_latest(in.me, NULL, &latest, NULL), PHR_AMBIGUOUS_MATCH);
  CHECK(latest == NULL);
  options.patient = PHR_TEXT("p");
  CHECK_OK(phr_session_latest(in.me, &options, &latest, NULL));
  phr_latest_values_end(latest);
  teardown(&in);
}

TEST(Latest, IsTheNewestOfEachCode) {
  fixture in;
  phr_latest_values *latest = NULL;
  phr_latest_value value = PHR_LATEST_VALUE_INIT;
  phr_latest_options options = PHR_LATEST_OPTIONS_INIT;
  setup(&in);
  put_all(in.me);
  options.category = PHR_TEXT("laboratory");
  CHECK_OK(phr_session_latest(in.me, &options, &latest, NULL));
  CHECK(phr_latest_values_count(latest) == 1);
  CHECK_OK(phr_latest_values_at(latest, 0, &value, NULL));
  CHECK_TEXT(value.id, "o2");
  CHECK_TEXT(value.system, "http://loinc.org");
  CHECK_TEXT(value.code, "15074-8");
  CHECK_TEXT(value.title, "Glucose");
  CHECK_TEXT(value.value, "6.1");
  CHECK_TEXT(value.unit, "mmol/L");
  CHECK_TEXT(value.interpretation, "H");
  CHECK(value.happened_us == 1614816000000000LL);
  CHECK_STATUS(phr_latest_values_at(latest, 1, &value, NULL), PHR_INVALID_ARGUMENT);
  phr_latest_values_end(latest);
  options.category = PHR_TEXT("vital-signs");
  CHECK_OK(phr_session_latest(in.me, &options, &latest, NULL));
  CHECK(phr_latest_values_count(latest) == 0);
  phr_latest_values_end(latest);
  teardown(&in);
}

TEST(Summary, RefusesHandlesAndPointersThatAreNone) {
  fixture in;
  phr_events *timeline = NULL;
  phr_latest_values *latest = NULL;
  phr_event event = PHR_EVENT_INIT;
  phr_latest_value value = PHR_LATEST_VALUE_INIT;
  phr_latest_options options = PHR_LATEST_OPTIONS_INIT;
  setup(&in);
  put_all(in.me);
  CHECK_STATUS(phr_session_timeline(NULL, NULL, &timeline, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_timeline(in.me, NULL, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_latest(NULL, NULL, &latest, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_session_latest(in.me, NULL, NULL, NULL), PHR_INVALID_ARGUMENT);
  options.patient = null_text(1);
  CHECK_STATUS(phr_session_latest(in.me, &options, &latest, NULL), PHR_INVALID_ARGUMENT);
  options.patient = phr_text_of(NULL);
  options.category = null_text(1);
  CHECK_STATUS(phr_session_latest(in.me, &options, &latest, NULL), PHR_INVALID_ARGUMENT);
  CHECK(phr_events_count(NULL) == 0);
  CHECK(phr_latest_values_count(NULL) == 0);
  CHECK_STATUS(phr_events_at(NULL, 0, &event, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_latest_values_at(NULL, 0, &value, NULL), PHR_INVALID_HANDLE);
  CHECK_OK(phr_session_timeline(in.me, NULL, &timeline, NULL));
  CHECK_OK(phr_session_latest(in.me, NULL, &latest, NULL));
  CHECK_STATUS(phr_events_at(timeline, 0, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_latest_values_at(latest, 0, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_latest_values_at((phr_latest_values *)timeline, 0, &value, NULL), PHR_INVALID_HANDLE);
  phr_events_end(NULL);
  phr_latest_values_end(NULL);
  phr_events_end(timeline);
  phr_latest_values_end(latest);
  teardown(&in);
}
