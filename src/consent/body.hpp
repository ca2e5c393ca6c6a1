// The compiled form of one Consent. Its meaning: phr/consent/policy.hpp.
#pragma once

#include <phr/consent/decision.hpp>
#include <phr/core/date_time.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace phr::consent::detail {

enum class rule_type : std::uint8_t { nothing, permit, deny };

inline constexpr std::int64_t always_from = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t always_to = std::numeric_limits<std::int64_t>::max();

// One provision. Criteria that it has not: `any_...`, no action bits, the period from always_from to always_to.
struct rule {
  time_interval period{always_from, always_to};
  type_set types;
  std::uint32_t parent = 0;  // its own index for the root
  std::uint32_t first_child = 0;
  std::uint32_t child_count = 0;
  std::uint32_t first_actor = 0;  // in policy_body::actors
  std::uint32_t actor_count = 0;
  std::uint32_t first_purpose = 0;  // in policy_body::purposes
  std::uint32_t purpose_count = 0;
  std::uint16_t index = 0;          // among its parent's children
  std::uint8_t depth = 0;           // 0 is the root
  std::uint8_t actions = 0;         // a bit for each action; 0: any
  rule_type type = rule_type::nothing;
  bool any_actor = true;
  bool any_purpose = true;
  bool any_type = true;
  bool unsure = false;   // has an element that cannot be evaluated
  bool counts = true;    // neither unsure nor below a rule that is: may permit

  [[nodiscard]] bool in_period(std::int64_t now) const noexcept {
    return period.low <= now && (now < period.high || period.high == always_to);
  }
  // What it says where no exception of it does.
  [[nodiscard]] rule_type says() const noexcept {
    return type == rule_type::permit && !counts ? rule_type::nothing : type;
  }
};

struct policy_body {
  std::string id;
  std::string version;
  std::string patient;
  consent::status status = consent::status::draft;
  bool speaks = false;
  bool research_only = false;
  bool has_provision = false;
  std::vector<rule> rules;  // level by level, so that the children of a rule lie side by side; the root is first
  std::vector<std::string> actors;
  std::vector<std::string> purposes;

  [[nodiscard]] std::span<const rule> children(const rule& of) const noexcept {
    return std::span(rules).subspan(of.first_child, of.child_count);
  }
  [[nodiscard]] std::span<const std::string> actors_of(const rule& of) const noexcept {
    return std::span(actors).subspan(of.first_actor, of.actor_count);
  }
  [[nodiscard]] std::span<const std::string> purposes_of(const rule& of) const noexcept {
    return std::span(purposes).subspan(of.first_purpose, of.purpose_count);
  }
};

[[nodiscard]] inline bool has_purpose(const request& asked, std::string_view code) noexcept {
  const auto& wider = asked.purpose_ancestors;
  return asked.purpose == code || std::find(wider.begin(), wider.end(), code) != wider.end();
}

// Whether the consent is about requests for this purpose at all.
[[nodiscard]] inline bool is_about(const policy_body& body, const request& asked) noexcept {
  return body.speaks && (!body.research_only || has_purpose(asked, "HRESCH"));
}

[[nodiscard]] inline bool matches_actor(const policy_body& body, const rule& tried, const request& asked) noexcept {
  if (tried.any_actor) return true;
  for (const std::string& actor : body.actors_of(tried)) {
    if (std::find(asked.actors.begin(), asked.actors.end(), actor) != asked.actors.end()) return true;
  }
  return false;
}

// Action and purpose.
[[nodiscard]] inline bool matches_intent(const policy_body& body, const rule& tried, const request& asked) noexcept {
  if (tried.actions != 0 && (tried.actions >> static_cast<unsigned>(asked.action) & 1U) == 0) return false;
  if (tried.any_purpose) return true;
  for (const std::string& code : body.purposes_of(tried)) {
    if (has_purpose(asked, code)) return true;
  }
  return false;
}

}  // namespace phr::consent::detail
