// Pages, portions of one moment, and where a search is ended.
#include "fixture.h"

#include <stddef.h>

TEST(Search, GivesPagesWithTheirTotalAndIncludes) {
  fixture in;
  phr_hits *hits = NULL;
  phr_hit hit = PHR_HIT_INIT;
  phr_hits_totals totals = PHR_HITS_TOTALS_INIT;
  phr_search_options options = PHR_SEARCH_OPTIONS_INIT;
  char page[500];
  const char *query = "Observation?_sort=date&_count=1&_total=accurate&_include=Observation:subject";
  setup(&in);
  put_record(in.me);
  CHECK_OK(phr_session_search_with(in.me, LENGTH(query), &options, &hits, NULL));
  CHECK_OK(phr_hits_totals_of(hits, &totals, NULL));
  CHECK(totals.has_total == 1 && totals.total == 2 && totals.matched == 1 && totals.ignored == 0);
  CHECK(phr_hits_count(hits) == 2);
  CHECK_OK(phr_hits_at(hits, 0, &hit, NULL));
  CHECK_TEXT(hit.id, "o1");
  CHECK(hit.included == 0);
  CHECK_OK(phr_hits_at(hits, 1, &hit, NULL));
  CHECK_TEXT(hit.type, "Patient");
  CHECK(hit.included == 1);
  CHECK(totals.next_page.size > 0 && totals.next_page.size < sizeof page);
  memcpy(page, totals.next_page.data, totals.next_page.size);
  options.page.data = page;
  options.page.size = totals.next_page.size;
  phr_hits_end(hits);
  CHECK_OK(phr_session_search_with(in.me, LENGTH(query), &options, &hits, NULL));
  CHECK_OK(phr_hits_at(hits, 0, &hit, NULL));
  CHECK_TEXT(hit.id, "o2");
  CHECK_OK(phr_hits_totals_of(hits, &totals, NULL));
  CHECK(totals.next_page.size == 0);
  phr_hits_end(hits);
  CHECK_STATUS(phr_session_search_with(in.me, LENGTH("Observation?_count=1"), &options, &hits, NULL), PHR_MALFORMED_QUERY);
  CHECK(hits == NULL);
  teardown(&in);
}

static int refuse(void *user, uint64_t done, uint64_t total, const char *unit) {
  CHECK(done > 0 && total == 0);
  CHECK(strcmp(unit, "steps") == 0);
  ++*(int *)user;
  return 1;
}

TEST(Search, EndsWhereItsWatchOrItsBudgetSaysSo) {
  fixture in;
  phr_hits *hits = NULL;
  phr_search_options options = PHR_SEARCH_OPTIONS_INIT;
  phr_error err = PHR_ERROR_INIT;
  int calls = 0;
  setup(&in);
  put_record(in.me);
  options.watch = refuse;
  options.user = &calls;
  CHECK_STATUS(phr_session_search_with(in.me, LENGTH("Observation?_content=heart"), &options, &hits, NULL), PHR_CANCELLED);
  CHECK(calls == 1 && hits == NULL);
  options.watch = NULL;
  options.max_steps = 10;
  CHECK_STATUS(phr_session_search_with(in.me, LENGTH("Observation?_content=heart"), &options, &hits, &err), PHR_TOO_LARGE);
  CHECK(strcmp(err.place, "the search: more steps than its budget") == 0);
  options.max_steps = 0;
  CHECK_OK(phr_session_search_with(in.me, LENGTH("Observation?_content=heart"), &options, &hits, NULL));
  phr_hits_end(hits);
  options.struct_size = offsetof(phr_search_options, watch); /* of a program that knows neither */
  options.watch = refuse;
  options.max_steps = 1;
  CHECK_OK(phr_session_search_with(in.me, LENGTH("Observation?_content=heart"), &options, &hits, NULL));
  phr_hits_end(hits);
  teardown(&in);
}

TEST(Search, GoesOnInPortionsOfOneMoment) {
  fixture in;
  fixture other;
  phr_hits *first = NULL;
  phr_hits *second = NULL;
  phr_hits_totals totals = PHR_HITS_TOTALS_INIT;
  phr_hit hit = PHR_HIT_INIT;
  phr_search_options options = PHR_SEARCH_OPTIONS_INIT;
  setup(&in);
  setup(&other);
  put_record(in.me);
  options.portion = 1;
  CHECK_OK(phr_session_search_with(in.me, LENGTH("Observation?_sort=-date"), &options, &first, NULL));
  CHECK_OK(phr_hits_totals_of(first, &totals, NULL));
  CHECK(totals.is_portion == 1 && totals.matched == 1 && totals.next_page.size > 0);
  CHECK_OK(phr_session_remove(in.me, LENGTH("Observation"), LENGTH("o1"), 0, NULL, NULL));
  options.page = totals.next_page;
  options.moment_of = first;
  CHECK_OK(phr_session_search_with(in.me, LENGTH("Observation?_sort=-date"), &options, &second, NULL));
  phr_hits_end(first);  // they share the connection
  CHECK(phr_hits_count(second) == 1);
  CHECK_OK(phr_hits_at(second, 0, &hit, NULL));
  CHECK_TEXT(hit.id, "o1");
  CHECK_OK(phr_hits_totals_of(second, &totals, NULL));
  CHECK_TEXT(totals.next_page, "");
  options = (phr_search_options)PHR_SEARCH_OPTIONS_INIT;
  options.moment_of = second;
  CHECK_STATUS(phr_session_search_with(other.me, LENGTH("Patient"), &options, &first, NULL), PHR_INVALID_ARGUMENT);
  options.moment_of = (phr_hits *)in.me;
  CHECK_STATUS(phr_session_search_with(in.me, LENGTH("Patient"), &options, &first, NULL), PHR_INVALID_HANDLE);
  CHECK(first == NULL);
  phr_hits_end(second);
  teardown(&in);
  teardown(&other);
}
