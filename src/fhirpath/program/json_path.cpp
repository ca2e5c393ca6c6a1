#include "fhirpath/program/json_path.hpp"

#include <algorithm>

namespace phr::fhirpath {

namespace json = fhir::json;
using fhir::element_kind;

// Reads a tree as a path or a condition, step by step from its root, and gives up at what is none.
class path_finder {
 public:
  path_finder(const program& in, std::span<const constant> constants) : in_(in), constants_(constants) {}

  [[nodiscard]] bool path(const node& at, const fhir::structure& root, json_path& into) {
    into.type_ = &root;
    into.kind_ = element_kind::structure;
    return step(at, into) && into.steps_.size() <= json_path::most_steps;
  }

  [[nodiscard]] bool condition(const node& at, const fhir::structure& root, json_condition& into) {
    using op = json_condition::operation;
    switch (at.kind) {
      case node_kind::binary: return binary(at, root, into);
      case node_kind::function: {
        const std::size_t arguments = at.parts.size() - (at.has_input ? 1U : 0U);
        if (at.text == "not" && at.has_input) {
          into.op_ = op::negation;
          return condition(in_.of.part(at, 0), root, into.parts_.emplace_back());
        }
        if ((at.text != "exists" && at.text != "empty") || !at.has_input) return false;
        into.op_ = at.text == "exists" ? op::exists : op::empty;
        if (!path(in_.of.part(at, 0), root, into.path_) || into.path_.taken_ != json_path::taken_as::itself) return false;
        return arguments == 0 || where(in_.of.part(at, 1), into.path_);
      }
      case node_kind::member: return path(at, root, into.path_) && into.path_.kind_ == element_kind::boolean;
      default: return false;
    }
  }

 private:
  // The literal, or the constant, that a node is.
  [[nodiscard]] const value* literal(const node& at) const {
    const collection* found = &in_.at(at).literal;
    if (at.kind == node_kind::constant) {
      const auto known = std::find_if(constants_.begin(), constants_.end(), [&](const constant& each) { return each.name == at.text; });
      if (known == constants_.end()) return nullptr;
      found = &known->items;
    }
    return found->size() == 1 ? found->data() : nullptr;
  }

  [[nodiscard]] bool binary(const node& at, const fhir::structure& root, json_condition& into) {
    using op = json_condition::operation;
    const operation given = in_.at(at).op;
    if (given == operation::logical_and || given == operation::logical_or) {
      into.op_ = given == operation::logical_and ? op::both : op::either;
      into.parts_.resize(2);
      return condition(in_.of.part(at, 0), root, into.parts_[0]) && condition(in_.of.part(at, 1), root, into.parts_[1]);
    }
    if (given != operation::equal && given != operation::not_equal) return false;
    const value* const right = literal(in_.of.part(at, 1));
    if (right == nullptr || !path(in_.of.part(at, 0), root, into.path_) || into.path_.taken_ != json_path::taken_as::itself) return false;
    const element_kind kind = into.path_.kind_;
    const bool same = given == operation::equal;
    if (const auto* const text = std::get_if<std::string>(right); text != nullptr && (fhir::is_text(kind) || kind == element_kind::coded)) {
      into.op_ = same ? op::text_equal : op::text_differs;
      into.text_ = *text;
      return true;
    }
    const auto* const flag = std::get_if<bool>(right);
    if (flag == nullptr || kind != element_kind::boolean) return false;
    into.op_ = same ? op::flag_equal : op::flag_differs;
    into.flag_ = *flag;
    return true;
  }

  [[nodiscard]] bool where(const node& at, json_path& into) {
    if (into.type_ == nullptr) return false;
    json_condition made;
    if (!condition(at, *into.type_, made)) return false;
    into.steps_.push_back({json_path::step_kind::where, {}, static_cast<std::uint32_t>(into.conditions_.size())});
    into.conditions_.push_back(std::move(made));
    return true;
  }

  // What a node steps from: the step before it, or the root. Nothing steps from a key.
  [[nodiscard]] bool input(const node& at, json_path& into) { return !at.has_input || before(in_.of.part(at, 0), into); }
  [[nodiscard]] bool before(const node& at, json_path& into) { return step(at, into) && into.taken_ == json_path::taken_as::itself; }

  [[nodiscard]] bool step(const node& at, json_path& into) {
    switch (at.kind) {
      case node_kind::special: return at.text == "$this";
      case node_kind::member: return member(at, into);
      case node_kind::function: return function(at, into);
      case node_kind::index: {
        const auto* const index = literal(in_.of.part(at, 1));
        const auto* const number = index == nullptr ? nullptr : std::get_if<std::int64_t>(index);
        if (number == nullptr || *number < 0 || *number > 1'000'000 || !before(in_.of.part(at, 0), into)) return false;
        into.steps_.push_back({json_path::step_kind::at, {}, static_cast<std::uint32_t>(*number)});
        return true;
      }
      default: return false;
    }
  }

