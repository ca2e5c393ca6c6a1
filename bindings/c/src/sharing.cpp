// What another may see, and why.
#include "handles.hpp"
#include "structs.hpp"
#include "who.hpp"

using namespace phr::c;

phr_status phr_session_explain(phr_session* session, const phr_session_options* who, const char* patient,
                               size_t patient_size, phr_sharing** sharing, phr_error* err) noexcept {
  if (sharing != nullptr) *sharing = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(sharing, "sharing"));
    PHR_TRY(const auto from, take(who));
    PHR_TRY(const auto other, principal_of(from));
    PHR_TRY(const auto purpose, purpose_of(from));
    PHR_TRY(const auto of, text(patient, patient_size, "patient"));
    PHR_TRY(auto answers, in.core.explain(other, purpose, of));
    return give(sharing, std::move(answers));
  });
}

phr_status phr_session_explain_one(phr_session* session, const phr_session_options* who, const char* type,
                                   size_t type_size, const char* id, size_t id_size, phr_sharing** sharing,
                                   phr_error* err) noexcept {
  if (sharing != nullptr) *sharing = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(sharing, "sharing"));
    PHR_TRY(const auto from, take(who));
    PHR_TRY(const auto other, principal_of(from));
    PHR_TRY(const auto purpose, purpose_of(from));
    PHR_TRY(const auto name, text(type, type_size, "type"));
    PHR_TRY(const auto of, type_text(name));
    PHR_TRY(const auto which, text(id, id_size, "id"));
    PHR_TRY(auto answer, in.core.explain(other, purpose, of, which));
    std::vector<phr::shared_type> answers(1);
    answers.front() = {of, {}, 1, answer.permit ? 1U : 0U, answer.permit, std::move(answer.why)};
    return give(sharing, std::move(answers));
  });
}

void phr_sharing_end(phr_sharing* sharing) noexcept { end(sharing); }

size_t phr_sharing_count(const phr_sharing* sharing) noexcept { return is_valid(sharing) ? sharing->core.size() : 0; }

phr_status phr_sharing_at(const phr_sharing* sharing, size_t index, phr_shared* shared, phr_error* err) noexcept {
  return with(sharing, err, [&](const phr_sharing& in) -> outcome {
    PHR_TRY(within(index, in.core.size()));
    const phr::shared_type& found = in.core[index];
    phr_shared known = PHR_SHARED_INIT;
    known.permit = found.permit ? 1 : 0;
    known.count = found.count;
    known.visible = found.visible;
    known.type = name_of(found.type);
    known.patient = borrow(found.patient);
    known.why = borrow(found.why);
    return fill(shared, known);
  });
}
