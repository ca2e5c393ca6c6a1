#include "fhirpath/eval/evaluator.hpp"

#include "core/platform/clock.hpp"
#include "fhirpath/eval/function_sets.hpp"
#include "fhirpath/eval/host_functions.hpp"

#include <phr/core/date_time.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace phr::fhirpath {

namespace {

bool is_integer_index(const collection& of, std::int64_t& into) {
  const auto number = of.size() == 1 ? as_integer(of[0]) : std::nullopt;
  if (number) into = *number;
  return number.has_value();
}

// The first item and how many there are, without a collection.
struct one_of {
  std::optional<value> first;
  collection others;
  bool operator()(const value& item) {
    if (!first) {
      first.emplace(item);
    } else {
      others.push_back(item);
    }
    return true;
  }
  [[nodiscard]] bool is_one() const noexcept { return first.has_value() && others.empty(); }
  [[nodiscard]] collection all() && {
    collection made;
    if (first) made.push_back(std::move(*first));
    made.insert(made.end(), std::make_move_iterator(others.begin()), std::make_move_iterator(others.end()));
    return made;
  }
};

truth of(bool holds) noexcept { return holds ? truth::yes : truth::no; }

// JSON without a type that says what it is: {"resourceType": "Functions"}.
bool is_called(const value& item, std::string_view name) {
  const auto* const found = std::get_if<json_element>(&item);
  return found != nullptr && found->type() == nullptr && found->value()["resourceType"].raw_text() == name;
}

bool is_logic(operation op) noexcept { return op == operation::logical_and || op == operation::logical_or || op == operation::exclusive_or || op == operation::implies; }

}  // namespace

const collection* evaluator::variables::find(std::string_view name) const noexcept {
  for (const variable& each : all) {
    if (each.name == name) return &each.items;
  }
  return outer == nullptr ? nullptr : outer->find(name);
}

bool evaluator::fail(error why) noexcept {
  if (!failed_) why_ = why;
  failed_ = true;
  return false;
}

const std::string& evaluator::now() {
  if (!now_.empty()) return now_;
  if (!in_.now.empty()) return now_ = in_.now;
  const std::int64_t since = platform::clock_microseconds() / 1000;
  const auto seconds = format_instant(since / 1000 * 1'000'000);  // a whole second has no fraction
  return now_ = fmt::format("{}.{:03}Z", seconds ? std::string_view(seconds.value()).substr(0, 19) : "1970-01-01T00:00:00", since % 1000);
}

result<void> evaluator::run(std::span<const value> input, sink to) {
  root_ = input.size() == 1 ? input.data() : nullptr;
  const scope around{input, root_, -1, nullptr, nullptr};
  (void)each(of_.of.root(), around, to);
  if (failed_) return why_;
  return success();
}

result<void> evaluator::run(std::span<const value> input, collection& into) {
  return run(input, [&](const value& item) {
    into.push_back(item);
    return into.size() <= in_.most.items || fail(wrong(of_.of.root(), "more items than allowed", errc::too_large));
  });
}

result<std::optional<bool>> evaluator::test(std::span<const value> input) {
  root_ = input.size() == 1 ? input.data() : nullptr;
  const truth made = condition_of(of_.of.root(), {input, root_, -1, nullptr, nullptr});
  if (failed_) return why_;
  return made == truth::empty ? std::optional<bool>() : std::optional(made == truth::yes);
}

result<collection> evaluator::evaluate(const node& at, const scope& around) {
  collection made;
  (void)each(at, around, [&](const value& item) {
    made.push_back(item);
    return made.size() <= in_.most.items || fail(wrong(at, "more items than allowed", errc::too_large));
  });
  if (failed_) return why_;
  return made;
}

bool evaluator::give(result<collection> made, sink to) {
  if (!made) return fail(made.error());
  return std::all_of(made.value().begin(), made.value().end(), to);
}

bool evaluator::each_input(const node& at, const scope& around, sink to) {
  if (at.has_input) return each(part(at, 0), around, to);
  return std::all_of(around.focus.begin(), around.focus.end(), to);
}

result<collection> evaluator::constant(const node& at, const scope& around) const {
  const auto one = [](const fhir::node& item) { return item ? collection{item} : collection{}; };
  const auto root = [&]() { return root_ == nullptr ? collection{} : collection{*root_}; };
  if (around.defined != nullptr) {
    if (const collection* const known = around.defined->find(at.text)) return *known;
  }
  if (in_.whole != nullptr && (at.text == "resource" || at.text == "rootResource")) return collection{*in_.whole};
  if (at.text == "resource") return in_.resource ? one(in_.resource) : root();
  if (at.text == "rootResource") return in_.root_resource ? one(in_.root_resource) : in_.resource ? one(in_.resource) : root();
  if (at.text == "context") return root();
  for (const fhirpath::constant& each : in_.constants) {
    if (each.name == at.text) return each.items;
  }
  if (at.text == "sct") return collection{std::string("http://snomed.info/sct")};
  if (at.text == "loinc") return collection{std::string("http://loinc.org")};
  if (at.text == "factory") return collection{};  // its functions need nothing of it
  if (at.text == "ucum") return collection{std::string("http://unitsofmeasure.org")};
  if (at.text.starts_with("vs-")) return collection{"http://hl7.org/fhir/ValueSet/" + at.text.substr(3)};
  if (at.text.starts_with("ext-")) return collection{"http://hl7.org/fhir/StructureDefinition/" + at.text.substr(4)};
  return wrong(at, "a constant that nobody has set");
}

