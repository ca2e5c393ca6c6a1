// FHIR R4 Consent as rules that can be evaluated.
//
// What a Consent means here. Where R4 leaves room, the reading that denies more is taken.
//
// 1. Which consents speak. Only `status` active. Of scope: patient-privacy; research, for requests whose purpose is
//    HRESCH or a kind of it; not adr and treatment, which are about care, not data. Any other scope: see 6.
//    A consent speaks of its own patient only.
// 2. Rules. `provision` is the root rule, its provisions are exceptions to it, theirs are exceptions to them, and so on.
//    A rule matches a request when every criterion that it has matches; one without criteria matches all:
//    - period: from the beginning of `start` to the end of `end` as precisely as written (2024 is the whole year,
//      a time without an offset is UTC), beginning included and end not;
//    - actor: one of the request's actors is one of the rule's references, by the text Type/id; a role alone never
//      matches. The request's actors are all that stands for who asks: itself, its roles, its organizations.
//    - action: the request's action is among them;
//    - purpose: the request's purpose or one wider than it is among them (a rule for TREAT covers ETREAT, not
//      the other way round);
//    - class: the resource's type is among them (system http://hl7.org/fhir/resource-types).
// 3. What a rule says. A rule that does not match says nothing, and neither do those below it. If one that matches has
//    an exception that says deny, it says deny; else if one that says permit, permit; else what its own type says.
// 4. Type. A nested rule without type counts as deny (R4 requires it). A root rule may lack it: one without criteria, or
//    with a period alone, follows policyRule: OPTIN permits, OPTOUT and OPTOUTE deny, any other or none says nothing
//    itself. An untyped root rule with other criteria counts as deny: R4's own examples write "withhold from this nurse"
//    like that under OPTIN. A consent without provision has a root rule without criteria.
// 5. Several consents: one that says deny overrides those that say permit. Where nothing is said, access is denied.
// 6. Fail-safe. What this version cannot evaluate: code, securityLabel, data, dataPeriod, classes, purposes and actions
//    of other systems, codes without system, actors without a role, with a code of no system for one, or with the role of
//    another side than the recipient (of v3-ParticipationType all but PRCP and IRCP: author, custodian, ...), actors that are not a reference Type/id,
//    modifierExtension, and elements that R4 does not have. A rule with such an element is unsure: that criterion is
//    dropped, so a deny denies more, and neither the rule nor any below it permits. Of a rule that denies,
//    modifierExtension and elements that R4 does not have, which might turn it around, drop all criteria. In a rule that denies,
//    actors of type Group and CareTeam are unsure too, for the request may not name all its groups; in one that permits
//    they match as the others do. modifierExtension or implicitRules of the Consent itself, or an element
//    that R4 does not have, do all of this to all of its rules; an unknown scope makes its root rule unsure.
#pragma once

#include <phr/core/owned.hpp>
#include <phr/core/result.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace phr::fhir::json {
class value;
}  // namespace phr::fhir::json

namespace phr::consent {

enum class status : std::uint8_t { draft, proposed, active, rejected, inactive, entered_in_error };

// Whether all of a Consent counts, or only what it denies: of one that another version has replaced, which the owner has not looked at.
enum class force : std::uint8_t { whole, denies_alone };

namespace detail {
struct policy_body;
}  // namespace detail

// One Consent, compiled.
// Lifetime: owns all; move-only. A policy moved from can only be assigned to or destroyed. Threads: immutable.
// Errors: those of compile().
class policy {
 public:
  static constexpr std::size_t max_depth = 16;       // of provisions below the root
  static constexpr std::size_t max_rules = 1U << 16;

  policy(policy&&) noexcept = default;
  policy& operator=(policy&&) noexcept = default;

  [[nodiscard]] std::string_view id() const noexcept;       // "" where it has none
  [[nodiscard]] std::string_view version() const noexcept;  // meta.versionId
  [[nodiscard]] std::string_view patient() const noexcept;  // "Patient/x"; "" unless it speaks
  [[nodiscard]] consent::status status() const noexcept;
  [[nodiscard]] bool speaks() const noexcept;               // see 1
  [[nodiscard]] std::size_t rule_count() const noexcept;    // 0 unless it speaks
  // What its rules name, as written, in order: references of actors, and codes of purposes. Borrowed.
  [[nodiscard]] std::span<const std::string> actors() const noexcept;
  [[nodiscard]] std::span<const std::string> purposes() const noexcept;
  // Rules that are unsure by themselves (6). A host may tell the user that such consents permit less than they say.
  [[nodiscard]] std::size_t unsure_count() const noexcept;

  [[nodiscard]] const detail::policy_body& body() const noexcept { return *body_; }

 private:
  friend result<policy> compile(const fhir::json::value& consent, force with);
  explicit policy(owned<const detail::policy_body>&& body) noexcept
      : body_(static_cast<owned<const detail::policy_body>&&>(body)) {}
  owned<const detail::policy_body> body_;
};

// Compiles a Consent resource. Of a consent that does not speak only id, version and status are read.
// Errors, each with the element's path, line and column, and its index where it is one of several: wrong_type,
// missing_element, invalid_value, invalid_id, malformed_date; unresolved_reference where the patient is not a
// reference Patient/id; too_deep and too_large beyond the limits above; unknown_resource_type for another resource.
// A caller that meets one in a stored Consent must deny what it might have denied: everything of that patient.
[[nodiscard]] result<policy> compile(const fhir::json::value& consent, force with = force::whole);

}  // namespace phr::consent
