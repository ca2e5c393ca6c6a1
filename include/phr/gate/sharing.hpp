// What another may see of a record, and why.
#pragma once

#include <phr/fhir/resource_type.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace phr {

// Whether one resource may be read, and the provision that says so:
// "permitted by Consent/c1 provision.provision[0]". Ids and paths only.
struct explanation {
  bool permit = false;
  std::string why;
};

// Resources of one type, and what consent says of them.
struct shared_type {
  fhir::resource_type type = {};
  std::string patient;        // id of the patient they are of; "" for those of no patient: Practitioner, Organization
  std::uint64_t count = 0;    // in the record
  std::uint64_t visible = 0;  // of these; fewer than `count` also where a second patient does not permit
  bool permit = false;
  std::string why;
};

}  // namespace phr
