// Reading models from token positions.
#pragma once

#include <phr/fhir/json_codec.hpp>

#include "fhir/json/scan.hpp"
#include "fhir/json/stage1.hpp"
#include "fhir/model/slots.hpp"

#include <algorithm>
#include <cstring>

namespace phr::fhir {

// One reading of one text. A cursor goes over the token positions; every function leaves it behind what it has read, and
// answers false once an error has ended the reading.
struct json_decoder::reader {
  // Where in the models the reading stands, for the paths of issues.
  struct place {
    const place* up;
    const fhir::structure* type;      // of the object
    const field* at = nullptr;        // the element being read
    const alternative* chosen = nullptr;
    std::int64_t index = -1;          // in a repeating element
  };

  // Fields of an object, by position: no structure has more than 64.
  struct fields_seen {
    std::uint64_t values = 0;
    std::uint64_t siblings = 0;
    std::uint64_t padded = 0;    // arrays with a null or with siblings, or of which a lenient reading has left something out
    std::uint64_t left_out = 0;  // the last of these
    int latest = -1;             // where the latest name was found
    bool type = false;           // resourceType
  };

  reader(const json::stage1& tokens, const decode_options& how, std::vector<decode_issue>& found)
      : text(tokens.text()), positions(tokens.positions().data()), count(tokens.positions().size()), options(how), issues(found),
        any_escapes(std::memchr(text.data(), '\\', text.size()) != nullptr), parts(std::min<std::size_t>(text.size() * 7 / 4, 32768), cursor, count) {}

  std::string_view text;
  const std::uint32_t* positions;
  std::size_t count;
  const decode_options& options;
  std::vector<decode_issue>& issues;
  bool any_escapes;
  std::size_t cursor = 0;
  std::uint32_t depth = 0;
  memory parts;  // of the model
  error problem{};
  std::string scratch{};
  json::position_counter lines{text};

  [[nodiscard]] bool whole(const fhir::structure* type, void* object, any_resource* any);

  // What stands at the cursor.
  // At the end, the size of the text and the zero behind it; the cursor never goes further.
  [[nodiscard]] std::uint32_t offset() const noexcept { return positions[cursor]; }
  [[nodiscard]] char current() const noexcept { return text.data()[positions[cursor]]; }

  // Issues. fail() ends the reading; refuse() ends a strict one and goes on in a lenient one.
  bool fail(errc code, static_text what, const place& here, std::size_t at);
  bool refuse(errc code, static_text what, const place& here, std::size_t at);
  void note(errc code, const place& here, std::size_t at);

  // JSON.
  [[nodiscard]] bool string_bounds(std::string_view& raw, const place& here);  // the cursor stays
  [[nodiscard]] bool string(std::string_view& meaning, const place& here) {
    if (!string_bounds(meaning, here)) return false;
    ++cursor;
    return !any_escapes || unescape(meaning, here);
  }
  [[nodiscard]] bool unescape(std::string_view& text, const place& here);
  [[nodiscard]] bool number(std::string_view& digits, const place& here);
  [[nodiscard]] bool literal(std::string_view word) const noexcept;  // at the cursor
  [[nodiscard]] bool skip(const place& here);                        // any value; it must be JSON
  [[nodiscard]] bool skip_scalar(const place& here);
  // A comma (true) or the closing bracket (false) after a value; both go past it.
  [[nodiscard]] bool more(char close, bool& again, const place& here);
  [[nodiscard]] bool trailing_comma(bool& again, const place& here);

  // Models.
  [[nodiscard]] bool any(any_resource& into, const place& here);
  [[nodiscard]] const fhir::structure* resource_type_ahead(const place& here);
  [[nodiscard]] bool object(const fhir::structure& type, void* into, const place& up);
  // Some members of an object, wherever they stand.
  struct chosen_member {
    std::string_view name;
    std::uint32_t value;  // token
  };
  [[nodiscard]] bool some(const fhir::structure& type, void* into, std::span<const chosen_member> members);
  [[nodiscard]] bool member(const fhir::structure& type, void* into, std::string_view name, place& here, fields_seen& seen);
  [[nodiscard]] bool sibling(const fhir::structure& type, void* into, std::string_view name, place& here, fields_seen& seen);
  [[nodiscard]] bool unknown(std::string_view name, const fhir::structure& type, place& here, fields_seen& seen, std::size_t at);
  // `padding` is null for what is no primitive, and may have no nulls.
  [[nodiscard]] bool list(const field& at, detail::list_word& into, fields_seen* padding, place& here, std::uint64_t bit);
  [[nodiscard]] bool check_padding(const fhir::structure& type, void* object, const fields_seen& seen, place& here);
  [[nodiscard]] bool single(const field& at, void* into, place& here);
  // One value of a kind that is no choice, into an object that exists. `taken` is false where there was nothing to keep.
  [[nodiscard]] bool item(element_kind kind, const fhir::structure* type, const code_set* codes, void* into, bool& taken, place& here);
  [[nodiscard]] bool primitive(element_kind kind, const code_set* codes, void* into, bool& taken, place& here);
  [[nodiscard]] bool boolean(void* into, bool& taken, place& here);
  [[nodiscard]] bool numeric(element_kind kind, void* into, bool& taken, place& here);
  // A text, which the cursor stands at, into an empty one.
  [[nodiscard]] bool plain_text(element_kind kind, fhir::text& into, const place& here) {
    const std::size_t at = offset();
    std::string_view meaning;
    if (!string(meaning, here)) return false;
    if (meaning.empty()) [[unlikely]] return refuse(errc::empty_string, "an element", here, at);
    keep(kind, meaning, into);
    return true;
  }
  // The text of the document is padded, and so is the scratch of escaped strings.
  void keep(element_kind kind, std::string_view meaning, fhir::text& into) {
    const bool uri = kind == element_kind::uri || kind == element_kind::canonical;
    into = uri ? fhir::text::uri_from_padded(meaning, parts) : fhir::text::from_padded(meaning, parts);
  }
  [[nodiscard]] bool characters(element_kind kind, const code_set* codes, void* into, bool& taken, place& here);
};

// Between its quotes. The closing one is the last character but white space before the next token.
inline bool json_decoder::reader::string_bounds(std::string_view& raw, const place& here) {
  const char* const begin = text.data() + positions[cursor] + 1;
  const char* end = text.data() + positions[cursor + 1] - 1;
  while (json::is_white(*end)) --end;
  if (end < begin || *end != '"') [[unlikely]] return fail(errc::malformed_json, "a string", here, offset());
  const auto size = static_cast<std::size_t>(end - begin);
  if (size > options.limits.string_bytes) [[unlikely]] return fail(errc::too_large, "a string", here, offset());
  raw = {begin, size};
  return true;
}

// A comma (true) or the closing bracket (false) after a value; both go past it.
inline bool json_decoder::reader::more(char close, bool& again, const place& here) {
  const char c = current();
  if (c == ',') [[likely]] {
    ++cursor;
    return current() != close || trailing_comma(again, here);
  }
  if (c != close) [[unlikely]] return fail(errc::malformed_json, "',' or the closing bracket expected", here, offset());
  ++cursor;
  again = false;
  return true;
}

}  // namespace phr::fhir
