// A definition, a form feed, and resources: the rows are the same however they are cut into batches, or the error is; what is written as
// NDJSON is JSON, and what Arrow gets has the lengths and offsets that its specification asks for.
#include <fuzz/fuzz.hpp>

#include <phr/fhir/json.hpp>
#include <phr/views/arrow.hpp>
#include <phr/views/stream.hpp>
#include <phr/views/text.hpp>

#include <string>

using phr::fuzz::require;
namespace views = phr::views;

namespace {

views::stream_options limited(std::size_t batch_rows) {
  return {.run = {.now = "2024-05-06T07:08:09.123Z", .rows = 2000, .steps = 20000}, .batch_rows = batch_rows};
}

struct written {
  std::string csv;
  std::string ndjson;
  std::size_t rows = 0;
  phr::errc error = phr::errc::internal;  // of the end
  std::uint32_t line = 0;
  bool failed = false;
};

written write(const views::view& of, std::string_view resources, std::size_t batch_rows) {
  views::stream rows(of, views::texts(resources), limited(batch_rows));
  written made;
  for (;;) {
    const auto found = rows.next();
    if (!found) {
      made.failed = true;
      made.error = found.error().code();
      made.line = found.error().line();
      require(!found.error().has_ordinal() || found.error().ordinal() < of.columns().size());
      return made;
    }
    if (!found.value()) return made;
    require(found.value()->rows() != 0 && found.value()->columns() == of.columns().size());
    made.rows += found.value()->rows();
    views::append_csv(made.csv, *found.value());
    views::append_ndjson(made.ndjson, of, *found.value());
  }
}

void check_lines(const std::string& ndjson, std::size_t rows) {
  phr::fhir::json::document document;
  std::size_t lines = 0;
  for (std::size_t at = 0; at < ndjson.size(); ++lines) {
    const std::size_t end = ndjson.find('\n', at);
    require(end != std::string::npos);
    require(document.parse(std::string_view(ndjson).substr(at, end - at)).has_value());
    at = end + 1;
  }
  require(lines == rows);
}

// The layout of an array; of a list also that of its items.
void check_array(const ArrowArray& of, const ArrowSchema& as) {
  require(of.length >= 0 && of.offset == 0 && of.null_count >= 0 && of.null_count <= of.length && of.n_children == as.n_children);
  const std::string_view format = as.format;
  if (format == "u" || format == "+l") {
    const auto* const offsets = static_cast<const std::int32_t*>(of.buffers[1]);
    require(offsets[0] == 0);
    for (std::int64_t at = 0; at < of.length; ++at) require(offsets[at] <= offsets[at + 1]);
    if (format == "+l") require(of.children[0]->length == offsets[of.length]);
  }
  const auto* const valid = static_cast<const std::uint8_t*>(of.buffers[0]);
  std::int64_t nulls = 0;
  for (std::int64_t at = 0; valid != nullptr && at < of.length; ++at) nulls += (valid[at / 8] >> (at % 8) & 1) == 0 ? 1 : 0;
  require(nulls == of.null_count);
  for (std::int64_t at = 0; at < of.n_children; ++at) check_array(*of.children[at], *as.children[at]);
}

void check_arrow(const views::view& of, std::string_view resources, const written& expected, bool decimals_as_text) {
  views::stream_options options = limited(7);
  options.decimals_as_text = decimals_as_text;
  ArrowArrayStream stream;
  views::stream(of, views::texts(resources), options).move_to(stream);
  ArrowSchema schema;
  require(stream.get_schema(&stream, &schema) == 0);
  std::size_t rows = 0;
  for (;;) {
    ArrowArray batch;
    if (stream.get_next(&stream, &batch) != 0) {
      require(expected.failed && stream.get_last_error(&stream) != nullptr);
      break;
    }
    if (batch.release == nullptr) {
      require(!expected.failed && rows == expected.rows);
      break;
    }
    check_array(batch, schema);
    for (std::int64_t at = 0; at < batch.n_children; ++at) require(batch.children[at]->length == batch.length);
    rows += static_cast<std::size_t>(batch.length);
    batch.release(&batch);
  }
  schema.release(&schema);
  stream.release(&stream);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 16384) return 0;
  const auto text = phr::fuzz::as_text(data, size);
  const std::size_t end = std::min(text.find('\f'), text.size());
  const auto made = views::view::compile(text.substr(0, end));
  if (!made) return 0;
  const views::view& of = made.value();
  require(!of.explain().empty() && !views::csv_header(of).empty());
  const std::string_view resources = text.substr(std::min(end + 1, text.size()));
  const written whole = write(of, resources, 1U << 20U);
  const written parts = write(of, resources, 1);
  require(whole.failed == parts.failed && whole.error == parts.error && whole.line == parts.line);
  if (!whole.failed) require(whole.csv == parts.csv && whole.ndjson == parts.ndjson && whole.rows == parts.rows);
  check_lines(parts.ndjson, parts.rows);
  check_arrow(of, resources, whole, (size & 1U) != 0);
  return 0;
}
