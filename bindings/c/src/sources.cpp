// Sources.
#include "handles.hpp"
#include "moment.hpp"
#include "structs.hpp"

#include <numeric>

using namespace phr::c;

phr_status phr_session_sources(phr_session* session, const phr_moment* as_of, phr_sources** sources, phr_error* err) noexcept {
  if (sources != nullptr) *sources = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(sources, "sources"));
    phr::moment at;
    PHR_TRY(read_moment(as_of, at));
    PHR_TRY(auto all, in.core.sources(at));
    return give(sources, std::move(all));
  });
}

void phr_sources_end(phr_sources* sources) noexcept { end(sources); }

size_t phr_sources_count(const phr_sources* sources) noexcept { return is_valid(sources) ? sources->core.size() : 0; }

phr_status phr_sources_at(const phr_sources* sources, size_t index, phr_source* source, phr_error* err) noexcept {
  return with(sources, err, [&](const phr_sources& in) -> outcome {
    PHR_TRY(within(index, in.core.size()));
    const phr::source_info& found = in.core[index];
    phr_source known = PHR_SOURCE_INIT;
    known.kind = static_cast<phr_source_kind>(found.kind);
    known.uri = borrow(found.uri);
    known.name = borrow(found.name);
    known.first_seen_us = found.first_seen;
    known.last_seen_us = found.last_seen;
    for (const auto& each : found.counts) known.resources += each.count;
    return fill(source, known);
  });
}

phr_status phr_session_rename_source(phr_session* session, phr_text uri, phr_text new_uri, phr_text new_name, phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(const auto from, text(uri, "uri"));
    PHR_TRY(const auto to, text(new_uri, "new_uri"));
    PHR_TRY(const auto called, text(new_name, "new_name"));
    return in.core.rename_source(from, to, called);
  });
}

phr_status phr_session_preview_forget(phr_session* session, phr_text uri, phr_forget_preview* preview, phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(check(preview));
    PHR_TRY(const auto of, text(uri, "uri"));
    PHR_TRY(const auto found, in.core.preview_forget(of));
    phr_forget_preview known = PHR_FORGET_PREVIEW_INIT;
    known.resources = found.resources;
    known.versions = found.versions;
    known.edited = found.edited;
    known.still_named = found.still_named;
    return fill(preview, known);
  });
}

phr_status phr_session_forget_source(phr_session* session, phr_text uri, uint32_t erase, phr_progress_fn watch, void* user, phr_erased* erased,
                                     phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    if (erased != nullptr) PHR_TRY(check(erased));
    PHR_TRY(const auto of, text(uri, "uri"));
    const watcher watching(watch, user);
    PHR_TRY(const auto done, in.core.forget_source(of, erase != 0 ? phr::forget_as::erased : phr::forget_as::purged, watching));
    return tell_erased(erased, done);
  });
}

phr_status phr_session_export_source(phr_session* session, phr_text uri, const phr_moment* as_of, phr_resource_fn each, void* user,
                                     uint64_t* count, phr_error* err) noexcept {
  if (count != nullptr) *count = 0;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(each, "each"));
    PHR_TRY(const auto of, text(uri, "uri"));
    phr::moment at;
    PHR_TRY(read_moment(as_of, at));
    const taker taking(each, user);
    PHR_TRY(const std::uint64_t given, in.core.export_source(of, taking, at));
    if (count != nullptr) *count = given;
    return {};
  });
}
