// Decisions by trying every rule.
#include "consent/answer.hpp"

namespace phr::consent {

namespace {

using detail::answer;
using detail::policy_body;
using detail::rule;
using detail::rule_type;
using detail::said;

bool matches_all_but_period(const policy_body& body, const rule& tried, const request& asked) noexcept {
  return (tried.any_type || tried.types.contains(asked.type)) && detail::matches_intent(body, tried, asked) &&
         detail::matches_actor(body, tried, asked);
}

// Recursion is bounded by policy::max_depth.
said evaluate(const policy_body& body, std::uint32_t number, const request& asked) noexcept {
  const rule& tried = body.rules[number];
  if (!tried.in_period(asked.now_us) || !matches_all_but_period(body, tried, asked)) return {};
  said exception;
  for (std::uint32_t i = 0; i < tried.child_count && exception.type != rule_type::deny; ++i) {
    detail::prefer(exception, evaluate(body, tried.first_child + i, asked));
  }
  if (exception.type != rule_type::nothing) return exception;
  return {tried.says(), number};
}

// "provision.provision[0]", and "policyRule" where there is no provision.
void append_path(std::string& out, const decision& made, const policy& of) {
  if (!of.body().has_provision) {
    out += "policyRule";
    return;
  }
  out += "provision";
  for (const std::uint16_t index : made.path()) out += ".provision[" + std::to_string(index) + "]";
}

}  // namespace

decision decide(std::span<const policy> policies, const request& asked) noexcept {
  answer out;
  for (std::size_t i = 0; i < policies.size(); ++i) {
    const policy_body& body = policies[i].body();
    if (!detail::is_about(body, asked) || (!asked.patient.empty() && asked.patient != body.patient)) continue;
    out.any_consent = true;
    const rule& root = body.rules.front();
    if (!root.in_period(asked.now_us)) {
      out.out_of_period = out.out_of_period || matches_all_but_period(body, root, asked);
      continue;
    }
    out.add(evaluate(body, 0, asked), static_cast<std::uint32_t>(i));
  }
  return out.made(policies);
}

std::string describe(const decision& made, std::span<const policy> policies) {
  switch (made.reason) {
    case reason::no_consent: return "denied: there is no active consent";
    case reason::not_in_period: return "denied: no consent is in its period";
    case reason::not_covered: return "denied: no consent covers it";
    case reason::owner: return "permitted to the owner";
    case reason::denied_by_provision:
    case reason::permitted_by_provision: break;
  }
  std::string out = made.permit ? "permitted by " : "denied by ";
  if (made.policy >= policies.size()) return out + "a consent";
  const policy& of = policies[made.policy];
  out += of.id().empty() ? "a Consent without id" : "Consent/" + std::string(of.id());
  out += ' ';
  append_path(out, made, of);
  return out;
}

}  // namespace phr::consent
