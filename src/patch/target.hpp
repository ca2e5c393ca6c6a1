// What the path of an operation leads to.
#pragma once

#include <phr/core/result.hpp>
#include <phr/fhir/any_resource.hpp>
#include <phr/fhirpath/expression.hpp>
#include <phr/fhirpath/place.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace phr::patch {

// An element of a resource. Lifetime: owns; its tables are static.
struct target {
  std::vector<fhirpath::place_step> steps;      // from the resource, which has none
  const fhir::structure* type = nullptr;        // Element's for a primitive
  const fhir::field* of = nullptr;              // in its parent; nullptr for the resource
};

// A list: the element that holds it and the list's field there.
struct target_list {
  target holder;
  const fhir::field* of = nullptr;
  std::optional<std::size_t> items;  // where the path leads to items and not to a name: how many; they must be all
};

// Finds targets by the FHIRPath engine. The steps of all paths count together.
// Lifetime: borrows the environment. Threads: per-thread. Errors, at "FHIRPath Patch: path": those of the engine;
// not_found, ambiguous_match; invalid_argument for what is no element of the resource and for a list that is none.
class finder {
 public:
  explicit finder(const fhirpath::environment& with);
  finder(const finder&) = delete;
  finder& operator=(const finder&) = delete;

  // The one element that a path leads to.
  [[nodiscard]] result<target> only(const fhir::any_resource& in, std::string_view path);
  [[nodiscard]] result<target_list> list(const fhir::any_resource& in, std::string_view path);

 private:
  [[nodiscard]] result<fhirpath::expression> compiled(const fhir::any_resource& in, std::string_view path) const;
  [[nodiscard]] result<std::vector<target>> all(const fhir::any_resource& in, const fhirpath::expression& path);
  [[nodiscard]] result<target> only(const fhir::any_resource& in, const fhirpath::expression& path);
  [[nodiscard]] result<target_list> list_of_items(const fhir::any_resource& in, const fhirpath::expression& path);

  fhirpath::environment with_;
  std::vector<std::string_view> constants_;
  std::uint64_t spent_ = 0;
};

}  // namespace phr::patch
