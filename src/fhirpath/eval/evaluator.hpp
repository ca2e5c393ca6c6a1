// Evaluating a tree over a collection.
#pragma once

#include "fhirpath/syntax/tree.hpp"
#include "fhirpath/value/value.hpp"

#include <phr/core/result.hpp>

#include <functional>
#include <map>
#include <string>

namespace phr::fhirpath {

struct environment {
  collection resource;                         // %resource
  collection context;                          // %context
  std::map<std::string, collection> constants; // others by name
  std::string now = "1970-01-01T00:00:00.000Z";
  std::function<void(const std::string& name, const collection& items)> trace;  // or none
};

struct evaluation_limits {
  std::uint64_t steps = 10'000'000;
  std::size_t items = 1'000'000;  // of one collection
  std::size_t text_bytes = 16U << 20U;  // of one String
};

// Lifetime: borrows the tree and the environment. Threads: per-thread. Errors, with the offset in the text as ordinal:
// invalid_argument for operands that an operator does not take; unsupported for a function that is not here; too_large beyond the
// limits.
class evaluator {
 public:
  evaluator(const tree& of, const environment& in, const evaluation_limits& most) : of_(of), in_(in), most_(most) {}

  [[nodiscard]] result<collection> run(const collection& input);

  // For functions: what is around an argument.
  struct scope {
    const collection* focus = nullptr;  // what a member without an input is of
    const value* self = nullptr;        // $this
    std::int64_t index = -1;            // $index
    const collection* total = nullptr;  // $total
  };
  [[nodiscard]] result<collection> evaluate(const node& at, const scope& around);
  // An argument for one item: $this is the item, $index its place.
  [[nodiscard]] result<collection> evaluate_for(const node& at, const value& item, std::int64_t index, const collection* total = nullptr);
  [[nodiscard]] const node& part(const node& of, std::size_t index) const noexcept { return of_.part(of, index); }
  [[nodiscard]] const environment& in() const noexcept { return in_; }
  [[nodiscard]] error wrong(const node& at, static_text what, errc code = errc::invalid_argument) const noexcept { return error{code}.at(what).nth(at.begin); }

  // Whether a collection, or a String of that size, is within the limits. Errors: too_large.
  [[nodiscard]] result<void> within(const node& at, const collection& made) const;
  [[nodiscard]] result<void> within(const node& at, std::size_t text_bytes) const;

 private:
  [[nodiscard]] result<collection> member(const node& at, const scope& around);
  [[nodiscard]] result<collection> call(const node& at, const scope& around);
  [[nodiscard]] result<collection> binary(const node& at, const scope& around);
  [[nodiscard]] result<collection> constant(const node& at) const;

  const tree& of_;
  const environment& in_;
  const evaluation_limits& most_;
  std::uint64_t steps_ = 0;
};

// The children of an item: those named, or all where the name is empty.
void append_children(collection& into, const value& of, std::string_view name);

// As a condition: the boolean of one item, true for one other item; nullopt for none. Errors: invalid_argument for several.
[[nodiscard]] result<std::optional<bool>> condition(const collection& of);

// Whether an item is of a type ("Patient", "FHIR.Patient", "System.Boolean", "boolean").
[[nodiscard]] bool is_of_type(const value& of, std::string_view type);

// Operators on collections, by symbol. Errors: invalid_argument.
[[nodiscard]] result<collection> operate(std::string_view symbol, const collection& left, const collection& right);

// A function by its name; nullptr where there is none.
using function = result<collection> (*)(evaluator& in, const node& at, const collection& input, const evaluator::scope& around);
[[nodiscard]] function function_named(std::string_view name) noexcept;
// Whether that many arguments are right for it.
[[nodiscard]] bool takes(std::string_view name, std::size_t arguments) noexcept;

}  // namespace phr::fhirpath
