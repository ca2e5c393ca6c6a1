#include "fixture.h"

#include <stdio.h>

static phr_argon2_cost cheap_cost(void) {
  phr_argon2_cost cost = PHR_ARGON2_COST_INIT;
  cost.memory_kib = 64;
  cost.passes = 1;
  cost.lanes = 1;
  return cost;
}

static phr_key key_of(phr_key_kind kind, const void *bytes, size_t size) {
  phr_key key = PHR_KEY_INIT;
  key.kind = kind;
  key.bytes = (const uint8_t *)bytes;
  key.size = size;
  return key;
}

// Closes the store of the fixture and opens it with another key.
static phr_status reopen(fixture *in, const phr_key *key) {
  phr_session_close(in->me);
  in->me = NULL;
  CHECK_OK(phr_store_close(in->store, NULL));
  return phr_store_open(phr_text_of(in->path), key, NULL, &in->store, NULL);
}

TEST(Keys, AnotherPassphraseOpensTheStoreToo) {
  fixture in;
  const phr_key second = passphrase("second");
  const phr_argon2_cost cost = cheap_cost();
  setup(&in);
  CHECK_OK(phr_store_add_key(in.store, &second, &cost, NULL));
  CHECK_OK(reopen(&in, &second));
  teardown(&in);
}

TEST(Keys, AHostKeyOpensTheStoreAndAnotherDoesNot) {
  fixture in;
  uint8_t secret[32];
  phr_key key;
  phr_store *store = NULL;
  setup(&in);
  CHECK_OK(phr_random_bytes(secret, sizeof secret, NULL));
  key = key_of(PHR_HOST_KEY, secret, sizeof secret);
  CHECK_OK(phr_store_add_key(in.store, &key, NULL, NULL));
  CHECK_OK(reopen(&in, &key));
  CHECK_OK(phr_store_close(in.store, NULL));
  in.store = NULL;
  secret[0] ^= 1;
  CHECK_STATUS(phr_store_open(phr_text_of(in.path), &key, NULL, &store, NULL), PHR_WRONG_KEY);
  CHECK(store == NULL);
  teardown(&in);
}

TEST(Keys, AHostKeyMakesAStore) {
  fixture in;
  const phr_store_options options = cheap_options();
  phr_store_facts facts = PHR_STORE_FACTS_INIT;
  uint8_t secret[32];
  phr_key key;
  make_folder(&in);
  CHECK_OK(phr_random_bytes(secret, sizeof secret, NULL));
  key = key_of(PHR_HOST_KEY, secret, sizeof secret);
  CHECK_OK(phr_store_open(phr_text_of(in.path), &key, &options, &in.store, NULL));
  CHECK_OK(phr_store_info(in.store, &facts, NULL));
  CHECK(facts.slots[0] == PHR_HOST_KEY);
  teardown(&in);
}

TEST(Keys, ARecoveryCodeOpensTheStoreAsItWasTyped) {
  fixture in;
  char code[PHR_RECOVERY_CODE_SIZE];
  char typed[PHR_RECOVERY_CODE_SIZE * 2];
  size_t size = 0;
  size_t each = 0;
  phr_key key;
  phr_error err = PHR_ERROR_INIT;
  setup(&in);
  CHECK_OK(phr_recovery_code_generate(code, sizeof code, &size, NULL));
  CHECK(size == PHR_RECOVERY_CODE_SIZE - 1);
  CHECK(strlen(code) == size);
  key = key_of(PHR_RECOVERY_CODE, code, size);
  CHECK_OK(phr_store_add_key(in.store, &key, NULL, NULL));
  for (each = 0; each < size; ++each) {  // lower case and with blanks
    typed[2 * each] = (char)(code[each] >= 'A' && code[each] <= 'Z' ? code[each] + 32 : code[each]);
    typed[2 * each + 1] = ' ';
  }
  key = key_of(PHR_RECOVERY_CODE, typed, 2 * size);
  CHECK_OK(reopen(&in, &key));
  code[0] = code[0] == '0' ? '1' : '0';
  key = key_of(PHR_RECOVERY_CODE, code, size);
  CHECK_STATUS(phr_store_add_key(in.store, &key, NULL, &err), PHR_INVALID_ARGUMENT);
  CHECK(strcmp(err.place, "recovery_code") == 0);
  teardown(&in);
}

