// Search parameters of a store's own, and the index of all words.
#include "handles.hpp"
#include "structs.hpp"

using namespace phr::c;

phr_status phr_session_add_search_parameter(phr_session* session, phr_text json, phr_progress_fn watch, void* user,
                                            phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(const auto parameter, text(json, "json"));
    const watcher watching(watch, user);
    return in.core.add_search_parameter(parameter, watching);
  });
}

phr_status phr_session_remove_search_parameter(phr_session* session, phr_text type, phr_text code, phr_progress_fn watch,
                                               void* user, phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(const auto name, text(type, "type"));
    PHR_TRY(const auto of, type_text(name));
    PHR_TRY(const auto which, text(code, "code"));
    const watcher watching(watch, user);
    return in.core.remove_search_parameter(of, which, watching);
  });
}

phr_status phr_session_search_parameters(const phr_session* session, phr_store_parameters** parameters, phr_error* err) noexcept {
  if (parameters != nullptr) *parameters = nullptr;
  return with(session, err, [&](const phr_session& in) -> outcome {
    PHR_TRY(wanted(parameters, "parameters"));
    PHR_TRY(auto all, in.core.search_parameters());
    return give(parameters, std::move(all));
  });
}

void phr_store_parameters_end(phr_store_parameters* parameters) noexcept { end(parameters); }

size_t phr_store_parameters_count(const phr_store_parameters* parameters) noexcept { return is_valid(parameters) ? parameters->core.size() : 0; }

phr_status phr_store_parameters_at(const phr_store_parameters* parameters, size_t index, phr_store_parameter* parameter,
                                   phr_error* err) noexcept {
  return with(parameters, err, [&](const phr_store_parameters& in) -> outcome {
    PHR_TRY(within(index, in.core.size()));
    const phr::store_parameter& found = in.core[index];
    phr_store_parameter known = PHR_STORE_PARAMETER_INIT;
    known.type = name_of(found.type);
    known.code = borrow(found.code);
    known.kind = borrow(found.kind);
    known.expression = borrow(found.expression);
    return fill(parameter, known);
  });
}

phr_status phr_session_index_full_text(phr_session* session, uint32_t wanted_words, phr_progress_fn watch, void* user,
                                       phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    const watcher watching(watch, user);
    return in.core.index_full_text(wanted_words != 0, watching);
  });
}
