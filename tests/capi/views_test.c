#include "fixture.h"

#include <phr/views.h>

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const char definition[] =
    "{\"resource\":\"Observation\",\"name\":\"labs\",\"select\":[{\"column\":["
    "{\"name\":\"id\",\"path\":\"id\",\"description\":\"which one\"},"
    "{\"name\":\"value\",\"path\":\"value.ofType(Quantity).value\"},"
    "{\"name\":\"codes\",\"path\":\"code.coding.code\",\"collection\":true},"
    "{\"name\":\"many\",\"path\":\"code.coding.count()\",\"type\":\"integer\"},"
    "{\"name\":\"final\",\"path\":\"status = 'final'\",\"type\":\"boolean\"},"
    "{\"name\":\"day\",\"path\":\"@2020-01-02\",\"type\":\"date\",\"tag\":[{\"name\":\"ansi/type\",\"value\":\"DATE\"}]}]}]}";

static const char lines[] =
    "{\"resourceType\":\"Observation\",\"id\":\"a\",\"status\":\"final\",\"code\":{\"coding\":[{\"code\":\"x\"},{\"code\":\"yy\"}]},"
    "\"valueQuantity\":{\"value\":5.40}}\n"
    "{\"resourceType\":\"Patient\",\"id\":\"other\"}\n"
    "{\"resourceType\":\"Observation\",\"id\":\"b\",\"status\":\"amended\",\"code\":{\"text\":\"z\"}}\n"
    "{\"resourceType\":\"Observation\",\"id\":\"\xc3\xa9\",\"status\":\"final\",\"code\":{\"coding\":[{\"code\":\"w\"}]},\"valueQuantity\":{\"value\":1e3}}\n";

static const char expected_csv[] =
    "id,value,codes,many,final,day\n"
    "a,5.40,\"[\"\"x\"\",\"\"yy\"\"]\",2,true,2020-01-02\n"
    "b,,[],0,false,2020-01-02\n"
    "\xc3\xa9,1e3,\"[\"\"w\"\"]\",1,true,2020-01-02\n";

static phr_view *compiled(const char *text) {
  phr_view *made = NULL;
  phr_error err = PHR_ERROR_INIT;
  CHECK_OK(phr_view_compile(phr_text_of(text), &made, &err));
  if (made == NULL) printf("%s at %s, line %u, column %u\n", phr_status_name(err.code), err.place, (unsigned)err.line, (unsigned)err.column);
  return made;
}

static phr_rows *rows_of(const phr_view *view, const char *text, const phr_view_options *options) {
  phr_rows *rows = NULL;
  CHECK_OK(phr_view_text(view, phr_text_of(text), options, &rows, NULL));
  return rows;
}

typedef struct written {
  char text[4096];
  size_t size;
  int pieces;
} written;

static void keep(void *user, const uint8_t *bytes, size_t size) {
  written *to = (written *)user;
  ++to->pieces;
  CHECK(to->size + size < sizeof to->text);
  if (to->size + size >= sizeof to->text) return;
  memcpy(to->text + to->size, bytes, size);
  to->size += size;
  to->text[to->size] = 0;
}

static void ignore(void *user, const uint8_t *bytes, size_t size) {
  (void)bytes;
  *(size_t *)user += size;
}

static int bit(const void *bits, int at) { return ((const uint8_t *)bits)[at / 8] >> (at % 8) & 1; }

TEST(View, TellsItsColumns) {
  phr_view *view = compiled(definition);
  phr_view_column column = PHR_VIEW_COLUMN_INIT;
  written said = {"", 0, 0};
  CHECK_TEXT(phr_view_name(view), "labs");
  CHECK_TEXT(phr_view_resource(view), "Observation");
  CHECK(phr_view_columns_count(view) == 6);
  CHECK_OK(phr_view_columns_at(view, 0, &column, NULL));
  CHECK_TEXT(column.name, "id");
  CHECK_TEXT(column.description, "which one");
  CHECK(column.kind == PHR_COLUMN_TEXT && column.collection == 0);
  CHECK_OK(phr_view_columns_at(view, 1, &column, NULL));
  CHECK_TEXT(column.type, "decimal");
  CHECK(column.kind == PHR_COLUMN_DECIMAL);
  CHECK_OK(phr_view_columns_at(view, 2, &column, NULL));
  CHECK(column.kind == PHR_COLUMN_TEXT && column.collection == 1);
  CHECK_STATUS(phr_view_columns_at(view, 6, &column, NULL), PHR_INVALID_ARGUMENT);
  CHECK_OK(phr_view_explain(view, keep, &said, NULL));
  CHECK(strstr(said.text, "codes") != NULL);
  phr_view_end(view);
}

