#include <phr/interactions/query_advice.hpp>

#include <phr/fhir/resource_type.hpp>
#include <phr/fhir/search_parameter.hpp>

#include "core/nearest.hpp"

#include <algorithm>
#include <array>

namespace phr {

namespace {

using fhir::resource_type;

// The criterion as it stands in the query, undecoded: what is encoded is no name of FHIR's.
std::string_view criterion(std::string_view query, std::uint64_t ordinal) {
  query.remove_prefix(std::min(query.size(), query.find('?') + 1));
  for (; ordinal > 0; --ordinal) {
    const std::size_t next = query.find('&');
    if (next == std::string_view::npos) return {};
    query.remove_prefix(next + 1);
  }
  return query.substr(0, query.find('&'));
}

// Up to the separator, which is taken with it.
std::string_view take(std::string_view& text, char separator) {
  const std::size_t at = text.find(separator);
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
  return part;
}

query_advice unknown_type(std::string_view word) {
  std::vector<std::string_view> known;
  for (int number = 1; number <= fhir::resource_type_count; ++number) known.push_back(fhir::name(static_cast<resource_type>(number)));
  return {std::string(word), {}, nearest(word, known)};
}

query_advice unknown_parameter(std::string_view word, resource_type type, bool of_result) {
  std::vector<std::string_view> known;
  for (const auto& each : fhir::search_parameters(type)) known.push_back(each.code);
  constexpr std::array of_results{"_count", "_sort", "_include", "_revinclude", "_summary", "_elements", "_total", "_contained", "_containedType", "_offset", "_has"};
  if (of_result) known.insert(known.end(), of_results.begin(), of_results.end());
  return {std::string(word), std::string(fhir::name(type)), nearest(word, known)};
}

std::optional<query_advice> in_chain(std::string_view name, resource_type type, bool is_first);

// _has:Type:reference:parameter
std::optional<query_advice> in_has(std::string_view rest) {
  const std::string_view named = take(rest, ':');
  const auto type = fhir::resource_type_named(named);
  if (!type) return unknown_type(named);
  const std::string_view by = take(rest, ':');
  if (fhir::find_search_parameter(*type, by) == nullptr) return unknown_parameter(by, *type, false);
  return in_chain(rest, *type, false);
}

// subject:Patient.name, whose first part is of `type`. What a reference without a type leads to is of any of its targets.
std::optional<query_advice> in_chain(std::string_view name, resource_type type, bool is_first) {
  if (name.starts_with("_has:")) return in_has(name.substr(5));
  std::string_view part = take(name, '.');
  const std::string_view word = take(part, ':');
  const auto* const parameter = fhir::find_search_parameter(type, word);
  if (parameter == nullptr) return unknown_parameter(word, type, is_first);
  if (name.empty()) return {};
  if (!part.empty()) {
    const auto next = fhir::resource_type_named(part);
    return next ? in_chain(name, *next, false) : std::optional(unknown_type(part));
  }
  std::optional<query_advice> first;
  for (const resource_type next : parameter->targets) {
    auto found = in_chain(name, next, false);
    if (!found) return {};
    if (!first || (first->near.empty() && !found->near.empty())) first = std::move(found);
  }
  return first;
}

std::optional<query_advice> in_sort(std::string_view keys, resource_type type) {
  while (!keys.empty()) {
    std::string_view key = take(keys, ',');
    if (key.starts_with('-')) key.remove_prefix(1);
    key = key.substr(0, key.find(':'));
    if (fhir::find_search_parameter(type, key) == nullptr) return unknown_parameter(key, type, false);
  }
  return {};
}

std::optional<query_advice> in_include(std::string_view value) {
  const std::string_view named = take(value, ':');
  const auto type = fhir::resource_type_named(named);
  if (!type) return unknown_type(named);
  const std::string_view by = take(value, ':');
  if (by != "*" && fhir::find_search_parameter(*type, by) == nullptr) return unknown_parameter(by, *type, false);
  if (!value.empty() && !fhir::resource_type_named(value)) return unknown_type(value);
  return {};
}

std::optional<query_advice> unknown_modifier(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  if (colon == std::string_view::npos) return {};
  constexpr std::array<std::string_view, 12> known{"exact", "contains", "missing", "not", "text", "in", "not-in", "below", "above", "identifier", "of-type", "iterate"};
  const std::string_view word = name.substr(colon + 1);
  return query_advice{std::string(word), {}, nearest(word, known)};
}

}  // namespace

std::string query_advice::text() const { return word + (of.empty() ? "" : " (of " + of + ")") + did_you_mean(near); }

std::optional<query_advice> advise(const error& why, std::string_view query) {
  const std::string_view named = query.substr(0, query.find_first_of("?/"));
  const auto type = fhir::resource_type_named(named);
  if (!type && why.code() == errc::unknown_resource_type && !why.has_ordinal()) return unknown_type(named);
  if (!why.has_ordinal()) return {};
  const std::string_view asked = criterion(query, why.ordinal());
  const std::string_view name = asked.substr(0, asked.find('='));
  const std::string_view value = asked.substr(std::min(asked.size(), name.size() + 1));
  if (why.code() == errc::unknown_modifier) return unknown_modifier(name);
  if (why.code() != errc::unknown_parameter && why.code() != errc::unknown_resource_type) return {};
  if (name.starts_with("_include") || name.starts_with("_revinclude")) return in_include(value);
  if (!type || name.empty()) return {};
  return name == "_sort" ? in_sort(value, *type) : in_chain(name, *type, true);
}

}  // namespace phr
