#include "fixture.h"

TEST(StoreSuspend, GivesTheFileUpUntilItIsResumed) {
  fixture in;
  phr_suspend_options how = PHR_SUSPEND_OPTIONS_INIT;
  phr_store_facts facts = PHR_STORE_FACTS_INIT;
  phr_hits *hits = NULL;
  phr_error err = PHR_ERROR_INIT;
  setup(&in);
  CHECK_OK(phr_session_search(in.me, PHR_TEXT("Patient"), NULL, &hits, &err));
  how.wait_milliseconds = 20;
  CHECK_STATUS(phr_store_suspend(in.store, &how, &err), PHR_LOCKED);
  CHECK(err.ordinal == 1);
  phr_hits_end(hits);
  CHECK_OK(phr_store_suspend(in.store, NULL, &err));
  CHECK_STATUS(phr_store_info(in.store, &facts, &err), PHR_SUSPENDED);
  CHECK_STATUS(phr_session_search(in.me, PHR_TEXT("Patient"), NULL, &hits, &err), PHR_SUSPENDED);
  CHECK_OK(phr_store_resume(in.store, &err));
  CHECK_OK(phr_store_info(in.store, &facts, &err));
  CHECK_STATUS(phr_store_resume(NULL, &err), PHR_INVALID_HANDLE);
  teardown(&in);
}

TEST(StoreOpen, ReadOnlyRefusesWrites) {
  fixture in;
  phr_store_options options = cheap_options();
  const phr_key key = passphrase("x");
  phr_store *reader = NULL;
  phr_error err = PHR_ERROR_INIT;
  setup(&in);
  options.create = 0;
  options.read_only = 1;
  CHECK_OK(phr_store_open(phr_text_of(in.path), &key, &options, &reader, &err));
  CHECK_STATUS(phr_store_remove_key(reader, 0, &err), PHR_READ_ONLY);
  CHECK_OK(phr_store_close(reader, &err));
  teardown(&in);
}
