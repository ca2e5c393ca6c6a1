// What every function of PHR's C API returns, and the conventions that hold for all of them.
//
// Input is a pointer and a length; a pointer may be NULL where its length is 0. Texts are UTF-8 and need no final 0.
// Output goes to a structure or buffer of the caller, to a callback, or to a handle. There is nothing to free(): a
// handle has a function `..._close` or `..._end`, which accepts NULL. A handle that is NULL, of another kind, or
// already ended is refused with PHR_INVALID_HANDLE; the last is only found while its memory has not been used again,
// so do not count on it.
// Structures begin with `struct_size`: set it to sizeof the structure, so that both sides can grow. What a later
// version appends is zero to an earlier caller, and a non-zero option unknown to an earlier library is
// PHR_UNSUPPORTED. The macros ..._INIT fill it in.
// The last parameter `err` may be NULL. No C++ exception leaves the library.
#ifndef PHR_STATUS_H
#define PHR_STATUS_H

#include <stddef.h>
#include <stdint.h>

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

// Takes bytes, which live until it returns.
typedef void (*phr_bytes_fn)(void *user, const uint8_t *bytes, size_t size);

// Called now and then by long work, on the thread that does it. `total` is 0 while it is not known; `unit` names what
// is counted ("bytes", "resources"). Returns 0 to go on; anything else cancels: the call returns PHR_CANCELLED and
// leaves the data as it was, but for lines of an NDJSON file that were written before. It must not call the library
// with the same session.
typedef int (*phr_progress_fn)(void *user, uint64_t done, uint64_t total, const char *unit);

// The library's version, as in "0.1.0". Static text. Any thread.
PHR_API const char *phr_version(void) PHR_NOEXCEPT;

// The status' name as in "wrong_key", and what to do next in a few words; "ok" and "" for PHR_OK, "unknown" and a
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
