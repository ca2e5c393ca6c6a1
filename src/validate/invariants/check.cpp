#include "validate/invariants/check.hpp"

#include "validate/narrative.hpp"
#include "validate/resolve.hpp"

namespace phr::validate {

fhir::node invariant_host::resolve(std::string_view reference) { return validate::resolve(reference, in_); }

std::optional<bool> invariant_host::member_of(std::string_view value_set, std::string_view system, std::string_view code) {
  const membership is = system.empty() ? codes_.contains_code(value_set, code) : codes_.contains(value_set, system, code);
  return is == membership::unknown ? std::nullopt : std::optional(is == membership::yes);
}

std::optional<bool> invariant_host::is_narrative(std::string_view xhtml) { return check_narrative(xhtml).empty(); }

void check_invariant(findings& found, const place& at, const home& in, const terminology& codes, const invariant& rule) {
  invariant_host host(in, codes);
  const fhirpath::environment with{.resource = *in.at, .root_resource = *container_of(in).at, .host = &host};
  const auto holds = rule.holds.test(*at.at, with);
  if (!holds) {
    const auto why = holds.error().place();
    found.warning(issue_type::processing, at, "the invariant cannot be evaluated: " + std::string(why.data(), why.size()), rule.key);
  } else if (!holds.value().value_or(false)) {
    found.add(rule.how_bad, issue_type::invariant, at, std::string(rule.human), rule.key);
  }
}

void check_invariants(findings& found, const place& at, const home& in, const terminology& codes, const options& with) {
  const invariants& all = invariants::r4();
  const auto run = [&](std::span<const invariant* const> rules) {
    for (const invariant* const each : rules) {
      if (each->key != "dom-6" || with.best_practices) check_invariant(found, at, in, codes, *each);
    }
  };
  if (at.at->type() != nullptr) run(all.of(*at.at->type()));
  if (at.at->definition() != nullptr) run(all.of(*at.at->definition()));
}

}  // namespace phr::validate
