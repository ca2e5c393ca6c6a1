// What is in a patient's compartment, and what that refers to.
#pragma once

#include <phr/interactions/operations.hpp>

#include "store/records/resource_pass.hpp"
#include "store/reads/members.hpp"

#include <cstdint>
#include <vector>

namespace phr::interactions {

// A set of keys as bits: keys are given out one after the other, so that the set of all of a record's takes one bit for each.
class key_set {
 public:
  void insert(std::int64_t key) {
    const auto word = static_cast<std::size_t>(key) / 64;
    if (word >= words_.size()) words_.resize(word + word / 2 + 1);
    words_[word] |= std::uint64_t{1} << (static_cast<std::size_t>(key) % 64);
  }
  [[nodiscard]] bool contains(std::int64_t key) const noexcept {
    const auto word = static_cast<std::size_t>(key) / 64;
    return word < words_.size() && ((words_[word] >> (static_cast<std::size_t>(key) % 64)) & 1) != 0;
  }
  // Rising.
  [[nodiscard]] std::vector<std::int64_t> keys() const;

 private:
  std::vector<std::uint64_t> words_;
};

// A patient's compartment as a principal may see it, in the time and of the types that are asked for.
// Lifetime: borrows all that it is made of. Threads: per-thread. Errors: those of snapshot.
class compartment {
 public:
  compartment(const storage::guarded_snapshot& at, std::int64_t patient, const everything_options& asked) : at_(at), patient_(patient), asked_(asked) {}

  [[nodiscard]] std::int64_t patient() const noexcept { return patient_; }
  [[nodiscard]] const storage::guarded_snapshot& at() const noexcept { return at_; }

  [[nodiscard]] bool wanted(fhir::resource_type type, std::int64_t updated) const;

  // By time and then by place, behind that one; the patient is among them. What has no date cannot be said to lie outside of a time, and is
  // given.
  [[nodiscard]] result<storage::members> by_time(std::optional<storage::member_place> behind) const;
  // The same members' keys, rising.
  [[nodiscard]] result<std::vector<std::int64_t>> keys() const;

  // Of what the patient and the members refer to, what is nobody's record: practitioners, organizations, medications. What is of a
  // patient is this one's and among the members, or is somebody else's. In order of first writing.
  [[nodiscard]] result<std::vector<std::int64_t>> referred() const;
  // The same, of references that were gathered.
  [[nodiscard]] result<std::vector<std::int64_t>> nobodys(const key_set& references, const key_set& members) const;

 private:
  const storage::guarded_snapshot& at_;
  std::int64_t patient_;
  const everything_options& asked_;
};

}  // namespace phr::interactions
