#include "consent/elements.hpp"

#include <phr/core/id.hpp>
#include <phr/fhir/resource_type.hpp>

namespace phr::consent::detail {

using fhir::json::value;

result<std::string> text(const value& from, static_text place) {
  if (!from) return error{errc::missing_element}.at(place);
  if (!from.is_string()) return fail(from, errc::wrong_type, place);
  std::string scratch;
  std::string out(from.text(scratch));
  if (out.empty()) return fail(from, errc::invalid_value, place);
  return out;
}

result<void> check_array(const value& array, static_text place) {
  if (!array) return success();
  if (!array.is_array()) return fail(array, errc::wrong_type, place);
  if (array.size() == 0) return fail(array, errc::invalid_value, place);
  std::uint64_t nth = 0;
  for (const value element : array.elements()) {
    if (!element.is_object()) return fail(element, errc::wrong_type, place).nth(nth);
    ++nth;
  }
  return success();
}

result<coding> read_coding(const value& from, static_text place) {
  coding out;
  if (from["system"]) {
    PHR_TRY(out.system, text(from["system"], place));
  }
  if (from["code"]) {
    PHR_TRY(out.code, text(from["code"], place));
  }
  return out;
}

result<std::string> code_in(const value& concept_, std::string_view system, static_text place) {
  if (!concept_.is_object()) return fail(concept_, errc::wrong_type, place);
  PHR_TRY(check_array(concept_["coding"], place));
  std::string code;
  for (const value each : concept_["coding"].elements()) {
    PHR_TRY(auto read, read_coding(each, place));
    if (read.system != system) continue;
    if (!code.empty() && code != read.code) return std::string();
    code = std::move(read.code);
  }
  return code;
}

result<reference_text> read_reference(const value& from, static_text place) {
  reference_text out;
  if (!from.is_object()) return fail(from, errc::wrong_type, place);
  if (!from["reference"]) return out;
  PHR_TRY(out.text, text(from["reference"], place));
  const std::size_t slash = out.text.find('/');
  if (slash == std::string::npos) return out;
  const std::size_t history = out.text.find("/_history/", slash + 1);
  if (history != std::string::npos) out.text.resize(history);
  const std::string_view type = std::string_view(out.text).substr(0, slash);
  out.comparable = fhir::resource_type_named(type).has_value() && is_valid_id(out.text.substr(slash + 1));
  out.names_a_set = type == "Group" || type == "CareTeam";
  return out;
}

}  // namespace phr::consent::detail
