#include "validate/checker.hpp"

#include "fhir/model/slots.hpp"
#include "validate/bindings.hpp"
#include "validate/bundle_index.hpp"
#include "validate/formats.hpp"
#include "validate/invariants/check.hpp"
#include "validate/narrative.hpp"
#include "validate/profile/profile_check.hpp"
#include "validate/rules/rules.hpp"

#include <phr/fhir/any_resource.hpp>
#include <phr/fhir/reference.hpp>
#include <phr/validate/profiles.hpp>

#include <algorithm>
#include <vector>

namespace phr::validate {

using fhir::element_kind;
using fhir::node;

namespace {

// A primitive's text without a copy where it is stored as one.
std::string_view view_of(const node& of) { return static_cast<const fhir::text*>(of.object())->view(); }

bool has_value(const node& of) { return !fhir::is_absent(of.kind(), of.object()); }

// "<b>", "</p", "<!--": what a browser would take for markup.
bool has_markup(std::string_view text) {
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    std::string_view rest = text.substr(at + 1);
    if (rest.starts_with('/') || rest.starts_with('!')) rest.remove_prefix(1);
    const bool begins = !rest.empty() && ((rest[0] >= 'a' && rest[0] <= 'z') || (rest[0] >= 'A' && rest[0] <= 'Z') || rest.starts_with("--"));
    if (begins && (rest.find('>') != std::string_view::npos)) return true;
  }
  return false;
}

// Of the hosts that RFC 2606 keeps for examples, and that FHIR's documents use.
bool is_example(std::string_view url) {
  const std::size_t begin = url.find("://");
  if (begin == std::string_view::npos) return false;
  std::string_view host = url.substr(begin + 3);
  host = host.substr(0, host.find_first_of("/:?#"));
  for (const std::string_view known : {"example.org", "example.com", "example.net", "acme.com"}) {
    if (host.ends_with(known) && (host.size() == known.size() || host[host.size() - known.size() - 1] == '.')) return true;
  }
  return false;
}

// Whether an object has anything but an id.
bool has_content(const node& of) {
  return !of.each_child([](const node& each) { return each.name() == "id"; });
}

}  // namespace

checker::checker(outcome& into, const options& with)
    : found_(into), with_(with), codes_(with.known == nullptr ? terminology::r4() : with.known->inside().codes()) {}

home home_of(const place& at, const home& around) {
  home made{.up = &around, .at = at.at, .contained = at.at->name() == "contained"};
  if (around.bundle != nullptr && at.at->name() == "resource" && at.up->at->name() == "entry") {
    made.entry = &around.bundle->bundle().entry[static_cast<std::size_t>(at.up->at->index())];
  }
  return made;
}

void checker::resource(const place& at, const home& in, std::span<const std::string> profiles) {
  contained(at, in);
  check_rules(found_, at);
  check_invariants(found_, at, in, codes_, with_);
  std::unordered_set<std::string_view> ids;
  home with = in;
  with.ids = &ids;
  if (at.at->type() != &fhir::r4::Bundle::structure_) {
    children(at, with);
    return by_profiles(at, with, profiles);
  }
  const bundle_index index(*static_cast<const fhir::r4::Bundle*>(at.at->object()));
  bundle(at, index);
  with.bundle = &index;
  children(at, with);
  by_profiles(at, with, profiles);
}

void checker::by_profiles(const place& at, const home& in, std::span<const std::string> given) {
  std::vector<std::string_view> urls(given.begin(), given.end());
  const auto& meta = fhir::member<fhir::box<fhir::r4::Meta>>(at.at->object(), at.at->type()->fields[1]);
  if (meta && with_.known != nullptr) {
    for (const auto& each : meta->profile) {
      if (with_.known->knows(each.view()) && std::find(urls.begin(), urls.end(), each.view()) == urls.end()) urls.push_back(each.view());
    }
  }
  for (const std::string_view url : urls) {
    if (with_.known == nullptr || !with_.known->knows(url)) {
      found_.error(issue_type::not_found, at, "the profile asked for is not known");
    } else {
      profile_check(found_, with_.known->inside()).run(at, in, url);
    }
  }
}

void checker::missing(const place& at, const fhir::field& of) {
  const std::string name = std::string(of.name) + (of.kind == element_kind::choice ? "[x]" : "");
  found_.error(issue_type::required, at, name + " is missing");
}

// Children come in the order of the definition, so what is required and not there shows between them.
void checker::children(const place& at, const home& in) {
  const node& of = *at.at;
  const auto fields = of.type()->fields;
  const auto* next = fields.data();
  const auto up_to = [&](const fhir::field* end) {
    for (; next < end; ++next) {
      if (next->min != 0) missing(at, *next);
    }
  };
  of.each_child([&](const node& each) {
    up_to(each.definition());
    next = each.definition() + 1;
    child({&at, &each}, in);
  });
  up_to(fields.data() + fields.size());
}

