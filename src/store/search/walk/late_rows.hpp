// Resources whose keys are older than they are, in the order of first writing.
#pragma once

#include "store/search/walk/order.hpp"

#include <functional>
#include <optional>
#include <string>

namespace phr::storage {

// The resources of a type that others had referred to before they were there, beside a stream of the others by key.
// Lifetime: borrows the scope; ends before its transaction. Threads: per-thread. Errors: those of sql, and of the functions it calls.
class late_rows {
 public:
  // nullopt where there are none, or the owner asks, to whom keys tell nothing that is hidden. Those behind that place.
  [[nodiscard]] static result<std::optional<late_rows>> of(search_scope& in, fhir::resource_type type, std::int64_t behind);

  // With what is asked of each, over d.k.
  [[nodiscard]] result<void> prepare(const std::string& condition);
  // Those that stand before that place, in order; false when the visitor has enough.
  [[nodiscard]] result<bool> give(std::int64_t before, const std::function<bool(const ordered_row&)>& visit);

  // The condition that leaves them out of another stream.
  [[nodiscard]] static std::string none_of(const std::string& key) { return "NOT EXISTS (SELECT 1 FROM late WHERE key = " + key + ")"; }

 private:
  late_rows(search_scope& in, fhir::resource_type type, std::int64_t behind) : in_(&in), type_(type), behind_(behind) {}
  search_scope* in_;
  fhir::resource_type type_;
  std::int64_t behind_;
  sql::statement rows_;
  std::optional<ordered_row> held_;  // read, and not before the place that was asked for
  bool is_over_ = false;
};

}  // namespace phr::storage
