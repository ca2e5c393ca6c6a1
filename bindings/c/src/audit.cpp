// The audit trail.
#include "handles.hpp"
#include "structs.hpp"

#include <limits>

using namespace phr::c;

phr_status phr_session_audit_trail(phr_session* session, uint64_t most, phr_audit_rows** rows, phr_error* err) noexcept {
  if (rows != nullptr) *rows = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(rows, "rows"));
    constexpr std::uint64_t largest = std::numeric_limits<std::int64_t>::max();
    PHR_TRY(auto trail, in.core.audit_trail(most == 0 ? 1000 : static_cast<std::int64_t>(std::min(most, largest))));
    return give(rows, std::move(trail));
  });
}

void phr_audit_rows_end(phr_audit_rows* rows) noexcept { end(rows); }

size_t phr_audit_rows_count(const phr_audit_rows* rows) noexcept { return is_valid(rows) ? rows->core.size() : 0; }

phr_status phr_audit_rows_at(const phr_audit_rows* rows, size_t index, phr_audit_row* row, phr_error* err) noexcept {
  return with(rows, err, [&](const phr_audit_rows& in) -> outcome {
    PHR_TRY(within(index, in.core.size()));
    const phr::audit_entry& found = in.core[index];
    phr_audit_row known = PHR_AUDIT_ROW_INIT;
    known.sequence = found.sequence;
    known.at_us = found.at;
    known.count = found.count;
    known.action = static_cast<phr_audit_action>(found.action);
    known.outcome = static_cast<phr_audit_outcome>(found.outcome);
    known.actor = borrow(found.actor);
    known.purpose = borrow(found.purpose);
    known.type = name_of(found.type);
    known.id = borrow(found.id);
    return fill(row, known);
  });
}

phr_status phr_session_verify_audit(phr_session* session, phr_text expected_head, phr_progress_fn watch, void* user,
                                    phr_audit_verdict* verdict, phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(check(verdict));
    PHR_TRY(const auto expected, text(expected_head, "expected_head"));
    const watcher watching(watch, user);
    PHR_TRY(const auto found, in.core.verify_audit(expected, watching));
    phr_audit_verdict known = PHR_AUDIT_VERDICT_INIT;
    known.intact = found.intact ? 1 : 0;
    known.rows = found.rows;
    known.first_bad_row = found.first_bad_row;
    copy_text(known.head, found.head);
    return fill(verdict, known);
  });
}
