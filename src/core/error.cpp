// Names and advice of the error codes, and their text.
#include <phr/core/describe.hpp>
#include <phr/core/result.hpp>

#include <fmt/format.h>

#include <cstdlib>
#include <stdexcept>
#include <string_view>

namespace phr {

namespace {

struct entry {
  errc code;
  static_text name;
  static_text advice;
};

constexpr entry entries[] = {
    {errc::internal, "internal", "a defect of PHR: please report the place"},
    {errc::invalid_argument, "invalid_argument", "check the arguments of the call"},
    {errc::cancelled, "cancelled", "stopped on request; what had not landed by then is as it was"},
    {errc::unsupported, "unsupported", "this version does not know it yet"},
    {errc::no_such_file, "no_such_file", "check the path"},
    {errc::is_a_directory, "is_a_directory", "name a file, not a directory"},
    {errc::permission_denied, "permission_denied", "check who may read and write the file"},
    {errc::read_only, "read_only", "open a file that may be written"},
    {errc::disk_full, "disk_full", "free some space and try again; nothing was changed"},
    {errc::io_failed, "io_failed", "the operating system reports a read or write failure; check the disk"},
    {errc::already_exists, "already_exists", "it is there already; open it instead, or choose another name"},
    {errc::wrong_key, "wrong_key", "no key slot opens with this key; check the passphrase"},
    {errc::damaged_header, "damaged_header", "the header of the file is damaged; restore a backup"},
    {errc::damaged_page, "damaged_page", "part of the file is damaged; restore a backup"},
    {errc::newer_format, "newer_format", "written by a later version of PHR; update the program"},
    {errc::locked, "locked", "somebody is writing to the file, or holds what must be given up; try again"},
    {errc::not_a_phr_file, "not_a_phr_file", "this is not a PHR store; nothing was changed"},
    {errc::no_free_slot, "no_free_slot", "remove a key slot first"},
    {errc::last_slot, "last_slot", "add another key slot before removing the last one"},
    {errc::suspended, "suspended", "the store has given up its file; resume it first"},
    {errc::file_replaced, "file_replaced", "another file has the name of the one that was opened; close the store and open it again"},
    {errc::crypto_failed, "crypto_failed", "the cryptography library failed"},
    {errc::authentication_failed, "authentication_failed", "it was altered, or made with another key"},
    {errc::malformed_json, "malformed_json", "mend the JSON at this place"},
    {errc::invalid_utf8, "invalid_utf8", "the text must be UTF-8"},
    {errc::empty_input, "empty_input", "the input is empty"},
    {errc::too_deep, "too_deep", "the input is nested too deeply"},
    {errc::too_large, "too_large", "it is larger than the limit"},
    {errc::duplicate_key, "duplicate_key", "an object names the same element twice"},
    {errc::nul_character, "nul_character", "FHIR text must not contain U+0000"},
    {errc::malformed_number, "malformed_number", "write a JSON number"},
    {errc::malformed_date, "malformed_date", "write a FHIR date, dateTime, instant or time"},
    {errc::malformed_xml, "malformed_xml", "mend the XML at this place"},
    {errc::malformed_archive, "malformed_archive", "it is damaged, cut off or enciphered; get it again, or unpack it by other means"},
    {errc::unknown_resource_type, "unknown_resource_type", "name a FHIR R4 resource type"},
    {errc::wrong_type, "wrong_type", "the element has another JSON type than FHIR defines"},
    {errc::missing_element, "missing_element", "a required element is absent"},
    {errc::invalid_id, "invalid_id", "ids are 1 to 64 of A-Z a-z 0-9 - ."},
    {errc::duplicate_id, "duplicate_id", "two entries of the input have the same identity"},
    {errc::unresolved_reference, "unresolved_reference", "a reference of the input points nowhere"},
    {errc::invalid_value, "invalid_value", "the value is outside what FHIR allows here"},
    {errc::unknown_element, "unknown_element", "FHIR R4 has no such element here; an extension can hold it"},
    {errc::empty_object, "empty_object", "leave out what is empty"},
    {errc::empty_array, "empty_array", "leave out what is empty"},
    {errc::empty_string, "empty_string", "leave out what is empty"},
    {errc::unexpected_null, "unexpected_null", "leave out what is absent; null only pads an array"},
    {errc::number_as_string, "number_as_string", "write numbers and booleans without quotes"},
    {errc::json_comment, "json_comment", "JSON has no comments"},
    {errc::trailing_comma, "trailing_comma", "take away the last comma"},
    {errc::unexpected_array, "unexpected_array", "the element is one value, not an array"},
    {errc::array_expected, "array_expected", "the element repeats: write an array"},
    {errc::not_found, "not_found", "there is no such resource"},
    {errc::gone, "gone", "it was deleted; read an earlier version"},
    {errc::version_conflict, "version_conflict", "read the current version and try again"},
    {errc::unknown_parameter, "unknown_parameter", "no such search parameter for this type; nothing was searched"},
    {errc::unknown_modifier, "unknown_modifier", "this parameter has no such modifier; nothing was searched"},
    {errc::unknown_prefix, "unknown_prefix", "this parameter takes no such prefix; nothing was searched"},
    {errc::malformed_query, "malformed_query", "check the search text"},
    {errc::ambiguous_match, "ambiguous_match", "more than one resource matches"},
    {errc::access_denied, "access_denied", "no consent permits this"},
    {errc::audit_broken, "audit_broken", "the audit trail was altered"},
    {errc::unit_mismatch, "unit_mismatch", "the values have different units; choose one unit"},
    {errc::no_values, "no_values", "there are no values to compute on"},
};

constexpr const entry* find(errc code) noexcept {
  for (const entry& candidate : entries) {
    if (candidate.code == code) return &candidate;
  }
  return nullptr;
}

std::string_view view(static_text text) noexcept { return {text.data(), text.size()}; }

}  // namespace

static_text name(errc code) noexcept {
  const entry* found = find(code);
  return found != nullptr ? found->name : static_text("unknown");
}

static_text advice(errc code) noexcept {
  const entry* found = find(code);
  return found != nullptr ? found->advice : static_text("this code is not known to this version");
}

std::string describe(const error& problem) {
  std::string text{view(name(problem.code()))};
  if (!problem.place().empty()) text += fmt::format(" at {}", view(problem.place()));
  if (problem.has_ordinal()) text += fmt::format(" [{}]", problem.ordinal());
  if (problem.line() != 0) text += fmt::format(" (line {}, column {})", problem.line(), problem.column());
  text += fmt::format(": {}", view(advice(problem.code())));
  return text;
}

namespace detail {

void read_of_absent_value(const error& problem) {
#if defined(__cpp_exceptions)
  throw std::logic_error("phr: the value of a failed result was read: " + describe(problem));
#else
  static_cast<void>(problem);
  std::abort();
#endif
}

void read_of_absent_error() {
#if defined(__cpp_exceptions)
  throw std::logic_error("phr: the error of a successful result was read");
#else
  std::abort();
#endif
}

}  // namespace detail

}  // namespace phr
