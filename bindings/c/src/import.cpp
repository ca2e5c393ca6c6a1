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

template <class Use>
outcome with_import_options(const phr_import_options* given, Use&& use) {
  PHR_TRY(const auto taken, take_optional(given));
  PHR_TRY(const auto source, text(taken.source, "options.source"));
  const watcher watching(taken.watch, taken.user);
  return use(phr::import_options{.source = source, .watch = watching});
}

phr_import_options options_of(phr_progress_fn watch, void* user) noexcept {
  phr_import_options made = PHR_IMPORT_OPTIONS_INIT;
  made.watch = watch;
  made.user = user;
  return made;
}

}  // namespace

phr_status phr_session_import_text(phr_session* session, phr_text json, phr_progress_fn watch, void* user, phr_report** report,
                                   phr_error* err) noexcept {
  const phr_import_options options = options_of(watch, user);
  return phr_session_import_text_of(session, json, &options, report, err);
}

phr_status phr_session_import_lines(phr_session* session, phr_text ndjson, phr_progress_fn watch, void* user, phr_report** report,
                                    phr_error* err) noexcept {
  if (report != nullptr) *report = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(const auto input, text(ndjson, "ndjson"));
    const watcher watching(watch, user);
    return reported(report, [&] { return in.core.import_lines(input, {.watch = watching}); });
  });
}

phr_status phr_session_import_file(phr_session* session, phr_text path, phr_progress_fn watch, void* user, phr_report** report,
                                   phr_error* err) noexcept {
  const phr_import_options options = options_of(watch, user);
  return phr_session_import_file_of(session, path, &options, report, err);
}

phr_status phr_session_import_text_of(phr_session* session, phr_text json, const phr_import_options* options, phr_report** report,
                                      phr_error* err) noexcept {
  if (report != nullptr) *report = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(const auto input, text(json, "json"));
    return with_import_options(options, [&](const phr::import_options& asked) { return reported(report, [&] { return in.core.import_text(input, asked); }); });
  });
}

phr_status phr_session_import_file_of(phr_session* session, phr_text path, const phr_import_options* options, phr_report** report,
                                      phr_error* err) noexcept {
  if (report != nullptr) *report = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(const auto where, path_text(path));
    return with_import_options(options, [&](const phr::import_options& asked) { return reported(report, [&] { return in.core.import_file(where, asked); }); });
  });
}

void phr_report_end(phr_report* report) noexcept { end(report); }

phr_status phr_report_info(const phr_report* report, phr_report_facts* facts, phr_error* err) noexcept {
  return with(report, err, [&](const phr_report& in) -> outcome {
    phr_report_facts known = PHR_REPORT_FACTS_INIT;
    known.created = in.core.created;
    known.updated = in.core.updated;
    known.unchanged = in.core.unchanged;
    known.deleted = in.core.deleted;
    known.bytes = in.core.bytes;
    known.left_out = in.core.left_out;
    return fill(facts, known);
  });
}

size_t phr_report_types_count(const phr_report* report) noexcept { return is_valid(report) ? report->core.by_type.size() : 0; }

phr_status phr_report_types_at(const phr_report* report, size_t index, phr_type_total* total, phr_error* err) noexcept {
  return with(report, err, [&](const phr_report& in) -> outcome {
    PHR_TRY(within(index, in.core.by_type.size()));
    return fill(total, total_of(in.core.by_type[index]));
  });
}

size_t phr_report_refusals_count(const phr_report* report) noexcept { return is_valid(report) ? report->core.refused.size() : 0; }

phr_status phr_report_refusals_at(const phr_report* report, size_t index, phr_report_refusal* refusal, phr_error* err) noexcept {
  return with(report, err, [&](const phr_report& in) -> outcome {
    PHR_TRY(within(index, in.core.refused.size()));
    const auto& found = in.core.refused[index];
    phr_report_refusal known = PHR_REPORT_REFUSAL_INIT;
    known.code = static_cast<phr_status>(found.why.code());
    known.line = found.line;
    known.column = found.why.column();
    known.has_ordinal = found.why.has_ordinal() ? 1 : 0;
    known.ordinal = found.why.ordinal();
    known.place = borrow(found.why.place());
    return fill(refusal, known);
  });
}
