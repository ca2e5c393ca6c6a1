// Versions over time: of a resource, of a type, of the whole store.
#pragma once

#include <phr/core/date_time.hpp>

#include "store/records/snapshot.hpp"

#include <cstdint>
#include <optional>

namespace phr::storage {

struct past_query {
  std::int64_t key = 0;           // of one resource; 0: of all
  fhir::resource_type type = {};  // none: of all
  std::optional<std::int64_t> since;
  std::optional<time_interval> at;
  std::int64_t before = INT64_MAX;  // the position of the last version of the page before
};

struct past_version {
  record version;
  std::int64_t key = 0;
  std::int64_t position = 0;  // falls from one to the next; writes that come later have greater ones
};

// Steps over versions, newest first. Those of one resource go by their numbers, all others by the feed of changes.
// Lifetime: borrows the snapshot. Threads: per-thread. Errors: those of reading the file.
class past {
 public:
  [[nodiscard]] static result<past> of(const snapshot& at, const past_query& asked);
  // nullopt at the end.
  [[nodiscard]] result<std::optional<past_version>> next();

 private:
  past(const snapshot& at, const past_query& asked, sql::statement rows) : at_(at), asked_(asked), rows_(std::move(rows)) {}
  [[nodiscard]] result<bool> was_current(std::int64_t key, const record& version);

  snapshot at_;
  past_query asked_;
  sql::statement rows_;
};

}  // namespace phr::storage
