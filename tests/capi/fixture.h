// A store in a folder of its own, and a session of its owner.
#ifndef PHR_TESTS_FIXTURE_H
#define PHR_TESTS_FIXTURE_H

#include "check.h"

#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TEST_NOW 1700000000000000LL /* 2023-11-14T22:13:20Z */

typedef struct fixture {
  char folder[64];
  char path[96];
  phr_store *store;
  phr_session *me;
} fixture;

// setup makes and opens the store with the passphrase "x", at a cost that protects nothing; teardown ends all of it and
// removes the folder with the files in it.
void setup(fixture *in);
void teardown(fixture *in);

// The same two parts alone.
void make_folder(fixture *in);
void remove_folder(fixture *in);

phr_key passphrase(const char *typed);
phr_store_options cheap_options(void);
// "Practitioner/x" for TREAT; NULL: the owner.
phr_session *open_as(const phr_store *store, const char *principal);

// Writes a resource under its own id.
void put(phr_session *session, const char *json);
// patient_p, glucose_o1, glucose_o2 and condition_c1, in this order.
void put_record(phr_session *me);
void write_file(const char *path, const char *content);

// A phr_bytes_fn that keeps what it is given last, with a final 0; `user` is a taken.
typedef struct taken {
  int calls;
  size_t size;
  char text[4000];
} taken;
void take_bytes(void *user, const uint8_t *bytes, size_t size);

#define LENGTH(text) (text), strlen(text)
phr_text text_of(const char *text);

// One resource each.
extern const char patient_p[];
extern const char glucose_o1[]; /* 5.40 mmol/L on 2020-01-02 */
extern const char glucose_o2[]; /* 6.1 mmol/L, high, on 2021-03-04 */
extern const char condition_c1[];
extern const char consent_k1[]; /* Practitioner/d may see Observations for TREAT */

#ifdef __cplusplus
}
#endif

#endif
