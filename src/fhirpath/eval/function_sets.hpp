// The functions by their subjects; each set is a table in a file of its own.
#pragma once

#include "fhirpath/eval/evaluator.hpp"

#include <span>
#include <string_view>

namespace phr::fhirpath {

// Of all of its input at once, or item by item.
using function = result<collection> (*)(evaluator& in, const node& at, const collection& input, const evaluator::scope& around);
using flowing_function = bool (*)(evaluator& in, const node& at, const evaluator::scope& around, sink to);

struct named_function {
  std::string_view name;
  std::size_t least;  // arguments
  std::size_t most;
  function call;
  flowing_function flow = nullptr;  // instead of `call`
};

// A function by its name; nullptr where there is none.
[[nodiscard]] const named_function* function_named(std::string_view name) noexcept;
// One of those called on %factory.
[[nodiscard]] const named_function* factory_function_named(std::string_view name) noexcept;

[[nodiscard]] std::span<const named_function> collection_functions() noexcept;  // existence, filtering, subsetting, combining
[[nodiscard]] std::span<const named_function> conversion_functions() noexcept;
[[nodiscard]] std::span<const named_function> string_functions() noexcept;
[[nodiscard]] std::span<const named_function> text_functions() noexcept;        // regular expressions, encodings
[[nodiscard]] std::span<const named_function> number_functions() noexcept;
[[nodiscard]] std::span<const named_function> moment_functions() noexcept;      // parts of dates and times
[[nodiscard]] std::span<const named_function> total_functions() noexcept;       // sum, min, max, avg
[[nodiscard]] std::span<const named_function> tree_functions() noexcept;        // navigation, types, utilities
[[nodiscard]] std::span<const named_function> flow_functions() noexcept;        // those that need one item at a time
[[nodiscard]] std::span<const named_function> host_functions() noexcept;        // those that ask the host
[[nodiscard]] std::span<const named_function> key_functions() noexcept;         // SQL on FHIR's keys of resources and references

// How many arguments a call has, and one of them.
[[nodiscard]] inline std::size_t argument_count(const node& at) noexcept { return at.parts.size() - (at.has_input ? 1 : 0); }
[[nodiscard]] inline const node& argument(const evaluator& in, const node& at, std::size_t index) noexcept { return in.part(at, index + (at.has_input ? 1 : 0)); }

// The value of an argument in the scope of the call. Errors: those of evaluating it.
[[nodiscard]] inline result<collection> evaluated(evaluator& in, const node& at, std::size_t index, const evaluator::scope& around) {
  return in.evaluate(argument(in, at, index), around);
}

// The one String of a collection; nullopt for none. Errors: invalid_argument for several items, and for another type.
[[nodiscard]] result<std::optional<std::string>> string_of(evaluator& in, const node& at, const collection& of);
[[nodiscard]] result<std::optional<std::string>> argument_string(evaluator& in, const node& at, std::size_t index, const evaluator::scope& around);
[[nodiscard]] result<std::optional<std::int64_t>> argument_integer(evaluator& in, const node& at, std::size_t index, const evaluator::scope& around);

}  // namespace phr::fhirpath
