// An open store, and the keys that open it.
#ifndef PHR_STORE_H
#define PHR_STORE_H

#include <phr/status.h>

#ifdef __cplusplus
extern "C" {
#endif

// A person's (or a family's) record in one encrypted file, open. Records are reached only through a session.
// Several processes, and several stores of one, may have a file open: readers beside one writer at a time. Where the name
// of the file leads to another by now, PHR_FILE_REPLACED: nothing is written to either. A child made by fork opens the
// file itself: PHR_INVALID_ARGUMENT for what it has from its parent.
// Lifetime: from phr_store_open to phr_store_close; one that is open when the process ends is closed then. Threads: shared:
// sessions are made and used on several threads at once, keys added and removed, facts read. The store is closed only
// while no other call with this handle runs.
typedef struct phr_store phr_store;

typedef enum phr_key_kind {
  PHR_NO_KEY = 0,         // an empty slot
  PHR_PASSPHRASE = 1,     // any bytes; not normalized
  PHR_HOST_KEY = 2,       // 32 random bytes that the host keeps in its keystore
  PHR_RECOVERY_CODE = 3,  // as printed: lower case, blanks and dashes anywhere, O for 0, I and L for 1 are understood
  PHR_UNKNOWN_KEY = 255,  // a damaged slot, or one of a later version
  PHR_KEY_KIND_IS_32_BITS = 0x7fffffff
} phr_key_kind;

// What opens a store. Borrowed for the call; the caller wipes its own copy afterwards.
typedef struct phr_key {
  uint32_t struct_size;
  phr_key_kind kind;
  const uint8_t *bytes;
  size_t size;
} phr_key;

#define PHR_KEY_INIT {sizeof(phr_key), PHR_NO_KEY, NULL, 0}

// Price of one guess at a passphrase (Argon2id). A 0 takes the default: 65536 KiB, 3 passes, 1 lane.
typedef struct phr_argon2_cost {
  uint32_t struct_size;
  uint32_t memory_kib;
  uint32_t passes;
  uint32_t lanes;
} phr_argon2_cost;

#define PHR_ARGON2_COST_INIT {sizeof(phr_argon2_cost), 0, 0, 0}

typedef struct phr_store_options {
  uint32_t struct_size;
  uint32_t create;             // 1: make the file where there is none; a file that is there is opened, never replaced
  uint32_t busy_milliseconds;  // wait this long for another writer, of any process, before PHR_LOCKED; 0: 5000
  uint32_t page_bytes;         // of a new file: 4096, 8192 or 16384; 0: 8192
  uint32_t use_spare_header;   // 1: read the spare copy of a damaged header
  uint32_t argon2_memory_kib;  // cost of the passphrase of a new file, as in phr_argon2_cost
  uint32_t argon2_passes;
  uint32_t argon2_lanes;
  phr_progress_fn watch;       // told of the upgrade of a file that an earlier version wrote, whose search index is made
                               // anew; cancelled, the file stays as it was and is not opened
  void *user;                  // for `watch`
  uint32_t read_only;          // 1: PHR_READ_ONLY for writes, for sessions of anybody but the owner and for files of an
                               // earlier format; the owner's reads leave no row in the trail then
  uint32_t reserved;
} phr_store_options;

#define PHR_STORE_OPTIONS_INIT {sizeof(phr_store_options), 0, 0, 0, 0, 0, 0, 0, NULL, NULL, 0, 0}

// Opens the file, or makes it. ":memory:" is a new store that is nowhere but in memory, gone when it is closed, and not shared with any other.
// Result: *store, to be ended by phr_store_close; NULL on failure.
// Errors: PHR_WRONG_KEY, PHR_DAMAGED_HEADER, PHR_DAMAGED_PAGE, PHR_NEWER_FORMAT, PHR_LOCKED, PHR_NOT_A_PHR_FILE;
// PHR_NO_SUCH_FILE, PHR_IS_A_DIRECTORY, PHR_PERMISSION_DENIED, PHR_READ_ONLY, PHR_DISK_FULL, PHR_IO_FAILED;
// PHR_INVALID_ARGUMENT for a key or option that cannot be; PHR_CANCELLED. Nothing is deleted or made anew on any of them.
PHR_API phr_status phr_store_open(phr_text path, const phr_key *key, const phr_store_options *options,
                                  phr_store **store, phr_error *err) PHR_NOEXCEPT;

// Writes what waits, closes the file, ends the handle, whatever is returned. PHR_OK for NULL. Sessions made from it and
// still there refuse every call with PHR_INVALID_ARGUMENT; they, and their hits, cursors and moments, must still be ended.
PHR_API phr_status phr_store_close(phr_store *store, phr_error *err) PHR_NOEXCEPT;

typedef struct phr_suspend_options {
  uint32_t struct_size;
  uint32_t wait_milliseconds;  // for calls that run, and for hits, cursors, views and moments that are held; 0: 5000
  uint32_t cancel_running;     // 1: what runs ends with PHR_CANCELLED, and what it has not committed is undone
  uint32_t reserved;
} phr_suspend_options;

#define PHR_SUSPEND_OPTIONS_INIT {sizeof(phr_suspend_options), 0, 0, 0}

// Writes what waits and gives up every lock and handle of the file, for systems that end a process which holds one in the
// background. Until phr_store_resume every call returns PHR_SUSPENDED; sessions stay, and so do the keys in memory.
// Errors: PHR_LOCKED, with how many in err->ordinal, where something is still held after the wait: it goes on as before.
PHR_API phr_status phr_store_suspend(phr_store *store, const phr_suspend_options *options, phr_error *err) PHR_NOEXCEPT;

// Opens the file again. Errors: PHR_FILE_REPLACED where it is another, PHR_WRONG_KEY where its keys have changed, those of
// phr_store_open; it stays suspended then, and can be tried again.
PHR_API phr_status phr_store_resume(phr_store *store, phr_error *err) PHR_NOEXCEPT;

#define PHR_STORE_SLOTS 8

typedef struct phr_store_facts {
  uint32_t struct_size;
  uint32_t format_version;
  uint64_t file_bytes;
  uint32_t page_bytes;
  uint32_t slot_count;                  // of `slots` that are meaningful
  phr_key_kind slots[PHR_STORE_SLOTS];  // PHR_NO_KEY for an empty one
  uint32_t full_text;                   // 1: there is an index of all words, see phr_session_index_full_text
  uint32_t reserved;
} phr_store_facts;

#define PHR_STORE_FACTS_INIT {sizeof(phr_store_facts), 0, 0, 0, 0, {PHR_NO_KEY}, 0, 0}

PHR_API phr_status phr_store_info(const phr_store *store, phr_store_facts *facts, phr_error *err) PHR_NOEXCEPT;

// How many resources there are of one type. `type` is static text.
typedef struct phr_type_total {
  uint32_t struct_size;
  uint32_t reserved;
  phr_text type;
  uint64_t count;
} phr_type_total;

#define PHR_TYPE_TOTAL_INIT {sizeof(phr_type_total), 0, {NULL, 0}, 0}

// Live resources by type, in FHIR's order of names. Lifetime: until phr_type_totals_end; independent of the store. Threads:
// immutable.
typedef struct phr_type_totals phr_type_totals;

PHR_API phr_status phr_store_totals(const phr_store *store, phr_type_totals **totals, phr_error *err) PHR_NOEXCEPT;
PHR_API size_t phr_type_totals_count(const phr_type_totals *totals) PHR_NOEXCEPT;
PHR_API phr_status phr_type_totals_at(const phr_type_totals *totals, size_t index, phr_type_total *total,
                                      phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_type_totals_end(phr_type_totals *totals) PHR_NOEXCEPT;

// Another way to open the file; the data is not rewritten. `cost` is for a passphrase.
// Errors: PHR_NO_FREE_SLOT beyond eight; PHR_INVALID_ARGUMENT for a host key that has not 32 bytes, for a recovery code
// with a slip of the pen (place "recovery_code"), and for a cost out of bounds.
PHR_API phr_status phr_store_add_key(phr_store *store, const phr_key *key, const phr_argon2_cost *cost,
                                     phr_error *err) PHR_NOEXCEPT;

// Empties the slot, counted from 0. PHR_LAST_SLOT for the only one left, PHR_NOT_FOUND for an empty one.
PHR_API phr_status phr_store_remove_key(phr_store *store, uint32_t slot, phr_error *err) PHR_NOEXCEPT;

// Characters of a printed recovery code, the final 0 included.
#define PHR_RECOVERY_CODE_SIZE 36

// A new code in its printed form with a final 0. It opens nothing until it is added with phr_store_add_key. *size,
// which may be NULL, becomes the characters without the 0. Errors: PHR_BUFFER_TOO_SMALL, PHR_CRYPTO_FAILED. Any thread.
PHR_API phr_status phr_recovery_code_generate(char *out, size_t capacity, size_t *size, phr_error *err) PHR_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
