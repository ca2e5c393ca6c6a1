#include "patch/target.hpp"

#include <phr/fhir/r4/data_types.hpp>
#include <phr/fhir/visit.hpp>

namespace phr::patch {

using fhirpath::expression;

namespace {

constexpr error no_list = error{errc::invalid_argument}.at("FHIRPath Patch: path of a list");

// What the engine says, without line and column: they would be taken for those of the patch.
error of_path(const error& why) { return error{why.code()}.at("FHIRPath Patch: path"); }

const fhir::structure* type_of(const fhir::node& of) {
  return of.is_primitive() ? &fhir::r4::Element::structure_ : of.type();
}

}  // namespace

finder::finder(const fhirpath::environment& with) : with_(with) {
  for (const fhirpath::constant& each : with_.constants) constants_.push_back(each.name);
  if (with_.spent == nullptr) with_.spent = &spent_;
  with_.root_resource = {};
  with_.whole = nullptr;
}

result<expression> finder::compiled(const fhir::any_resource& in, std::string_view path) const {
  auto made = expression::compile(path, {.type = in.structure()->name, .constants = constants_});
  if (!made) return of_path(made.error());
  return made;
}

result<std::vector<target>> finder::all(const fhir::any_resource& in, const expression& path) {
  const fhir::node root = fhir::node::of(in);
  with_.resource = root;
  const auto items = path.evaluate(root, with_);
  if (!items) return of_path(items.error());
  const auto places = fhirpath::places_of(items.value(), root);
  std::vector<target> made;
  made.reserve(places.size());
  for (std::size_t at = 0; at < places.size(); ++at) {
    if (!places[at]) return error{errc::invalid_argument}.at("FHIRPath Patch: path to what is no element of the resource");
    const auto& element = std::get<fhir::node>(items.value()[at]);
    made.push_back({places[at]->steps, type_of(element), element.definition()});
  }
  return made;
}

result<target> finder::only(const fhir::any_resource& in, const expression& path) {
  PHR_TRY(std::vector<target> found, all(in, path));
  if (found.empty()) return error{errc::not_found}.at("FHIRPath Patch: path");
  if (found.size() > 1) return error{errc::ambiguous_match}.at("FHIRPath Patch: path");
  return std::move(found[0]);
}

result<target> finder::only(const fhir::any_resource& in, std::string_view path) {
  PHR_TRY(const expression compiled_path, compiled(in, path));
  return only(in, compiled_path);
}

result<target_list> finder::list(const fhir::any_resource& in, std::string_view path) {
  PHR_TRY(const expression whole, compiled(in, path));
  const auto last = whole.last_name();
  if (!last) return list_of_items(in, whole);
  target_list made{{{}, in.structure(), nullptr}, nullptr, std::nullopt};
  if (last->of) {
    PHR_TRY(made.holder, only(in, *last->of));
  }
  made.of = made.holder.type->field_named(last->name);
  if (made.of == nullptr) return error{errc::unknown_element}.at("FHIRPath Patch: path");
  if (!made.of->repeats) return no_list;
  return made;
}

// All items of one list in their order are that list.
result<target_list> finder::list_of_items(const fhir::any_resource& in, const expression& path) {
  PHR_TRY(std::vector<target> found, all(in, path));
  if (found.empty() || found[0].of == nullptr || !found[0].of->repeats) return no_list;
  target_list made{{found[0].steps, nullptr, nullptr}, found[0].of, found.size()};
  fhirpath::place_step item = made.holder.steps.back();
  made.holder.steps.pop_back();
  for (std::size_t at = 0; at < found.size(); ++at) {
    item.index = static_cast<std::int64_t>(at);
    if (found[at].steps.size() != made.holder.steps.size() + 1 || found[at].steps.back() != item) return no_list;
    found[at].steps.pop_back();
    if (found[at].steps != made.holder.steps) return no_list;
  }
  return made;
}

}  // namespace phr::patch
