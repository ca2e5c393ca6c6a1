// A patient's timeline and latest values.
#include "handles.hpp"
#include "structs.hpp"

using namespace phr::c;

namespace {

phr::result<phr::timeline_options> options_of(const phr_timeline_options* given) {
  PHR_TRY(const auto from, take_optional(given));
  phr::timeline_options options;
  PHR_TRY(options.patient, text(from.patient, "patient"));
  if (from.has_from != 0) options.from = from.from_us;
  if (from.has_to != 0) options.to = from.to_us;
  if (from.most != 0) options.most = from.most;
  if (from.type_count != 0) PHR_TRY(wanted(from.types, "types"));
  for (std::size_t each = 0; each < from.type_count; ++each) {
    PHR_TRY(const auto name, text(from.types[each], "types"));
    const auto type = phr::fhir::resource_type_named(name);
    if (!type) return phr::error{phr::errc::unknown_resource_type}.at("types").nth(each);
    options.types.push_back(*type);
  }
  PHR_TRY(options.behind, text(from.behind, "behind"));
  return options;
}

}  // namespace

phr_status phr_session_timeline(phr_session* session, const phr_timeline_options* options, phr_timeline** timeline,
                                phr_error* err) noexcept {
  if (timeline != nullptr) *timeline = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(timeline, "timeline"));
    PHR_TRY(const auto how, options_of(options));
    PHR_TRY(auto events, in.core.timeline(how));
    return give(timeline, std::move(events));
  });
}

void phr_timeline_end(phr_timeline* timeline) noexcept { end(timeline); }

size_t phr_timeline_count(const phr_timeline* timeline) noexcept {
  return is_valid(timeline) ? timeline->core.size() : 0;
}

phr_status phr_timeline_at(const phr_timeline* timeline, size_t index, phr_event* event, phr_error* err) noexcept {
  return with(timeline, err, [&](const phr_timeline& in) -> outcome {
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
                                       phr_timeline_group_fn each, void* user, phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(each, "each"));
    PHR_TRY(const auto how, options_of(options));
    if (by < PHR_BY_DAY || by > PHR_BY_YEAR) return phr::error{phr::errc::invalid_argument}.at("by");
    PHR_TRY(const auto groups, in.core.timeline_groups(static_cast<phr::timeline_period>(by), how));
    for (const auto& found : groups) each(user, found.begin, name_of(found.type), found.count);
    return {};
  });
}

phr_status phr_session_latest(phr_session* session, const char* patient, size_t patient_size, const char* category,
                              size_t category_size, phr_latest** latest, phr_error* err) noexcept {
  if (latest != nullptr) *latest = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(latest, "latest"));
    phr::latest_options how;
    PHR_TRY(how.patient, text(patient, patient_size, "patient"));
    PHR_TRY(how.category, text(category, category_size, "category"));
    PHR_TRY(auto values, in.core.latest(how));
    return give(latest, std::move(values));
  });
}

void phr_latest_end(phr_latest* latest) noexcept { end(latest); }

size_t phr_latest_count(const phr_latest* latest) noexcept { return is_valid(latest) ? latest->core.size() : 0; }

phr_status phr_latest_at(const phr_latest* latest, size_t index, phr_latest_value* value, phr_error* err) noexcept {
  return with(latest, err, [&](const phr_latest& in) -> outcome {
    PHR_TRY(within(index, in.core.size()));
    const phr::latest_value& found = in.core[index];
    phr_latest_value known = PHR_LATEST_VALUE_INIT;
    known.happened_us = found.happened;
    known.id = borrow(found.id);
    known.system = borrow(found.system);
    known.code = borrow(found.code);
    known.title = borrow(found.title);
    known.value = borrow(found.value);
    known.unit = borrow(found.unit);
    known.interpretation = borrow(found.interpretation);
    return fill(value, known);
  });
}
