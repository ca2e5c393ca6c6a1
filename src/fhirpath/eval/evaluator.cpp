#include "fhirpath/eval/evaluator.hpp"

#include <phr/fhir/r4/data_types.hpp>
#include <phr/fhir/resource_type.hpp>

#include <algorithm>

namespace phr::fhirpath {

using element = fhir::node;

void append_children(collection& into, const value& of, std::string_view name) {
  if (const auto* const type = std::get_if<type_info>(&of)) {
    if (name.empty() || name == "namespace") into.emplace_back(type->space);
    if (name.empty() || name == "name") into.emplace_back(type->name);
  }
  const auto* const item = std::get_if<element>(&of);
  if (item == nullptr) return;
  const auto take = [&](const element& each) {
    if (name.empty() || each.name() == name) into.emplace_back(each);
  };
  if (item->type() != nullptr) {
    item->each_child(take);
  } else if (item->beside() != nullptr) {
    element::of(*item->beside()).each_child(take);
  }
}

result<std::optional<bool>> condition(const collection& of) {
  if (of.empty()) return std::optional<bool>();
  if (of.size() > 1) return error{errc::invalid_argument}.at("one item as a condition");
  const auto truth = as_boolean(of[0]);
  return std::optional(truth.value_or(true));
}

bool is_of_type(const value& of, std::string_view type) {
  const bool system = type.starts_with("System.");
  const bool fhir_own = type.starts_with("FHIR.");
  const std::string_view name = type.substr(system ? 7 : fhir_own ? 5 : 0);
  if (const auto* const item = std::get_if<element>(&of)) {
    if (system) return false;
    if (item->is_primitive()) {
      const std::string_view own = fhir::name(item->kind());
      if (own == name || name == "Element") return true;
      if (name == "string") return own == "code" || own == "id" || own == "markdown";
      if (name == "uri") return own == "url" || own == "canonical" || own == "oid" || own == "uuid";
      return name == "integer" && (own == "positiveInt" || own == "unsignedInt");
    }
    if (item->type() == nullptr) return false;
    const std::string_view own = item->type()->name;
    if (own == name) return true;
    const bool resource = item->type()->resource != fhir::resource_type{};
    if (resource) return name == "Resource" || (name == "DomainResource" && own != "Bundle" && own != "Binary" && own != "Parameters");
    if (name == "Quantity") return own == "Age" || own == "Duration" || own == "Count" || own == "Distance";
    return name == "Element" || (name == "BackboneElement" && own.find('.') != std::string_view::npos);
  }
  if (fhir_own) return false;
  constexpr std::string_view names[] = {"", "Boolean", "Integer", "Decimal", "String", "", "Quantity", ""};
  if (const auto* const time = std::get_if<moment>(&of)) {
    return name == (time->kind() == moment_kind::date ? "Date" : time->kind() == moment_kind::time ? "Time" : "DateTime");
  }
  return name == names[of.index()];
}

result<collection> evaluator::run(const collection& input) {
  const scope around{&input, input.size() == 1 ? &input[0] : nullptr, -1, nullptr};
  return evaluate(of_.root(), around);
}

result<collection> evaluator::evaluate_for(const node& at, const value& item, std::int64_t index, const collection* total) {
  const collection focus{item};
  return evaluate(at, {&focus, &focus[0], index, total});
}

result<collection> evaluator::constant(const node& at) const {
  if (at.text == "resource" || at.text == "rootResource") return in_.resource;
  if (at.text == "context") return in_.context;
  if (at.text == "sct") return collection{std::string("http://snomed.info/sct")};
  if (at.text == "loinc") return collection{std::string("http://loinc.org")};
  if (at.text == "ucum") return collection{std::string("http://unitsofmeasure.org")};
  if (at.text.starts_with("vs-")) return collection{"http://hl7.org/fhir/ValueSet/" + at.text.substr(3)};
  if (at.text.starts_with("ext-")) return collection{"http://hl7.org/fhir/StructureDefinition/" + at.text.substr(4)};
  const auto known = in_.constants.find(at.text);
  if (known == in_.constants.end()) return wrong(at, "a constant that nobody has set");
  return known->second;
}

result<collection> evaluator::evaluate(const node& at, const scope& around) {
  if (++steps_ > most_.steps) return wrong(at, "more steps than allowed", errc::too_large);
  switch (at.kind) {
    case node_kind::empty: return collection{};
    case node_kind::boolean: return collection{at.text == "true"};
    case node_kind::string: return collection{at.text};
    case node_kind::number: {
      if (at.text.find('.') == std::string::npos && at.text.size() < 19) return collection{static_cast<std::int64_t>(std::stoll(at.text))};
      PHR_TRY(auto number, decimal::parse(at.text));
      return collection{std::move(number)};
    }
    case node_kind::quantity: {
      PHR_TRY(auto number, decimal::parse(at.text));
      if (at.type.starts_with('\'')) return collection{quantity{std::move(number), at.type.substr(1, at.type.size() - 2), false}};
      std::string unit = at.type;
      if (unit.ends_with('s')) unit.pop_back();
      return collection{quantity{std::move(number), std::move(unit), true}};
    }
    case node_kind::date:
    case node_kind::date_time:
    case node_kind::time: {
      const auto kind = at.kind == node_kind::date ? moment_kind::date : at.kind == node_kind::time ? moment_kind::time : moment_kind::date_time;
      auto made = moment::parse(kind, at.text);
      if (!made) return wrong(at, "a date or time");
      return collection{std::move(made.value())};
    }
    case node_kind::constant: return constant(at);
    case node_kind::special:
      if (at.text == "$this") return around.self == nullptr ? *around.focus : collection{*around.self};
      if (at.text == "$index") return around.index < 0 ? collection{} : collection{around.index};
      return around.total == nullptr ? collection{} : *around.total;
    case node_kind::member: return member(at, around);
    case node_kind::function: return call(at, around);
    case node_kind::index: {
      PHR_TRY(const collection of, evaluate(part(at, 0), around));
      PHR_TRY(const collection index, evaluate(part(at, 1), around));
      const auto number = index.size() == 1 ? as_integer(index[0]) : std::nullopt;
      if (!number && !index.empty()) return wrong(at, "an index is one Integer");
      if (!number || *number < 0 || static_cast<std::size_t>(*number) >= of.size()) return collection{};
      return collection{of[static_cast<std::size_t>(*number)]};
    }
    case node_kind::polarity: {
      PHR_TRY(const collection of, evaluate(part(at, 0), around));
      if (of.empty()) return collection{};
      if (of.size() > 1) return wrong(at, "a sign of one item");
      if (at.text == "+") return of;
      if (const auto whole = as_integer(of[0])) return collection{-*whole};
      if (const auto number = as_decimal(of[0])) return collection{number->negate()};
      auto measured = as_quantity(of[0]);
      if (!measured) return wrong(at, "a sign of a number");
      measured->number = measured->number.negate();
      return collection{std::move(*measured)};
    }
    case node_kind::type: {
      PHR_TRY(const collection of, evaluate(part(at, 0), around));
      if (of.empty()) return collection{};
      if (of.size() > 1) return wrong(at, "is and as are of one item");
      const bool is = is_of_type(of[0], at.type);
      if (at.text == "is") return collection{is};
      return is ? of : collection{};
    }
    case node_kind::binary: return binary(at, around);
  }
  return collection{};
}

// The first name of a path may be that of the type it begins with.
result<collection> evaluator::member(const node& at, const scope& around) {
  collection input;
  if (at.has_input) {
    PHR_TRY(input, evaluate(part(at, 0), around));
  }
  const collection& of = at.has_input ? input : *around.focus;
  collection made;
  const bool may_be_type = !at.has_input && !at.text.empty() && at.text[0] >= 'A' && at.text[0] <= 'Z';
  for (const value& each : of) {
    if (may_be_type && is_of_type(each, at.text)) {
      made.push_back(each);
    } else {
      append_children(made, each, at.text);
    }
  }
  PHR_TRY(within(at, made));
  return made;
}

result<void> evaluator::within(const node& at, const collection& made) const {
  if (made.size() > most_.items) return wrong(at, "more items than allowed", errc::too_large);
  for (const value& each : made) {
    if (const auto* const text = std::get_if<std::string>(&each)) PHR_TRY(within(at, text->size()));
  }
  return success();
}

result<void> evaluator::within(const node& at, std::size_t text_bytes) const {
  if (text_bytes > most_.text_bytes) return wrong(at, "a longer String than allowed", errc::too_large);
  return success();
}

result<collection> evaluator::call(const node& at, const scope& around) {
  collection input;
  if (at.has_input) {
    PHR_TRY(input, evaluate(part(at, 0), around));
  }
  const function known = function_named(at.text);
  if (known == nullptr) return wrong(at, "a function that is not here", errc::unsupported);
  if (!takes(at.text, at.parts.size() - (at.has_input ? 1 : 0))) return wrong(at, "another number of arguments");
  PHR_TRY(collection made, known(*this, at, at.has_input ? input : *around.focus, around));
  PHR_TRY(within(at, made));
  return made;
}

result<collection> evaluator::binary(const node& at, const scope& around) {
  PHR_TRY(const collection left, evaluate(part(at, 0), around));
  // What the left side decides alone.
  if (at.text == "and" || at.text == "or" || at.text == "implies") {
    const auto truth = condition(left);
    if (!truth) return wrong(at, "one item as a condition");
    if (truth.value() && *truth.value() == (at.text == "or")) return collection{at.text == "or" || at.text == "implies"};
    if (at.text == "implies" && truth.value() && !*truth.value()) return collection{true};
  }
  PHR_TRY(const collection right, evaluate(part(at, 1), around));
  auto made = operate(at.text, left, right);
  if (!made) return made.error().nth(at.begin);
  PHR_TRY(within(at, made.value()));
  return made;
}

}  // namespace phr::fhirpath
