#include <phr/fhir/resource_type.hpp>

#include <algorithm>
#include <iterator>

namespace phr::fhir {

namespace {

constexpr std::string_view names[] = {
#include "fhir/r4/resource_type_names.inc"
};
static_assert(std::size(names) == resource_type_count);
static_assert(std::is_sorted(std::begin(names), std::end(names)));

}  // namespace

std::string_view name(resource_type type) noexcept {
  const auto number = static_cast<std::size_t>(type);
  return number >= 1 && number <= std::size(names) ? names[number - 1] : std::string_view{};
}

std::optional<resource_type> resource_type_named(std::string_view name) noexcept {
  const auto found = std::lower_bound(std::begin(names), std::end(names), name);
  if (found == std::end(names) || *found != name) return {};
  return static_cast<resource_type>(found - std::begin(names) + 1);
}

}  // namespace phr::fhir