TEST(View, TellsWhereADefinitionIsWrong) {
  phr_view *view = NULL;
  phr_error err = PHR_ERROR_INIT;
  CHECK_STATUS(phr_view_compile(PHR_TEXT("{\"resource\":\"Patient\",\n \"select\":[{\"column\":[{\"name\":\"a\",\"path\":\"nam\"}]}]}"), &view, &err),
               PHR_UNKNOWN_ELEMENT);
  CHECK(view == NULL && err.line == 2 && err.column > 1);
  CHECK_STATUS(phr_view_compile(PHR_TEXT("{\"resource\":\"Patiant\",\"select\":[]}"), &view, &err), PHR_UNKNOWN_RESOURCE_TYPE);
  CHECK_STATUS(phr_view_compile(PHR_TEXT("{"), &view, &err), PHR_MALFORMED_JSON);
  CHECK_STATUS(phr_view_compile(phr_text_of(NULL), &view, &err), PHR_EMPTY_INPUT);
}

TEST(View, IsAnArrowStreamWithASchema) {
  static const char *const names[] = {"id", "value", "codes", "many", "final", "day"};
  static const char *const formats[] = {"u", "g", "+l", "i", "b", "tdD"};
  phr_view *view = compiled(definition);
  phr_rows *rows = rows_of(view, lines, NULL);
  struct ArrowArrayStream stream;
  struct ArrowSchema schema;
  int each = 0;
  CHECK_OK(phr_rows_arrow(rows, &stream, NULL));
  CHECK_STATUS(phr_rows_arrow(rows, &stream, NULL), PHR_INVALID_ARGUMENT);
  phr_rows_end(rows);
  phr_view_end(view);  // the stream needs neither
  CHECK(stream.get_schema(&stream, &schema) == 0);
  CHECK(strcmp(schema.format, "+s") == 0 && schema.n_children == 6);
  for (each = 0; each < 6; ++each) {
    CHECK(strcmp(schema.children[each]->name, names[each]) == 0);
    CHECK(strcmp(schema.children[each]->format, formats[each]) == 0);
    CHECK((schema.children[each]->flags & ARROW_FLAG_NULLABLE) != 0);
  }
  CHECK(schema.children[2]->n_children == 1 && strcmp(schema.children[2]->children[0]->format, "u") == 0);
  schema.release(&schema);
  CHECK(schema.release == NULL);
  stream.release(&stream);
  CHECK(stream.release == NULL);
}

static void check_texts(const struct ArrowArray *of) {
  const int32_t *offsets = (const int32_t *)of->buffers[1];
  CHECK(of->n_buffers == 3 && of->length == 3 && of->null_count == 0 && of->offset == 0);
  CHECK(offsets[0] == 0 && offsets[1] == 1 && offsets[2] == 2 && offsets[3] == 4);
  CHECK(memcmp(of->buffers[2], "ab\xc3\xa9", 4) == 0);
}

static void check_numbers(const struct ArrowArray *of) {
  const double *numbers = (const double *)of->buffers[1];
  CHECK(of->n_buffers == 2 && of->null_count == 1);
  CHECK(bit(of->buffers[0], 0) && !bit(of->buffers[0], 1) && bit(of->buffers[0], 2));
  CHECK(fabs(numbers[0] - 5.4) < 1e-15 && fabs(numbers[2] - 1000) < 1e-12);
}

static void check_list(const struct ArrowArray *of) {
  const int32_t *offsets = (const int32_t *)of->buffers[1];
  const struct ArrowArray *items = of->children[0];
  CHECK(of->n_children == 1 && of->null_count == 0);
  CHECK(offsets[0] == 0 && offsets[1] == 2 && offsets[2] == 2 && offsets[3] == 3);
  CHECK(items->length == 3 && items->null_count == 0);
  CHECK(memcmp(items->buffers[2], "xyyw", 4) == 0);
}

