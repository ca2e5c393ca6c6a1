// A patient's compartment in time, as a principal may see it.
#pragma once

#include "store/guard/guarded_snapshot.hpp"

#include <optional>
#include <vector>

namespace phr::storage {

struct member {
  std::int64_t happened = 0;  // no_time where it has no date
  std::int64_t key = 0;
  std::int64_t place = 0;  // that settles between equal times: guarded_snapshot::place_of
  fhir::resource_type type = {};
};

// Where in that order to go on.
struct member_place {
  std::int64_t happened = 0;
  std::int64_t place = 0;
};

// Which members, in which order.
struct member_query {
  std::int64_t patient = 0;
  bool newest_first = false;        // else what has no date, and then the oldest first
  bool undated = true;              // whether those without a date are wanted
  std::optional<std::int64_t> from = {};  // of those with a date
  std::optional<std::int64_t> to = {};    // exclusive
  std::optional<member_place> behind = {};  // in that order
};

// Steps over members that may be seen. The patient's own resource is one of them.
// Lifetime: borrows the snapshot's database. Threads: per-thread. Errors: those of reading the file.
class members {
 public:
  [[nodiscard]] static result<members> of(const guarded_snapshot& at, const member_query& asked);
  // nullopt at the end.
  [[nodiscard]] result<std::optional<member>> next();

 private:
  members(const guarded_snapshot& at, const member_query& asked, sql::statement rows) : at_(at), asked_(asked), rows_(std::move(rows)) {}
  [[nodiscard]] result<std::optional<member>> row();
  [[nodiscard]] result<void> read_equals();

  guarded_snapshot at_;
  member_query asked_;
  sql::statement rows_;
  std::vector<member> equals_;    // of one time, where keys are not places; the next one last
  std::optional<member> ahead_;   // the first of the time behind theirs
  bool in_order_ = true;          // keys are places
  bool is_over_ = false;
};

// The patient of that id, or the only one of whom anything may be seen. 0 where who asks is not the owner, and of that one, or of nobody,
// anything may be seen: whether the record has the patient makes no difference. Errors: ambiguous_match for several; to the owner, not_found.
[[nodiscard]] result<std::int64_t> patient_asked_for(const guarded_snapshot& at, std::string_view id);

// How many resources of a type there are of one patient, or of none, and how many of these may be seen.
struct member_count {
  std::int64_t patient = 0;  // 0 for those in no compartment
  fhir::resource_type type = {};
  std::uint64_t count = 0;
  std::uint64_t visible = 0;
};
// `only`: of one patient; 0 for all, and what is in no compartment. By patient and type.
[[nodiscard]] result<std::vector<member_count>> count_members(const guarded_snapshot& at, std::int64_t only);

// How many resources of each type may be seen, by type.
[[nodiscard]] result<std::vector<type_count>> count_visible(const guarded_snapshot& at);

}  // namespace phr::storage
