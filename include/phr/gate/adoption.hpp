// Consents that came by import, and wait for the owner.
#pragma once

#include <phr/access/purpose.hpp>
#include <phr/fhir/resource_type.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace phr {

// One that says nothing until the owner adopts it (decision D17). Where an earlier version of it was adopted, what that denied is denied
// meanwhile, and what it permitted is not permitted.
struct pending_consent {
  std::string id;
  std::uint32_t version = 0;
  std::string patient;        // id of the patient it is of; "" where it cannot be told
  std::string title;          // of its scope or category; "" where it has none
  bool deleted = false;       // an import deleted one that was adopted
  bool readable = true;       // false: adopted, it would deny all of its patient to others
  std::uint32_t unsure = 0;   // rules that cannot be evaluated: they deny what they might, and permit nothing
  std::uint32_t adopted = 0;  // the version that was adopted before; 0 for none
};

// What adopting it would change for one principal and purpose: how many resources of a type may be seen, of the whole record. Asked are all whom it
// or another adopted Consent of the patient names, and somebody whom none does, for treatment and for the purposes that they name.
struct consent_effect {
  std::string principal;  // a reference that rules name; "" for everybody whom they do not
  access::purpose purpose = access::purpose::treatment;
  fhir::resource_type type = {};
  std::uint64_t before = 0;
  std::uint64_t after = 0;
};

}  // namespace phr
