// The newest value of each code.
#include "moment.hpp"
#include "structs.hpp"

using namespace phr::c;

phr_status phr_session_latest(phr_session* session, const phr_latest_options* options, phr_latest_values** values,
                              phr_error* err) noexcept {
  if (values != nullptr) *values = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(values, "values"));
    PHR_TRY(const auto given, take_optional(options));
    phr::latest_options how;
    PHR_TRY(how.patient, text(given.patient, "patient"));
    PHR_TRY(how.category, text(given.category, "category"));
    PHR_TRY(read_moment(given.as_of, how.as_of));
    PHR_TRY(auto found, in.core.latest(how));
    return give(values, std::move(found));
  });
}

void phr_latest_values_end(phr_latest_values* values) noexcept { end(values); }

size_t phr_latest_values_count(const phr_latest_values* values) noexcept { return is_valid(values) ? values->core.size() : 0; }

phr_status phr_latest_values_at(const phr_latest_values* values, size_t index, phr_latest_value* value, phr_error* err) noexcept {
  return with(values, err, [&](const phr_latest_values& in) -> outcome {
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
