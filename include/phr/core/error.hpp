// The one error type of PHR: a code, a place made of literals, an ordinal and a position. It never carries health data.
#pragma once

#include <phr/core/static_text.hpp>

#include <cstdint>

namespace phr {

// Every way an operation can fail. The numbers are part of the C ABI: append, never renumber.
enum class errc : std::uint16_t {
  internal = 1,         // a broken invariant of ours: report it
  invalid_argument = 2, // the caller's own argument is wrong
  cancelled = 3,        // the progress callback asked to stop; what had not landed is as it was
  unsupported = 4,      // known to FHIR, not to this version of PHR

  // files and the operating system
  no_such_file = 20,
  is_a_directory = 21,
  permission_denied = 22,
  read_only = 23,
  disk_full = 24,
  io_failed = 25,
  already_exists = 26,

  // opening a store: six causes, six codes
  wrong_key = 40,       // no key slot opens with this key
  damaged_header = 41,  // the PHR header fails its own check
  damaged_page = 42,    // a database page fails authentication or structure
  newer_format = 43,    // written by a later version of PHR
  locked = 44,          // another writer, or something that is still open, holds what is asked for
  not_a_phr_file = 45,  // the magic is absent
  no_free_slot = 46,    // all key slots of the header are in use
  last_slot = 47,       // the only way left to open the file cannot be removed
  suspended = 48,       // the store has given up its file for a while: store::resume
  file_replaced = 49,   // the name now leads to another file than the one that was opened

  // cryptography
  crypto_failed = 60,          // the provider refused or failed
  authentication_failed = 61,  // a tag, signature or chain does not verify

  // parsing
  malformed_json = 80,
  invalid_utf8 = 81,
  empty_input = 82,
  too_deep = 83,
  too_large = 84,
  duplicate_key = 85,
  nul_character = 86,
  malformed_number = 87,
  malformed_date = 88,
  malformed_xml = 89,
  malformed_archive = 90,  // gzip, zip or tar that is damaged, cut off or enciphered

  // FHIR
  unknown_resource_type = 100,
  wrong_type = 101,       // an element has another JSON type than its definition
  missing_element = 102,
  invalid_id = 103,
  duplicate_id = 104,
  unresolved_reference = 105,
  invalid_value = 106,
  unknown_element = 107,   // the type has no such element
  empty_object = 108,      // FHIR leaves out what is empty
  empty_array = 109,
  empty_string = 110,
  unexpected_null = 111,   // a null that pads no array
  number_as_string = 112,  // a number or boolean between quotes
  json_comment = 113,
  trailing_comma = 114,
  unexpected_array = 115,  // an array where the element is one value
  array_expected = 116,    // one value where the element repeats

  // records
  not_found = 120,
  gone = 121,              // deleted; earlier versions can still be read
  version_conflict = 122,  // If-Match names another version than the current one

  // search
  unknown_parameter = 140,
  unknown_modifier = 141,
  unknown_prefix = 142,
  malformed_query = 143,
  ambiguous_match = 144,

  // access
  access_denied = 160,
  audit_broken = 161,  // the audit chain does not verify

  // analytics
  unit_mismatch = 180,  // values of different units are never compared by guess
  no_values = 181,
};

// What went wrong, and where; never whose or which value.
// Lifetime: a value of 40 bytes; its place is static. Threads: immutable. Errors: it is one.
class error {
 public:
  constexpr error() noexcept = default;  // errc::internal; Outcome asks for it
  constexpr explicit error(errc code) noexcept : code_(code) {}

  // The place: a FHIR path, an SQL table, an option name. A literal.
  [[nodiscard]] constexpr error at(static_text place) const noexcept {
    error copy = *this;
    copy.place_ = place;
    return copy;
  }
  // Which one, counted from 0: a Bundle entry, an NDJSON line, a page.
  [[nodiscard]] constexpr error nth(std::uint64_t ordinal) const noexcept {
    error copy = *this;
    copy.ordinal_ = ordinal;
    copy.has_ordinal_ = true;
    return copy;
  }
  // Line and column of the text, both counted from 1; the column counts bytes.
  [[nodiscard]] constexpr error in(std::uint32_t line, std::uint32_t column) const noexcept {
    error copy = *this;
    copy.line_ = line;
    copy.column_ = column;
    return copy;
  }

  [[nodiscard]] constexpr errc code() const noexcept { return code_; }
  [[nodiscard]] constexpr static_text place() const noexcept { return place_; }
  [[nodiscard]] constexpr bool has_ordinal() const noexcept { return has_ordinal_; }
  [[nodiscard]] constexpr std::uint64_t ordinal() const noexcept { return ordinal_; }
  [[nodiscard]] constexpr std::uint32_t line() const noexcept { return line_; }      // 0: unknown
  [[nodiscard]] constexpr std::uint32_t column() const noexcept { return column_; }  // 0: unknown

 private:
  static_text place_;
  std::uint64_t ordinal_ = 0;
  std::uint32_t line_ = 0;
  std::uint32_t column_ = 0;
  errc code_ = errc::internal;
  bool has_ordinal_ = false;
};

// The code's name as written above ("wrong_key"), and one sentence that says what to do next. Both are literals.
[[nodiscard]] static_text name(errc code) noexcept;
[[nodiscard]] static_text advice(errc code) noexcept;

}  // namespace phr
