// Versions over time, and the feed of changes.
#include "moment.hpp"
#include "structs.hpp"

#include <algorithm>
#include <limits>

using namespace phr::c;

namespace {

// No time on either side of it is given: none. On one side: from or to the end of all times.
phr::result<std::optional<phr::time_interval>> interval_of(const phr_optional_time& from, const phr_optional_time& to) {
  const auto low = time_of(from);
  const auto high = time_of(to);
  if (!low && !high) return std::optional<phr::time_interval>();
  const phr::time_interval made{low.value_or(INT64_MIN), high.value_or(INT64_MAX)};
  if (made.low >= made.high) return phr::error{phr::errc::invalid_argument}.at("at_to");
  return std::optional(made);
}

outcome read_options(const phr_history_options& given, phr::history_query& asked) {
  PHR_TRY(const auto type, text(given.type, "type"));
  if (!type.empty()) {
    PHR_TRY(asked.type, type_text(type));
  }
  PHR_TRY(asked.id, text(given.id, "id"));
  PHR_TRY(asked.page, text(given.page, "page"));
  PHR_TRY(asked.at, interval_of(given.at_from, given.at_to));
  asked.count = given.count;
  asked.since = time_of(given.since);
  return read_moment(given.as_of, asked.as_of);
}

}  // namespace

phr_status phr_session_history_page(phr_session* session, const phr_history_options* options, phr_records** records,
                                    phr_error* err) noexcept {
  if (records != nullptr) *records = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(records, "records"));
    PHR_TRY(const auto given, take_optional(options));
    phr::history_query asked;
    PHR_TRY(read_options(given, asked));
    PHR_TRY(auto page, in.core.history(asked));
    return give(records, std::move(page));
  });
}

phr_status phr_records_next_page(const phr_records* records, phr_text* page, phr_error* err) noexcept {
  return with(records, err, [&](const phr_records& in) -> outcome {
    PHR_TRY(wanted(page, "page"));
    *page = borrow(in.core.next);
    return {};
  });
}

phr_status phr_records_bundle(const phr_records* records, phr_bytes_fn take_bytes, void* user, phr_error* err) noexcept {
  return with(records, err, [&](const phr_records& in) -> outcome { return hand_out(to_bundle(in.core), take_bytes, user); });
}

phr_status phr_session_changes(phr_session* session, int64_t after, uint64_t most, const phr_moment* as_of, phr_changes** changes,
                               phr_error* err) noexcept {
  if (changes != nullptr) *changes = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(changes, "changes"));
    phr::moment at;
    PHR_TRY(read_moment(as_of, at));
    constexpr std::uint64_t largest = std::numeric_limits<std::int64_t>::max();
    PHR_TRY(auto rows, in.core.changes(after, most == 0 ? 1000 : std::min(most, largest), at));
    return give(changes, std::move(rows));
  });
}

void phr_changes_end(phr_changes* changes) noexcept { end(changes); }

size_t phr_changes_count(const phr_changes* changes) noexcept { return is_valid(changes) ? changes->core.size() : 0; }

phr_status phr_changes_at(const phr_changes* changes, size_t index, phr_change* change, phr_error* err) noexcept {
  return with(changes, err, [&](const phr_changes& in) -> outcome {
    PHR_TRY(within(index, in.core.size()));
    const phr::change_entry& found = in.core[index];
    phr_change known = PHR_CHANGE_INIT;
    known.version = found.version;
    known.sequence = found.sequence;
    known.kind = static_cast<phr_write_kind>(found.kind);
    known.local = found.is_local() ? 1 : 0;
    known.type = name_of(found.type);
    known.id = borrow(found.id);
    known.origin = borrow(found.origin);
    known.revision = borrow(found.revision);
    return fill(change, known);
  });
}
