// FHIR JSON to models and back.
#pragma once

#include <phr/core/result.hpp>
#include <phr/fhir/any_resource.hpp>
#include <phr/fhir/json.hpp>
#include <phr/fhir/model_json.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace phr::fhir {

// What was wrong with a text, and where. The path is made of FHIR's own names and of indices ("Patient.name[0].given"),
// never of the text. Lines and columns count from 1, columns in bytes.
struct decode_issue {
  errc code = errc::internal;
  std::string path;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

struct decode_options {
  // Strict: the first issue ends it. Lenient: what FHIR does not allow is left out, or taken where its meaning is plain
  // ("5.4" for 5.4, one value for an array of one), and each is an issue; only text that is not JSON ends it.
  bool lenient = false;
  json::limits limits = {};
  std::uint32_t array_length = 1U << 24;
};

// Makes models of FHIR JSON, by the field tables alone. Lossless for all that R4 allows: digits of decimals, ids and
// extensions of primitives, null-padded arrays, unknown codes. It checks structure: names, JSON types, what repeats, dates
// and numbers. Cardinality, formats and bindings are for validation.
// Lifetime: keeps memory that the next text uses again; what it decodes owns itself. Threads: one at a time.
// Errors, with line and column: those of json::document; unknown_resource_type; unknown_element, wrong_type,
// unexpected_array, array_expected, empty_object, empty_array, empty_string, unexpected_null, number_as_string,
// duplicate_key, malformed_number, malformed_date, invalid_value, json_comment, trailing_comma, too_deep, too_large.
class json_decoder {
 public:
  struct reader;  // of the library itself

  json_decoder();
  json_decoder(json_decoder&&) noexcept;
  json_decoder& operator=(json_decoder&&) noexcept;
  ~json_decoder();

  [[nodiscard]] result<any_resource> decode(std::string_view text, const decode_options& options = {});
  // Into an object of `type`, which may be a data type; it must be empty, and stays half filled on an error.
  [[nodiscard]] result<void> decode_into(const structure& type, void* object, std::string_view text, const decode_options& options = {});
  // What was wrong with the last text: one issue of a refused one, any number of a lenient reading.
  [[nodiscard]] std::span<const decode_issue> issues() const noexcept { return issues_; }

 private:
  [[nodiscard]] result<void> read(std::string_view text, const decode_options& options, const structure* type, void* object, any_resource* any);
  [[nodiscard]] result<void> run(std::string_view text, const decode_options& options, const structure* type, void* object, any_resource* any);

  json::stage1* stage1_ = nullptr;
  std::vector<decode_issue> issues_;
};

// One text. Errors: as json_decoder; wrong_type where it is another resource than T.
[[nodiscard]] result<any_resource> json_decode(std::string_view text, const decode_options& options = {});
template <resource T>
[[nodiscard]] result<T> json_decode(std::string_view text, const decode_options& options = {}) {
  PHR_TRY(auto any, json_decode(text, options));
  if (T* typed = any.template as<T>()) return static_cast<T&&>(*typed);
  return error{errc::wrong_type}.at("resourceType");
}

// Appends a resource, or an object of a data type, as JSON: elements in the order of their definition, no white space.
void append_json(std::string& out, const any_resource& resource);
void append_json(std::string& out, const structure& type, const void* object);
[[nodiscard]] std::string json_encode(const any_resource& resource);
template <structured T>
[[nodiscard]] std::string json_encode(const T& value) {
  std::string out;
  append_json(out, T::structure_, &value);
  return out;
}

}  // namespace phr::fhir
