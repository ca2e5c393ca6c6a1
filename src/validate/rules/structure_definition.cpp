#include "validate/rules/rules.hpp"

#include <algorithm>
#include <string>

namespace phr::validate {

using fhir::element_kind;
using fhir::node;
using fhir::r4::ElementDefinition;
using fhir::r4::StructureDefinition;

namespace {

// Whether a path of an element is one of a type: its names are fields, or a choice's with a type. What is inside of a choice of
// which the type is not told, or of a contained resource, is not looked at.
bool is_path(std::string_view path, const fhir::structure* type) {
  path.remove_prefix(std::min(path.find('.'), path.size()));
  while (!path.empty()) {
    path.remove_prefix(1);
    std::string_view name = path.substr(0, path.find('.'));
    path.remove_prefix(name.size());
    if (name.ends_with("[x]")) name.remove_suffix(3);
    if (type == nullptr) return name == "id" || name == "extension" || name == "value";  // of a primitive
    const fhir::field* field = type->field_named(name);
    if (field == nullptr) {
      const int found = type->find(name);
      if (found < 0) return false;
      const fhir::json_name& known = type->names[static_cast<std::size_t>(found)];
      field = &type->fields[known.field];
      type = known.choice == 0 ? field->type : field->choices[known.choice - 1U].type;
      continue;
    }
    if (field->kind == element_kind::choice || field->kind == element_kind::resource) return true;
    type = field->type;
  }
  return true;
}

// Whether a value set can be bound to the type.
bool is_bindable(std::string_view type) {
  constexpr std::string_view bindable[] = {"CodeableConcept", "Coding", "Quantity", "code", "string", "uri", "Age", "Count", "Distance", "Duration", "Money", "SimpleQuantity", "url", "canonical", "CodeableReference", "Extension"};
  return std::find(std::begin(bindable), std::end(bindable), type) != std::end(bindable);
}

class checking {
 public:
  checking(findings& found, const place& at, const StructureDefinition& of) : found_(found), at_(at), of_(of) {
    if (const auto resource = fhir::resource_type_named(of.type.view())) type_ = &fhir::structure_of(*resource);
    if (type_ == nullptr) type_ = fhir::data_type_named(of.type.view());
  }

  void run() {
    at_.at->each_child([&](const node& list) {
      if (list.name() != "differential" && list.name() != "snapshot") return;
      const place here{&at_, &list};
      list.each_child([&](const node& each) {
        if (each.name() == "element") element({&here, &each}, *static_cast<const ElementDefinition*>(each.object()), list.name() == "differential");
      });
    });
    if (broken_) found_.error(issue_type::structure, at_, "no snapshot can be made of its differential");
  }

 private:
  void element(const place& at, const ElementDefinition& of, bool differential) {
    const std::string_view path = of.path.view();
    if (!differential) return;
    if (path.find('.') == std::string_view::npos && of.slicing) {
      found_.error(issue_type::invalid, at, "a profile does not slice its root");
      broken_ = true;
    }
    if (of.slicing) {
      for (const auto& each : of.slicing->discriminator) broken_ = broken_ || (!each.type.empty() && !each.type.is_known());
    }
    const bool of_r4 = type_ != nullptr && of_.kind != fhir::r4::StructureDefinitionKind::logical;
    if (of_r4 && of_.derivation == fhir::r4::TypeDerivationRule::constraint && !is_path(path, type_)) broken_ = true;
    const bool none_bindable = !of.type.empty() && std::none_of(of.type.begin(), of.type.end(), [](const auto& type) { return is_bindable(type.code.view()); });
    if (of.binding && none_bindable) found_.error(issue_type::business_rule, at, "a value set is bound to types that have no codes");
  }

  findings& found_;
  const place& at_;
  const StructureDefinition& of_;
  const fhir::structure* type_ = nullptr;
  bool broken_ = false;
};

}  // namespace

void check_structure_definition(findings& found, const place& at, const StructureDefinition& of) { checking(found, at, of).run(); }

}  // namespace phr::validate
