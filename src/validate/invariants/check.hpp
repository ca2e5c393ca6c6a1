// Evaluating invariants where the walk is.
#pragma once

#include "validate/checker.hpp"
#include "validate/invariants/invariants.hpp"

namespace phr::validate {

// What expressions ask of the validator: references within the text, R4's and the packages' value sets, narratives.
// Lifetime: borrows; during one walk. Threads: per-thread. Errors: none.
class invariant_host final : public fhirpath::host {
 public:
  invariant_host(const home& in, const terminology& codes) : in_(in), codes_(codes) {}

  [[nodiscard]] fhir::node resolve(std::string_view reference) override;
  [[nodiscard]] std::optional<bool> member_of(std::string_view value_set, std::string_view system, std::string_view code) override;
  [[nodiscard]] std::optional<bool> is_narrative(std::string_view xhtml) override;

 private:
  const home& in_;
  const terminology& codes_;
};

// Those of the element's type and of its place. What does not hold is a finding with the invariant's key.
void check_invariants(findings& found, const place& at, const home& in, const terminology& codes, const options& with);

// One: of R4, or of a profile. What is empty does not hold. Where it cannot be evaluated, a warning says so.
void check_invariant(findings& found, const place& at, const home& in, const terminology& codes, const invariant& rule);

}  // namespace phr::validate
