// Whose record a resource is.
#pragma once

#include <phr/fhir/json.hpp>
#include <phr/fhir/resource_type.hpp>
#include <phr/fhir/type_set.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace phr::storage {

// All patients that a resource tells of: each one that it refers to at any depth, also in what it contains, in the entries of a Bundle, in
// parameters and extensions; and each whose Patient it holds a copy of.
// Lifetime: a value. Threads: per-thread. Errors: none.
struct subjects {
  std::vector<std::string> patients;  // ids, sorted, each once; of a Patient also its own
  fhir::type_set within;              // types of the resources in it that are somebody's record: these must be permitted, too
  // It tells of somebody who cannot be told: a Patient of another server, one without an id, one that a search names, what nearly is a
  // reference to a Patient; or it is of a type that has a patient and does not say whose it is, whoever else it names. It is the owner's alone.
  bool closed = false;
};

// `resource` is the root, `stored` its text as append_stored_text writes it.
[[nodiscard]] subjects subjects_of(const fhir::json::value& resource, std::string_view stored, fhir::resource_type type);

// Types that are nobody's record by themselves, and open to whom anything is permitted: who works where, what can be prescribed, words
// and their definitions. Everything else that names no patient is closed.
[[nodiscard]] bool is_shareable(fhir::resource_type type) noexcept;
// Whether elements of the type put a resource into a patient's compartment.
[[nodiscard]] bool has_compartment(fhir::resource_type type) noexcept;
// The elements of a type that say whose it is, as JSON members ("subject", "participant.actor"): those of R4's parameter `patient`, or of
// `subject`, or of all that put it into a patient's compartment. Empty for a type that is in none. Static.
[[nodiscard]] const std::vector<std::string_view>& owner_elements(fhir::resource_type type);

}  // namespace phr::storage
