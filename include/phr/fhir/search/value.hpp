// Values of searches, with FHIR's escapes.
#pragma once

#include <phr/fhir/search/parameter.hpp>

#include <concepts>
#include <string>
#include <string_view>
#include <utility>

namespace phr::fhir::search {

// `text` with a backslash before \ , | and $.
[[nodiscard]] inline std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == ',' || c == '|' || c == '$') out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

// The prefix before each of the values that commas separate.
[[nodiscard]] inline std::string prefixed(std::string_view prefix, std::string_view values) {
  std::string out(prefix);
  for (std::size_t at = 0; at < values.size(); ++at) {
    out.push_back(values[at]);
    if (values[at] == '\\' && at + 1 < values.size()) {
      out.push_back(values[++at]);
    } else if (values[at] == ',') {
      out += prefix;
    }
  }
  return out;
}

// What stands behind the equals sign, but for the percent encoding. Lifetime: a value. Threads: immutable. Errors: none.
template <value_kind Kind>
struct value {
  static constexpr value_kind kind = Kind;
  std::string text;
};

inline constexpr std::string_view loinc = "http://loinc.org";
inline constexpr std::string_view snomed = "http://snomed.info/sct";
inline constexpr std::string_view ucum = "http://unitsofmeasure.org";

// A code of a system; of none where that is empty. For identifiers, a value of a system.
[[nodiscard]] inline value<value_kind::coding> coding(std::string_view system, std::string_view code) { return {escaped(system) + "|" + escaped(code)}; }
// Any code of the system.
[[nodiscard]] inline value<value_kind::coding> any_code_of(std::string_view system) { return {escaped(system) + "|"}; }

// A number as it is written, for its digits count: "5.4" is 5.35 to 5.45.
[[nodiscard]] inline value<value_kind::quantity> quantity(std::string_view number, std::string_view system, std::string_view code) {
  return {escaped(number) + "|" + escaped(system) + "|" + escaped(code)};
}
[[nodiscard]] inline value<value_kind::quantity> quantity(std::string_view number, std::string_view unit) { return quantity(number, {}, unit); }

// Patient/p1.
template <class Resource>
[[nodiscard]] value<value_kind::reference> reference(std::string_view id) {
  return {std::string(fhir::name(Resource::resource_)) + "/" + escaped(id)};
}

// FHIR's own text of a value, as it is: for `near`, and for what there is no name for here.
[[nodiscard]] inline value<value_kind::raw> raw(std::string_view text) { return {std::string(text)}; }

// What can be compared with a parameter.
[[nodiscard]] inline value<value_kind::text> value_of(std::string_view text) { return {escaped(text)}; }
[[nodiscard]] inline value<value_kind::truth> value_of(std::same_as<bool> auto truth) { return {truth ? "true" : "false"}; }
template <std::integral T>
  requires(!std::same_as<T, bool> && !std::same_as<T, char>)
[[nodiscard]] value<value_kind::whole> value_of(T number) {
  return {std::to_string(number)};
}
template <value_kind Kind>
[[nodiscard]] value<Kind> value_of(value<Kind> given) {
  return given;
}
// 5.40 and 5.4 are different searches and the same double: write "5.40".
value<value_kind::whole> value_of(std::floating_point auto) = delete;

template <class T>
concept a_value = requires(const T& given) { value_of(given); };
template <a_value T>
using value_type_of = decltype(value_of(std::declval<const T&>()));

// Parts of a composite, joined with $.
[[nodiscard]] value<value_kind::parts> parts(const a_value auto& first, const a_value auto& second) {
  return {value_of(first).text + "$" + value_of(second).text};
}
// A part of a composite with a prefix: parts(coding(loinc, "8480-6"), at_least("140")).
template <a_value T>
[[nodiscard]] value_type_of<T> at_least(const T& given) {
  return {"ge" + value_of(given).text};
}
template <a_value T>
[[nodiscard]] value_type_of<T> at_most(const T& given) {
  return {"le" + value_of(given).text};
}

// One of these, of one kind.
template <a_value First, a_value... More>
  requires(std::same_as<value_type_of<First>, value_type_of<More>> && ...)
[[nodiscard]] value_type_of<First> any_of(const First& first, const More&... more) {
  std::string text = value_of(first).text;
  ((text += "," + value_of(more).text), ...);
  return {text};
}

}  // namespace phr::fhir::search
