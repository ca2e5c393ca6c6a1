/* Imports bundle.json into labs.phr, goes through the newest HbA1c values, and draws them: labs.svg. A second run changes nothing. */
#include <phr/phr.h>

#include <stdio.h>

/* Told now and then by the import; anything but 0 would stop it. */
static int watch(void *user, uint64_t done, uint64_t total, const char *unit) {
  (void)user;
  if (total != 0 && done == total) fprintf(stderr, "%llu %s read\n", (unsigned long long)done, unit);
  return 0;
}

static void to_file(void *user, const uint8_t *bytes, size_t size) { fwrite(bytes, 1, size, (FILE *)user); }

static phr_status import(phr_session *me, phr_error *err) {
  phr_report *report = NULL;
  phr_report_facts facts = PHR_REPORT_FACTS_INIT;
  phr_status status = phr_session_import_file(me, PHR_TEXT("bundle.json"), watch, NULL, &report, err);
  if (status == PHR_OK) status = phr_report_info(report, &facts, err);
  if (status == PHR_OK) printf("%llu created, %llu unchanged\n", (unsigned long long)facts.created, (unsigned long long)facts.unchanged);
  phr_report_end(report);
  return status;
}

/* A cursor: of any number, in little memory. PHR_END is its end and no error. */
static phr_status newest(phr_session *me, phr_error *err) {
  phr_cursor *found = NULL;
  phr_hit hit = PHR_HIT_INIT;
  phr_status status = phr_session_search_cursor(me, PHR_TEXT("Observation?code=http://loinc.org|4548-4&_sort=-date&_count=3"), NULL, &found, err);
  while (status == PHR_OK && (status = phr_cursor_next(found, &hit, err)) == PHR_OK) {
    phr_summary row = PHR_SUMMARY_INIT;
    status = phr_cursor_summary(found, &row, err);
    if (status == PHR_OK) printf("%.10s %s\n", row.when.data, row.value.data);
  }
  phr_cursor_end(found);
  return status == PHR_END ? PHR_OK : status;
}

static phr_status chart(phr_session *me, phr_error *err) {
  phr_trend *trend = NULL;
  phr_trend_facts facts = PHR_TREND_FACTS_INIT;
  FILE *file = fopen("labs.svg", "wb");
  if (file == NULL) return PHR_IO_FAILED;
  phr_status status = phr_session_lab_trend(me, PHR_TEXT("http://loinc.org|4548-4"), NULL, &trend, err);
  if (status == PHR_OK) status = phr_trend_info(trend, &facts, err);
  if (status == PHR_OK) {
    printf("%s: %llu values, latest %.1f %s, %s\n", facts.title.data, (unsigned long long)phr_trend_points_count(trend), facts.latest, facts.unit.data,
           facts.direction.data);
  }
  if (status == PHR_OK) status = phr_trend_chart(trend, NULL, to_file, file, err);
  phr_trend_end(trend);
  fclose(file);
  return status;
}

int main(void) {
  phr_error err = PHR_ERROR_INIT;
  phr_key key = PHR_KEY_INIT;
  phr_store_options how = PHR_STORE_OPTIONS_INIT;
  phr_store *store = NULL;
  phr_session *me = NULL;

  key.kind = PHR_PASSPHRASE;
  key.bytes = (const uint8_t *)"correct horse";
  key.size = 13;
  how.create = 1;
  phr_status status = phr_store_open(PHR_TEXT("labs.phr"), &key, &how, &store, &err);
  if (status == PHR_OK) status = phr_session_open(store, phr_clock_now(), NULL, &me, &err); /* the owner */
  if (status == PHR_OK) status = import(me, &err);
  if (status == PHR_OK) status = newest(me, &err);
  if (status == PHR_OK) status = chart(me, &err);
  if (status != PHR_OK) fprintf(stderr, "%s at %s: %s\n", phr_status_name(status), err.place, phr_status_advice(status));
  phr_session_close(me);
  phr_store_close(store, NULL);
  return status == PHR_OK ? 0 : 1;
}
