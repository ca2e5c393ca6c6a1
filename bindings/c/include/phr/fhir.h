// FHIR R4 resources without a store: read, look into, compare and write, as JSON or XML.
#ifndef PHR_FHIR_H
#define PHR_FHIR_H

#include <phr/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum phr_format {
  PHR_JSON = 1,
  PHR_XML = 2,
  PHR_FORMAT_IS_32_BITS = 0x7fffffff
} phr_format;

// One resource of any type.
// Lifetime: from phr_resource_decode to phr_resource_end. Threads: immutable; any number at once.
typedef struct phr_resource phr_resource;

// What was wrong with a text, and where. Lifetime: from phr_resource_decode to phr_issues_end. Threads: immutable.
typedef struct phr_issues phr_issues;

// One issue. `path` is made of FHIR's names and of indices and lives as long as the issues.
typedef struct phr_issue {
  uint32_t struct_size;
  phr_status code;
  uint32_t line;    // from 1; 0: unknown
  uint32_t column;  // in bytes, from 1
  phr_text path;
} phr_issue;

#define PHR_ISSUE_INIT {sizeof(phr_issue), PHR_OK, 0, 0, {NULL, 0}}

// Makes a resource of a text. Strict (lenient is 0): the first fault ends it. Lenient: what FHIR does not allow is left
// out, or taken where its meaning is plain, and each fault is an issue. Result: *resource, NULL on failure, and *issues
// where `issues` is not NULL: also on failure, when they are to be ended too.
// Errors: of parsing, with line and column; PHR_UNKNOWN_RESOURCE_TYPE, PHR_UNKNOWN_ELEMENT, PHR_WRONG_TYPE and the like.
PHR_API phr_status phr_resource_decode(phr_text text, phr_format format, int lenient, phr_resource **resource,
                                       phr_issues **issues, phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_resource_end(phr_resource *resource) PHR_NOEXCEPT;

PHR_API size_t phr_issues_count(const phr_issues *issues) PHR_NOEXCEPT;
PHR_API phr_status phr_issues_at(const phr_issues *issues, size_t index, phr_issue *issue, phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_issues_end(phr_issues *issues) PHR_NOEXCEPT;

// "Patient"; no text for a handle that is none. Static.
PHR_API phr_text phr_resource_type(const phr_resource *resource) PHR_NOEXCEPT;

// The resource as canonical JSON or as XML, handed to `take`. Errors: PHR_MALFORMED_XML where XML cannot say it.
PHR_API phr_status phr_resource_encode(const phr_resource *resource, phr_format format, phr_bytes_fn take, void *user,
                                       phr_error *err) PHR_NOEXCEPT;

// One element by its path, "code.coding[0].code" or "Observation.value.unit", handed to `take`: a primitive as FHIR writes
// it without quotes, all else as JSON. A choice goes by its name or by that of its type (valueQuantity).
// Errors: PHR_NOT_FOUND where it is absent; PHR_UNKNOWN_ELEMENT where FHIR has none of that name; PHR_MALFORMED_QUERY for what
// is no path; PHR_INVALID_ARGUMENT for an index that is missing or too much.
PHR_API phr_status phr_resource_get(const phr_resource *resource, phr_text path, phr_bytes_fn take, void *user,
                                    phr_error *err) PHR_NOEXCEPT;

// 1 where both hold the same, decimals digit by digit; 0 else, also for handles that are none.
PHR_API int phr_resource_equal(const phr_resource *a, const phr_resource *b) PHR_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
