// Searches and their hits.
#include "handles.hpp"
#include "structs.hpp"

#include <optional>

using namespace phr::c;

namespace {

phr::result<std::vector<phr::fhir::resource_type>> types_of(std::string_view names) {
  std::vector<phr::fhir::resource_type> types;
  while (!names.empty()) {
    const std::size_t comma = names.find(',');
    PHR_TRY(types.emplace_back(), type_text(names.substr(0, comma)));
    names = comma == std::string_view::npos ? std::string_view() : names.substr(comma + 1);
  }
  return types;
}

// Hits of the caller's, or none.
outcome moment(const phr_hits* given, const phr::hits*& of) {
  if (given == nullptr) return {};
  if (!is_valid(given)) return because(PHR_INVALID_HANDLE, "moment_of");
  of = &given->core;
  return {};
}

// Borrows from the options.
outcome read_options(const phr_search_options* options, phr::search_options& asked, std::optional<watcher>& watch) {
  PHR_TRY(const auto given, take_optional(options));
  asked.watch = watch.emplace(given.watch, given.user);
  asked.max_steps = given.max_steps;
  PHR_TRY(asked.page, text(given.page, "page"));
  asked.lenient = given.lenient != 0;
  asked.portion = given.portion;
  return moment(given.moment_of, asked.moment_of);
}
outcome read_options(const phr_everything_options* options, phr::everything_options& asked) {
  const phr_everything_options all = PHR_EVERYTHING_OPTIONS_INIT;
  PHR_TRY(const auto given, take(options == nullptr ? &all : options));
  PHR_TRY(const auto patient, text(given.patient, "patient"));
  PHR_TRY(const auto types, text(given.types, "types"));
  PHR_TRY(asked.types, types_of(types));
  PHR_TRY(asked.page, text(given.page, "page"));
  asked.patient = patient;
  asked.count = given.count;
  if (given.start_us != INT64_MIN) asked.start = given.start_us;
  if (given.end_us != INT64_MAX) asked.end = given.end_us;
  if (given.since_us != INT64_MIN) asked.since = given.since_us;
  return moment(given.moment_of, asked.moment_of);
}

// A caller's function as phr::resource_sink takes it. Its result is the other way round.
// Lifetime: borrows both for the call. Threads: per-thread. Errors: none.
class taker {
 public:
  taker(phr_resource_fn each, void* user) noexcept : each_(each), user_(user) {}
  [[nodiscard]] bool operator()(std::string_view json) const { return each_(user_, phr::as_bytes(json).data(), json.size()) == 0; }

 private:
  phr_resource_fn each_;
  void* user_;
};

}  // namespace

phr_status phr_session_search(phr_session* session, const char* query, size_t query_size, phr_hits** hits,
                              phr_error* err) noexcept {
  return phr_session_search_with(session, query, query_size, nullptr, hits, err);
}

phr_status phr_session_search_with(phr_session* session, const char* query, size_t query_size,
                                   const phr_search_options* options, phr_hits** hits, phr_error* err) noexcept {
  if (hits != nullptr) *hits = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(hits, "hits"));
    PHR_TRY(const auto asked, text(query, query_size, "query"));
    phr::search_options how;
    std::optional<watcher> watch;
    if (const outcome read = read_options(options, how, watch); read.failed()) return read;
    PHR_TRY(auto found, in.core.search(asked, how));
    return give(hits, std::move(found));
  });
}

phr_status phr_session_explain_search(phr_session* session, const char* query, size_t query_size, phr_bytes_fn take_bytes,
                                      void* user, phr_error* err) noexcept {
  return phr_session_explain_search_with(session, query, query_size, nullptr, take_bytes, user, err);
}

phr_status phr_session_explain_search_with(phr_session* session, const char* query, size_t query_size,
                                           const phr_search_options* options, phr_bytes_fn take_bytes, void* user,
                                           phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(const auto asked, text(query, query_size, "query"));
    phr::search_options how;
    std::optional<watcher> watch;
    if (const outcome read = read_options(options, how, watch); read.failed()) return read;
    PHR_TRY(const auto told, in.core.explain_search(asked, how));
    return hand_out(told, take_bytes, user);
  });
}

phr_status phr_session_everything(phr_session* session, const phr_everything_options* options, phr_hits** hits,
                                  phr_error* err) noexcept {
  if (hits != nullptr) *hits = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(hits, "hits"));
    phr::everything_options asked;
    if (const outcome read = read_options(options, asked); read.failed()) return read;
    PHR_TRY(auto found, in.core.everything(asked));
    return give(hits, std::move(found));
  });
}

phr_status phr_session_everything_each(phr_session* session, const phr_everything_options* options, phr_resource_fn each,
                                       void* user, uint64_t* count, phr_error* err) noexcept {
  if (count != nullptr) *count = 0;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(each, "each"));
    phr::everything_options asked;
    if (const outcome read = read_options(options, asked); read.failed()) return read;
    const taker taking(each, user);
    PHR_TRY(const std::uint64_t given, in.core.everything(asked, taking));
    if (count != nullptr) *count = given;
    return {};
  });
}

