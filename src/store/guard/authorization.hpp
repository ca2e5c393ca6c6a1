// What one principal may see of a store, as a value (decision D15).
#pragma once

#include <phr/fhir/resource_type.hpp>
#include <phr/fhir/type_set.hpp>

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace phr::gate {
class authorizer;
}  // namespace phr::gate

namespace phr::storage {

// Whose record a resource is, by the keys of patients: see index/subjects.hpp.
struct subject_keys {
  std::vector<std::int64_t> patients;
  fhir::type_set within;
  bool closed = false;
};

// Compiled by the gate, and by nothing else: everything that gives rows, counts or bodies takes one. There is none that is empty.
// A resource may be seen where each of its patients permits its type and the types of the resources in it. One that has no patient is of a
// shareable type, and open to whom anything is permitted. What is closed is the owner's alone.
// Lifetime: a value. Threads: immutable. Errors: none.
class authorization {
 public:
  [[nodiscard]] bool is_all() const noexcept { return all_; }
  // All types of which a resource of these subjects may be seen.
  [[nodiscard]] fhir::type_set types(const subject_keys& of) const;
  [[nodiscard]] bool permits(const subject_keys& of, fhir::resource_type type) const { return types(of).contains(type); }
  // Whether anything of that patient may be seen. Without it, no resource that names the patient may.
  [[nodiscard]] bool knows(std::int64_t patient) const { return all_ || permitted_.contains(patient); }
  // The keys of those of whom anything may be seen, sorted; of all(), none.
  [[nodiscard]] const std::vector<std::int64_t>& patients() const noexcept { return patients_; }

 private:
  friend class phr::gate::authorizer;
  friend class scratch_store;
  using permissions = std::unordered_map<std::int64_t, fhir::type_set>;

  explicit authorization(bool all) noexcept : all_(all) {}
  explicit authorization(permissions permitted);
  [[nodiscard]] static authorization all() { return authorization(true); }
  [[nodiscard]] static authorization nothing() { return authorization(false); }

  bool all_ = false;
  permissions permitted_;
  std::vector<std::int64_t> patients_;
};

}  // namespace phr::storage
