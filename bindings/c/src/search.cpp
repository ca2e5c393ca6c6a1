// Searches and their hits.
#include "handles.hpp"
#include "structs.hpp"

using namespace phr::c;

phr_status phr_session_search(phr_session* session, const char* query, size_t query_size, phr_hits** hits,
                              phr_error* err) noexcept {
  if (hits != nullptr) *hits = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(hits, "hits"));
    PHR_TRY(const auto asked, text(query, query_size, "query"));
    PHR_TRY(auto found, in.core.search(asked));
    return give(hits, std::move(found));
  });
}

void phr_hits_end(phr_hits* hits) noexcept { end(hits); }

size_t phr_hits_count(const phr_hits* hits) noexcept { return is_valid(hits) ? hits->core.size() : 0; }

phr_status phr_hits_at(const phr_hits* hits, size_t index, phr_hit* hit, phr_error* err) noexcept {
  return with(hits, err, [&](const phr_hits& in) -> outcome {
    PHR_TRY(within(index, in.core.size()));
    const phr::hit found = in.core[index];
    phr_hit known = PHR_HIT_INIT;
    known.version = found.version();
    known.updated_us = found.updated();
    known.type = name_of(found.type());
    known.id = borrow(found.id());
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