TEST(View, GivesArrowLengthsNullsAndOffsets) {
  phr_view *view = compiled(definition);
  phr_rows *rows = rows_of(view, lines, NULL);
  struct ArrowArrayStream stream;
  struct ArrowArray batch;
  CHECK_OK(phr_rows_arrow(rows, &stream, NULL));
  CHECK(stream.get_next(&stream, &batch) == 0);
  CHECK(batch.length == 3 && batch.n_children == 6 && batch.null_count == 0 && batch.n_buffers == 1);
  check_texts(batch.children[0]);
  check_numbers(batch.children[1]);
  check_list(batch.children[2]);
  CHECK(((const int32_t *)batch.children[3]->buffers[1])[0] == 2 && ((const int32_t *)batch.children[3]->buffers[1])[1] == 0);
  CHECK(bit(batch.children[4]->buffers[1], 0) && !bit(batch.children[4]->buffers[1], 1));
  CHECK(((const int32_t *)batch.children[5]->buffers[1])[2] == 18263);
  stream.release(&stream);
  check_texts(batch.children[0]);  // a batch outlives its stream
  batch.release(&batch);
  CHECK(batch.release == NULL);
  phr_rows_end(rows);
  phr_view_end(view);
}

// A child may be moved out of its batch, and lives on without it.
TEST(View, LetsArrowMoveAColumnOut) {
  phr_view *view = compiled(definition);
  phr_rows *rows = rows_of(view, lines, NULL);
  struct ArrowArrayStream stream;
  struct ArrowArray batch;
  struct ArrowArray moved;
  CHECK_OK(phr_rows_arrow(rows, &stream, NULL));
  CHECK(stream.get_next(&stream, &batch) == 0);
  moved = *batch.children[0];
  batch.children[0]->release = NULL;
  batch.release(&batch);
  check_texts(&moved);
  moved.release(&moved);
  CHECK(moved.release == NULL);
  CHECK(stream.get_next(&stream, &batch) == 0 && batch.release == NULL);  // the end
  stream.release(&stream);
  phr_rows_end(rows);
  phr_view_end(view);
}

TEST(View, EndsBatchesWhereItIsToldAndKeepsDigits) {
  phr_view *view = compiled(definition);
  phr_view_options options = PHR_VIEW_OPTIONS_INIT;
  struct ArrowArrayStream stream;
  struct ArrowSchema schema;
  struct ArrowArray batch;
  phr_rows *rows = NULL;
  int batches = 0;
  options.batch_rows = 2;
  options.decimals_as_text = 1;
  CHECK_OK(phr_view_schema(view, &options, &schema, NULL));
  CHECK(strcmp(schema.children[1]->format, "u") == 0);
  schema.release(&schema);
  rows = rows_of(view, lines, &options);
  CHECK_OK(phr_rows_arrow(rows, &stream, NULL));
  while (stream.get_next(&stream, &batch) == 0 && batch.release != NULL) {
    CHECK(batch.length == (batches == 0 ? 2 : 1));
    if (batches++ == 0) CHECK(memcmp(batch.children[1]->buffers[2], "5.40", 4) == 0);
    batch.release(&batch);
  }
  CHECK(batches == 2);
  stream.release(&stream);
  phr_rows_end(rows);
  phr_view_end(view);
}

TEST(View, TellsArrowWhatFailed) {
  phr_view *view = compiled(definition);
  phr_rows *rows = rows_of(view, "{\"resourceType\":\"Observation\",\"id\":\"a\"}\n{\"resourceType\":\"Observation\",\"id\":\"secret\n", NULL);
  struct ArrowArrayStream stream;
  struct ArrowArray batch;
  CHECK_OK(phr_rows_arrow(rows, &stream, NULL));
  CHECK(stream.get_last_error(&stream) == NULL);
  CHECK(stream.get_next(&stream, &batch) == EIO);
  CHECK(stream.get_last_error(&stream) != NULL);
  if (stream.get_last_error(&stream) != NULL) {
    CHECK(strstr(stream.get_last_error(&stream), "line 2") != NULL);
    CHECK(strstr(stream.get_last_error(&stream), "secret") == NULL);
  }
  stream.release(&stream);
  phr_rows_end(rows);
  phr_view_end(view);
}

