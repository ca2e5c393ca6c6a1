// Imports and their reports.
#include "handles.hpp"
#include "structs.hpp"

using namespace phr::c;

namespace {

template <class Import>
outcome reported(phr_report** report, Import&& import) {
  PHR_TRY(auto done, import());
  return report == nullptr ? outcome() : give(report, std::move(done));
}

}  // namespace

phr_status phr_session_import_text(phr_session* session, const char* json, size_t json_size, phr_progress_fn watch,
                                   void* user, phr_report** report, phr_error* err) noexcept {
  if (report != nullptr) *report = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(const auto input, text(json, json_size, "json"));
    const watcher watching(watch, user);
    return reported(report, [&] { return in.core.import_text(input, watching); });
  });
}

phr_status phr_session_import_file(phr_session* session, const char* path, size_t path_size, phr_progress_fn watch,
                                   void* user, phr_report** report, phr_error* err) noexcept {
  if (report != nullptr) *report = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(const auto where, path_text(path, path_size));
    const watcher watching(watch, user);
    return reported(report, [&] { return in.core.import_file(where, watching); });
  });
}

void phr_report_end(phr_report* report) noexcept { end(report); }

phr_status phr_report_totals(const phr_report* report, phr_import_totals* totals, phr_error* err) noexcept {
  return with(report, err, [&](const phr_report& in) -> outcome {
    phr_import_totals known = PHR_IMPORT_TOTALS_INIT;
    known.created = in.core.created;
    known.updated = in.core.updated;
    known.unchanged = in.core.unchanged;
    known.deleted = in.core.deleted;
    known.bytes = in.core.bytes;
    known.types = in.core.by_type.size();
    known.refused = in.core.refused.size();
    return fill(totals, known);
  });
}

phr_status phr_report_type(const phr_report* report, size_t index, phr_text* type, uint64_t* count,
                           phr_error* err) noexcept {
  return with(report, err, [&](const phr_report& in) -> outcome {
    PHR_TRY(within(index, in.core.by_type.size()));
    const auto& found = in.core.by_type[index];
    if (type != nullptr) *type = name_of(found.type);
    if (count != nullptr) *count = found.count;
    return {};
  });
}

phr_status phr_report_refusal(const phr_report* report, size_t index, uint64_t* line, phr_error* why,
                              phr_error* err) noexcept {
  return with(report, err, [&](const phr_report& in) -> outcome {
    PHR_TRY(within(index, in.core.refused.size()));
    const auto& found = in.core.refused[index];
    if (why != nullptr) PHR_TRY(check(why));
    if (line != nullptr) *line = found.line;
    tell(why, because(found.why));
    return {};
  });
}
