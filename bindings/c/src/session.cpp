// Opening a session: who asks, why and when.
#include "handles.hpp"
#include "structs.hpp"
#include "who.hpp"

namespace phr::c {

result<access::principal> principal_of(const phr_session_options& from) {
  PHR_TRY(const auto who, text(from.principal, "principal"));
  PHR_TRY(auto principal, who.empty() ? owner() : access::parse_principal(who));
  if (from.acting_for_count != 0) PHR_TRY(wanted(from.acting_for, "acting_for"));
  for (std::uint32_t each = 0; each < from.acting_for_count; ++each) {
    PHR_TRY(const auto reference, text(from.acting_for[each], "acting_for"));
    auto wider = principal.acting_for(reference);
    if (!wider) return error{wider.error().code()}.at("acting_for").nth(each);
    principal = std::move(wider).value();
  }
  return principal;
}

result<access::purpose> purpose_of(const phr_session_options& from) {
  PHR_TRY(const auto code, text(from.purpose, "purpose"));
  return code.empty() ? access::purpose::patient_request : access::parse_purpose(code);
}

}  // namespace phr::c

using namespace phr::c;

namespace {

phr::result<void> check_now(int64_t now_us) {
  if (now_us != 0) return phr::success();
  return phr::error{phr::errc::invalid_argument}.at("now_us");
}

}  // namespace

phr_status phr_session_open(const phr_store* store, int64_t now_us, const phr_session_options* options, phr_session** session,
                            phr_error* err) noexcept {
  if (session != nullptr) *session = nullptr;
  return with(store, err, [&](const phr_store& in) -> outcome {
    PHR_TRY(wanted(session, "session"));
    PHR_TRY(const auto from, take_optional(options));
    PHR_TRY(const auto who, principal_of(from));
    PHR_TRY(const auto purpose, purpose_of(from));
    PHR_TRY(check_now(now_us));
    PHR_TRY(auto opened, in.core.session(who, {.purpose = purpose, .now = now_us}));
    return give(session, std::move(opened));
  });
}

void phr_session_close(phr_session* session) noexcept { end(session); }

phr_status phr_session_set_now(phr_session* session, int64_t now_us, phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(check_now(now_us));
    in.core.set_now(now_us);
    return {};
  });
}
