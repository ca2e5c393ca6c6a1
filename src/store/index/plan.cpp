#include "store/index/plan.hpp"

#include <algorithm>

namespace phr::storage {

namespace {

index_node& child(index_node& of, std::string_view step) {
  const std::size_t bracket = step.find('[');
  const std::string_view name = step.substr(0, bracket);
  const std::string_view condition = bracket == std::string_view::npos ? std::string_view{} : step.substr(bracket + 1, step.size() - bracket - 2);
  const auto found = std::find_if(of.children.begin(), of.children.end(),
                                  [&](const index_node& each) { return each.name == name && each.condition == condition; });
  if (found != of.children.end()) return *found;
  return of.children.emplace_back(index_node{name, condition, {}, {}, {}});
}

index_node& descendant(index_node& of, std::string_view steps) {
  index_node* at = &of;
  while (!steps.empty()) {
    const std::size_t dot = steps.find('.');
    at = &child(*at, steps.substr(0, dot));
    steps = dot == std::string_view::npos ? std::string_view{} : steps.substr(dot + 1);
  }
  return *at;
}

composite_rule rule_of(const fhir::search_parameter& parameter) {
  composite_rule made{parameter.id, {}};
  for (const auto& component : parameter.components) {
    composite_rule::part part{component.kind, std::vector<index_node>(1), false};
    for (const auto& path : component.paths) {
      part.from_resource = path.steps.starts_with('/');
      const std::string_view steps = path.steps.substr(part.from_resource ? 1 : 0);
      descendant(part.roots.front(), steps).rows.push_back({parameter.id, component.kind, path.leaf, path.system, false});
    }
    made.parts.push_back(std::move(part));
  }
  return made;
}

// A compartment parameter may borrow the rows of another (`patient` those of `subject`).
bool feeds_compartment(fhir::resource_type type, const fhir::search_parameter& parameter) {
  if (fhir::is_compartment_parameter(type, parameter.id)) return true;
  for (const auto& other : fhir::search_parameters(type)) {
    if (other.same_as == parameter.id && fhir::is_compartment_parameter(type, other.id)) return true;
    const bool part = std::find(other.any_of.begin(), other.any_of.end(), parameter.id) != other.any_of.end();
    if (part && fhir::is_compartment_parameter(type, other.id)) return true;
  }
  return false;
}

index_node plan_of(fhir::resource_type type) {
  index_node root;
  for (const auto& parameter : fhir::search_parameters(type)) {
    const bool patient = parameter.kind == fhir::search_kind::reference && feeds_compartment(type, parameter);
    for (const auto& path : parameter.paths) {
      descendant(root, path.steps).rows.push_back({parameter.id, parameter.kind, path.leaf, path.system, patient});
    }
    if (!parameter.context.empty()) descendant(root, parameter.context).composites.push_back(rule_of(parameter));
  }
  return root;
}

}  // namespace

const index_node& index_plan(fhir::resource_type type) {
  static const std::vector<index_node> plans = [] {
    std::vector<index_node> made(fhir::resource_type_count + 1U);
    for (std::size_t number = 1; number < made.size(); ++number) made[number] = plan_of(static_cast<fhir::resource_type>(number));
    return made;
  }();
  return plans[static_cast<std::size_t>(type)];
}

const std::string& compartment_parameters(fhir::resource_type type) {
  static const std::vector<std::string> lists = [] {
    std::vector<std::string> made(fhir::resource_type_count + 1U);
    for (std::size_t number = 1; number < made.size(); ++number) {
      const auto each = static_cast<fhir::resource_type>(number);
      for (const auto& parameter : fhir::search_parameters(each)) {
        if (parameter.kind != fhir::search_kind::reference || parameter.paths.empty() || !feeds_compartment(each, parameter)) continue;
        made[number] += (made[number].empty() ? "" : ",") + std::to_string(parameter.id);
      }
    }
    return made;
  }();
  return lists[static_cast<std::size_t>(type)];
}

}  // namespace phr::storage
