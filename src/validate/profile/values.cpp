#include "validate/profile/values.hpp"

#include "fhir/model/slots.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

namespace phr::validate {

using fhir::element_kind;
using fhir::node;

namespace {

bool has_value(const node& of) { return of.is_primitive() && of.object() != nullptr && !fhir::is_absent(of.kind(), of.object()); }

std::vector<node> parts(const node& of) {
  std::vector<node> made;
  each_part(of, [&](const node& each) { made.push_back(each); });
  return made;
}

std::optional<order> of_ordering(std::partial_ordering compared) {
  if (compared == std::partial_ordering::unordered) return std::nullopt;
  return compared < 0 ? order::less : compared > 0 ? order::greater : order::equal;
}

std::optional<phr::decimal> number_of(const node& of) {
  if (of.kind() != element_kind::decimal && !fhir::is_integer(of.kind())) return std::nullopt;
  auto read = phr::decimal::parse(of.text());
  return read ? std::optional(std::move(read.value())) : std::nullopt;
}

const fhir::r4::Quantity* quantity_of(const node& of) {
  return of.type() == &fhir::r4::Quantity::structure_ ? static_cast<const fhir::r4::Quantity*>(of.object()) : nullptr;
}

// UCUM's metric prefixes as powers of ten, before units that are metric and in which nothing else ends.
struct scaled {
  std::string_view unit;
  int power;
};
scaled without_prefix(std::string_view code) {
  constexpr std::string_view units[] = {"g", "L", "l", "m", "s", "mol", "Pa", "J", "W", "V", "Hz", "m[Hg]", "eq", "U", "[IU]", "cal", "osm", "Bq", "Gy", "Sv", "N", "A", "K"};
  struct prefix {
    std::string_view text;
    int power;
  };
  constexpr prefix prefixes[] = {{"da", 1}, {"y", -24}, {"z", -21}, {"a", -18}, {"f", -15}, {"p", -12}, {"n", -9}, {"u", -6}, {"m", -3}, {"c", -2}, {"d", -1},
                                 {"h", 2},  {"k", 3},   {"M", 6},   {"G", 9},   {"T", 12},  {"P", 15},  {"E", 18}, {"Z", 21}, {"Y", 24}};
  const auto is_unit = [&](std::string_view text) { return std::find(std::begin(units), std::end(units), text) != std::end(units); };
  if (is_unit(code)) return {code, 0};
  for (const prefix& each : prefixes) {
    if (code.starts_with(each.text) && is_unit(code.substr(each.text.size()))) return {code.substr(each.text.size()), each.power};
  }
  return {code, 0};
}

// A number times a power of ten: its text with another exponent.
std::optional<phr::decimal> scale(const fhir::r4::decimal& number, int power) {
  std::string text(number.digits());
  const std::size_t exponent = text.find_first_of("eE");
  if (exponent != std::string::npos) {
    power += std::stoi(text.substr(exponent + 1));
    text.resize(exponent);
  }
  auto made = phr::decimal::parse(text + "e" + std::to_string(power));
  return made ? std::optional(std::move(made.value())) : std::nullopt;
}

}  // namespace

std::string_view type_name(const node& of) noexcept {
  return of.type() != nullptr ? of.type()->name : fhir::name(of.kind());
}

bool has_pattern(const node& value, const node& wanted) {
  if (has_value(wanted) && value.text() != wanted.text()) return false;
  const auto there = parts(value);
  for (const node& each : parts(wanted)) {
    if (each.name() == "id") continue;
    bool found = false;
    for (const node& one : there) found = found || (one.name() == each.name() && has_pattern(one, each));
    if (!found) return false;
  }
  return true;
}

bool is_equal(const node& value, const node& wanted) {
  if (has_value(value) != has_value(wanted) || value.text() != wanted.text()) return false;
  const auto left = parts(value);
  const auto right = parts(wanted);
  if (left.size() != right.size()) return false;
  for (std::size_t at = 0; at < left.size(); ++at) {
    if (left[at].name() != right[at].name() || !is_equal(left[at], right[at])) return false;
  }
  return true;
}

std::optional<order> compare(const node& a, const node& b) {
  if (const auto *left = quantity_of(a), *right = quantity_of(b); left != nullptr && right != nullptr) {
    if (!(left->system == right->system) || !left->value.has_value() || !right->value.has_value()) return std::nullopt;
    const bool ucum = left->system == "http://unitsofmeasure.org";
    const scaled one = ucum ? without_prefix(left->code.view()) : scaled{left->code.view(), 0};
    const scaled other = ucum ? without_prefix(right->code.view()) : scaled{right->code.view(), 0};
    if (one.unit != other.unit) return std::nullopt;
    const auto a_number = scale(left->value, one.power);
    const auto b_number = scale(right->value, other.power);
    return a_number && b_number ? of_ordering(*a_number <=> *b_number) : std::nullopt;
  }
  if (const auto left = number_of(a), right = number_of(b); left && right) return of_ordering(*left <=> *right);
  if (fhir::is_date(a.kind()) && fhir::is_date(b.kind()) && has_value(a) && has_value(b)) {
    const auto& left = *static_cast<const fhir::r4::dateTime*>(a.object());
    const auto& right = *static_cast<const fhir::r4::dateTime*>(b.object());
    return of_ordering(phr::compare(left->as_interval(), right->as_interval()));
  }
  if (a.kind() == element_kind::time && b.kind() == element_kind::time && has_value(a) && has_value(b)) {
    const auto& left = *static_cast<const fhir::r4::time*>(a.object());
    const auto& right = *static_cast<const fhir::r4::time*>(b.object());
    return of_ordering(phr::compare(left->as_interval(), right->as_interval()));
  }
  return std::nullopt;
}

}  // namespace phr::validate
