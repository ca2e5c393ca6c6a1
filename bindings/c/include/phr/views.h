// SQL on FHIR v2: a ViewDefinition makes rows of resources, for Arrow, as CSV and as NDJSON.
//
//   view, from phr_view_compile  +  resources: phr_view_files, phr_view_text, phr_session_view
//     = phr_rows, which are taken once: phr_rows_arrow, phr_rows_csv, phr_rows_ndjson
#ifndef PHR_VIEWS_H
#define PHR_VIEWS_H

#include <phr/arrow.h>
#include <phr/session.h>

#ifdef __cplusplus
extern "C" {
#endif

// A compiled view. Lifetime: from phr_view_compile to phr_view_end; rows made of it may live on. Threads: immutable; any number at once.
typedef struct phr_view phr_view;

// Errors, with line and column of the definition: those of JSON; PHR_MISSING_ELEMENT, PHR_UNKNOWN_ELEMENT, PHR_WRONG_TYPE,
// PHR_INVALID_VALUE for a definition that is none; those of phr_fhirpath_compile for its paths; PHR_UNKNOWN_RESOURCE_TYPE; PHR_UNSUPPORTED.
PHR_API phr_status phr_view_compile(phr_text definition, phr_view **view, phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_view_end(phr_view *view) PHR_NOEXCEPT;

// Its name, empty where it has none, and "Patient", what its rows are of; no text for a handle that is none. As long as the view.
PHR_API phr_text phr_view_name(const phr_view *view) PHR_NOEXCEPT;
PHR_API phr_text phr_view_resource(const phr_view *view) PHR_NOEXCEPT;

// The program that it became: how each row comes about; handed to `take`.
PHR_API phr_status phr_view_explain(const phr_view *view, phr_bytes_fn take, void *user, phr_error *err) PHR_NOEXCEPT;

typedef enum phr_column_kind {
  PHR_COLUMN_TEXT = 0,       // strings, codes, and dates as FHIR writes them; complex elements as JSON
  PHR_COLUMN_BOOLEAN = 1,
  PHR_COLUMN_INT32 = 2,
  PHR_COLUMN_INT64 = 3,
  PHR_COLUMN_DECIMAL = 4,    // the digits as written: doubles for Arrow, or text where that is asked for
  PHR_COLUMN_FLOAT64 = 5,
  PHR_COLUMN_DATE = 6,       // days since 1970-01-01
  PHR_COLUMN_TIMESTAMP = 7,  // microseconds since 1970-01-01T00:00:00Z
  PHR_COLUMN_KIND_IS_32_BITS = 0x7fffffff
} phr_column_kind;

// One column. Texts live as long as the view.
typedef struct phr_view_column {
  uint32_t struct_size;
  phr_column_kind kind;
  phr_text name;
  phr_text type;         // FHIR's, as in "code"; empty where nobody knows
  phr_text description;
  int32_t collection;    // 1: a list in each row
  uint32_t reserved;     // 0
} phr_view_column;

#define PHR_VIEW_COLUMN_INIT {sizeof(phr_view_column), PHR_COLUMN_TEXT, {NULL, 0}, {NULL, 0}, {NULL, 0}, 0, 0}

PHR_API size_t phr_view_columns_count(const phr_view *view) PHR_NOEXCEPT;
PHR_API phr_status phr_view_columns_at(const phr_view *view, size_t index, phr_view_column *column,
                                       phr_error *err) PHR_NOEXCEPT;

typedef struct phr_view_options {
  uint32_t struct_size;
  int32_t decimals_as_text;  // 1: for Arrow, the digits as written in place of doubles
  uint64_t batch_rows;       // a batch ends with the resource that reaches it; 0: 2048
  uint64_t batch_bytes;      // or that many bytes of text; 0: 64 MiB
  uint64_t most_rows;        // of one resource; 0: 1,000,000
  uint64_t most_steps;       // of FHIRPath, of one resource; 0: 10,000,000
  phr_text now;              // of now(), today(): a dateTime to the second with an offset; none: the clock, or the session's time
  const phr_moment *as_of;   // of phr_session_view, and of no other; NULL: now
} phr_view_options;

#define PHR_VIEW_OPTIONS_INIT {sizeof(phr_view_options), 0, 0, 0, 0, 0, {NULL, 0}, NULL}

// The schema of the rows, as one struct; `schema` is released by the caller.
PHR_API phr_status phr_view_schema(const phr_view *view, const phr_view_options *options, struct ArrowSchema *schema,
                                   phr_error *err) PHR_NOEXCEPT;

// Rows to be made, batch by batch, as they are taken.
// Lifetime: from one of the three calls below until phr_rows_end; needs neither the view nor the structures given.
// Threads: per-thread; any number of rows of one view at once.
typedef struct phr_rows phr_rows;

// Of files of JSON (a resource, a Bundle, whose entries are taken, or an array of them) or NDJSON, told apart by content and read one
// after the other; NDJSON is never in memory as a whole. Nothing is opened yet. Errors, with the ordinal of a path:
// PHR_INVALID_ARGUMENT for one that is none; PHR_MALFORMED_DATE for `now`.
PHR_API phr_status phr_view_files(const phr_view *view, const phr_text *paths, size_t count,
                                  const phr_view_options *options, phr_rows **rows, phr_error *err) PHR_NOEXCEPT;
// Of a text of the same kinds, which must live until the rows end, or the Arrow stream made of them is released.
PHR_API phr_status phr_view_text(const phr_view *view, phr_text text, const phr_view_options *options, phr_rows **rows,
                                 phr_error *err) PHR_NOEXCEPT;
// Of the record, as far as the session may see it: of all resources of the view's type, or of those that the criteria `where` find
// ("status=final&date=ge2020"). It sees the store of one moment, and ends before the store is closed. Errors: as
// phr_session_search.
PHR_API phr_status phr_session_view(phr_session *session, const phr_view *view, phr_text where,
                                    const phr_view_options *options, phr_rows **rows, phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_rows_end(phr_rows *rows) PHR_NOEXCEPT;

// Resources of the view's type, so far; 0 for a handle that is none.
PHR_API uint64_t phr_rows_resources(const phr_rows *rows) PHR_NOEXCEPT;
// Which of the files it is in, or was in when it failed, from 0; 0 for a handle that is none.
PHR_API size_t phr_rows_file(const phr_rows *rows) PHR_NOEXCEPT;

// Hands the rows to Arrow, and *rows is done: taking it again is PHR_INVALID_ARGUMENT. `stream` is released by who takes it. An error of its
// get_next is EIO (ECANCELED, ENOMEM), with a text that holds no health data.
PHR_API phr_status phr_rows_arrow(phr_rows *rows, struct ArrowArrayStream *stream, phr_error *err) PHR_NOEXCEPT;

// All rows as CSV, the names of the columns first, or as NDJSON, an object with all columns on each line: handed to `take` in pieces
// that end with a line. Nulls are empty in CSV, and an empty text is "". `watch` counts resources, and is also
// asked after each piece, so that a host that cannot write ends it.
// Errors: PHR_NO_SUCH_FILE, PHR_IO_FAILED and the like; those of JSON, with the line in the file; of a value that a column cannot hold,
// PHR_INVALID_VALUE with the ordinal of the column; PHR_TOO_LARGE; PHR_CANCELLED. Pieces that were handed out stay so.
PHR_API phr_status phr_rows_csv(phr_rows *rows, phr_bytes_fn take, void *user, phr_progress_fn watch, void *watch_user,
                                phr_error *err) PHR_NOEXCEPT;
PHR_API phr_status phr_rows_ndjson(phr_rows *rows, phr_bytes_fn take, void *user, phr_progress_fn watch,
                                   void *watch_user, phr_error *err) PHR_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
