// Importing: a Bundle whole or not at all, NDJSON line by line.
#include "interactions/import/import.hpp"

#include "interactions/import/importer.hpp"
#include "interactions/import/large_bundle.hpp"
#include "interactions/import/lines.hpp"

namespace phr::interactions {

namespace {

// A text that is parsed as a whole.
result<import_report> import_whole(gate::door& in, std::string_view json, const import_options& options) {
  import_report report;
  report.bytes = json.size();
  fhir::json::document parsed;
  PHR_TRY(parsed.parse(json));
  PHR_TRY(auto made, importer::plan_of(parsed.root(), options.source));
  PHR_TRY(auto writing, in.engine().write());
  PHR_TRY(importer(in, writing.work(), options, report).run(made));
  auto row = in.row(audit_action::import);
  row.count = static_cast<std::int64_t>(report.total());
  PHR_TRY(writing.commit(std::move(row)));
  return report;
}

result<import_report> import_rest(gate::door& in, input::reader& from, const import_options& options) {
  const std::uint64_t mark = from.taken();
  PHR_TRY(const std::string_view text, from.rest());
  PHR_TRY(auto report, import_whole(in, text, options));
  report.bytes += mark;
  return report;
}

// One value of any size. Nullopt where it is a Bundle that can only be imported as a whole, and has been read: `why` says what there is in it.
result<std::optional<import_report>> import_value(gate::door& in, input::reader& from, const import_options& options, std::size_t whole, error& why) {
  while (from.ahead().size() <= whole) {
    PHR_TRY(const bool grew, from.more());
    if (grew) continue;
    PHR_TRY(auto report, import_rest(in, from, options));
    return std::optional(std::move(report));
  }
  PHR_TRY(auto large, import_large_bundle(in, from, options));
  if (!large) {
    PHR_TRY(auto report, import_rest(in, from, options));
    return std::optional(std::move(report));
  }
  why = large->why;
  return std::move(large->report);
}

}  // namespace

result<import_report> import_text(gate::door& in, std::string_view json, const import_options& options, std::size_t whole) {
  PHR_TRY(in.may(audit_action::import));
  if (json.size() <= whole) return import_whole(in, json, options);
  auto from = input::reader::over(json, "the text to import");
  error why;
  PHR_TRY(auto report, import_value(in, from, options, whole, why));
  if (report) return std::move(*report);
  return import_whole(in, json, options);
}

result<import_report> import_lines(gate::door& in, std::string_view ndjson, const import_options& options) {
  PHR_TRY(in.may(audit_action::import));
  auto from = input::reader::over(ndjson, "the text to import");
  PHR_TRY(from.tell());
  return import_lines(in, from, options);
}

result<import_report> import_file(gate::door& in, std::string_view path, const import_options& options, std::size_t whole) {
  PHR_TRY(in.may(audit_action::import));
  const std::string name(path);
  PHR_TRY(auto from, input::reader::open(name, "the file to import"));
  PHR_TRY(const auto form, from.tell(whole));
  if (form == input::form::lines) return import_lines(in, from, options);
  error why;
  PHR_TRY(auto report, import_value(in, from, options, whole, why));
  if (report) return std::move(*report);
  if (from.size() == 0) return why;  // a pipe, which gives what it holds once
  PHR_TRY(auto again, input::reader::open(name, "the file to import"));
  return import_rest(in, again, options);
}

}  // namespace phr::interactions