TEST(Keys, RecoveryCodesDifferAndNeedTheirRoom) {
  char one[PHR_RECOVERY_CODE_SIZE];
  char two[PHR_RECOVERY_CODE_SIZE];
  size_t size = 0;
  phr_error err = PHR_ERROR_INIT;
  CHECK_OK(phr_recovery_code_generate(one, sizeof one, NULL, NULL));
  CHECK_OK(phr_recovery_code_generate(two, sizeof two, NULL, NULL));
  CHECK(strcmp(one, two) != 0);
  one[0] = '?';
  CHECK_STATUS(phr_recovery_code_generate(one, sizeof one - 1, &size, &err), PHR_BUFFER_TOO_SMALL);
  CHECK(one[0] == '?');
  CHECK(size == PHR_RECOVERY_CODE_SIZE - 1);
  CHECK(err.has_ordinal == 1 && err.ordinal == PHR_RECOVERY_CODE_SIZE);
  CHECK_STATUS(phr_recovery_code_generate(NULL, 0, &size, &err), PHR_BUFFER_TOO_SMALL);
  CHECK_STATUS(phr_recovery_code_generate(NULL, sizeof one, &size, &err), PHR_INVALID_ARGUMENT);
}

TEST(Keys, ARemovedKeyOpensNoMore) {
  fixture in;
  const phr_key first = passphrase("x");
  const phr_key second = passphrase("second");
  const phr_argon2_cost cost = cheap_cost();
  phr_store *store = NULL;
  phr_error err = PHR_ERROR_INIT;
  setup(&in);
  CHECK_STATUS(phr_store_remove_key(in.store, 0, &err), PHR_LAST_SLOT);
  CHECK_STATUS(phr_store_remove_key(in.store, 1, &err), PHR_NOT_FOUND);
  CHECK_STATUS(phr_store_remove_key(in.store, 1000, &err), PHR_NOT_FOUND);
  CHECK_OK(phr_store_add_key(in.store, &second, &cost, NULL));
  CHECK_OK(phr_store_remove_key(in.store, 0, &err));
  CHECK_OK(reopen(&in, &second));
  CHECK_OK(phr_store_close(in.store, NULL));
  in.store = NULL;
  CHECK_STATUS(phr_store_open(phr_text_of(in.path), &first, NULL, &store, NULL), PHR_WRONG_KEY);
  teardown(&in);
}

TEST(Keys, ThereAreEightSlots) {
  fixture in;
  const phr_argon2_cost cost = cheap_cost();
  const phr_key more = passphrase("more");
  int each = 0;
  setup(&in);
  for (each = 1; each < PHR_STORE_SLOTS; ++each) CHECK_OK(phr_store_add_key(in.store, &more, &cost, NULL));
  CHECK_STATUS(phr_store_add_key(in.store, &more, &cost, NULL), PHR_NO_FREE_SLOT);
  teardown(&in);
}

TEST(Keys, RefuseArgumentsThatCannotBe) {
  fixture in;
  const phr_key key = passphrase("y");
  phr_argon2_cost cost = cheap_cost();
  setup(&in);
  CHECK_STATUS(phr_store_add_key(NULL, &key, NULL, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_store_add_key((phr_store *)in.me, &key, NULL, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_store_add_key(in.store, NULL, NULL, NULL), PHR_INVALID_ARGUMENT);
  cost.passes = 1000;
  CHECK_STATUS(phr_store_add_key(in.store, &key, &cost, NULL), PHR_INVALID_ARGUMENT);
  cost.struct_size = 0;
  CHECK_STATUS(phr_store_add_key(in.store, &key, &cost, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_store_remove_key(NULL, 0, NULL), PHR_INVALID_HANDLE);
  teardown(&in);
}