void checker::child(const place& at, const home& in) {
  const node& of = *at.at;
  if (of.definition()->kind == element_kind::resource) {
    if (of.type() == nullptr) return;
    return resource(at, home_of(at, in));
  }
  if (of.is_primitive() || of.object() == nullptr) return primitive(at, in);
  if (of.type() == &fhir::r4::Extension::structure_) extension(at, *static_cast<const fhir::r4::Extension*>(of.object()), in);
  if (of.type() == &fhir::r4::Reference::structure_) reference(at, *static_cast<const fhir::r4::Reference*>(of.object()), in);
  if (!has_content(of)) nothing_inside(at);
  check_rules(found_, at);
  check_invariants(found_, at, in, codes_, with_);
  if (of.definition()->bound != nullptr) check_binding(found_, at, of.definition()->bound->value_set, of.definition()->bound->strength, codes_);
  check_coding(found_, at, codes_);
  children(at, in);
}

void checker::nothing_inside(const place& at) {
  found_.error(issue_type::invariant, at, "an element needs a value or something in it", "ele-1");
}

void checker::primitive(const place& at, const home& in) {
  const node& of = *at.at;
  check_invariants(found_, at, in, codes_, with_);
  if (of.beside() != nullptr) beside(at, in);
  if (of.object() == nullptr || !has_value(of)) {
    if (of.beside() == nullptr || of.beside()->extension.empty()) nothing_inside(at);
    return;
  }
  if (of.kind() == element_kind::coded) {
    const auto& code = *static_cast<const fhir::detail::coded_word*>(of.object());
    if (!code.is_known()) {
      found_.error(issue_type::code_invalid, at, "not a code of " + std::string(of.definition()->codes->value_set));
    }
    return;
  }
  if (!fhir::is_text(of.kind())) return;
  if (of.definition()->bound != nullptr) check_binding(found_, at, of.definition()->bound->value_set, of.definition()->bound->strength, codes_);
  const std::string_view text = view_of(of);
  // ElementDefinitions have ids of their own in each list of them.
  const bool is_id = of.kind() == element_kind::string && of.name() == "id" && at.up->at->type() != &fhir::r4::ElementDefinition::structure_;
  if (is_id && !in.ids->insert(text).second) {
    found_.error(issue_type::business_rule, *at.up, "another element of the resource has this id");
  }
  if (!matches(of.kind(), text)) {
    const char first = fhir::name(of.kind())[0];
    found_.error(issue_type::value, at, std::string(first == 'i' || first == 'o' ? "not an " : "not a ") + std::string(fhir::name(of.kind())));
  }
  if (of.kind() == element_kind::xhtml) {
    for (auto& fault : check_narrative(text)) found_.error(issue_type::invalid, at, std::move(fault.message), fault.rule);
  } else if (of.kind() == element_kind::uri || of.kind() == element_kind::url || of.kind() == element_kind::canonical) {
    uri(at, text);
  } else if (!with_.markup_in_text && has_markup(text)) {
    found_.error(issue_type::invalid, at, "looks like an HTML tag");
  }
}

void checker::uri(const place& at, std::string_view text) {
  const std::string_view whole = text.substr(0, text.find('#'));
  if (text.starts_with("urn:uuid:") && !matches(element_kind::uuid, whole)) found_.error(issue_type::value, at, "not a uuid: 36 digits in lower case and hyphens");
  if (text.starts_with("urn:oid:") && !matches(element_kind::oid, whole)) found_.error(issue_type::value, at, "not an oid");
  if (at.at->kind() == element_kind::canonical && !text.empty() && text.front() != '#' && !fhir::is_absolute(text)) {
    found_.error(issue_type::invalid, at, "a canonical URL is absolute, or a fragment");
  }
  if (!with_.example_urls && is_example(text)) found_.error(issue_type::invalid, at, "a URL of an example");
}

void checker::beside(const place& at, const home& in) {
  const node element = node::of(*at.at->beside());
  children({&at, &element, true}, in);
}

void checker::extension(const place& at, const fhir::r4::Extension& of, const home& in) {
  if (of.value.has_value() != of.extension.empty()) {
    // Both, or neither: neither is told by what is missing inside when there is not even a url.
    if (of.value.has_value() || !of.url.empty()) {
      found_.error(issue_type::invariant, at, "an extension has either a value or extensions", "ext-1");
    }
  }
  // Inside of an extension, names are its definition's own.
  const bool nested = at.up != nullptr && at.up->at->type() == &fhir::r4::Extension::structure_;
  const std::string_view url = of.url.view();
  if (nested || url.empty()) return;
  if (!fhir::is_absolute(url)) {
    found_.error(issue_type::invalid, at, "the url of an extension is absolute");
  } else if (url.find('|') != std::string_view::npos) {
    found_.error(issue_type::invalid, at, "the url of an extension has no version");
  }
  if (with_.known != nullptr && with_.known->knows(url)) {
    profile_check(found_, with_.known->inside()).run(at, in, url);
  } else if (with_.known_extensions_only && fhir::is_absolute(url) && !(with_.example_urls && is_example(url))) {
    found_.error(issue_type::extension, at, "an extension that no known package defines");
  }
}

outcome check(const fhir::any_resource& resource, const options& with) {
  outcome made;
  if (!resource) return made;
  const node root = node::of(resource);
  const home in{.at = &root};
  checker(made, with).resource({nullptr, &root}, in, with.profiles);
  return made;
}

}  // namespace phr::validate