TEST(View, IsCsvAndNdjsonInPieces) {
  phr_view *view = compiled(definition);
  phr_view_options options = PHR_VIEW_OPTIONS_INIT;
  phr_rows *rows = NULL;
  written csv = {"", 0, 0};
  written json = {"", 0, 0};
  options.batch_rows = 1;
  rows = rows_of(view, lines, &options);
  CHECK_OK(phr_rows_csv(rows, keep, &csv, NULL, NULL, NULL));
  CHECK(strcmp(csv.text, expected_csv) == 0);
  CHECK(csv.pieces == 4);
  CHECK(phr_rows_resources(rows) == 3);
  phr_rows_end(rows);
  rows = rows_of(view, lines, NULL);
  CHECK_OK(phr_rows_ndjson(rows, keep, &json, NULL, NULL, NULL));
  CHECK(json.pieces == 1);
  CHECK(strncmp(json.text, "{\"id\":\"a\",\"value\":5.40,\"codes\":[\"x\",\"yy\"],\"many\":2,\"final\":true,\"day\":\"2020-01-02\"}\n", 81) == 0);
  phr_rows_end(rows);
  phr_view_end(view);
}

static int watch(void *user, uint64_t done, uint64_t total, const char *unit) {
  CHECK(total == 0 && strcmp(unit, "resources") == 0);
  (void)done;
  return --*(int *)user < 0;
}

TEST(View, StopsWhenToldTo) {
  phr_view *view = compiled(definition);
  phr_rows *rows = rows_of(view, lines, NULL);
  phr_error err = PHR_ERROR_INIT;
  size_t size = 0;
  int left = 0;
  CHECK_STATUS(phr_rows_csv(rows, ignore, &size, watch, &left, &err), PHR_CANCELLED);
  CHECK(err.code == PHR_CANCELLED && size == strlen("id,value,codes,many,final,day\n"));
  phr_rows_end(rows);
  phr_view_end(view);
}

TEST(View, ReadsFilesAndTellsWhichOneIsWrong) {
  fixture in;
  char good[128];
  char bad[128];
  phr_text paths[2];
  phr_view *view = compiled(definition);
  phr_rows *rows = NULL;
  phr_error err = PHR_ERROR_INIT;
  written csv = {"", 0, 0};
  size_t size = 0;
  make_folder(&in);
  snprintf(good, sizeof good, "%s/good.ndjson", in.folder);
  snprintf(bad, sizeof bad, "%s/bad.json", in.folder);
  write_file(good, lines);
  write_file(bad, "{\"resourceType\":\"Bundle\",\"entry\":[\n{\"resource\":{\"resourceType\":\"Observation\",\"valueQuantity\":{\"value\":true}}}]}");
  paths[0] = phr_text_of(good);
  paths[1] = phr_text_of(bad);
  CHECK_OK(phr_view_files(view, paths, 1, NULL, &rows, NULL));
  CHECK_OK(phr_rows_csv(rows, keep, &csv, NULL, NULL, NULL));
  CHECK(strcmp(csv.text, expected_csv) == 0);
  phr_rows_end(rows);
  CHECK_OK(phr_view_files(view, paths, 2, NULL, &rows, NULL));
  CHECK_STATUS(phr_rows_csv(rows, ignore, &size, NULL, NULL, &err), PHR_INVALID_VALUE);
  CHECK(phr_rows_file(rows) == 1 && err.line == 2 && err.has_ordinal == 1 && err.ordinal == 1);
  phr_rows_end(rows);
  paths[1] = PHR_TEXT("");
  CHECK_STATUS(phr_view_files(view, paths, 2, NULL, &rows, &err), PHR_INVALID_ARGUMENT);
  CHECK(rows == NULL && err.ordinal == 1);
  paths[0] = PHR_TEXT("/no/such/file");
  CHECK_OK(phr_view_files(view, paths, 1, NULL, &rows, NULL));
  CHECK_STATUS(phr_rows_ndjson(rows, ignore, &size, NULL, NULL, NULL), PHR_NO_SUCH_FILE);
  phr_rows_end(rows);
  phr_view_end(view);
  remove_folder(&in);
}