phr_status phr_session_lastn(phr_session* session, const char* criteria, size_t criteria_size, uint32_t max,
                             phr_hits** hits, phr_error* err) noexcept {
  if (hits != nullptr) *hits = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(hits, "hits"));
    PHR_TRY(const auto asked, text(criteria, criteria_size, "criteria"));
    PHR_TRY(auto found, in.core.lastn(asked, {.max = max}));
    return give(hits, std::move(found));
  });
}

phr_status phr_session_capabilities(const phr_session* session, phr_bytes_fn take_bytes, void* user,
                                    phr_error* err) noexcept {
  return with(session, err, [&](const phr_session& in) -> outcome {
    PHR_TRY(const auto told, in.core.capabilities());
    return hand_out(told, take_bytes, user);
  });
}

phr_status phr_session_reindex(phr_session* session, phr_progress_fn watch, void* user, phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    const watcher watching(watch, user);
    return in.core.reindex(watching);
  });
}

void phr_hits_end(phr_hits* hits) noexcept { end(hits); }

size_t phr_hits_count(const phr_hits* hits) noexcept { return is_valid(hits) ? hits->core.size() : 0; }

phr_status phr_hits_totals_of(const phr_hits* hits, phr_hits_totals* totals, phr_error* err) noexcept {
  return with(hits, err, [&](const phr_hits& in) -> outcome {
    phr_hits_totals known = PHR_HITS_TOTALS_INIT;
    known.has_total = in.core.total() ? 1 : 0;
    known.total = in.core.total().value_or(0);
    known.matched = in.core.matched();
    known.ignored = in.core.ignored().size();
    known.next_page = borrow(in.core.next_page());
    known.is_portion = in.core.is_portion() ? 1 : 0;
    return fill(totals, known);
  });
}

phr_status phr_hits_ignored(const phr_hits* hits, size_t index, uint64_t* ordinal, phr_error* err) noexcept {
  return with(hits, err, [&](const phr_hits& in) -> outcome {
    PHR_TRY(wanted(ordinal, "ordinal"));
    PHR_TRY(within(index, in.core.ignored().size()));
    *ordinal = in.core.ignored()[index];
    return {};
  });
}

phr_status phr_hits_at(const phr_hits* hits, size_t index, phr_hit* hit, phr_error* err) noexcept {
  return with(hits, err, [&](const phr_hits& in) -> outcome {
    PHR_TRY(within(index, in.core.size()));
    const phr::hit found = in.core[index];
    phr_hit known = PHR_HIT_INIT;
    known.version = found.version();
    known.updated_us = found.updated();
    known.type = name_of(found.type());
    known.id = borrow(found.id());
    known.included = found.is_included() ? 1 : 0;
    known.container = borrow(found.container());
    return fill(hit, known);
  });
}

phr_status phr_hits_json(const phr_hits* hits, size_t index, phr_bytes_fn take_bytes, void* user,
                         phr_error* err) noexcept {
  return with(hits, err, [&](const phr_hits& in) -> outcome {
    PHR_TRY(wanted(take_bytes, "take"));
    PHR_TRY(within(index, in.core.size()));
    PHR_TRY(const std::string json, in.core[index].json());
    take_bytes(user, phr::as_bytes(json).data(), json.size());
    return {};
  });
}

phr_status phr_hits_copy_json(const phr_hits* hits, size_t index, uint8_t* out, size_t capacity, size_t* size,
                              phr_error* err) noexcept {
  if (size != nullptr) *size = 0;
  return with(hits, err, [&](const phr_hits& in) -> outcome {
    if (capacity != 0) PHR_TRY(wanted(out, "out"));
    PHR_TRY(within(index, in.core.size()));
    PHR_TRY(const std::string json, in.core[index].json());
    if (size != nullptr) *size = json.size();
    if (capacity < json.size()) return failure{PHR_BUFFER_TOO_SMALL, phr::error{}.at("out").nth(json.size())};
    std::copy(json.begin(), json.end(), out);
    return {};
  });
}

phr_status phr_hits_each(const phr_hits* hits, size_t first, size_t last, phr_resource_fn each, void* user,
                         phr_error* err) noexcept {
  return with(hits, err, [&](const phr_hits& in) -> outcome {
    PHR_TRY(wanted(each, "each"));
    const taker taking(each, user);
    return in.core.each(taking, first, last);
  });
}

phr_status phr_hits_summary(phr_hits* hits, size_t index, phr_summary* summary, phr_error* err) noexcept {
  return with(hits, err, [&](phr_hits& in) -> outcome {
    PHR_TRY(check(summary));
    PHR_TRY(within(index, in.core.size()));
    PHR_TRY(in.summary, in.core[index].summary());
    phr_summary known = PHR_SUMMARY_INIT;
    known.title = borrow(in.summary.title);
    known.value = borrow(in.summary.value);
    known.when = borrow(in.summary.when);
    return fill(summary, known);
  });
}
