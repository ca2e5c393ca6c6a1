// Consents that came by import.
#include "handles.hpp"
#include "structs.hpp"

using namespace phr::c;

phr_status phr_session_pending_consents(phr_session* session, phr_consents** consents, phr_error* err) noexcept {
  if (consents != nullptr) *consents = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(consents, "consents"));
    PHR_TRY(auto waiting, in.core.pending_consents());
    return give(consents, std::move(waiting));
  });
}

void phr_consents_end(phr_consents* consents) noexcept { end(consents); }

size_t phr_consents_count(const phr_consents* consents) noexcept { return is_valid(consents) ? consents->core.size() : 0; }

phr_status phr_consents_at(const phr_consents* consents, size_t index, phr_consent* consent, phr_error* err) noexcept {
  return with(consents, err, [&](const phr_consents& in) -> outcome {
    PHR_TRY(within(index, in.core.size()));
    const phr::pending_consent& found = in.core[index];
    phr_consent known = PHR_CONSENT_INIT;
    known.version = found.version;
    known.adopted = found.adopted;
    known.deleted = found.deleted ? 1 : 0;
    known.readable = found.readable ? 1 : 0;
    known.unsure = found.unsure;
    known.id = borrow(found.id);
    known.patient = borrow(found.patient);
    known.title = borrow(found.title);
    return fill(consent, known);
  });
}

phr_status phr_session_preview_consent(phr_session* session, phr_text id, phr_effects** effects, phr_error* err) noexcept {
  if (effects != nullptr) *effects = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(effects, "effects"));
    PHR_TRY(const auto which, text(id, "id"));
    PHR_TRY(auto made, in.core.preview_consent(which));
    return give(effects, std::move(made));
  });
}

void phr_effects_end(phr_effects* effects) noexcept { end(effects); }

size_t phr_effects_count(const phr_effects* effects) noexcept { return is_valid(effects) ? effects->core.size() : 0; }

phr_status phr_effects_at(const phr_effects* effects, size_t index, phr_effect* effect, phr_error* err) noexcept {
  return with(effects, err, [&](const phr_effects& in) -> outcome {
    PHR_TRY(within(index, in.core.size()));
    const phr::consent_effect& found = in.core[index];
    phr_effect known = PHR_EFFECT_INIT;
    known.before = found.before;
    known.after = found.after;
    known.principal = borrow(found.principal);
    known.purpose = borrow(phr::access::code(found.purpose));
    known.type = name_of(found.type);
    return fill(effect, known);
  });
}

phr_status phr_session_adopt_consent(phr_session* session, phr_text id, uint32_t version, phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(const auto which, text(id, "id"));
    return in.core.adopt_consent(which, version);
  });
}

phr_status phr_session_reject_consent(phr_session* session, phr_text id, uint32_t version, phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(const auto which, text(id, "id"));
    return in.core.reject_consent(which, version);
  });
}