static size_t rows_seen(phr_session *session, const phr_view *view, const char *where) {
  phr_rows *rows = NULL;
  struct ArrowArrayStream stream;
  struct ArrowArray batch;
  size_t seen = 0;
  CHECK_OK(phr_session_view(session, view, phr_text_of(where), NULL, &rows, NULL));
  CHECK_OK(phr_rows_arrow(rows, &stream, NULL));
  while (stream.get_next(&stream, &batch) == 0 && batch.release != NULL) {
    seen += (size_t)batch.length;
    batch.release(&batch);
  }
  stream.release(&stream);
  phr_rows_end(rows);
  return seen;
}

TEST(View, IsOfARecordAsFarAsConsentPermits) {
  fixture in;
  phr_session *doctor = NULL;
  phr_rows *rows = NULL;
  phr_error err = PHR_ERROR_INIT;
  phr_view *labs = compiled(definition);
  phr_view *conditions = compiled("{\"resource\":\"Condition\",\"select\":[{\"column\":[{\"name\":\"id\",\"path\":\"id\"}]}]}");
  setup(&in);
  put(in.me, patient_p);
  put(in.me, glucose_o1);
  put(in.me, glucose_o2);
  put(in.me, condition_c1);
  put(in.me, consent_k1);
  doctor = open_as(in.store, "Practitioner/d");
  CHECK(rows_seen(in.me, labs, "") == 2 && rows_seen(in.me, conditions, "") == 1);
  CHECK(rows_seen(in.me, labs, "date=ge2021") == 1);
  CHECK(rows_seen(doctor, labs, "") == 2 && rows_seen(doctor, conditions, "") == 0);
  CHECK_STATUS(phr_session_view(in.me, labs, PHR_TEXT("nothing=1"), NULL, &rows, &err), PHR_UNKNOWN_PARAMETER);
  CHECK(rows == NULL);
  phr_session_close(doctor);
  phr_view_end(labs);
  phr_view_end(conditions);
  teardown(&in);
}

TEST(View, RefusesArgumentsThatCannotBe) {
  phr_view *view = compiled(definition);
  phr_view_options options = PHR_VIEW_OPTIONS_INIT;
  phr_rows *rows = NULL;
  struct ArrowSchema schema;
  size_t size = 0;
  CHECK_STATUS(phr_view_compile(phr_text_of(definition), NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_view_text(NULL, phr_text_of(lines), NULL, &rows, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_view_text(view, null_text(3), NULL, &rows, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_view_text(view, phr_text_of(lines), NULL, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_view_files(view, NULL, 1, NULL, &rows, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_session_view(NULL, view, phr_text_of(NULL), NULL, &rows, NULL), PHR_INVALID_HANDLE);
  CHECK_STATUS(phr_view_schema(view, NULL, NULL, NULL), PHR_INVALID_ARGUMENT);
  options.now = PHR_TEXT("yesterday");
  CHECK_STATUS(phr_view_text(view, phr_text_of(lines), &options, &rows, NULL), PHR_MALFORMED_DATE);
  options.struct_size = 2;
  CHECK_STATUS(phr_view_schema(view, &options, &schema, NULL), PHR_INVALID_ARGUMENT);
  CHECK(rows == NULL);
  rows = rows_of(view, lines, NULL);
  CHECK_STATUS(phr_rows_csv(rows, NULL, NULL, NULL, NULL, NULL), PHR_INVALID_ARGUMENT);
  CHECK_STATUS(phr_rows_csv((phr_rows *)view, ignore, &size, NULL, NULL, NULL), PHR_INVALID_HANDLE);
  CHECK(phr_rows_resources(NULL) == 0 && phr_rows_file(NULL) == 0 && phr_view_columns_count(NULL) == 0 && phr_view_name(NULL).data == NULL);
  phr_rows_end(rows);
  phr_rows_end(NULL);
  phr_view_end(view);
  phr_view_end(NULL);
}
