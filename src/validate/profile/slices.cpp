// Which slice an element belongs to, and what references lead to.
#include "validate/bindings.hpp"
#include "validate/profile/profile_check.hpp"
#include "validate/profile/values.hpp"
#include "validate/resolve.hpp"
#include "validate/terminology/shapes.hpp"

#include <phr/fhir/reference.hpp>

#include <algorithm>

namespace phr::validate {

using fhir::element_kind;
using fhir::node;
using fhir::r4::DiscriminatorType;

namespace {

// The first step of a discriminator's path, which is taken off. Dots inside of quotes and parentheses do not part.
std::string_view take_step(std::string_view& path) {
  std::size_t end = 0;
  int depth = 0;
  while (end < path.size() && (path[end] != '.' || depth > 0)) {
    depth += path[end] == '(' ? 1 : path[end] == ')' ? -1 : 0;
    ++end;
  }
  const std::string_view step = path.substr(0, end);
  path.remove_prefix(std::min(end + 1, path.size()));
  return step;
}

// What stands in the parentheses, without quotes: the url of extension('url'), the type of ofType(type).
std::string_view argument(std::string_view step) {
  const std::size_t open = step.find('(');
  const std::size_t close = step.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return {};
  step = step.substr(open + 1, close - open - 1);
  if (step.size() > 1 && (step.front() == '\'' || step.front() == '"')) step = step.substr(1, step.size() - 2);
  return step;
}

std::string_view url_of(const node& extension) { return static_cast<const fhir::r4::Extension*>(extension.object())->url.view(); }

bool is_extension(const node& of) { return of.type() == &fhir::r4::Extension::structure_; }

// Whether a slice is for the extension of that url, told by its profile or by a fixed url.
bool is_for_url(const element_rules& slice, std::string_view url) {
  for (const auto* type : slice.types) {
    for (const auto& profile : type->profile) {
      if (without_version(profile.view()) == url) return true;
    }
  }
  const element_rules* const fixed = slice.child("url");
  return fixed != nullptr && ((fixed->fixed && fixed->fixed.text() == url) || (fixed->pattern && fixed->pattern.text() == url));
}

node part_named(const node& of, std::string_view name) {
  node found;
  each_part(of, [&](const node& each) {
    if (each.name() == name) found = each;
    return !found;
  });
  return found;
}

bool has_type(const element_rules& by, const node& of, const definitions& known, bool resolved) {
  const std::string_view type = type_name(of);
  for (const auto* each : by.types) {
    if (!resolved && each->code == type) return true;
    for (const auto& url : each->targetProfile) {
      if (resolved && known.type_of(url.view()) == type) return true;
    }
  }
  // The name itself tells: contentString.
  if (by.types.empty() && of.definition() != nullptr && of.definition()->kind == element_kind::choice) return json_name(of) == by.name;
  return false;
}

}  // namespace

bool profile_check::is_of_slice(const place& at, const home& in, const element_rules& slice, const element_rules& sliced) {
  if (is_extension(*at.at) && (sliced.slicing == nullptr || sliced.slicing->discriminator.empty())) return is_for_url(slice, url_of(*at.at));
  if (sliced.slicing == nullptr || sliced.slicing->discriminator.empty()) {
    const bool is_choice = at.at->definition()->kind == element_kind::choice;
    return is_choice && (has_type(slice, *at.at, known_, false) || json_name(*at.at) == slice.slice);
  }
  bool any = false;
  for (const discriminator& each : sliced.slicing->discriminator) {
    const verdict says = discriminates(each, at, in, slice);
    if (says == verdict::no) return false;
    any = any || says == verdict::yes;
  }
  return any;
}

profile_check::verdict profile_check::discriminates(const discriminator& by, const place& at, const home& in, const element_rules& slice) {
  const auto as_verdict = [](bool is_so) { return is_so ? verdict::yes : verdict::no; };
  if (is_extension(*at.at) && by.path == "url" && is_for_url(slice, url_of(*at.at))) return verdict::yes;
  const said what = rules_at(slice, by.path.view());
  const element_rules* const rules = what.rules;
  const auto nodes = nodes_at(*at.at, in, by.path.view());
  if (by.type == DiscriminatorType::value || by.type == DiscriminatorType::pattern) {  // which mean the same
    bool any = what.fixed || what.pattern;
    if (rules != nullptr) (void)has_values(node{}, *rules, any);
    if (!any) return verdict::nothing;
    return as_verdict(std::any_of(nodes.begin(), nodes.end(), [&](const node& each) {
      if ((what.fixed && !is_equal(each, what.fixed)) || (what.pattern && !has_pattern(each, what.pattern))) return false;
      return rules == nullptr || has_values(each, *rules, any);
    }));
  }
  if (rules == nullptr) return verdict::nothing;
  if (by.type == DiscriminatorType::exists) {
    if (!rules->min && !rules->max) return verdict::nothing;
    return as_verdict(nodes.empty() ? rules->max == 0U : rules->max != 0U && rules->min.value_or(0) > 0);
  }
  if (by.type == DiscriminatorType::type) {
    return as_verdict(std::any_of(nodes.begin(), nodes.end(), [&](const node& each) { return has_type(*rules, each, known_, what.resolved); }));
  }
  return by_profile(nodes, at, in, *rules, what.resolved);
}

profile_check::verdict profile_check::by_profile(const std::vector<node>& nodes, const place& at, const home& in, const element_rules& rules, bool resolved) {
  bool any = false;
  for (const auto* type : rules.types) {
    for (const auto& url : resolved ? type->targetProfile : type->profile) {
      if (!known_.knows(url.view())) continue;
      any = true;
      for (const node& each : nodes) {
        if (conforms({&at, &each}, in, url.view())) return verdict::yes;
      }
    }
  }
  return any ? verdict::no : verdict::nothing;
}

// Whether an element has all fixed values and patterns that rules give it and what is in it; `any` whether they give one.
bool profile_check::has_values(const node& of, const element_rules& by, bool& any) const {
  if (by.fixed) {
    any = true;
    if (!is_equal(of, by.fixed)) return false;
  }
  if (by.pattern) {
    any = true;
    if (!has_pattern(of, by.pattern)) return false;
  }
  if (by.binding != nullptr && by.binding->strength == fhir::r4::BindingStrength::required) {
    any = true;
    if (of && membership_of(of, by.binding->valueSet.view(), known_.codes()) == membership::no) return false;
  }
  for (const auto& rules : by.children) {
    bool found = false;
    bool asked = false;
    each_part(of, [&](const node& each) {
      if (rules->names(each)) found = has_values(each, *rules, asked) || found;
    });
    if (!asked) {  // nothing there, or nothing asked
      bool would = false;
      (void)has_values(node{}, *rules, would);
      asked = would;
    }
    any = any || asked;
    if (asked && !found) return false;
  }
  return true;
}

profile_check::said profile_check::rules_at(const element_rules& slice, std::string_view path) const {
  said made{.rules = &slice};
  while (!path.empty()) {
    const std::string_view step = take_step(path);
    if (step == "$this" || step.starts_with("ofType(")) continue;
    if (step == "resolve()") {
      made.resolved = true;
      continue;
    }
    if (made.rules != nullptr) {
      if (made.rules->fixed) made.fixed = made.rules->fixed;
      if (made.rules->pattern) made.pattern = made.rules->pattern;
    }
    made.fixed = part_named(made.fixed, step);
    made.pattern = part_named(made.pattern, step);
    made.rules = made.rules == nullptr ? nullptr : step_into(*made.rules, step);
  }
  return made;
}

// The rules of one step, by those of the profile of its type where it says nothing itself.
const element_rules* profile_check::step_into(const element_rules& from, std::string_view step) const {
  if (step.starts_with("extension(")) {
    const element_rules* const extensions = from.child("extension");
    if (extensions == nullptr) return nullptr;
    for (const auto& each : extensions->slices) {
      if (is_for_url(*each, argument(step))) return each.get();
    }
    return nullptr;
  }
  const element_rules* next = from.child(step);
  for (const auto* type : from.types) {
    for (const auto& url : type->profile) {
      const definition* const of = next == nullptr ? known_.find(url.view()) : nullptr;
      if (of != nullptr) next = of->root->child(step);
    }
  }
  return next;
}

std::vector<node> profile_check::nodes_at(const node& from, const home& in, std::string_view path) const {
  std::vector<node> at{from};
  while (!path.empty()) {
    const std::string_view step = take_step(path);
    if (step == "$this") continue;
    std::vector<node> next;
    for (const node& each : at) {
      if (step == "resolve()") {
        if (each.type() != &fhir::r4::Reference::structure_) continue;
        if (const node target = resolve(static_cast<const fhir::r4::Reference*>(each.object())->reference.view(), in)) next.push_back(target);
      } else if (step.starts_with("ofType(")) {
        if (type_name(each) == argument(step)) next.push_back(each);
      } else {
        const bool extension = step.starts_with("extension(");
        each_part(each, [&](const node& part) {
          if (extension ? is_extension(part) && url_of(part) == argument(step) : part.name() == step) next.push_back(part);
        });
      }
    }
    at = std::move(next);
  }
  return at;
}

// A reference leads to a resource of one of the profiles; where it leads nowhere here, its URL tells the type.
void profile_check::target(const place& at, const home& in, const element_rules& by) {
  const auto& reference = *static_cast<const fhir::r4::Reference*>(at.at->object());
  bool any = false;
  bool is_type = false;
  bool all_known = true;
  const node target = resolve(reference.reference.view(), in);
  const auto parts = fhir::split_reference(reference.reference.view());
  const std::string_view type = target ? target.type()->name : parts.type ? fhir::name(*parts.type) : reference.type.view();
  if (type.empty()) return;
  for (const auto* each : by.types) {
    for (const auto& url : each->targetProfile) {
      any = true;
      const std::string_view of = known_.type_of(url.view());
      if (of.empty() || of == "Resource") return;
      if (of != type) continue;
      is_type = true;
      if (!target) continue;
      if (!known_.knows(url.view())) all_known = false;
      const place there{&at, &target};
      if (known_.knows(url.view()) && conforms(there, in, url.view())) return;
    }
  }
  if (!any) return;
  if (!is_type) {
    // Where it leads nowhere, only the URL implies the type.
    found_->add(target ? severity::error : severity::warning, issue_type::structure, at, "a reference to " + std::string(type) + " is not allowed here");
  } else if (target && all_known) {
    found_->error(issue_type::structure, at, "what it refers to conforms to none of the profiles that are allowed here");
  }
}

}  // namespace phr::validate
