// Writing single resources.
#include "handles.hpp"
#include "structs.hpp"

using namespace phr::c;

namespace {

std::optional<std::uint32_t> version_of(uint32_t if_match) noexcept {
  return if_match == 0 ? std::nullopt : std::optional(if_match);
}

// Checks where the report goes before anything is written, and fills it afterwards.
template <class Write>
outcome reported(phr_write* written, Write&& write) {
  if (written != nullptr) PHR_TRY(check(written));
  PHR_TRY(const phr::write_report done, write());
  if (written == nullptr) return {};
  phr_write known = PHR_WRITE_INIT;
  known.kind = static_cast<phr_write_kind>(done.kind);
  known.version = done.version;
  copy_text(known.type, phr::fhir::name(done.type));
  copy_text(known.id, done.id);
  return fill(written, known);
}

}  // namespace

phr_status phr_session_create(phr_session* session, const char* json, size_t json_size, phr_write* written,
                              phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(const auto resource, text(json, json_size, "json"));
    return reported(written, [&] { return in.core.create(resource); });
  });
}

phr_status phr_session_update(phr_session* session, const char* json, size_t json_size, uint32_t if_match,
                              phr_write* written, phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(const auto resource, text(json, json_size, "json"));
    return reported(written, [&] { return in.core.update(resource, version_of(if_match)); });
  });
}

phr_status phr_session_remove(phr_session* session, const char* type, size_t type_size, const char* id, size_t id_size,
                              uint32_t if_match, phr_write* written, phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(const auto name, text(type, type_size, "type"));
    PHR_TRY(const auto of, type_text(name));
    PHR_TRY(const auto which, text(id, id_size, "id"));
    return reported(written, [&] { return in.core.remove(of, which, version_of(if_match)); });
  });
}
