// What every function of PHR's C API returns, and the conventions that hold for all of them.
//
// Input. A text is a phr_text, by value: PHR_TEXT("Patient") of a literal, phr_text_of(id) of a string that ends with 0. It is
// UTF-8 of `size` bytes and needs no final 0; NULL with size 0 is no text. Several of a kind are a pointer, which may be NULL
// where there are none, and a count. All input is borrowed for the call, unless its function says for longer.
//
// Options. Zero is the default everywhere: a structure of zeros behind `struct_size`, and NULL in its place, mean the
// defaults. What has no default is a parameter.
//
// Times are microseconds since 1970-01-01T00:00:00Z. One that may be left out is a phr_optional_time.
//
// Output goes to a structure or buffer of the caller, to a callback, or to a handle. There is nothing to free(): a
// handle has a function `..._close` or `..._end`, which accepts NULL. A handle that is NULL, of another kind, or
// already ended is refused with PHR_INVALID_HANDLE; the last is only found while its memory has not been used again,
// so do not count on it. What is known of a handle as a whole is phr_X_info(x, &facts, err).
//
// Iteration has three shapes:
//   - What is in memory is a list: phr_Xs_count(xs), phr_Xs_at(xs, index, &x, err) from 0 on, phr_Xs_end(xs). One within
//     another handle ends with that: phr_trend_points_count(trend), phr_trend_points_at(trend, index, &point, err). The count
//     of a handle that is refused is 0; an index beyond the last is PHR_INVALID_ARGUMENT. Texts live as long as the handle.
//   - What may be of any size is a cursor: phr_cursor_next(cursor, &hit, err) is PHR_OK with the next one, and PHR_END,
//     which is no error, when there is no other; phr_cursor_end(cursor).
//   - Bytes go to `take`: at once, or in pieces where its function says so; the bodies of many resources to `each`, one by one.
//
// Structures begin with `struct_size`: set it to sizeof the structure, so that both sides can grow. What a later
// version appends is zero to an earlier caller, and a non-zero option unknown to an earlier library is
// PHR_UNSUPPORTED. The macros ..._INIT fill it in.
// The last parameter `err` may be NULL. No C++ exception leaves the library.
#ifndef PHR_STATUS_H
#define PHR_STATUS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__cplusplus)
#define PHR_NOEXCEPT noexcept
#else
#define PHR_NOEXCEPT
#endif

#if defined(__GNUC__)
#define PHR_API __attribute__((visibility("default")))
#else
#define PHR_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

// The numbers are frozen. Those below 1000 are phr::errc of the C++ library; those from 1000 on are of this API only.
typedef enum phr_status {
  PHR_OK = 0,
  PHR_INTERNAL = 1,
  PHR_INVALID_ARGUMENT = 2,
  PHR_CANCELLED = 3,
  PHR_UNSUPPORTED = 4,

  // files and the operating system
  PHR_NO_SUCH_FILE = 20,
  PHR_IS_A_DIRECTORY = 21,
  PHR_PERMISSION_DENIED = 22,
  PHR_READ_ONLY = 23,
  PHR_DISK_FULL = 24,
  PHR_IO_FAILED = 25,
  PHR_ALREADY_EXISTS = 26,

  // opening a store: six causes, six codes
  PHR_WRONG_KEY = 40,
  PHR_DAMAGED_HEADER = 41,
  PHR_DAMAGED_PAGE = 42,
  PHR_NEWER_FORMAT = 43,
  PHR_LOCKED = 44,
  PHR_NOT_A_PHR_FILE = 45,
  PHR_NO_FREE_SLOT = 46,
  PHR_LAST_SLOT = 47,
  PHR_SUSPENDED = 48,
  PHR_FILE_REPLACED = 49,

  // cryptography
  PHR_CRYPTO_FAILED = 60,
  PHR_AUTHENTICATION_FAILED = 61,

  // parsing
  PHR_MALFORMED_JSON = 80,
  PHR_INVALID_UTF8 = 81,
  PHR_EMPTY_INPUT = 82,
  PHR_TOO_DEEP = 83,
  PHR_TOO_LARGE = 84,
  PHR_DUPLICATE_KEY = 85,
  PHR_NUL_CHARACTER = 86,
  PHR_MALFORMED_NUMBER = 87,
  PHR_MALFORMED_DATE = 88,
  PHR_MALFORMED_XML = 89,
  PHR_MALFORMED_ARCHIVE = 90,

  // FHIR
  PHR_UNKNOWN_RESOURCE_TYPE = 100,
  PHR_WRONG_TYPE = 101,
  PHR_MISSING_ELEMENT = 102,
  PHR_INVALID_ID = 103,
  PHR_DUPLICATE_ID = 104,
  PHR_UNRESOLVED_REFERENCE = 105,
  PHR_INVALID_VALUE = 106,
  PHR_UNKNOWN_ELEMENT = 107,
  PHR_EMPTY_OBJECT = 108,
  PHR_EMPTY_ARRAY = 109,
  PHR_EMPTY_STRING = 110,
  PHR_UNEXPECTED_NULL = 111,
  PHR_NUMBER_AS_STRING = 112,
  PHR_JSON_COMMENT = 113,
  PHR_TRAILING_COMMA = 114,
  PHR_UNEXPECTED_ARRAY = 115,
  PHR_ARRAY_EXPECTED = 116,

  // records
  PHR_NOT_FOUND = 120,
  PHR_GONE = 121,
  PHR_VERSION_CONFLICT = 122,

  // search
  PHR_UNKNOWN_PARAMETER = 140,
  PHR_UNKNOWN_MODIFIER = 141,
  PHR_UNKNOWN_PREFIX = 142,
  PHR_MALFORMED_QUERY = 143,
  PHR_AMBIGUOUS_MATCH = 144,

  // access
  PHR_ACCESS_DENIED = 160,
  PHR_AUDIT_BROKEN = 161,

  // analytics
  PHR_UNIT_MISMATCH = 180,
  PHR_NO_VALUES = 181,

  // this API
  PHR_INVALID_HANDLE = 1000,    // NULL, of another kind, or ended
  PHR_BUFFER_TOO_SMALL = 1001,  // the size needed is in the out-parameter and in phr_error.ordinal
  PHR_OUT_OF_MEMORY = 1002,
  PHR_END = 1003,               // no error: a cursor has given all there is; `err` is as on success

  PHR_STATUS_IS_32_BITS = 0x7fffffff
} phr_status;

