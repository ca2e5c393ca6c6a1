// Writing: single resources by id or by a condition, Bundles, and taking away for good.
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

phr::result<std::vector<phr::resource_name>> names_of(const phr_resource_name* which, size_t count) {
  std::vector<phr::resource_name> names;
  for (size_t each = 0; each < count; ++each) {
    PHR_TRY(const auto type, text(which[each].type, "type"));
    PHR_TRY(const auto id, text(which[each].id, "id"));
    const auto of = type_text(type);
    if (!of) return of.error().nth(each);
    names.push_back({of.value(), std::string(id)});
  }
  return names;
}

// A write to Type/id.
template <class Write>
phr_status write_one(phr_session* session, phr_text type, phr_text id, phr_write* written, phr_error* err, Write&& write) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(const auto name, text(type, "type"));
    PHR_TRY(const auto of, type_text(name));
    PHR_TRY(const auto which, text(id, "id"));
    return reported(written, [&] { return write(in.core, of, which); });
  });
}

}  // namespace

phr_status phr_session_create(phr_session* session, phr_text json, phr_write* written, phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(const auto resource, text(json, "json"));
    return reported(written, [&] { return in.core.create(resource); });
  });
}

phr_status phr_session_update(phr_session* session, phr_text json, uint32_t if_match, phr_write* written,
                              phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(const auto resource, text(json, "json"));
    return reported(written, [&] { return in.core.update(resource, version_of(if_match)); });
  });
}

phr_status phr_session_remove(phr_session* session, phr_text type, phr_text id, uint32_t if_match, phr_write* written,
                              phr_error* err) noexcept {
  return write_one(session, type, id, written, err,
                   [&](phr::session& in, auto of, auto which) { return in.remove(of, which, version_of(if_match)); });
}

phr_status phr_session_patch(phr_session* session, phr_text type, phr_text id, phr_text description, uint32_t if_match,
                             phr_write* written, phr_error* err) noexcept {
  return write_one(session, type, id, written, err,
                   [&](phr::session& in, auto of, auto which) -> phr::result<phr::write_report> {
                     PHR_TRY(const auto change, text(description, "description"));
                     return in.patch(of, which, change, version_of(if_match));
                   });
}

phr_status phr_session_create_if_none(phr_session* session, phr_text json, phr_text criteria, phr_write* written,
                                      phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(const auto resource, text(json, "json"));
    PHR_TRY(const auto condition, text(criteria, "criteria"));
    return reported(written, [&] { return in.core.create_if_none(resource, condition); });
  });
}

phr_status phr_session_update_where(phr_session* session, phr_text json, phr_text criteria, uint32_t if_match, phr_write* written,
                                    phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(const auto resource, text(json, "json"));
    PHR_TRY(const auto condition, text(criteria, "criteria"));
    return reported(written, [&] { return in.core.update_where(resource, condition, version_of(if_match)); });
  });
}

phr_status phr_session_patch_where(phr_session* session, phr_text query, phr_text description, uint32_t if_match,
                                   phr_write* written, phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(const auto asked, text(query, "query"));
    PHR_TRY(const auto change, text(description, "description"));
    return reported(written, [&] { return in.core.patch_where(asked, change, version_of(if_match)); });
  });
}

phr_status phr_session_remove_where(phr_session* session, phr_text query, uint32_t if_match, phr_write* written,
                                    phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(const auto asked, text(query, "query"));
    return reported(written, [&] { return in.core.remove_where(asked, version_of(if_match)); });
  });
}

phr_status phr_session_execute(phr_session* session, phr_text bundle, phr_bytes_fn take_bytes, void* user, phr_progress_fn watch,
                               void* watch_user, phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(const auto asked, text(bundle, "bundle"));
    PHR_TRY(wanted(take_bytes, "take"));  // before anything is written
    const watcher watching(watch, watch_user);
    PHR_TRY(const auto answer, in.core.execute(asked, watching));
    return hand_out(answer, take_bytes, user);
  });
}

phr_status phr_session_purge(phr_session* session, phr_text type, phr_text id, phr_write* written, phr_error* err) noexcept {
  return write_one(session, type, id, written, err,
                   [](phr::session& in, auto of, auto which) { return in.purge(of, which); });
}

phr_status phr_session_purge_history(phr_session* session, phr_text type, phr_text id, phr_write* written,
                                     phr_error* err) noexcept {
  return write_one(session, type, id, written, err,
                   [](phr::session& in, auto of, auto which) { return in.purge_history(of, which); });
}

phr_status phr_session_erase(phr_session* session, const phr_resource_name* which, size_t count, phr_erased* erased,
                             phr_error* err) noexcept {
  return with(session, err, [&](phr_session& in) -> outcome {
    if (erased != nullptr) PHR_TRY(check(erased));
    if (count != 0) PHR_TRY(wanted(which, "which"));
    PHR_TRY(const auto names, names_of(which, count));
    PHR_TRY(const auto done, in.core.erase(names));
    return tell_erased(erased, done);
  });
}
