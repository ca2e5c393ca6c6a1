// Importing: a Bundle whole or not at all, NDJSON line by line.
#include "interactions/import/import.hpp"

#include "interactions/import/importer.hpp"
#include "interactions/import/large_bundle.hpp"
#include "interactions/import/lines.hpp"
#include "interactions/import/xml.hpp"

namespace phr::interactions {

namespace {

// Whether to go on, before it is known how much there is to do.
result<void> ask(const progress& watch) {
  if (!watch({0, 0, "resources"})) return error{errc::cancelled}.at("the import");
  return success();
}

// A text that is parsed as a whole.
result<import_report> import_whole(gate::door& in, std::string_view text, const import_options& options) {
  import_report report;
  report.bytes = text.size();
  std::string of_xml;
  if (is_xml(text)) {
    PHR_TRY(of_xml, json_of_xml(text));
  }
  const std::string_view json = of_xml.empty() ? text : of_xml;
  fhir::json::document parsed;
  PHR_TRY(parsed.parse(json));
  PHR_TRY(auto writing, in.engine().write());  // whoever is asked is in the middle of it
  PHR_TRY(ask(options.watch));
  PHR_TRY(auto made, importer::plan_of(parsed.root(), options.source));
  PHR_TRY(ask(options.watch));
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
  while (from.ahead().size() <= whole && !is_xml(from.ahead())) {
    PHR_TRY(const bool grew, from.more());
    if (grew) continue;
    PHR_TRY(auto report, import_rest(in, from, options));
    return std::optional(std::move(report));
  }
  std::optional<large_import> large;
  if (!is_xml(from.ahead())) {
    PHR_TRY(large, import_large_bundle(in, from, options));
  }
  if (!large) {
    PHR_TRY(auto report, import_rest(in, from, options));
    return std::optional(std::move(report));
  }
  why = large->why;
  return std::move(large->report);
}

// XML of anything else may be very large: its begin tells.
result<void> check_fhir(input::reader& from) {
  constexpr std::size_t begin = std::size_t{64} << 10U;
  while (from.ahead().size() < begin) {
    PHR_TRY(const bool grew, from.more());
    if (!grew) break;
  }
  if (names_fhir(from.ahead())) return success();
  return error{errc::unknown_resource_type}.at("XML of another namespace than FHIR's");
}

// Lines or one value, as import_value.
result<std::optional<import_report>> import_read(gate::door& in, input::reader& from, const import_options& options, std::size_t whole, error& why) {
  PHR_TRY(const auto form, from.tell(whole));
  if (is_xml(from.ahead())) {
    PHR_TRY(check_fhir(from));
  }
  if (form == input::form::value) return import_value(in, from, options, whole, why);
  PHR_TRY(auto report, import_lines(in, from, options));
  return std::optional(std::move(report));
}

}  // namespace

result<import_report> import_text(gate::door& in, std::string_view json, const import_options& options, std::size_t whole) {
  PHR_TRY(in.may(audit_action::import));
  if (json.size() <= whole || is_xml(json)) return import_whole(in, json, options);
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
  error why;
  PHR_TRY(auto report, import_read(in, from, options, whole, why));
  if (report) return std::move(*report);
  if (from.size() == 0) return why;  // a pipe, which gives what it holds once
  PHR_TRY(auto again, input::reader::open(name, "the file to import"));
  return import_rest(in, again, options);
}

result<import_report> import_stream(gate::door& in, const byte_source& source, const import_options& options, std::size_t whole) {
  PHR_TRY(in.may(audit_action::import));
  auto from = input::reader::of(source, "the stream to import");
  error why;
  PHR_TRY(auto report, import_read(in, from, options, whole, why));
  if (report) return std::move(*report);
  return why;
}

}  // namespace phr::interactions
