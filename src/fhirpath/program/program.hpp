// A tree with everything found once: fields, functions, types, literals.
#pragma once

#include "fhirpath/program/fields.hpp"
#include "fhirpath/program/type_test.hpp"
#include "fhirpath/syntax/tree.hpp"

#include <phr/fhirpath/expression.hpp>

#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace phr::fhirpath {

struct named_function;

enum class operation : std::uint8_t {
  none, equal, not_equal, equivalent, not_equivalent, less, greater, less_or_equal, greater_or_equal, logical_and, logical_or, exclusive_or, implies,
  is_in, contains, unite, add, subtract, multiply, divide, quotient, remainder, concatenate,
};

// What a node does, found once. One for each node of the tree, at the same place.
struct step {
  const named_function* function = nullptr;   // of a function
  operation op = operation::none;             // of a binary operator
  bool opens_path = false;                    // the last step of a path that defines variables
  bool names_type = false;                    // of a member that begins a path: the name may be that of the type
  std::span<const field_place> fields;        // of a member
  field_place likely{};                       // where the field most likely is: by the types that are known
  type_test type;                             // of is, as, ofType, and of a member that names a type
  collection literal;                         // of a literal: its value
  std::vector<std::uint32_t> path;            // of a member whose input is of members alone: all of them, from the first
  std::vector<std::uint32_t> united;          // of a union: what is united, unions in it taken apart
  const fhir::structure* only_of = nullptr;   // what is united: nothing on any other resource
  std::string types;                          // what is known of its items, for explain()
};

struct program {
  tree of;
  std::vector<step> steps;
  bool reads_all_roots = false;
  bool joins_nothing = false;
  std::vector<std::string> root_names;
  std::vector<std::string_view> roots;  // of root_names
  std::string source;
  mutable std::atomic<std::uint32_t> users{1};

  [[nodiscard]] const step& at(const node& each) const noexcept { return steps[static_cast<std::size_t>(&each - of.nodes.data())]; }
  [[nodiscard]] step& at(const node& each) noexcept { return steps[static_cast<std::size_t>(&each - of.nodes.data())]; }
};

// Line and column of an offset. For errors.
[[nodiscard]] error place_in(std::string_view text, std::uint32_t offset, error wrong) noexcept;

// Finds what each node needs. Errors: as expression::compile().
[[nodiscard]] result<void> link(program& into);

// Errors: unknown_element for constants that are neither FHIR's own nor given nor defined by the expression itself.
[[nodiscard]] result<void> check_constants(const program& in, const compile_options& options);

// Goes through the types that each node can yield. Errors: unknown_element for names that cannot be there.
[[nodiscard]] result<void> check_types(program& into, const compile_options& options);

// Finds which paths are walked at once, and which parts of unions are of one type.
void find_shortcuts(program& into);

// Which elements of the root are looked at.
void find_roots(program& into);

}  // namespace phr::fhirpath
