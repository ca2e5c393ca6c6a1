// May this be done? A pure function of policies and a request. What policies mean: policy.hpp.
#pragma once

#include <phr/consent/policy.hpp>
#include <phr/consent/type_set.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace phr::consent {

enum class action : std::uint8_t { collect, access, use, disclose, correct };

// Who wants to do what with a resource of which patient, why and when.
// Lifetime: borrows all its texts. Threads: immutable but for assignment. Errors: none.
struct request {
  std::span<const std::string_view> actors;             // all that stands for who asks, each Type/id
  std::string_view purpose;                             // v3 PurposeOfUse: "TREAT"
  std::span<const std::string_view> purpose_ancestors;  // the codes wider than it
  std::int64_t now_us = 0;                              // microseconds since 1970-01-01T00:00:00Z
  std::string_view patient;                             // "Patient/x"; "" for a resource of no patient
  fhir::resource_type type{};
  consent::action action = consent::action::access;
};

enum class reason : std::uint8_t {
  no_consent,               // no consent that speaks is of this patient
  not_in_period,            // one would have spoken, but for the period of its root rule
  not_covered,              // there are consents, and none says anything
  denied_by_provision,
  permitted_by_provision,
  owner,                    // not subject to consent
};

// The answer, and the rule that gave it: `policy` counts the policies from 0, path() the provisions below the root.
// Where several rules say the same, it is the first of them. Denies by default. It holds no text.
// Lifetime: a value. Threads: immutable but for assignment. Errors: none.
struct decision {
  bool permit = false;
  consent::reason reason = consent::reason::no_consent;
  std::uint8_t depth = 0;
  std::uint32_t policy = 0;
  std::array<std::uint16_t, policy::max_depth> indexes{};

  [[nodiscard]] constexpr std::span<const std::uint16_t> path() const noexcept { return {indexes.data(), depth}; }
  [[nodiscard]] static constexpr decision for_owner() noexcept {
    return {.permit = true, .reason = consent::reason::owner};
  }
  friend constexpr bool operator==(const decision&, const decision&) = default;
};

// Tries every policy and every rule. For a resource of no patient (Practitioner, Organization, Medication, ...) the
// consents of all patients are asked: one must permit its type and none deny it.
[[nodiscard]] decision decide(std::span<const policy> policies, const request& asked) noexcept;

// "permitted by Consent/c1 provision.provision[0]": ids and paths only. The policies must be those decided on.
[[nodiscard]] std::string describe(const decision& made, std::span<const policy> policies);

}  // namespace phr::consent