result<collection> evaluator::element_at(const node& at, const scope& around) {
  PHR_TRY(const collection index, evaluate(part(at, 1), around));
  std::int64_t number = -1;
  if (!is_integer_index(index, number) && !index.empty()) return wrong(at, "an index is one Integer");
  collection made;
  if (number < 0) return made;
  std::int64_t place = 0;
  (void)each(part(at, 0), around, [&](const value& item) {
    if (place++ < number) return true;
    made.push_back(item);
    return false;
  });
  if (failed_) return why_;
  return made;
}

result<collection> evaluator::signed_number(const node& at, const scope& around) {
  PHR_TRY(collection of, evaluate(part(at, 0), around));
  if (of.empty()) return of;
  if (of.size() > 1) return wrong(at, "a sign of one item");
  if (at.text == "+") return of;
  if (const auto whole = as_integer(of[0])) return collection{-*whole};
  if (const auto number = as_decimal(of[0])) return collection{number->negate()};
  auto measured = as_quantity(of[0]);
  if (!measured) return wrong(at, "a sign of a number");
  measured->number = measured->number.negate();
  return collection{std::move(*measured)};
}

bool evaluator::each(const node& at, const scope& around, sink to) {
  if (++steps_ > in_.most.steps) return fail(wrong(at, "more steps than allowed", errc::too_large));
  switch (at.kind) {
    case node_kind::empty: return true;
    case node_kind::boolean:
    case node_kind::string:
    case node_kind::number:
    case node_kind::quantity:
    case node_kind::date:
    case node_kind::date_time:
    case node_kind::time: return to(found(at).literal[0]);
    case node_kind::constant: return give(constant(at, around), to);
    case node_kind::special:
      if (at.text == "$this") return around.self == nullptr ? std::all_of(around.focus.begin(), around.focus.end(), to) : to(*around.self);
      if (at.text == "$index") return around.index < 0 || to(value(around.index));
      return around.total == nullptr || std::all_of(around.total->begin(), around.total->end(), to);
    case node_kind::member: return found(at).path.empty() ? member(at, around, to) : path(at, around, to);
    case node_kind::function: return call(at, around, to);
    case node_kind::index: return give(element_at(at, around), to);
    case node_kind::polarity: return give(signed_number(at, around), to);
    case node_kind::type: return typed(at, around, to);
    case node_kind::binary: return binary(at, around, to);
  }
  return true;
}

bool evaluator::typed(const node& at, const scope& around, sink to) {
  one_of of;
  const node& operand = part(at, 0);
  (void)each(operand, around, [&](const value& item) { return of(item); });
  if (failed_) return false;
  if (!of.first) return at.text != "is" || unresolved_is(operand, found(at).type, around, to);
  if (!of.is_one()) return fail(wrong(at, "is and as are of one item"));
  const bool is = found(at).type(*of.first);
  if (at.text == "is") return to(value(is));
  return !is || to(*of.first);
}

// `resolve() is Patient` where nothing can be resolved: the reference itself tells.
bool evaluator::unresolved_is(const node& operand, const type_test& type, const scope& around, sink to) {
  if (operand.kind != node_kind::function || operand.text != "resolve") return true;
  one_of reference;
  (void)each_input(operand, around, [&](const value& item) { return reference(item); });
  if (failed_) return false;
  const fhir::structure* const target = reference.is_one() ? type_referred_to(*reference.first) : nullptr;
  return target == nullptr || to(value(type.matches(*target)));
}

// The first name of a path may be that of the type it begins with.
bool evaluator::member(const node& at, const scope& around, sink to) {
  const step& named = found(at);
  const auto from = [&](const value& item) {
    if (++steps_ > in_.most.steps) return fail(wrong(at, "more steps than allowed", errc::too_large));
    if (named.names_type && named.type(item)) return to(item);
    if (!at.has_input && is_called(item, at.text)) return to(item);
    return each_child(item, named, at.text, to);
  };
  if (!named.opens_path) return each_input(at, around, from);
  variables own{{}, around.defined};
  scope inner = around;
  inner.defined = &own;
  return each_input(at, inner, from);
}

result<void> evaluator::charge(const node& at, std::size_t items, const collection& made) {
  constexpr std::size_t items_a_step = 4;
  constexpr std::size_t bytes_a_step = 16;
  if (made.size() > in_.most.items) return wrong(at, "more items than allowed", errc::too_large);
  steps_ += (items + made.size()) / items_a_step;
  for (const value& each : made) {
    const auto* const text = std::get_if<std::string>(&each);
    if (text == nullptr) continue;
    PHR_TRY(within(at, text->size()));
    steps_ += text->size() / bytes_a_step;
  }
  if (steps_ > in_.most.steps) return wrong(at, "more steps than allowed", errc::too_large);
  return success();
}

