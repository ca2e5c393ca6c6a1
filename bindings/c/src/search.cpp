// Searches, and the operations that find resources.
#include "found.hpp"

using namespace phr::c;

phr_status phr_session_search(phr_session* session, phr_text query, const phr_search_options* options, phr_hits** hits,
                              phr_error* err) noexcept {
  if (hits != nullptr) *hits = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(hits, "hits"));
    PHR_TRY(const auto asked, text(query, "query"));
    return with_options<phr::search_options>(options, [&](const phr::search_options& how, const watcher&) -> outcome {
      PHR_TRY(auto found, in.core.search(asked, how));
      return give(hits, std::move(found));
    });
  });
}

phr_status phr_session_explain_search(phr_session* session, phr_text query, const phr_search_options* options,
                                      phr_bytes_fn take_bytes, void* user, phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(const auto asked, text(query, "query"));
    return with_options<phr::search_options>(options, [&](const phr::search_options& how, const watcher&) -> outcome {
      PHR_TRY(const auto told, in.core.explain_search(asked, how));
      return hand_out(told, take_bytes, user);
    });
  });
}

phr_status phr_session_everything(phr_session* session, const phr_everything_options* options, phr_hits** hits,
                                  phr_error* err) noexcept {
  if (hits != nullptr) *hits = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(hits, "hits"));
    return with_options<phr::everything_options>(options, [&](const phr::everything_options& asked, const watcher&) -> outcome {
      PHR_TRY(auto found, in.core.everything(asked));
      return give(hits, std::move(found));
    });
  });
}

phr_status phr_session_everything_each(phr_session* session, const phr_everything_options* options, phr_resource_fn each,
                                       void* user, uint64_t* count, phr_error* err) noexcept {
  if (count != nullptr) *count = 0;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(each, "each"));
    return with_options<phr::everything_options>(options, [&](const phr::everything_options& asked, const watcher&) -> outcome {
      const taker taking(each, user);
      PHR_TRY(const std::uint64_t read, in.core.everything(asked, taking));
      if (count != nullptr) *count = read;
      return {};
    });
  });
}

phr_status phr_session_lastn(phr_session* session, phr_text criteria, const phr_lastn_options* options, phr_hits** hits,
                             phr_error* err) noexcept {
  if (hits != nullptr) *hits = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(hits, "hits"));
    PHR_TRY(const auto asked, text(criteria, "criteria"));
    return with_options<phr::lastn_options>(options, [&](const phr::lastn_options& how, const watcher&) -> outcome {
      PHR_TRY(auto found, in.core.lastn(asked, how));
      return give(hits, std::move(found));
    });
  });
}

phr_status phr_session_capabilities(const phr_session* session, phr_bytes_fn take_bytes, void* user, phr_error* err) noexcept {
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
