// Search parameters of a store's own, and the index of all words.
#include "handles.hpp"
#include "structs.hpp"

using namespace phr::c;

phr_status phr_session_add_search_parameter(phr_session* session, const char* json, size_t json_size,
                                            phr_progress_fn watch, void* user, phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(const auto parameter, text(json, json_size, "json"));
    const watcher watching(watch, user);
    return in.core.add_search_parameter(parameter, watching);
  });
}

phr_status phr_session_remove_search_parameter(phr_session* session, const char* type, size_t type_size, const char* code,
                                               size_t code_size, phr_progress_fn watch, void* user,
                                               phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(const auto name, text(type, type_size, "type"));
    PHR_TRY(const auto of, type_text(name));
    PHR_TRY(const auto which, text(code, code_size, "code"));
    const watcher watching(watch, user);
    return in.core.remove_search_parameter(of, which, watching);
  });
}

phr_status phr_session_search_parameters(const phr_session* session, phr_store_parameter_fn each, void* user,
                                         phr_error* err) noexcept {
  return with(session, err, [&](const phr_session& in) -> outcome {
    PHR_TRY(wanted(each, "each"));
    PHR_TRY(const auto all, in.core.search_parameters());
    for (const auto& found : all) {
      phr_store_parameter known = PHR_STORE_PARAMETER_INIT;
      known.type = name_of(found.type);
      known.code = borrow(found.code);
      known.kind = borrow(found.kind);
      known.expression = borrow(found.expression);
      each(user, &known);
    }
    return {};
  });
}

phr_status phr_session_index_full_text(phr_session* session, uint32_t wanted_words, phr_progress_fn watch, void* user,
                                       phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    const watcher watching(watch, user);
    return in.core.index_full_text(wanted_words != 0, watching);
  });
}