// What went wrong and where. It never holds health data, so hosts may log it.
// Ownership: the caller's, no pointers inside. Every call that takes one overwrites it, on success with PHR_OK.
// Threads: one call at a time may write to it.
typedef struct phr_error {
  uint32_t struct_size;  // sizeof(phr_error), set by the caller
  phr_status code;
  uint32_t line;         // of the input, from 1; 0: unknown
  uint32_t column;       // in bytes, from 1; 0: unknown
  uint64_t ordinal;      // which one of several, as the function says
  uint32_t has_ordinal;  // 1 or 0
  uint32_t reserved;     // 0
  char place[160];       // element, parameter or part of the file: a literal of the library; "" for none
} phr_error;

#define PHR_ERROR_INIT {sizeof(phr_error), PHR_OK, 0, 0, 0, 0, 0, ""}

// A text that borrows. Where the library gives one, `data` is followed by a 0 byte and is never NULL, and the function
// says how long it lives. Where the caller gives one, NULL with size 0 is no text.
typedef struct phr_text {
  const char *data;
  size_t size;
} phr_text;

// The text of a literal, whose 0 bytes count: as a value, and to begin a variable with, also a static one.
#define PHR_TEXT_INIT(literal) {"" literal, sizeof(literal) - 1}
#ifdef __cplusplus
#define PHR_TEXT(literal) (phr_text PHR_TEXT_INIT(literal))
#else
#define PHR_TEXT(literal) ((phr_text)PHR_TEXT_INIT(literal))
#endif

// The text of a string that ends with 0; of NULL, no text. It lives as long as the string.
static inline phr_text phr_text_of(const char *zero_terminated) PHR_NOEXCEPT {
  phr_text text;
  text.data = zero_terminated;
  text.size = zero_terminated == NULL ? 0 : strlen(zero_terminated);
  return text;
}

// A time that may be left out: all zeros are none.
typedef struct phr_optional_time {
  int64_t us;         // microseconds since 1970-01-01T00:00:00Z
  uint32_t is_given;  // 1: `us` is meant
  uint32_t reserved;  // 0
} phr_optional_time;

#define PHR_OPTIONAL_TIME_INIT {0, 0, 0}

// One that is given.
static inline phr_optional_time phr_time_of(int64_t us) PHR_NOEXCEPT {
  phr_optional_time given = PHR_OPTIONAL_TIME_INIT;
  given.us = us;
  given.is_given = 1;
  return given;
}

// Takes bytes, which live until it returns.
typedef void (*phr_bytes_fn)(void *user, const uint8_t *bytes, size_t size);

// Takes the JSON of one resource, compact, which lives until it returns. Returns 0 to go on; anything else ends the reading
// with PHR_CANCELLED. It must not call the library with what is being read, nor with its session.
typedef int (*phr_resource_fn)(void *user, const uint8_t *json, size_t size);

// Called now and then by long work, on the thread that does it. `total` is 0 while it is not known; `unit` names what
// is counted ("bytes", "resources"). Returns 0 to go on; anything else cancels: the call returns PHR_CANCELLED and
// leaves the data as it was, but for lines of NDJSON that were written before. It must not call the library with the
// same session. It runs in the middle of the work, where another write of its thread is PHR_LOCKED; but for NDJSON, which
// calls it between two batches, where nothing is held. Where a function or structure takes one, NULL is none.
typedef int (*phr_progress_fn)(void *user, uint64_t done, uint64_t total, const char *unit);

// The library's version, as in "0.1.0". Static text. Any thread.
PHR_API const char *phr_version(void) PHR_NOEXCEPT;

// The status' name as in "wrong_key", and what to do next in a few words: "" for PHR_OK and PHR_END. "unknown" and a
// sentence for a number that is none. Static texts. Any thread.
PHR_API const char *phr_status_name(phr_status status) PHR_NOEXCEPT;
PHR_API const char *phr_status_advice(phr_status status) PHR_NOEXCEPT;

// The system's clock in microseconds since 1970-01-01T00:00:00Z. The library itself reads none: the host passes the
// time in. Any thread.
PHR_API int64_t phr_clock_now(void) PHR_NOEXCEPT;

// Fills the buffer from the cryptographic generator: a new host key is 32 such bytes. Any thread. PHR_CRYPTO_FAILED.
PHR_API phr_status phr_random_bytes(uint8_t *out, size_t size, phr_error *err) PHR_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
