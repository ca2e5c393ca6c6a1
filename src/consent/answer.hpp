// From what single consents say to a decision.
#pragma once

#include "consent/body.hpp"

namespace phr::consent::detail {

inline constexpr std::uint32_t no_rule = 0xFFFFFFFF;

// What one consent says, and which of its rules.
struct said {
  rule_type type = rule_type::nothing;
  std::uint32_t rule = no_rule;
};

// Of exceptions to one rule, in any order: the first that denies, else the first that permits.
inline void prefer(said& kept, const said& other) noexcept {
  if (other.type == rule_type::nothing) return;
  const bool stronger = kept.type != rule_type::deny && other.type == rule_type::deny;
  if (kept.type == rule_type::nothing || stronger || (kept.type == other.type && other.rule < kept.rule)) kept = other;
}

// Collects what consents say, in any order.
struct answer {
  said best;
  std::uint32_t policy = 0;
  bool any_consent = false;
  bool out_of_period = false;

  void add(const said& other, std::uint32_t of_policy) noexcept {
    if (other.type == rule_type::nothing) return;
    const bool stronger = best.type != rule_type::deny && other.type == rule_type::deny;
    if (best.type != rule_type::nothing && !stronger && (best.type != other.type || policy <= of_policy)) return;
    best = other;
    policy = of_policy;
  }

  [[nodiscard]] decision made(std::span<const consent::policy> policies) const noexcept {
    decision out;
    if (best.type == rule_type::nothing) {
      out.reason = !any_consent ? reason::no_consent : out_of_period ? reason::not_in_period : reason::not_covered;
      return out;
    }
    out.permit = best.type == rule_type::permit;
    out.reason = out.permit ? reason::permitted_by_provision : reason::denied_by_provision;
    out.policy = policy;
    const auto& rules = policies[policy].body().rules;
    const rule* at = &rules[best.rule];
    out.depth = at->depth;
    for (; at->depth > 0; at = &rules[at->parent]) out.indexes[at->depth - 1U] = at->index;
    return out;
  }
};

}  // namespace phr::consent::detail
