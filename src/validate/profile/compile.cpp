// From the list of ElementDefinitions to a tree of rules.
#include "validate/profile/definitions.hpp"

#include <phr/fhir/build.hpp>

#include <algorithm>
#include <charconv>
#include <unordered_map>

namespace phr::validate {

namespace {

using fhir::node;
using fhir::r4::ElementDefinition;

constexpr std::string_view min_length_url = "http://hl7.org/fhir/StructureDefinition/minLength";
constexpr std::string_view languages_url = "http://hl7.org/fhir/StructureDefinition/narrative-language-control";
constexpr std::string_view sources_url = "http://hl7.org/fhir/StructureDefinition/narrative-source-control";
constexpr std::string_view must_have_value_url = "http://hl7.org/fhir/5.0/StructureDefinition/extension-ElementDefinition.mustHaveValue";

node child_of(const ElementDefinition& of, std::string_view name) {
  node found;
  node::of(of).each_child([&](const node& each) {
    if (each.name() == name) found = each;
    return !found;
  });
  return found;
}

// Lays what an ElementDefinition says over what is there.
void lay_over(element_rules& on, const ElementDefinition& from) {
  if (from.min) on.min = static_cast<std::uint32_t>(from.min.value());
  if (!from.max.empty()) {
    std::uint32_t most = 0;
    const std::string_view text = from.max.view();
    if (std::from_chars(text.data(), text.data() + text.size(), most).ec == std::errc{}) on.max = most;
  }
  if (!from.type.empty()) {
    on.types.clear();
    for (const auto& each : from.type) on.types.push_back(&each);
  }
  if (from.slicing) on.slicing = from.slicing.get();
  if (from.binding) on.binding = from.binding.get();
  if (from.maxLength) on.max_length = from.maxLength.value();
  if (const auto* extension = fhir::find_extension(from.extension, min_length_url)) {
    if (const auto* length = extension->value.as<fhir::r4::integer>()) on.min_length = length->value();
  }
  if (const auto* extension = fhir::find_extension(from.extension, must_have_value_url)) {
    const auto* must = extension->value.as<fhir::r4::boolean>();
    on.must_have_value = must != nullptr && must->value_or(false);
  }
  if (const auto* extension = fhir::find_extension(from.extension, languages_url)) {
    if (const auto* code = extension->value.as<fhir::r4::code>()) on.languages = code->view();
  }
  if (const auto* extension = fhir::find_extension(from.extension, sources_url)) {
    const auto* code = extension->value.as<fhir::r4::code>();
    on.has_sources = code != nullptr && (*code == "error" || *code == "warning");
  }
  if (from.fixed.has_value()) on.fixed = child_of(from, "fixed");
  if (from.pattern.has_value()) on.pattern = child_of(from, "pattern");
  if (from.minValue.has_value()) on.least = child_of(from, "minValue");
  if (from.maxValue.has_value()) on.most = child_of(from, "maxValue");
  if (!from.contentReference.empty()) {
    const std::string_view reference = from.contentReference.view();
    on.same_as = std::string(reference.substr(std::min(reference.find('#') + 1, reference.size())));
  }
}

element_rules& ensure(std::vector<std::unique_ptr<element_rules>>& among, std::string_view name, std::string_view slice) {
  for (const auto& each : among) {
    if (each->name == name && each->slice == slice) return *each;
  }
  return *among.emplace_back(std::make_unique<element_rules>(element_rules{.name = std::string(name), .slice = std::string(slice)}));
}

// "a/b" is slice b of slice a.
element_rules& ensure_slice(element_rules& of, std::string_view slice) {
  const std::size_t slash = slice.find('/');
  element_rules& made = ensure(of.slices, of.name, slice.substr(0, slash));
  return slash == std::string_view::npos ? made : ensure_slice(made, slice.substr(slash + 1));
}

std::string_view name_of(std::string_view segment) {
  return segment.ends_with("[x]") ? segment.substr(0, segment.size() - 3) : segment;
}

// Elements come in order, so the element a path is below is the one of that path that came last.
class compiling {
 public:
  explicit compiling(definition& into) : into_(into) {}

