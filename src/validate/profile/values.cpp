#include "validate/profile/values.hpp"

#include "fhir/model/slots.hpp"

#include <phr/ucum/ucum.hpp>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

namespace phr::validate {

using fhir::element_kind;
using fhir::node;

namespace {

bool has_own_value(const node& of) { return of.is_primitive() && of.object() != nullptr && !fhir::is_absent(of.kind(), of.object()); }

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

}  // namespace

std::string_view type_name(const node& of) noexcept {
  return of.type() != nullptr ? of.type()->name : fhir::name(of.kind());
}

bool has_pattern(const node& value, const node& wanted) {
  if (has_own_value(wanted) && value.text() != wanted.text()) return false;
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
  if (has_own_value(value) != has_own_value(wanted) || value.text() != wanted.text()) return false;
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
    const bool in_ucum = left->system == "http://unitsofmeasure.org";
    const auto one = phr::decimal::parse(left->value.digits());
    const auto other = phr::decimal::parse(right->value.digits());
    if (!one || !other) return std::nullopt;
    if (left->code == right->code) return of_ordering(one.value() <=> other.value());
    if (!in_ucum) return std::nullopt;
    const auto compared = ucum::compare({one.value(), left->code.str()}, {other.value(), right->code.str()});
    return compared ? of_ordering(compared.value()) : std::nullopt;
  }
  if (const auto left = number_of(a), right = number_of(b); left && right) return of_ordering(*left <=> *right);
  if (fhir::is_date(a.kind()) && fhir::is_date(b.kind()) && has_own_value(a) && has_own_value(b)) {
    const auto& left = *static_cast<const fhir::r4::dateTime*>(a.object());
    const auto& right = *static_cast<const fhir::r4::dateTime*>(b.object());
    return of_ordering(phr::compare(left->as_interval(), right->as_interval()));
  }
  if (a.kind() == element_kind::time && b.kind() == element_kind::time && has_own_value(a) && has_own_value(b)) {
    const auto& left = *static_cast<const fhir::r4::time*>(a.object());
    const auto& right = *static_cast<const fhir::r4::time*>(b.object());
    return of_ordering(phr::compare(left->as_interval(), right->as_interval()));
  }
  return std::nullopt;
}

}  // namespace phr::validate
