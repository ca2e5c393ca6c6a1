// Search extraction: from a resource to its index rows.
#pragma once

#include <phr/fhir/json.hpp>

#include "store/index/rows.hpp"

namespace phr::storage {

// Adds the rows of every supported parameter of the type, read from the generated tables. Pure: the same text always
// gives the same rows, which is how an update finds the rows of the version it replaces. A value of another form than
// FHIR defines gives no row and is counted in `malformed`.
void extract(const fhir::json::value& resource, fhir::resource_type type, index_rows& out);

// How many combinations all composites of one resource may have. Those of resources as they are written are some hundreds.
inline constexpr std::size_t most_combinations = 65'536;

// Every combination of what the parts of a composite say of one element.
// Lifetime: one element; texts borrow as those of `out`. Threads: per-thread. Errors: none.
class composite_maker {
 public:
  explicit composite_maker(std::uint16_t parameter) : made_{composite_row{parameter, {}}} {}
  void add(index_rows& found, fhir::search_kind kind, index_rows& out);  // the rows of the next part; there are up to three
  void finish(index_rows& out);

 private:
  std::vector<composite_row> made_;
  std::size_t nth_ = 0;
};

// When the resource happened: the start of the first of its timeline elements that is there. Microseconds since 1970 UTC.
[[nodiscard]] std::optional<std::int64_t> happened(const fhir::json::value& resource, fhir::resource_type type);

}  // namespace phr::storage
