// What another may see, and why.
#include "handles.hpp"
#include "structs.hpp"
#include "who.hpp"

using namespace phr::c;

phr_status phr_session_explain(phr_session* session, const phr_session_options* who, phr_text patient,
                               phr_explanations** explanations, phr_error* err) noexcept {
  if (explanations != nullptr) *explanations = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(explanations, "explanations"));
    PHR_TRY(const auto from, take_optional(who));
    PHR_TRY(const auto other, principal_of(from));
    PHR_TRY(const auto purpose, purpose_of(from));
    PHR_TRY(const auto of, text(patient, "patient"));
    PHR_TRY(auto answers, in.core.explain(other, purpose, of));
    return give(explanations, std::move(answers));
  });
}

phr_status phr_session_explain_one(phr_session* session, const phr_session_options* who, phr_text type, phr_text id,
                                   phr_explanations** explanations, phr_error* err) noexcept {
  if (explanations != nullptr) *explanations = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(explanations, "explanations"));
    PHR_TRY(const auto from, take_optional(who));
    PHR_TRY(const auto other, principal_of(from));
    PHR_TRY(const auto purpose, purpose_of(from));
    PHR_TRY(const auto name, text(type, "type"));
    PHR_TRY(const auto of, type_text(name));
    PHR_TRY(const auto which, text(id, "id"));
    PHR_TRY(auto answer, in.core.explain(other, purpose, of, which));
    std::vector<phr::shared_type> answers(1);
    answers.front() = {of, {}, 1, answer.permit ? 1U : 0U, answer.permit, std::move(answer.why)};
    return give(explanations, std::move(answers));
  });
}

void phr_explanations_end(phr_explanations* explanations) noexcept { end(explanations); }

size_t phr_explanations_count(const phr_explanations* explanations) noexcept { return is_valid(explanations) ? explanations->core.size() : 0; }

phr_status phr_explanations_at(const phr_explanations* explanations, size_t index, phr_explanation* explanation,
                               phr_error* err) noexcept {
  return with(explanations, err, [&](const phr_explanations& in) -> outcome {
    PHR_TRY(within(index, in.core.size()));
    const phr::shared_type& found = in.core[index];
    phr_explanation known = PHR_EXPLANATION_INIT;
    known.permit = found.permit ? 1 : 0;
    known.count = found.count;
    known.visible = found.visible;
    known.type = name_of(found.type);
    known.patient = borrow(found.patient);
    known.why = borrow(found.why);
    return fill(explanation, known);
  });
}
