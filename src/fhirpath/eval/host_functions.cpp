// What FHIR adds that looks beyond the element: references, value sets, profiles (https://hl7.org/fhir/R4/fhirpath.html#functions).
#include "fhirpath/eval/host_functions.hpp"

#include "fhirpath/eval/function_sets.hpp"

#include <phr/fhir/r4/data_types.hpp>
#include <phr/fhir/reference.hpp>

#include <algorithm>

namespace phr::fhirpath {

host::~host() = default;
fhir::node host::resolve(std::string_view) { return {}; }
std::optional<bool> host::member_of(std::string_view, std::string_view, std::string_view) { return std::nullopt; }
std::optional<bool> host::subsumes(std::string_view, std::string_view, std::string_view) { return std::nullopt; }
std::optional<bool> host::conforms_to(const fhir::node&, std::string_view) { return std::nullopt; }
std::optional<bool> host::is_narrative(std::string_view) { return std::nullopt; }
void host::trace(std::string_view, std::span<const value>) {}

namespace {

using scope = evaluator::scope;
using element = fhir::node;

const fhir::r4::Reference* as_reference(const value& of) {
  const auto* const item = std::get_if<element>(&of);
  return item != nullptr && item->type() == &fhir::r4::Reference::structure_ ? static_cast<const fhir::r4::Reference*>(item->object()) : nullptr;
}

// A reference, canonical or URL as text; "" for none.
std::string reference_text(const value& of) {
  if (const auto* const reference = as_reference(of)) return reference->reference.str();
  if (auto text = as_string(of)) return std::move(*text);
  return child_text(of, "reference");
}

// The first of `all` for which a child of a name has a text.
std::optional<value> child_with(const value& parent, std::string_view children, std::string_view name, std::string_view text) {
  std::optional<value> found;
  (void)each_child_named(parent, children, [&](const value& child) {
    if (child_text(child, name) == text) found = child;
    return !found;
  });
  return found;
}

// The entry of a Bundle that a reference means: by its fullUrl, or by type and id where it is relative.
std::optional<value> entry_of(const value& bundle, std::string_view reference) {
  std::optional<value> found;
  const bool relative = !fhir::is_absolute(reference);
  (void)each_child_named(bundle, "entry", [&](const value& entry) {
    const std::string url = child_text(entry, "fullUrl");
    const bool matches = url == reference || (relative && url.ends_with(reference) && url.size() > reference.size() && url[url.size() - reference.size() - 1] == '/');
    if (matches) (void)each_child_named(entry, "resource", [&](const value& resource) { return found = resource, false; });
    return !found;
  });
  return found;
}

std::optional<value> root_of(const evaluator& in) {
  if (in.in().whole != nullptr) return *in.in().whole;
  if (in.in().root_resource) return in.in().root_resource;
  if (in.in().resource) return in.in().resource;
  return in.root() == nullptr ? std::nullopt : std::optional(*in.root());
}

std::optional<value> target_of(const evaluator& in, std::string_view reference) {
  if (reference.empty()) return std::nullopt;
  const auto root = root_of(in);
  if (reference[0] == '#') {
    if (!root || reference.size() == 1) return root;
    return child_with(in.in().whole == nullptr && in.in().resource ? value(in.in().resource) : *root, "contained", "id", reference.substr(1));
  }
  static const type_test is_bundle = type_test::of("Bundle").value();
  if (root && is_bundle(*root)) {
    if (auto found = entry_of(*root, reference)) return found;
  }
  const element found = in.in().host == nullptr ? element{} : in.in().host->resolve(reference);
  return found ? std::optional<value>(found) : std::nullopt;
}

bool resolve(evaluator& in, const node& at, const scope& around, sink to) {
  return in.each_input(at, around, [&](const value& item) {
    const auto found = target_of(in, reference_text(item));
    return !found || to(*found);
  });
}

struct coding {
  std::string system;
  std::string code;
};

// The codes of a code, Coding or CodeableConcept.
std::vector<coding> codings_of(const value& of) {
  std::vector<coding> made;
  if (auto text = as_string(of)) {
    made.push_back({{}, std::move(*text)});
    return made;
  }
  (void)each_child_named(of, "coding", [&](const value& each) {
    made.push_back({child_text(each, "system"), child_text(each, "code")});
    return true;
  });
  if (auto code = child_text(of, "code"); made.empty() && !code.empty()) made.push_back({child_text(of, "system"), std::move(code)});
  return made;
}

result<collection> member_of(evaluator& in, const node& at, const collection& input, const scope& around) {
  PHR_TRY(const auto value_set, argument_string(in, at, 0, around));
  if (input.size() != 1 || !value_set || in.in().host == nullptr) return collection{};
  bool known = true;
  const auto codings = codings_of(input[0]);
  for (const coding& each : codings) {
    const auto is = in.in().host->member_of(*value_set, each.system, each.code);
    if (is && *is) return collection{true};
    known = known && is.has_value();
  }
  return known && !codings.empty() ? collection{false} : collection{};
}

template <bool Of>
result<collection> subsumes(evaluator& in, const node& at, const collection& input, const scope& around) {
  PHR_TRY(const collection other, evaluated(in, at, 0, around));
  if (input.size() != 1 || other.size() != 1) return collection{};
  const auto general = codings_of(Of ? other[0] : input[0]);
  const auto special = codings_of(Of ? input[0] : other[0]);
  bool known = true;
  for (const coding& a : general) {
    for (const coding& b : special) {
      if (a.system != b.system) continue;
      if (a.code == b.code) return collection{true};
      const auto is = in.in().host == nullptr ? std::nullopt : in.in().host->subsumes(a.system, a.code, b.code);
      if (is && *is) return collection{true};
      known = known && is.has_value();
    }
  }
  return known && !general.empty() && !special.empty() ? collection{false} : collection{};
}

result<collection> conforms_to(evaluator& in, const node& at, const collection& input, const scope& around) {
  PHR_TRY(const auto url, argument_string(in, at, 0, around));
  if (!url || input.size() != 1) return collection{};
  const auto* const item = std::get_if<element>(&input[0]);
  if (item != nullptr && in.in().host != nullptr) {
    if (const auto known = in.in().host->conforms_to(*item, *url)) return collection{*known};
  }
  constexpr std::string_view own = "http://hl7.org/fhir/StructureDefinition/";
  const auto type = url->starts_with(own) ? type_test::of(std::string_view(*url).substr(own.size())) : result<type_test>(error{errc::unsupported});
  if (!type) return in.wrong(at, "a profile that is not known", errc::unsupported);
  return collection{type.value()(input[0])};
}

result<collection> html_checks(evaluator& in, const node&, const collection& input, const scope&) {
  if (input.size() != 1 || in.in().host == nullptr) return collection{};
  const auto known = in.in().host->is_narrative(as_string(input[0]).value_or(""));
  return known ? collection{*known} : collection{};
}

// The input, where all its modifier extensions are among those named.
result<collection> check_modifiers(evaluator& in, const node& at, const collection& input, const scope& around) {
  std::vector<std::string> understood;
  for (std::size_t index = 0; index < argument_count(at); ++index) {
    PHR_TRY(auto url, argument_string(in, at, index, around));
    if (url) understood.push_back(std::move(*url));
  }
  for (const value& each : input) {
    const bool all_known = each_child_named(each, "modifierExtension", [&](const value& extension) {
      const std::string url = child_text(extension, "url");
      return std::find(understood.begin(), understood.end(), url) != understood.end();
    });
    if (!all_known) return in.wrong(at, "an element with a modifier extension that is not understood");
  }
  return input;
}

constexpr named_function host_table[] = {
    {"resolve", 0, 0, nullptr, resolve}, {"memberOf", 1, 1, member_of}, {"subsumes", 1, 1, subsumes<false>}, {"subsumedBy", 1, 1, subsumes<true>},
    {"conformsTo", 1, 1, conforms_to}, {"htmlChecks", 0, 0, html_checks}, {"htmlChecks2", 0, 0, html_checks}, {"checkModifiers", 0, 32, check_modifiers},
};

}  // namespace

const fhir::structure* type_referred_to(const value& reference) {
  const std::string text = reference_text(reference);
  if (const auto parts = fhir::split_reference(text); parts.type) return &fhir::structure_of(*parts.type);
  const std::string type = child_text(reference, "type");
  return type.empty() ? nullptr : structure_named(type);
}

std::span<const named_function> host_functions() noexcept { return host_table; }

}  // namespace phr::fhirpath
