// A patient's timeline.
#include "moment.hpp"
#include "structs.hpp"

using namespace phr::c;

namespace {

outcome read_options(const phr_timeline_options& given, phr::timeline_options& asked) {
  PHR_TRY(asked.patient, text(given.patient, "patient"));
  asked.from = time_of(given.from);
  asked.to = time_of(given.to);
  if (given.most != 0) asked.most = given.most;
  PHR_TRY(asked.types, types_of(given.types, given.type_count));
  PHR_TRY(asked.behind, text(given.behind, "behind"));
  return read_moment(given.as_of, asked.as_of);
}

}  // namespace

phr_status phr_session_timeline(phr_session* session, const phr_timeline_options* options, phr_events** events,
                                phr_error* err) noexcept {
  if (events != nullptr) *events = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(events, "events"));
    PHR_TRY(const auto given, take_optional(options));
    phr::timeline_options how;
    PHR_TRY(read_options(given, how));
    PHR_TRY(auto found, in.core.timeline(how));
    return give(events, std::move(found));
  });
}

void phr_events_end(phr_events* events) noexcept { end(events); }

size_t phr_events_count(const phr_events* events) noexcept { return is_valid(events) ? events->core.size() : 0; }

phr_status phr_events_at(const phr_events* events, size_t index, phr_event* event, phr_error* err) noexcept {
  return with(events, err, [&](const phr_events& in) -> outcome {
    PHR_TRY(within(index, in.core.size()));
    const phr::timeline_event& found = in.core[index];
    phr_event known = PHR_EVENT_INIT;
    known.happened_us = found.happened;
    known.type = name_of(found.type);
    known.id = borrow(found.id);
    known.title = borrow(found.title);
    known.value = borrow(found.value);
    known.place = borrow(found.place);
    return fill(event, known);
  });
}

phr_status phr_session_timeline_groups(phr_session* session, phr_timeline_period by, const phr_timeline_options* options,
                                       phr_event_groups** groups, phr_error* err) noexcept {
  if (groups != nullptr) *groups = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(groups, "groups"));
    PHR_TRY(const auto given, take_optional(options));
    phr::timeline_options how;
    PHR_TRY(read_options(given, how));
    if (by < PHR_BY_DAY || by > PHR_BY_YEAR) return phr::error{phr::errc::invalid_argument}.at("by");
    PHR_TRY(auto found, in.core.timeline_groups(static_cast<phr::timeline_period>(by), how));
    return give(groups, std::move(found));
  });
}

void phr_event_groups_end(phr_event_groups* groups) noexcept { end(groups); }

size_t phr_event_groups_count(const phr_event_groups* groups) noexcept { return is_valid(groups) ? groups->core.size() : 0; }

phr_status phr_event_groups_at(const phr_event_groups* groups, size_t index, phr_event_group* group, phr_error* err) noexcept {
  return with(groups, err, [&](const phr_event_groups& in) -> outcome {
    PHR_TRY(within(index, in.core.size()));
    const phr::timeline_group& found = in.core[index];
    phr_event_group known = PHR_EVENT_GROUP_INIT;
    known.begin_us = found.begin;
    known.type = name_of(found.type);
    known.count = found.count;
    return fill(group, known);
  });
}