  [[nodiscard]] bool member(const node& at, json_path& into) {
    if (!input(at, into) || into.type_ == nullptr) return false;
    const struct step& here = in_.at(at);
    if (here.names_type) return here.type.structure() == into.type_ && into.steps_.empty();
    const field_place* const place = find_field(here.fields, into.type_);
    if (place == nullptr || place->choice != 0) return false;
    const fhir::field& field = into.type_->fields[place->field];
    if (field.kind == element_kind::choice || field.kind == element_kind::resource) return false;  // a choice goes by ofType()
    return enter(std::string(field.name), field.kind, field.type, into);
  }

  [[nodiscard]] static bool enter(std::string name, element_kind kind, const fhir::structure* type, json_path& into) {
    into.steps_.push_back({json_path::step_kind::member, json::key(name)});
    into.kind_ = kind;
    into.type_ = type;
    return true;
  }

  // value.ofType(Quantity): the one member that holds it.
  [[nodiscard]] bool choice(const node& at, json_path& into) {
    const node& of = in_.of.part(at, 0);
    if (of.kind != node_kind::member || !input(of, into) || into.type_ == nullptr) return false;
    const field_place* const place = find_field(in_.at(of).fields, into.type_);
    if (place == nullptr || place->choice != 0) return false;
    const fhir::field& field = into.type_->fields[place->field];
    if (field.kind != element_kind::choice) return false;
    const type_test& wanted = in_.at(at).type;
    const fhir::alternative* found = nullptr;
    for (const fhir::alternative& each : field.choices) {
      if (each.type != nullptr ? !wanted.matches(*each.type) : !wanted.matches(each.kind)) continue;
      if (found != nullptr) return false;
      found = &each;
    }
    if (found == nullptr) return false;
    std::string named(fhir::name(*found));
    named[0] = static_cast<char>(named[0] & ~0x20);
    return enter(std::string(field.name) + named, found->kind, found->type, into);
  }

  [[nodiscard]] bool function(const node& at, json_path& into) {
    if (at.text == "ofType") return at.has_input && choice(at, into);
    if (!input(at, into)) return false;
    if (at.text == "first") {
      into.steps_.push_back({json_path::step_kind::at});
      return true;
    }
    if (at.text == "where") return where(in_.of.part(at, at.has_input ? 1 : 0), into);
    if (at.text == "getResourceKey" && into.type_ != nullptr && into.type_->resource != fhir::resource_type{}) {
      into.taken_ = json_path::taken_as::resource_key;
      return true;
    }
    if (at.text != "getReferenceKey" || into.type_ == nullptr || into.type_->name != "Reference") return false;
    into.taken_ = json_path::taken_as::reference_key;
    if (at.parts.size() > (at.has_input ? 1U : 0U)) into.target_ = in_.at(at).type;
    return true;
  }

  const program& in_;
  std::span<const constant> constants_;
};

std::optional<json_path> json_path::of(const program& in, const fhir::structure& root, std::span<const constant> constants) {
  json_path made;
  if (!path_finder(in, constants).path(in.of.root(), root, made)) return std::nullopt;
  return made;
}

std::optional<json_condition> json_condition::of(const program& in, const fhir::structure& root, std::span<const constant> constants) {
  json_condition made;
  if (!path_finder(in, constants).condition(in.of.root(), root, made)) return std::nullopt;
  return made;
}

// Equality of what a path yields with one literal: empty beside nothing, false beside several.
truth json_condition::compared(const json::value& on) const {
  int found = 0;
  bool same = false;
  bool known = true;
  const bool told = path_.each(on, [&](const json::value& item) {
    if (found++ != 0) return false;
    if (op_ == operation::text_equal || op_ == operation::text_differs) {
      std::string scratch;
      known = item.is_string();
      same = item.text(scratch) == text_;
    } else {
      known = item.kind() == json::kind::boolean;
      same = op_ == operation::flag ? item.is_true() : item.is_true() == flag_;
    }
    return true;
  });
  if (!told || !known) return truth::failed;
  if (found == 0) return truth::empty;
  if (op_ == operation::flag && found > 1) return truth::failed;  // an error, which the evaluator places
  const bool turned = op_ == operation::text_differs || op_ == operation::flag_differs;
  return ((found == 1 && same) != turned) ? truth::yes : truth::no;
}

truth json_condition::operator()(const json::value& on) const {
  switch (op_) {
    case operation::both:
    case operation::either: {
      const truth decisive = op_ == operation::both ? truth::no : truth::yes;
      const truth left = parts_[0](on);
      if (left == truth::failed || left == decisive) return left;
      const truth right = parts_[1](on);
      if (right == truth::failed || right == decisive) return right;
      return left == truth::empty ? left : right;
    }
    case operation::negation: {
      const truth of = parts_[0](on);
      return of == truth::yes ? truth::no : of == truth::no ? truth::yes : of;
    }
    case operation::exists:
    case operation::empty: {
      bool any = false;
      const bool told = path_.each(on, [&](const json::value&) {
        any = true;
        return false;
      });
      if (!told) return truth::failed;
      return any == (op_ == operation::exists) ? truth::yes : truth::no;
    }
    default: return compared(on);
  }
}

}  // namespace phr::fhirpath
