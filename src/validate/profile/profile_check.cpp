#include "validate/profile/profile_check.hpp"

#include "validate/invariants/check.hpp"

#include "validate/bindings.hpp"
#include "validate/narrative.hpp"
#include "validate/profile/values.hpp"
#include "validate/terminology/shapes.hpp"

#include <algorithm>

namespace phr::validate {

using fhir::element_kind;
using fhir::node;

namespace {

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string shown(const element_rules& by) { return by.slice.empty() ? by.name : by.name + ":" + by.slice; }

// Whether R4's own field already asks for as many, or as few.
bool is_of_r4(const node& parent, const element_rules& by, bool least) {
  const fhir::field* const field = parent.type() == nullptr || !by.slice.empty() ? nullptr : parent.type()->field_named(by.name);
  if (field == nullptr) return false;
  return least ? field->min >= by.min.value_or(0) : field->max != 0 && (!by.max || field->max <= *by.max);
}

}  // namespace

bool element_rules::names(const node& of) const {
  if (of.name() == name) return true;
  return of.definition() != nullptr && of.definition()->kind == element_kind::choice && json_name(of) == name;
}

void profile_check::run(const place& at, const home& in, std::string_view url) {
  const definition* const by = known_.find(url);
  if (by == nullptr || !running_.emplace(at.at->object(), by).second) return;
  const definition* const around = std::exchange(of_, by);
  const std::string_view outer = std::exchange(found_->profile, by->url);
  if (at.at->type() == nullptr || (at.at->type()->name != by->type && by->type != "Resource" && by->type != "DomainResource")) {
    found_->error(issue_type::structure, at, "the profile is for " + by->type);
  } else {
    if (!by->whole) found_->warning(issue_type::not_found, at, "the base of the profile is not known, so its rules are not checked");
    element(at, in, *by->root);
  }
  found_->profile = outer;
  of_ = around;
  running_.erase({at.at->object(), by});
}

bool profile_check::conforms(const place& at, const home& in, std::string_view url) {
  outcome unseen;
  findings into(unseen);
  findings* const outer = std::exchange(found_, &into);
  run(at, in, url);
  found_ = outer;
  return unseen.is_valid();
}

// The rules of the element a content reference names count for this one.
const element_rules& profile_check::with_content(const element_rules& by) const {
  if (by.same_as.empty() || !by.children.empty()) return by;
  const element_rules* at = of_->root.get();
  std::string_view path = by.same_as;
  while (at != nullptr && path.find('.') != std::string_view::npos) {
    path.remove_prefix(path.find('.') + 1);
    at = at->child(path.substr(0, path.find('.')));
  }
  return at == nullptr ? by : *at;
}

void profile_check::element(const place& at, const home& in, const element_rules& by) {
  values(at, by);
  binding(at, by);
  if (by.has_sources && at.at->type() == &fhir::r4::Narrative::structure_ && !narrative_has_sources(static_cast<const fhir::r4::Narrative*>(at.at->object())->div.view())) {
    found_->error(issue_type::business_rule, at, "each part of the narrative has a class that tells its source: boilerplate, generated or original");
  }
  if (!by.languages.empty() && at.at->type() == &fhir::r4::Narrative::structure_) languages(at, in, by);
  for (const auto& each : by.constraints) check_invariant(*found_, at, in, known_.codes(), *each);
  types(at, in, by);
  if (at.at->type() == &fhir::r4::Reference::structure_) target(at, in, by);
  children(at, in, with_content(by));
}

void profile_check::children(const place& at, const home& in, const element_rules& by) {
  for (const auto& rules : by.children) {
    std::vector<node> nodes;
    each_part(*at.at, [&](const node& each) {
      if (rules->names(each)) nodes.push_back(each);
    });
    child(at, in, *rules, nodes);
  }
}

void profile_check::child(const place& at, const home& in, const element_rules& by, const std::vector<node>& nodes) {
  counted(at, by, nodes.size());
  // The extensions of a primitive are in the Element beside it.
  const node element = at.at->beside() != nullptr ? node::of(*at.at->beside()) : node{};
  const place beside{&at, &element, true};
  const place& parent = at.at->type() == nullptr ? beside : at;
  for (const node& each : nodes) {
    const place here{&parent, &each};
    if (each.definition()->kind == element_kind::resource) {
      element_in_resource(here, in, by);
    } else {
      this->element(here, in, by);
    }
  }
  if (!by.slices.empty()) slices(parent, in, by, nodes);
}

void profile_check::element_in_resource(const place& at, const home& in, const element_rules& by) {
  const home inside = home_of(at, in);
  element(at, inside, by);
}

void profile_check::counted(const place& at, const element_rules& by, std::size_t count) {
  if (by.min && count < *by.min && !is_of_r4(*at.at, by, true)) {
    found_->error(issue_type::structure, at, shown(by) + ": at least " + std::to_string(*by.min) + ", but " + std::to_string(count) + " found");
  }
  if (by.max && count > *by.max && !is_of_r4(*at.at, by, false)) {
    found_->error(issue_type::structure, at, shown(by) + ": at most " + std::to_string(*by.max) + ", but " + std::to_string(count) + " found");
  }
}

void profile_check::slices(const place& at, const home& in, const element_rules& by, const std::vector<node>& nodes) {
  std::vector<std::vector<node>> found(by.slices.size());
  for (const node& each : nodes) {
    const place here{&at, &each};
    const bool is_resource = each.definition()->kind == element_kind::resource;
    const home inside = is_resource ? home_of(here, in) : in;
    bool placed = false;
    for (std::size_t slice = 0; slice < by.slices.size() && !placed; ++slice) {
      if (!is_of_slice(here, inside, *by.slices[slice], by)) continue;
      placed = true;
      found[slice].push_back(each);
    }
    if (!placed && by.slicing != nullptr && by.slicing->rules == fhir::r4::SlicingRules::closed) {
      found_->error(issue_type::structure, here, "is of no slice, and the slices of " + by.name + " are closed");
    }
  }
  for (std::size_t slice = 0; slice < by.slices.size(); ++slice) child(at, in, *by.slices[slice], found[slice]);
}

void profile_check::values(const place& at, const element_rules& by) {
  const node& of = *at.at;
  if (by.fixed) differences(at, by.fixed, true);
  if (by.pattern) differences(at, by.pattern, false);
  if (by.must_have_value && of.is_primitive() && of.text().empty()) found_->error(issue_type::required, at, "has to have a value, not extensions only");
  if (of.is_primitive() && (by.max_length || by.min_length) && of.object() != nullptr) {
    const auto length = static_cast<std::int64_t>(characters(of.text()));
    if (by.max_length && length > *by.max_length) found_->error(issue_type::value, at, "longer than " + std::to_string(*by.max_length) + " characters");
    if (by.min_length && length < *by.min_length) found_->error(issue_type::value, at, "shorter than " + std::to_string(*by.min_length) + " characters");
  }
  if (by.least && compare(of, by.least) == order::less) found_->error(issue_type::value, at, "less than the least value");
  if (by.most && compare(of, by.most) == order::greater) found_->error(issue_type::value, at, "greater than the greatest value");
}

// Of R4's own binding R4's own check has told.
void profile_check::binding(const place& at, const element_rules& by) {
  using fhir::binding_strength;
  if (by.binding == nullptr || by.binding->valueSet.empty()) return;
  const auto& strength = by.binding->strength;
  using strengths = fhir::r4::BindingStrength;
  const auto as_strength = strength == strengths::required     ? binding_strength::required
                           : strength == strengths::extensible ? binding_strength::extensible
                           : strength == strengths::preferred  ? binding_strength::preferred
                                                               : binding_strength::example;
  const auto* const own = at.at->definition() == nullptr ? nullptr : at.at->definition()->bound;
  const std::string_view url = without_version(by.binding->valueSet.view());
  if (own != nullptr && without_version(own->value_set) == url && own->strength == as_strength) return;
  check_binding(*found_, at, url, as_strength, known_.codes());
}

// Which sections by language a narrative has (the extension narrative-language-control).
void profile_check::languages(const place& at, const home& in, const element_rules& by) {
  const auto sections = narrative_languages(static_cast<const fhir::r4::Narrative*>(at.at->object())->div.view());
  if (by.languages == "_no" && !sections.empty()) found_->error(issue_type::business_rule, at, "the narrative has no sections by language");
  if (by.languages == "_yes" && sections.empty()) found_->error(issue_type::business_rule, at, "the narrative has sections by language");
  if (by.languages != "_resource") return;
  std::string own;
  in.at->each_child([&](const node& each) {
    if (each.name() == "language") own = each.text();
  });
  if (std::find(sections.begin(), sections.end(), own) == sections.end()) {
    found_->error(issue_type::business_rule, at, "the narrative has a section in the language of the resource");
  }
}

// Tells the innermost elements that are not as they should be.
void profile_check::differences(const place& at, const node& wanted, bool whole) {
  const node& of = *at.at;
  const char* const message = whole ? "not the fixed value" : "not as the pattern has it";
  if (of.type() == nullptr || wanted.type() == nullptr) {
    if (whole ? !is_equal(of, wanted) : !has_pattern(of, wanted)) found_->error(issue_type::value, at, message);
    return;
  }
  std::vector<node> wants;
  each_part(wanted, [&](const node& each) { wants.push_back(each); });
  std::vector<node> has;
  each_part(of, [&](const node& each) { has.push_back(each); });
  for (const node& want : wants) {
    if (want.name() == "id" && !whole) continue;
    const node* single = nullptr;
    bool matched = false;
    for (const node& each : has) {
      if (each.name() != want.name()) continue;
      matched = matched || (whole ? is_equal(each, want) : has_pattern(each, want));
      if (each.index() < 0) single = &each;
    }
    if (matched) continue;
    if (single != nullptr) {
      differences({&at, single}, want, whole);
    } else {
      found_->error(issue_type::value, at, std::string(want.name()) + " is " + message);
    }
  }
  if (!whole) return;
  for (const node& each : has) {
    const bool wanted_too = std::any_of(wants.begin(), wants.end(), [&](const node& want) { return want.name() == each.name(); });
    if (!wanted_too) found_->error(issue_type::value, {&at, &each}, "not in the fixed value");
  }
}

// An element is of one of the types, and conforms to one of the profiles of that type.
void profile_check::types(const place& at, const home& in, const element_rules& by) {
  if (by.types.empty() || &by == of_->root.get()) return;
  const std::string_view type = type_name(*at.at);
  const auto is_type = [&](const auto* each) {
    const std::string_view code = each->code.view();
    return code == type || code == "Resource" || code == "DomainResource" || code == "Element" || code == "BackboneElement" || code.starts_with("http://hl7.org/fhirpath/");
  };
  const bool may_differ = at.at->definition() != nullptr && (at.at->definition()->kind == element_kind::choice || at.at->definition()->kind == element_kind::resource);
  if (may_differ && std::none_of(by.types.begin(), by.types.end(), is_type)) {
    found_->error(issue_type::structure, *at.up, std::string(at.at->name()) + ": the type " + std::string(type) + " is not allowed");
    return;
  }
  bool any_known = false;
  bool any_free = false;
  std::string_view only;
  std::size_t profiles = 0;
  for (const auto* each : by.types) {
    if (may_differ && !is_type(each)) continue;
    any_free = any_free || each->profile.empty();
    for (const auto& url : each->profile) {
      ++profiles;
      only = url.view();
      if (!known_.knows(url.view())) {
        any_free = true;
        continue;
      }
      any_known = true;
      if (profiles > 1 && conforms(at, in, url.view())) return;
    }
  }
  if (profiles == 0 || any_free || !any_known) return;
  if (profiles == 1) return run(at, in, only);
  for (const auto* each : by.types) {
    if (may_differ && !is_type(each)) continue;
    for (const auto& url : each->profile) {
      if (conforms(at, in, url.view())) return;
    }
  }
  found_->error(issue_type::structure, at, "conforms to none of the profiles that are allowed here");
}

}  // namespace phr::validate
