// Imports, and what became of what they brought.
#ifndef PHR_IMPORT_H
#define PHR_IMPORT_H

#include <phr/session.h>

#ifdef __cplusplus
extern "C" {
#endif

// What an import did. Lifetime: until phr_report_end; independent of the session. Threads: immutable.
typedef struct phr_report phr_report;

// A Bundle (whole or not at all) or one resource, by the owner only. `report` may be NULL. Errors: those of a write, see
// session.h; PHR_CANCELLED; PHR_DUPLICATE_ID, PHR_UNRESOLVED_REFERENCE with the entry as ordinal.
PHR_API phr_status phr_session_import_text(phr_session *session, phr_text json, phr_progress_fn watch, void *user,
                                           phr_report **report, phr_error *err) PHR_NOEXCEPT;
// NDJSON: a resource or a Bundle on each line, each whole or not at all, with refused lines in the report. It is written in batches of whole
// lines, between which `watch` is called, when nothing is held: by another session it may itself write. The batches written before PHR_CANCELLED
// or another error stay.
PHR_API phr_status phr_session_import_lines(phr_session *session, phr_text ndjson, phr_progress_fn watch, void *user,
                                            phr_report **report, phr_error *err) PHR_NOEXCEPT;
// A file or a pipe that holds either of them, told apart by content: NDJSON is read as it comes.
PHR_API phr_status phr_session_import_file(phr_session *session, phr_text path, phr_progress_fn watch, void *user,
                                           phr_report **report, phr_error *err) PHR_NOEXCEPT;

// How an import goes. All zeros: as the calls above without a watch.
typedef struct phr_import_options {
  uint32_t struct_size;
  uint32_t reserved;
  phr_text source;        // the system that the input is an export of, as a URI; none: as its URLs tell (docs/sources.md)
  phr_progress_fn watch;
  void *user;
} phr_import_options;

#define PHR_IMPORT_OPTIONS_INIT {sizeof(phr_import_options), 0, {NULL, 0}, NULL, NULL}

// As phr_session_import_text and phr_session_import_file. `options` may be NULL. Errors: also PHR_INVALID_ARGUMENT for the
// owner's own source.
PHR_API phr_status phr_session_import_text_of(phr_session *session, phr_text json, const phr_import_options *options,
                                              phr_report **report, phr_error *err) PHR_NOEXCEPT;
PHR_API phr_status phr_session_import_file_of(phr_session *session, phr_text path, const phr_import_options *options,
                                              phr_report **report, phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_report_end(phr_report *report) PHR_NOEXCEPT;

typedef struct phr_report_facts {
  uint32_t struct_size;
  uint32_t reserved;
  uint64_t created;
  uint64_t updated;
  uint64_t unchanged;
  uint64_t deleted;
  uint64_t bytes;     // read
  uint64_t left_out;  // entries of a searchset about the search itself
} phr_report_facts;

#define PHR_REPORT_FACTS_INIT {sizeof(phr_report_facts), 0, 0, 0, 0, 0, 0, 0}

PHR_API phr_status phr_report_info(const phr_report *report, phr_report_facts *facts, phr_error *err) PHR_NOEXCEPT;

// Resources in the input by type, in FHIR's order of names.
PHR_API size_t phr_report_types_count(const phr_report *report) PHR_NOEXCEPT;
PHR_API phr_status phr_report_types_at(const phr_report *report, size_t index, phr_type_total *total,
                                       phr_error *err) PHR_NOEXCEPT;

// A line of NDJSON that was refused, and why. `place` is static text.
typedef struct phr_report_refusal {
  uint32_t struct_size;
  phr_status code;
  uint64_t line;         // of the file, from 1
  uint32_t column;       // in bytes, from 1; 0: unknown
  uint32_t has_ordinal;  // 1 or 0
  uint64_t ordinal;      // as in phr_error
  phr_text place;        // element or parameter; empty for none
} phr_report_refusal;

#define PHR_REPORT_REFUSAL_INIT {sizeof(phr_report_refusal), PHR_OK, 0, 0, 0, 0, {NULL, 0}}

PHR_API size_t phr_report_refusals_count(const phr_report *report) PHR_NOEXCEPT;
PHR_API phr_status phr_report_refusals_at(const phr_report *report, size_t index, phr_report_refusal *refusal,
                                          phr_error *err) PHR_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
