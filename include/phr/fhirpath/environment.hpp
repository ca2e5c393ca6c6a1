// What an expression may ask of whoever evaluates it.
#pragma once

#include <phr/fhirpath/value.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace phr::fhirpath {

// Answers of the outside world. A host overrides what it can answer; the others say "not known".
// Lifetime: used during an evaluation; what resolve() answers lives until its result has been used. Threads: called by the
// evaluating thread alone. Errors: none; what is not known makes the expression empty or `unsupported`, as said below.
class host {
 public:
  host() = default;
  host(const host&) = delete;
  host& operator=(const host&) = delete;
  virtual ~host();

  // resolve(): what a reference that does not lead into its own resource means; no element where it is not found, which makes
  // resolve() empty.
  [[nodiscard]] virtual fhir::node resolve(std::string_view reference);
  // memberOf(): whether a code is of a value set. Not known: empty.
  [[nodiscard]] virtual std::optional<bool> member_of(std::string_view value_set, std::string_view system, std::string_view code);
  // subsumes(), subsumedBy(): whether code `a` of a system is `b` or a generalisation of it. Not known: empty.
  [[nodiscard]] virtual std::optional<bool> subsumes(std::string_view system, std::string_view a, std::string_view b);
  // conformsTo(): of a profile that is not a type of FHIR itself. Not known: `unsupported`.
  [[nodiscard]] virtual std::optional<bool> conforms_to(const fhir::node& element, std::string_view profile);
  // htmlChecks(): whether a narrative keeps FHIR's rules. Not known: empty.
  [[nodiscard]] virtual std::optional<bool> is_narrative(std::string_view xhtml);
  // trace().
  virtual void trace(std::string_view name, std::span<const value> items);
};

// %name. Lifetime: borrows the name.
struct constant {
  std::string_view name;  // without %
  collection items;
};

// What one evaluation may use. Errors beyond them: too_large.
struct evaluation_limits {
  std::uint64_t steps = 10'000'000;     // a part of the expression on an item; so do four items that a function goes over, and 16 bytes that it makes
  std::size_t items = 1'000'000;        // of one collection
  std::size_t text_bytes = 16U << 20U;  // of one String
};

// What is around an evaluation. Lifetime: borrows all it names until the evaluation ends.
struct environment {
  fhir::node resource = {};       // %resource; none: what is evaluated on
  fhir::node root_resource = {};  // %rootResource; none: %resource
  const value* whole = nullptr;   // both of them, where they stand as JSON; nullptr: as above
  std::span<const constant> constants = {};
  fhirpath::host* host = nullptr;
  std::string_view now = {};      // as a dateTime with milliseconds and an offset; "": the clock, in UTC
  evaluation_limits most = {};
  // Counts the steps of several evaluations together: each goes on from here and writes what it has come to. nullptr: each for itself.
  std::uint64_t* spent = nullptr;
};

// Where nothing is said: made once, not for each evaluation.
inline constexpr environment plain_environment{};

}  // namespace phr::fhirpath
