#include "store/search/walk/late_rows.hpp"

#include "store/search/walk/merge.hpp"
#include "store/sql/access.hpp"

#include <fmt/format.h>

namespace phr::storage {

result<std::optional<late_rows>> late_rows::of(search_scope& in, fhir::resource_type type, std::int64_t behind) {
  PHR_TRY(const bool any, in.guarded.has_late(type));
  std::optional<late_rows> made;
  if (any) made = late_rows(in, type, behind);
  return made;
}

result<void> late_rows::prepare(const std::string& condition) {
  const std::string text = fmt::format("SELECT d.k, d.p FROM (SELECT key AS k, place AS p FROM late WHERE type = {} AND place > {}) d WHERE {} ORDER BY d.p",
                                       static_cast<int>(type_), behind_, condition.empty() ? "1" : condition);
  PHR_TRY(rows_, sql_of(in_->at).on().prepare(text));
  in_->values.bind(rows_);
  return success();
}

result<bool> late_rows::give(std::int64_t before, const std::function<bool(const ordered_row&)>& visit) {
  for (;;) {
    if (!held_ && !is_over_) {
      PHR_TRY(const bool more, step_of(*in_, rows_));
      is_over_ = !more;
      if (more) held_ = ordered_row{{}, rows_.integer(0), rows_.integer(1)};
    }
    if (!held_ || held_->place >= before) return true;
    const ordered_row next = std::move(*held_);
    held_.reset();
    if (!visit(next)) return false;
  }
}

}  // namespace phr::storage
