#include <phr/fhirpath/expression.hpp>

#include "fhirpath/eval/evaluator.hpp"
#include "fhirpath/program/program.hpp"
#include "fhirpath/syntax/parser.hpp"

#include <algorithm>
#include <memory>

namespace phr::fhirpath {

namespace {

const program* retain(const program* of) noexcept {
  if (of != nullptr) of->users.fetch_add(1, std::memory_order_relaxed);
  return of;
}

void release(const program* of) noexcept {
  if (of != nullptr && of->users.fetch_sub(1, std::memory_order_acq_rel) == 1) delete of;
}

// Finds in a tree all that can be found once. Errors: with an offset in the text as ordinal.
result<void> prepare(program& made, const compile_options& options) {
  PHR_TRY(link(made));
  PHR_TRY(check_constants(made, options));
  PHR_TRY(check_types(made, options));
  find_roots(made);
  find_shortcuts(made);
  return success();
}

error placed(const program& in, const error& wrong) noexcept { return wrong.has_ordinal() ? place_in(in.source, static_cast<std::uint32_t>(wrong.ordinal()), wrong) : wrong; }

}  // namespace

expression::expression(const expression& other) noexcept : program_(retain(other.program_)) {}
expression& expression::operator=(const expression& other) noexcept {
  release(std::exchange(program_, retain(other.program_)));
  return *this;
}
expression& expression::operator=(expression&& other) noexcept {
  if (this != &other) release(std::exchange(program_, std::exchange(other.program_, nullptr)));
  return *this;
}
expression::~expression() { release(program_); }

result<expression> expression::compile(std::string_view text, const compile_options& options) {
  auto made = std::make_unique<program>();
  PHR_TRY(made->of, parse(text));
  made->source = text;
  made->joins_nothing = options.joins_nothing;
  if (auto prepared = prepare(*made, options); !prepared) return placed(*made, prepared.error());
  return expression(made.release());
}

std::optional<last_step> expression::last_name() const {
  const node& last = program_->of.root();
  if (last.kind != node_kind::member || (!last.has_input && program_->at(last).names_type)) return std::nullopt;
  if (!last.has_input) return last_step{std::nullopt, last.text};
  auto made = std::make_unique<program>();
  // Parts come before what they are part of.
  made->of.nodes.assign(program_->of.nodes.begin(), program_->of.nodes.begin() + last.parts[0] + 1);
  made->source = program_->source;
  made->joins_nothing = program_->joins_nothing;
  if (!prepare(*made, {.check = false})) return std::nullopt;  // all of it was checked
  return last_step{expression(made.release()), last.text};
}

result<collection> expression::evaluate(const collection& on, const environment& with) const {
  result<collection> made{collection()};
  if (const auto ran = evaluator(*program_, with).run(on, made.assume_value()); !ran) made = placed(*program_, ran.error());
  return made;
}

result<collection> expression::evaluate(const fhir::node& on, const environment& with) const {
  result<collection> made{collection()};
  if (const auto ran = evaluator(*program_, with).run(on, made.assume_value()); !ran) made = placed(*program_, ran.error());
  return made;
}

result<std::optional<bool>> expression::test(const fhir::node& on, const environment& with) const {
  const value item(on);
  auto made = evaluator(*program_, with).test({&item, on ? 1U : 0U});
  if (!made) return placed(*program_, made.error());
  return made;
}

result<std::optional<bool>> expression::test(const value& on, const environment& with) const {
  auto made = evaluator(*program_, with).test({&on, 1});
  if (!made) return placed(*program_, made.error());
  return made;
}

result<void> expression::each_of(std::span<const value> on, const environment& with, void* visitor, bool (*visit)(void*, const value&)) const {
  auto made = evaluator(*program_, with).run(on, sink(visitor, visit));
  if (!made) return placed(*program_, made.error());
  return made;
}

std::string expression::text() const { return print(program_->of); }

std::string_view expression::types() const noexcept { return program_->at(program_->of.root()).types; }

bool expression::names_constant(std::string_view name) const noexcept {
  return std::any_of(program_->of.nodes.begin(), program_->of.nodes.end(), [&](const node& each) { return each.kind == node_kind::constant && each.text == name; });
}

std::optional<std::span<const std::string_view>> expression::roots() const noexcept {
  if (program_->reads_all_roots) return std::nullopt;
  return std::span<const std::string_view>(program_->roots);
}

}  // namespace phr::fhirpath
