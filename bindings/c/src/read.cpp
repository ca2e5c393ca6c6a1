// Reading resources and their versions.
#include "moment.hpp"
#include "structs.hpp"

using namespace phr::c;

namespace {

template <class Read>
phr_status read_one(phr_session* session, phr_text type, phr_text id, const phr_moment* as_of, phr_records** records, phr_error* err,
                    Read&& read) noexcept {
  if (records != nullptr) *records = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(records, "records"));
    PHR_TRY(const auto name, text(type, "type"));
    PHR_TRY(const auto of, type_text(name));
    PHR_TRY(const auto which, text(id, "id"));
    phr::moment at;
    PHR_TRY(read_moment(as_of, at));
    PHR_TRY(auto page, read(in.core, of, which, at));
    return give(records, std::move(page));
  });
}

phr::result<phr::history_page> listed(phr::result<phr::record> found) {
  PHR_TRY(auto version, std::move(found));
  phr::history_page only;
  only.versions.push_back(std::move(version));
  return only;
}

}  // namespace

phr_status phr_session_read(phr_session* session, phr_text type, phr_text id, const phr_moment* as_of, phr_records** records,
                            phr_error* err) noexcept {
  return read_one(session, type, id, as_of, records, err,
                  [](phr::session& in, auto of, auto which, const phr::moment& at) { return listed(in.read(of, which, at)); });
}

phr_status phr_session_vread(phr_session* session, phr_text type, phr_text id, uint32_t version, const phr_moment* as_of,
                             phr_records** records, phr_error* err) noexcept {
  return read_one(session, type, id, as_of, records, err,
                  [version](phr::session& in, auto of, auto which, const phr::moment& at) { return listed(in.vread(of, which, version, at)); });
}

phr_status phr_session_history(phr_session* session, phr_text type, phr_text id, const phr_moment* as_of, phr_records** records,
                               phr_error* err) noexcept {
  return read_one(session, type, id, as_of, records, err,
                  [](phr::session& in, auto of, auto which, const phr::moment& at) -> phr::result<phr::history_page> {
                    phr::history_page whole;
                    PHR_TRY(whole.versions, in.history(of, which, at));
                    return whole;
                  });
}

void phr_records_end(phr_records* records) noexcept { end(records); }

size_t phr_records_count(const phr_records* records) noexcept { return is_valid(records) ? records->core.versions.size() : 0; }

phr_status phr_records_at(const phr_records* records, size_t index, phr_record* record, phr_error* err) noexcept {
  return with(records, err, [&](const phr_records& in) -> outcome {
    PHR_TRY(within(index, in.core.versions.size()));
    const phr::record& found = in.core.versions[index];
    phr_record known = PHR_RECORD_INIT;
    known.version = found.version;
    known.updated_us = found.updated;
    known.type = name_of(found.type);
    known.id = borrow(found.id);
    known.json = borrow(found.json);
    known.deleted = found.deleted ? 1 : 0;
    return fill(record, known);
  });
}