  void add(const ElementDefinition& from) {
    const std::string path = from.path.str();
    const std::size_t dot = path.rfind('.');
    if (dot == std::string::npos) {
      if (from.slicing) into_.problems.emplace_back("a profile does not slice its root");
      lay_over(*into_.root, from);
      constrain(*into_.root, from);
      latest_.clear();
      latest_[path] = into_.root.get();
      return;
    }
    element_rules& parent = at(path.substr(0, dot));
    element_rules* rules = &ensure(parent.children, name_of(std::string_view(path).substr(dot + 1)), {});
    if (!from.sliceName.empty()) rules = &ensure_slice(*rules, from.sliceName.view());
    std::erase_if(latest_, [&](const auto& each) { return each.first.size() > path.size() && each.first.starts_with(path) && each.first[path.size()] == '.'; });
    latest_[path] = rules;
    lay_over(*rules, from);
    constrain(*rules, from);
  }

 private:
  // Its invariants but for R4's own, which every element is checked by.
  void constrain(element_rules& rules, const ElementDefinition& from) {
    for (const auto& each : from.constraint) {
      const std::string_view key = each.key.view();
      const bool there = std::any_of(rules.constraints.begin(), rules.constraints.end(), [&](const auto& known) { return known->key == key; });
      if (there || each.expression.empty() || invariants::r4().has(key)) continue;
      auto compiled = fhirpath::expression::compile(each.expression.view(), {.check = false});
      if (!compiled) {
        const auto why = compiled.error().place();
        into_.problems.push_back("the expression of " + std::string(key) + " is no FHIRPath: " + std::string(why.data(), why.size()));
        continue;
      }
      const bool is_error = each.severity == fhir::r4::ConstraintSeverity::error;
      rules.constraints.push_back(std::make_shared<invariant>(invariant{interned(key), is_error ? severity::error : severity::warning, interned(each.human.view()), std::move(compiled.value())}));
    }
  }

  // A differential may leave out what is above an element.
  element_rules& at(const std::string& path) {
    if (const auto known = latest_.find(path); known != latest_.end()) return *known->second;
    const std::size_t dot = path.rfind('.');
    if (dot == std::string::npos) return *into_.root;
    element_rules& made = ensure(at(path.substr(0, dot)).children, name_of(std::string_view(path).substr(dot + 1)), {});
    latest_[path] = &made;
    return made;
  }

  definition& into_;
  std::unordered_map<std::string, element_rules*> latest_;
};

}  // namespace

std::unique_ptr<element_rules> element_rules::copy() const {
  auto made = std::make_unique<element_rules>(element_rules{name, slice, min, max, types, slicing, binding, max_length, min_length, languages, has_sources, must_have_value, fixed, pattern, least, most, constraints, same_as});
  for (const auto& each : children) made->children.push_back(each->copy());
  for (const auto& each : slices) made->slices.push_back(each->copy());
  return made;
}

const element_rules* element_rules::child(std::string_view of) const noexcept {
  for (const auto& each : children) {
    if (each->name == of) return each.get();
  }
  for (const auto& each : children) {
    const std::string_view longer = each->name;
    if (longer.size() > of.size() && longer.starts_with(of) && longer[of.size()] >= 'A' && longer[of.size()] <= 'Z') return each.get();
  }
  return nullptr;
}

std::unique_ptr<definition> compile(const fhir::r4::StructureDefinition& of, const definition* base) {
  auto made = std::make_unique<definition>();
  made->url = of.url.str();
  made->type = of.type.str();
  const bool has_snapshot = of.snapshot.has_value();
  const bool over_base = !has_snapshot && base != nullptr;
  made->root = over_base ? base->root->copy() : std::make_unique<element_rules>();
  made->root->name = made->type;
  if (over_base) made->whole = base->whole;
  if (!has_snapshot && base == nullptr) made->whole = of.baseDefinition.view().starts_with("http://hl7.org/fhir/StructureDefinition/");
  compiling build(*made);
  if (has_snapshot) {
    for (const ElementDefinition& each : of.snapshot->element) build.add(each);
  } else if (of.differential) {
    for (const ElementDefinition& each : of.differential->element) build.add(each);
  }
  return made;
}

}  // namespace phr::validate
