// What a search found, in memory.
#include "found.hpp"

using namespace phr::c;

void phr_hits_end(phr_hits* hits) noexcept { end(hits); }

phr_status phr_hits_info(const phr_hits* hits, phr_hits_facts* facts, phr_error* err) noexcept {
  return with(hits, err, [&](const phr_hits& in) -> outcome {
    phr_hits_facts known = PHR_HITS_FACTS_INIT;
    known.has_total = in.core.total() ? 1 : 0;
    known.total = in.core.total().value_or(0);
    known.matched = in.core.matched();
    known.next_page = borrow(in.core.next_page());
    return fill(facts, known);
  });
}

size_t phr_hits_ignored_count(const phr_hits* hits) noexcept { return is_valid(hits) ? hits->core.ignored().size() : 0; }

phr_status phr_hits_ignored_at(const phr_hits* hits, size_t index, uint64_t* ordinal, phr_error* err) noexcept {
  return with(hits, err, [&](const phr_hits& in) -> outcome {
    PHR_TRY(wanted(ordinal, "ordinal"));
    PHR_TRY(within(index, in.core.ignored().size()));
    *ordinal = in.core.ignored()[index];
    return {};
  });
}

size_t phr_hits_count(const phr_hits* hits) noexcept { return is_valid(hits) ? hits->core.size() : 0; }

phr_status phr_hits_at(const phr_hits* hits, size_t index, phr_hit* hit, phr_error* err) noexcept {
  return with(hits, err, [&](const phr_hits& in) -> outcome {
    PHR_TRY(within(index, in.core.size()));
    return fill(hit, hit_of(in.core[index]));
  });
}

phr_status phr_hits_source(const phr_hits* hits, size_t index, phr_bytes_fn take_bytes, void* user, phr_error* err) noexcept {
  return with(hits, err, [&](const phr_hits& in) -> outcome {
    PHR_TRY(wanted(take_bytes, "take"));
    PHR_TRY(within(index, in.core.size()));
    PHR_TRY(const std::string uri, in.core[index].source());
    return hand_out(uri, take_bytes, user);
  });
}

phr_status phr_hits_json(const phr_hits* hits, size_t index, phr_bytes_fn take_bytes, void* user, phr_error* err) noexcept {
  return with(hits, err, [&](const phr_hits& in) -> outcome {
    PHR_TRY(wanted(take_bytes, "take"));
    PHR_TRY(within(index, in.core.size()));
    PHR_TRY(const std::string json, in.core[index].json());
    return hand_out(json, take_bytes, user);
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

phr_status phr_hits_bundle(const phr_hits* hits, phr_text url, phr_bytes_fn take_bytes, void* user, phr_error* err) noexcept {
  return with(hits, err, [&](const phr_hits& in) -> outcome {
    PHR_TRY(wanted(take_bytes, "take"));
    PHR_TRY(const auto query, text(url, "url"));
    const auto piece = [&](std::string_view text) {
      take_bytes(user, phr::as_bytes(text).data(), text.size());
      return true;
    };
    return phr::write_searchset(in.core, query, piece);
  });
}

phr_status phr_hits_summary(phr_hits* hits, size_t index, phr_summary* summary, phr_error* err) noexcept {
  return with(hits, err, [&](phr_hits& in) -> outcome {
    PHR_TRY(check(summary));
    PHR_TRY(within(index, in.core.size()));
    PHR_TRY(in.summary, in.core[index].summary());
    return fill(summary, summary_of(in.summary));
  });
}
