// What a search finds, one after the other.
#include "found.hpp"

using namespace phr::c;

namespace {

phr::result<phr::hit> at_hand(const phr_cursor& in) {
  if (in.at_hand) return *in.at_hand;
  return phr::error{phr::errc::invalid_argument}.at("the hit at hand");
}

}  // namespace

phr_status phr_session_search_cursor(phr_session* session, phr_text query, const phr_search_options* options, phr_cursor** cursor,
                                     phr_error* err) noexcept {
  if (cursor != nullptr) *cursor = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(cursor, "cursor"));
    PHR_TRY(const auto asked, text(query, "query"));
    return with_options<phr::search_options>(options, [&](const phr::search_options& how, const watcher& watching) -> outcome {
      PHR_TRY(auto opened, in.core.search_cursor(asked, how));
      return give(cursor, std::move(opened), watching);
    });
  });
}

phr_status phr_session_everything_cursor(phr_session* session, const phr_everything_options* options, phr_cursor** cursor,
                                         phr_error* err) noexcept {
  if (cursor != nullptr) *cursor = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(cursor, "cursor"));
    return with_options<phr::everything_options>(options, [&](const phr::everything_options& asked, const watcher& watching) -> outcome {
      PHR_TRY(auto opened, in.core.everything_cursor(asked));
      return give(cursor, std::move(opened), watching);
    });
  });
}

void phr_cursor_end(phr_cursor* cursor) noexcept { end(cursor); }

phr_status phr_cursor_next(phr_cursor* cursor, phr_hit* hit, phr_error* err) noexcept {
  bool is_end = false;
  const phr_status done = with(cursor, err, [&](phr_cursor& in) -> outcome {
    PHR_TRY(fill(hit, no_hit()));
    in.at_hand.reset();
    PHR_TRY(in.at_hand, in.core.next(in.watching));
    is_end = !in.at_hand;
    if (is_end) return {};
    return fill(hit, hit_of(*in.at_hand));
  });
  return is_end ? PHR_END : done;
}

phr_status phr_cursor_json(const phr_cursor* cursor, phr_bytes_fn take_bytes, void* user, phr_error* err) noexcept {
  return with(cursor, err, [&](const phr_cursor& in) -> outcome {
    PHR_TRY(wanted(take_bytes, "take"));
    PHR_TRY(const phr::hit found, at_hand(in));
    PHR_TRY(const std::string json, found.json());
    return hand_out(json, take_bytes, user);
  });
}

phr_status phr_cursor_summary(phr_cursor* cursor, phr_summary* summary, phr_error* err) noexcept {
  return with(cursor, err, [&](phr_cursor& in) -> outcome {
    PHR_TRY(check(summary));
    PHR_TRY(const phr::hit found, at_hand(in));
    PHR_TRY(in.summary, found.summary());
    return fill(summary, summary_of(in.summary));
  });
}

phr_status phr_cursor_each(phr_cursor* cursor, phr_resource_fn each, void* user, uint64_t* count, phr_error* err) noexcept {
  if (count != nullptr) *count = 0;
  return with(cursor, err, [&](phr_cursor& in) -> outcome {
    PHR_TRY(wanted(each, "each"));
    in.at_hand.reset();
    const taker taking(each, user);
    PHR_TRY(const std::uint64_t read, in.core.each(taking, in.watching));
    if (count != nullptr) *count = read;
    return {};
  });
}

phr_status phr_cursor_info(const phr_cursor* cursor, phr_cursor_facts* facts, phr_error* err) noexcept {
  return with(cursor, err, [&](const phr_cursor& in) -> outcome {
    phr_cursor_facts known = PHR_CURSOR_FACTS_INIT;
    known.has_total = in.core.total() ? 1 : 0;
    known.total = in.core.total().value_or(0);
    known.next_page = borrow(in.core.next_page());
    return fill(facts, known);
  });
}

size_t phr_cursor_ignored_count(const phr_cursor* cursor) noexcept { return is_valid(cursor) ? cursor->core.ignored().size() : 0; }

phr_status phr_cursor_ignored_at(const phr_cursor* cursor, size_t index, uint64_t* ordinal, phr_error* err) noexcept {
  return with(cursor, err, [&](const phr_cursor& in) -> outcome {
    PHR_TRY(wanted(ordinal, "ordinal"));
    PHR_TRY(within(index, in.core.ignored().size()));
    *ordinal = in.core.ignored()[index];
    return {};
  });
}
