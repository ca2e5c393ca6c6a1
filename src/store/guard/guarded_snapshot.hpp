// A snapshot as one principal may see it: all that the modules above the gate read through.
#pragma once

#include "store/guard/authorization.hpp"
#include "store/records/snapshot.hpp"

#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace phr::storage {

// What has been decided of sets of subjects, remembered from one read to the next while the authorization stays.
// Lifetime: shared by the snapshots of one session. Threads: per-thread. Errors: none.
struct decisions {
  explicit decisions(authorization made) : by(std::move(made)) {}
  authorization by;
  std::unordered_map<std::int64_t, fhir::type_set> types;  // that may be seen, by the set of subjects
};

// Lifetime: borrows the snapshot's database. Threads: per-thread. Errors: those of reading the file.
class guarded_snapshot {
 public:
  guarded_snapshot(const snapshot& at, std::shared_ptr<decisions> made) : at_(at), made_(std::move(made)) {}

  [[nodiscard]] bool sees_all() const noexcept { return made_->by.is_all(); }
  [[nodiscard]] const authorization& by() const noexcept { return made_->by; }
  // Whether the current version may be seen; false where there is none.
  [[nodiscard]] result<bool> sees(std::int64_t key) const;
  // Whether this version may be, by what it says itself: a version now corrected may have been of another patient. A deletion says nothing and is
  // the owner's.
  [[nodiscard]] result<bool> sees(const record& version) const;

  // The patients in whose compartments all lies that may be seen of types that have one, where that is little; nullopt where it is much, or all.
  // It depends on nothing that is hidden but how much of these patients is.
  [[nodiscard]] result<std::optional<std::vector<std::int64_t>>> few_patients() const;

  // Where a resource stands in the order that what is visible is given in, where no other is asked for: that of first writing. Its key would not
  // do, which is given when anything refers to it first, also something that is hidden. To the owner, it is the key.
  [[nodiscard]] result<std::int64_t> place_of(std::int64_t key) const;
  // Whether any place differs from a key's; of that type alone where one is named.
  [[nodiscard]] result<bool> has_late(fhir::resource_type type = {}) const;

  // All types of which a resource of that set of subjects may be seen.
  [[nodiscard]] result<fhir::type_set> types_of(std::int64_t subjects) const;

  [[nodiscard]] const snapshot& at() const noexcept { return at_; }

 private:
  snapshot at_;
  std::shared_ptr<decisions> made_;
};

// Keys in the order of their places. Those that rise do already, to the owner.
[[nodiscard]] result<void> put_in_order(const guarded_snapshot& at, std::vector<std::int64_t>& keys);

// Whose record the resource of a text is, by keys: what its row would say. Patients that this store does not know are nobody that permits.
[[nodiscard]] result<subject_keys> subjects_of_version(const snapshot& at, const record& version);

}  // namespace phr::storage
