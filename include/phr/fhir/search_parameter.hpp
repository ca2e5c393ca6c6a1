// The search parameters of FHIR R4 as data.
#pragma once

#include <phr/fhir/resource_type.hpp>

#include <cstdint>
#include <span>
#include <string_view>

namespace phr::fhir {

enum class search_kind : std::uint8_t { token, string, date, reference, quantity, number, uri, composite, special };

// What stands at the end of a parameter's path. Types that are searched alike share a name: Age is a quantity, id a code.
enum class leaf : std::uint8_t {
  code, coding, codeable_concept, identifier, contact_point, boolean, string, human_name, address,
  date, date_time, instant, period, timing, reference, canonical, uri, quantity, money, range, sampled_data, decimal,
  deceased,  // Patient.deceased[x]: true, or the presence of a date
  resource,  // a whole resource within another, as a reference to it
  position,  // Location.position
};

// One place that a parameter looks at: JSON member names joined by dots, from the resource down; arrays are gone through, but
// `entry[0]` is the first alone and `relatedArtifact[type=predecessor]` those whose type is that.
struct element_path {
  std::string_view steps;
  fhir::leaf leaf;
  std::string_view system;  // only ContactPoints of this system; "" for all
};

// One part of a composite, with paths from the composite's element, or from the resource where they begin with '/'.
struct composite_component {
  std::string_view code;  // of the parameter that it is
  search_kind kind;
  std::span<const element_path> paths;  // empty where the composite has no rows of its own
};

// One parameter of one type. Lifetime: everything in it is static. Threads: immutable.
struct search_parameter {
  std::uint16_t id = 0;        // over all pairs of type and code, frozen: part of the file format
  std::uint16_t same_as = 0;   // the rows of that parameter answer this one, narrowed to `targets`; 0 for none
  std::string_view code;
  search_kind kind = search_kind::special;
  bool supported = false;      // false: a search by it is refused
  bool narrowed = false;       // only references that resolve to one of its targets are values of it
  std::span<const element_path> paths;            // empty where same_as or any_of tell whose rows to read
  std::span<const std::uint16_t> any_of;          // rows of any of these answer this one
  std::span<const resource_type> targets;         // of a reference; empty for any type
  // Of a composite: its parts; the element that repeats, for its own rows; whose rows those are, if not its own; and, where the
  // resource itself is (also) an element, the parameters that all have to hold there.
  std::span<const composite_component> components;
  std::string_view context;
  std::uint16_t rows_of = 0;
  std::span<const std::uint16_t> root_parts;
};

// The parameters of a type, by code. Static.
[[nodiscard]] std::span<const search_parameter> search_parameters(resource_type type) noexcept;
// nullptr where the type has no such parameter.
[[nodiscard]] const search_parameter* find_search_parameter(resource_type type, std::string_view code) noexcept;

// Ids of the reference parameters that put a resource of the type into a patient's compartment.
[[nodiscard]] bool is_compartment_parameter(resource_type type, std::uint16_t parameter) noexcept;
// JSON members, separated by blanks, that say when such a resource happened, the best first; "" for types without.
[[nodiscard]] std::string_view timeline_elements(resource_type type) noexcept;

}  // namespace phr::fhir
