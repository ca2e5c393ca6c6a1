// Taking resources out of this file: purge and erase.
#include "store/records/unit.hpp"

#include "store/records/sweep.hpp"

#include <algorithm>

namespace phr::storage {

// Removes every version and index row of a resource, live or not; a purge's mark, too.
result<unit::taken_out> unit::take_out(std::int64_t key, fhir::resource_type type) {
  taken_out made{0, 0};
  {
    PHR_TRY(auto* select, in_->use("SELECT version, dictionary, body FROM resource WHERE key = ?1"));
    const sql::resetting after(*select);
    PHR_TRY(const bool live, select->bind(1, key).step());
    if (live) {
      made = {1, static_cast<std::uint32_t>(select->integer(0))};
      PHR_TRY(unpack_body(*in_, select->bytes(2), select->integer(1), old_text_));
    }
  }
  if (made.versions != 0) {
    PHR_TRY(forget_index(key, type, old_text_));
    PHR_TRY(auto* gone, in_->use("DELETE FROM resource WHERE key = ?1"));
    PHR_TRY(gone->bind(1, key).run());
  }
  {
    PHR_TRY(auto* earlier, in_->use("SELECT count(*) FILTER (WHERE operation <= 3), coalesce(max(version), 0), count(*) FROM history WHERE key = ?1"));
    const sql::resetting after(*earlier);
    PHR_TRY(const bool counted, earlier->bind(1, key).step());
    if (!counted || (made.versions == 0 && earlier->integer(2) == 0)) return error{errc::not_found}.at("the record");
    made.versions += static_cast<std::uint64_t>(earlier->integer(0));
    made.last = std::max(made.last, static_cast<std::uint32_t>(earlier->integer(1)));
  }
  PHR_TRY(auto* gone, in_->use("DELETE FROM history WHERE key = ?1"));
  PHR_TRY(gone->bind(1, key).run());
  if (type == fhir::resource_type::Consent) PHR_TRY(forget_consent(key));
  return made;
}

result<write_report> unit::purge(fhir::resource_type type, std::string_view id, std::int64_t now) {
  PHR_TRY(const std::int64_t key, snapshot(*in_).key_of(type, id));
  PHR_TRY(const taken_out gone, take_out(key, type));
  if (gone.versions == 0) return error{errc::not_found}.at("the record");
  // The mark keeps the number: a version that comes later must not pass for one that was given out before.
  PHR_TRY(auto* mark, in_->use("INSERT INTO history VALUES(?1, ?2, ?3, ?4, 0, NULL, ?5)"));
  mark->bind(1, key).bind(2, std::int64_t{gone.last}).bind(3, now).bind(4, static_cast<std::int64_t>(write_kind::purged)).bind(5, source_of_owner);
  PHR_TRY(mark->run());
  PHR_TRY(add_change(key, gone.last, write_kind::purged));
  return write_report{type, std::string(id), gone.last, write_kind::purged};
}

result<write_report> unit::purge_history(fhir::resource_type type, std::string_view id) {
  PHR_TRY(const std::int64_t key, snapshot(*in_).key_of(type, id));
  PHR_TRY(const auto versions, snapshot(*in_).versions(key));
  const std::uint32_t newest = versions.front().version;
  // The version of a Consent that was adopted stays while it counts: without it, what it denies would be open.
  PHR_TRY(auto* gone, in_->use("DELETE FROM history WHERE key = ?1 AND version < ?2 AND version IS NOT (SELECT adopted FROM consent_verdict WHERE consent = ?1)"));
  PHR_TRY(gone->bind(1, key).bind(2, std::int64_t{newest}).run());
  if (in_->on().changes() == 0) return write_report{type, std::string(id), newest, write_kind::unchanged};
  PHR_TRY(add_change(key, newest, write_kind::purged));
  return write_report{type, std::string(id), newest, write_kind::purged};
}

result<std::uint64_t> unit::erase(fhir::resource_type type, std::string_view id) {
  PHR_TRY(const std::int64_t key, snapshot(*in_).key_of(type, id));
  PHR_TRY(const taken_out gone, take_out(key, type));
  PHR_TRY(add_change(key, gone.last, write_kind::erased));
  PHR_TRY(flush());
  names_->forget();  // for what they were of may be swept away
  return gone.versions;
}

result<void> unit::sweep() { return storage::sweep(*in_); }

}  // namespace phr::storage
