// All decisions for one principal at once, as sets of types.
#include <phr/consent/scope.hpp>

#include "consent/body.hpp"

#include <algorithm>
#include <numeric>

namespace phr::consent {

namespace {

using detail::policy_body;
using detail::rule;
using detail::rule_type;

struct said_types {
  type_set permit;
  type_set deny;  // never overlaps `permit`
};

// For each type what detail's rules say of it. Recursion is bounded by policy::max_depth.
said_types evaluate(const policy_body& body, const rule& tried, const request& asked) noexcept {
  if (!tried.in_period(asked.now_us) || !detail::matches_intent(body, tried, asked) ||
      !detail::matches_actor(body, tried, asked)) {
    return {};
  }
  said_types out;
  for (const rule& child : body.children(tried)) {
    const said_types exception = evaluate(body, child, asked);
    out.permit |= exception.permit;
    out.deny |= exception.deny;
  }
  const type_set covered = tried.any_type ? type_set::all() : tried.types;
  out.deny &= covered;
  out.permit &= covered & ~out.deny;
  const type_set rest = covered & ~out.deny & ~out.permit;
  if (tried.says() == rule_type::permit) out.permit |= rest;
  if (tried.says() == rule_type::deny) out.deny |= rest;
  return out;
}

// The first bound of a period after now.
std::int64_t next_change(const policy_body& body, std::int64_t now) noexcept {
  std::int64_t next = INT64_MAX;
  for (const rule& each : body.rules) {
    if (each.period.low > now) next = std::min(next, each.period.low);
    if (each.period.high > now) next = std::min(next, each.period.high);
  }
  return next;
}

}  // namespace

scope scope::everything() noexcept {
  scope out;
  out.everything_ = true;
  return out;
}

std::uint32_t scope::find(std::string_view patient) const noexcept {
  const auto found = std::lower_bound(patients_.begin(), patients_.end(), patient);
  if (found == patients_.end() || *found != patient) return no_patient;
  return static_cast<std::uint32_t>(found - patients_.begin());
}

type_set scope::types(std::uint32_t patient_index) const noexcept {
  if (everything_) return type_set::all();
  return patient_index < types_.size() ? types_[patient_index] : type_set{};
}

type_set scope::types_without_patient() const noexcept { return everything_ ? type_set::all() : without_patient_; }

scope compile_scope(std::span<const policy> policies, const request& asked) {
  std::vector<const policy_body*> speaking;
  for (const policy& each : policies) {
    if (detail::is_about(each.body(), asked)) speaking.push_back(&each.body());
  }
  std::stable_sort(speaking.begin(), speaking.end(),
                   [](const policy_body* a, const policy_body* b) { return a->patient < b->patient; });
  scope out;
  said_types all;
  for (auto first = speaking.begin(); first != speaking.end();) {
    const std::string& patient = (*first)->patient;
    said_types of_patient;
    for (; first != speaking.end() && (*first)->patient == patient; ++first) {
      const said_types one = evaluate(**first, (*first)->rules.front(), asked);
      of_patient.permit |= one.permit;
      of_patient.deny |= one.deny;
      out.valid_until_ = std::min(out.valid_until_, next_change(**first, asked.now_us));
    }
    all.permit |= of_patient.permit;
    all.deny |= of_patient.deny;
    const type_set visible = of_patient.permit & ~of_patient.deny;
    if (visible.empty()) continue;
    out.patients_.push_back(patient);
    out.types_.push_back(visible);
  }
  out.without_patient_ = all.permit & ~all.deny;
  return out;
}

}  // namespace phr::consent
