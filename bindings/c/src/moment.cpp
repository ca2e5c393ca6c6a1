// Moments to read as of.
#include "handles.hpp"
#include "structs.hpp"

using namespace phr::c;

phr_status phr_session_moment(phr_session* session, phr_moment** moment, phr_error* err) noexcept {
  if (moment != nullptr) *moment = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(moment, "moment"));
    PHR_TRY(auto made, in.core.moment());
    return give(moment, std::move(made));
  });
}

phr_status phr_hits_moment(const phr_hits* hits, phr_moment** moment, phr_error* err) noexcept {
  if (moment != nullptr) *moment = nullptr;
  return with(hits, err, [&](const phr_hits& in) -> outcome {
    PHR_TRY(wanted(moment, "moment"));
    return give(moment, in.core.as_of());
  });
}

phr_status phr_cursor_moment(const phr_cursor* cursor, phr_moment** moment, phr_error* err) noexcept {
  if (moment != nullptr) *moment = nullptr;
  return with(cursor, err, [&](const phr_cursor& in) -> outcome {
    PHR_TRY(wanted(moment, "moment"));
    return give(moment, in.core.as_of());
  });
}

void phr_moment_end(phr_moment* moment) noexcept { end(moment); }