result<void> evaluator::within(const node& at, std::size_t text_bytes) const {
  if (text_bytes > in_.most.text_bytes) return wrong(at, "a longer String than allowed", errc::too_large);
  return success();
}

bool evaluator::call(const node& at, const scope& around, sink to) {
  const step& here = found(at);
  variables own{{}, around.defined};
  scope inner = around;
  if (here.opens_path) inner.defined = &own;
  const named_function& known = *here.function;
  if (known.flow != nullptr) return known.flow(*this, at, inner, to);
  collection input;
  (void)each_input(at, inner, [&](const value& item) {
    input.push_back(item);
    return input.size() <= in_.most.items || fail(wrong(at, "more items than allowed", errc::too_large));
  });
  if (failed_) return false;
  auto made = known.call(*this, at, input, inner);
  if (!made) return fail(made.error().has_ordinal() ? made.error() : made.error().nth(at.begin));
  if (const auto fits = charge(at, input.size(), made.value()); !fits) return fail(fits.error());
  return std::all_of(made.value().begin(), made.value().end(), to);
}

truth evaluator::equality(const node& at, const scope& around) {
  one_of left;
  one_of right;
  // A literal is compared where it stands: copying a text would cost more than all else.
  const auto side = [&](std::size_t index, one_of& into) -> const value* {
    const collection& literal = found(part(at, index)).literal;
    if (!literal.empty()) return literal.data();
    (void)each(part(at, index), around, [&](const value& item) { return into(item); });
    return into.is_one() ? &*into.first : nullptr;
  };
  const value* const one = side(0, left);
  if (failed_ || (one == nullptr && !left.first)) return failed_ ? truth::failed : truth::empty;
  const value* const other = side(1, right);
  if (failed_ || (other == nullptr && !right.first)) return failed_ ? truth::failed : truth::empty;
  const bool turned = found(at).op == operation::not_equal;
  std::optional<bool> same;
  if (one != nullptr && other != nullptr) {
    const auto a = text_in(*one);
    const auto b = a ? text_in(*other) : std::nullopt;
    same = a && b ? std::optional(*a == *b) : equal(*one, *other);
  } else if (one != nullptr || other != nullptr) {
    same = false;  // one item beside several
  } else {
    same = equal(std::move(left).all(), std::move(right).all());
  }
  return same ? of(*same != turned) : truth::empty;
}

truth evaluator::logic(const node& at, const scope& around) {
  const operation op = found(at).op;
  const truth left = condition_of(part(at, 0), around);
  if (left == truth::failed) return left;
  // What the left side decides alone.
  if (op == operation::logical_and && left == truth::no) return truth::no;
  if (op == operation::logical_or && left == truth::yes) return truth::yes;
  if (op == operation::implies && left == truth::no) return truth::yes;
  const truth right = condition_of(part(at, 1), around);
  if (right == truth::failed) return right;
  const bool known = left != truth::empty && right != truth::empty;
  switch (op) {
    case operation::logical_and: return right == truth::no ? truth::no : known ? truth::yes : truth::empty;
    case operation::logical_or: return right == truth::yes ? truth::yes : known ? truth::no : truth::empty;
    case operation::exclusive_or: return known ? of(left != right) : truth::empty;
    default: return right == truth::yes ? truth::yes : known ? truth::no : truth::empty;
  }
}

truth evaluator::condition_of(const node& at, const scope& around) {
  if (at.kind == node_kind::binary) {
    const operation op = found(at).op;
    if (++steps_ > in_.most.steps) return fail(wrong(at, "more steps than allowed", errc::too_large)), truth::failed;
    if (is_logic(op)) return logic(at, around);
    if (op == operation::equal || op == operation::not_equal) return equality(at, around);
  }
  truth made = truth::empty;
  int found = 0;
  bool several = false;
  (void)each(at, around, [&](const value& item) {
    several = found++ != 0;
    if (several) return false;
    const auto* const plain = std::get_if<bool>(&item);
    if (plain != nullptr || !has_no_value(item)) made = of(plain != nullptr ? *plain : as_boolean(item).value_or(true));
    return true;
  });
  if (several) fail(wrong(at, "one item as a condition"));
  return failed_ ? truth::failed : made;
}

bool evaluator::binary(const node& at, const scope& around, sink to) {
  const operation op = found(at).op;
  if (is_logic(op) || op == operation::equal || op == operation::not_equal) {
    const truth made = is_logic(op) ? logic(at, around) : equality(at, around);
    if (made == truth::failed) return false;
    return made == truth::empty || to(value(made == truth::yes));
  }
  if (op == operation::unite) return unite(at, around, to);
  const auto left = evaluate(part(at, 0), around);
  if (!left) return false;
  const auto right = evaluate(part(at, 1), around);
  if (!right) return false;
  auto made = operate(op, left.value(), right.value());
  if (!made) return fail(made.error().nth(at.begin));
  if (const auto fits = charge(at, left.value().size() + right.value().size(), made.value()); !fits) return fail(fits.error());
  return std::all_of(made.value().begin(), made.value().end(), to);
}

}  // namespace phr::fhirpath
