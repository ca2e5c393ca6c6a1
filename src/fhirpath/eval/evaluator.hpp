// Running a program over a collection.
#pragma once

#include "fhirpath/program/program.hpp"
#include "fhirpath/value/sink.hpp"
#include "fhirpath/value/truth.hpp"
#include "fhirpath/value/values.hpp"

#include <phr/core/result.hpp>

#include <optional>
#include <span>
#include <string>

namespace phr::fhirpath {

// Items flow one by one from a node to the next one (each()), so that a path collects nothing and first() or exists() end it early;
// what needs all of its input at once collects it (evaluate()).
// Lifetime: borrows the program and the environment. Threads: per-thread. Errors, with the offset in the text as ordinal:
// invalid_argument for operands that an operator does not take; too_large beyond the limits.
class evaluator {
 public:
  evaluator(const program& of, const environment& in) noexcept : of_(of), in_(in), steps_(in.spent == nullptr ? 0 : *in.spent) {}
  evaluator(const evaluator&) = delete;
  evaluator& operator=(const evaluator&) = delete;
  ~evaluator() {
    if (in_.spent != nullptr) *in_.spent = steps_;
  }

  [[nodiscard]] result<void> run(std::span<const value> input, sink to);
  [[nodiscard]] result<void> run(std::span<const value> input, collection& into);
  [[nodiscard]] result<void> run(const fhir::node& on, sink to);  // no element: on nothing
  [[nodiscard]] result<void> run(const fhir::node& on, collection& into);
  [[nodiscard]] result<std::optional<bool>> test(std::span<const value> input);

  // What is around a node.
  struct variables;
  struct scope {
    std::span<const value> focus{};     // what a member without an input is of
    const value* self = nullptr;        // $this
    std::int64_t index = -1;            // $index
    const collection* total = nullptr;  // $total
    variables* defined = nullptr;       // by defineVariable()
  };
  // What defineVariable() has named in one path: known to what comes after it there.
  struct variables {
    struct variable {
      std::string name;
      collection items;
    };
    std::vector<variable> all;
    const variables* outer = nullptr;
    [[nodiscard]] const collection* find(std::string_view name) const noexcept;
  };

  // False: no more are wanted, or it failed.
  [[nodiscard]] bool each(const node& at, const scope& around, sink to);
  [[nodiscard]] result<collection> evaluate(const node& at, const scope& around);
  [[nodiscard]] truth condition_of(const node& at, const scope& around);
  // For one item: $this is the item, $index its place.
  [[nodiscard]] static scope scope_for(const value& item, std::int64_t index, const scope& around) noexcept { return {{&item, 1}, &item, index, around.total, around.defined}; }
  [[nodiscard]] result<collection> evaluate_for(const node& at, const value& item, std::int64_t index, const scope& around) { return evaluate(at, scope_for(item, index, around)); }

  // `resolve() is Patient` of a reference that nobody can resolve: the reference itself tells.
  [[nodiscard]] bool unresolved_is(const node& operand, const type_test& type, const scope& around, sink to);

  // What a function is called on. Where it begins a path, the focus.
  [[nodiscard]] bool each_input(const node& at, const scope& around, sink to);

  [[nodiscard]] const node& part(const node& of, std::size_t index) const noexcept { return of_.of.part(of, index); }
  [[nodiscard]] const step& found(const node& at) const noexcept { return of_.at(at); }
  [[nodiscard]] const environment& in() const noexcept { return in_; }
  [[nodiscard]] bool joins_nothing() const noexcept { return of_.joins_nothing; }
  [[nodiscard]] const value* root() const noexcept { return root_; }  // the one item that it runs on, or nullptr
  [[nodiscard]] error wrong(const node& at, static_text what, errc code = errc::invalid_argument) const noexcept { return error{code}.at(what).nth(at.begin); }
  // One moment for all of an evaluation.
  [[nodiscard]] const std::string& now();
  // Ends the evaluation with an error: always false.
  bool fail(error why) noexcept;
  [[nodiscard]] bool has_failed() const noexcept { return failed_; }

  // Whether what was made of so many items is within the limits. Both count as steps: a function or operator may have gone over all of
  // them. Errors: too_large.
  [[nodiscard]] result<void> charge(const node& at, std::size_t items, const collection& made);
  // Whether a String of that size is. Errors: too_large.
  [[nodiscard]] result<void> within(const node& at, std::size_t text_bytes) const;

 private:
  [[nodiscard]] bool member(const node& at, const scope& around, sink to);
  [[nodiscard]] bool path(const node& at, const scope& around, sink to);
  template <class Visitor>
  [[nodiscard]] bool walk(const fhir::node& from, std::span<const std::uint32_t> path, Visitor&& visitor);
  [[nodiscard]] bool unite(const node& at, const scope& around, sink to);
  [[nodiscard]] bool call(const node& at, const scope& around, sink to);
  [[nodiscard]] bool binary(const node& at, const scope& around, sink to);
  [[nodiscard]] bool typed(const node& at, const scope& around, sink to);
  [[nodiscard]] truth equality(const node& at, const scope& around);
  [[nodiscard]] truth logic(const node& at, const scope& around);
  [[nodiscard]] result<collection> constant(const node& at, const scope& around) const;
  [[nodiscard]] result<collection> element_at(const node& at, const scope& around);
  [[nodiscard]] result<collection> signed_number(const node& at, const scope& around);
  [[nodiscard]] bool give(result<collection> made, sink to);

  const program& of_;
  const environment& in_;
  const value* root_ = nullptr;
  std::uint64_t steps_;
  bool failed_ = false;
  error why_;
  std::string now_;
};

// The children of an item: those of a member's name, or all.
[[nodiscard]] bool each_child(const value& of, const step& named, std::string_view name, sink to);
[[nodiscard]] bool each_child(const value& of, sink to);
// Those of a name that was not found beforehand.
[[nodiscard]] bool each_child_named(const value& of, std::string_view name, sink to);
// The text of the first child of a name; "" for none.
[[nodiscard]] std::string child_text(const value& of, std::string_view name);

// As a condition: the boolean of one item, true for one other item; nullopt for none. Errors: invalid_argument for several.
[[nodiscard]] result<std::optional<bool>> condition(const collection& of);

// Operators on collections, but for the union. Errors: invalid_argument.
[[nodiscard]] result<collection> operate(operation op, const collection& left, const collection& right);

}  // namespace phr::fhirpath
