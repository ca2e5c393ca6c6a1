#include "store/records/snapshot.hpp"

#include "store/body/reference_list.hpp"
#include "store/index/plan.hpp"
#include "store/intern/interner.hpp"
#include "store/records/body_text.hpp"
#include "store/records/packed_body.hpp"

#include <algorithm>

namespace phr::storage {

namespace {

// Columns version, updated, dictionary, body of a row become the record.
result<record> record_at(database& in, const sql::statement& row, int first, const identity& of) {
  record found;
  found.type = of.type;
  found.id = of.id;
  found.version = static_cast<std::uint32_t>(row.integer(first));
  found.updated = row.integer(first + 1);
  found.deleted = row.is_null(first + 3);
  if (found.deleted) return found;
  const std::string updated = instant_text(found.updated);
  PHR_TRY(append_resource(in, {found.type, found.id, found.version, updated}, row.bytes(first + 3), row.integer(first + 2), found.json));
  return found;
}

// Why a key has no current version.
error absence(database& in, std::int64_t key) {
  const auto last = in.use("SELECT version, operation FROM history WHERE key = ?1 ORDER BY version DESC LIMIT 1");
  if (!last) return last.error();
  const sql::resetting after(*last.value());
  const auto was = last.value()->bind(1, key).step();
  if (!was) return was.error();
  // An identity without any version is one that other resources only refer to; one that was purged is not here any more.
  if (!was.value() || last.value()->integer(1) != static_cast<std::int64_t>(write_kind::deleted)) return error{errc::not_found}.at("the record");
  return error{errc::gone}.at("the record").nth(static_cast<std::uint64_t>(last.value()->integer(0)));
}

}  // namespace

database& sql_of(const snapshot& at) noexcept { return at.in_; }

result<std::int64_t> snapshot::identity_key(fhir::resource_type type, std::string_view id) const { return find_identity(in_, type, id); }

result<std::int64_t> snapshot::key_of(fhir::resource_type type, std::string_view id) const {
  PHR_TRY(const std::int64_t key, find_identity(in_, type, id));
  if (key == 0) return error{errc::not_found}.at("the record");
  return key;
}

result<identity> snapshot::identity_of(std::int64_t key) const {
  PHR_TRY(auto* select, in_.use("SELECT type, id FROM identity WHERE key = ?1"));
  const sql::resetting after(*select);
  PHR_TRY(const bool found, select->bind(1, key).step());
  if (!found) return error{errc::not_found}.at("the record");
  return identity{static_cast<fhir::resource_type>(select->integer(0)), id_text(*select, 1)};
}

result<record> snapshot::current(std::int64_t key) const {
  PHR_TRY(auto* select, in_.use("SELECT r.version, r.updated, r.dictionary, r.body, i.type, i.id "
                                "FROM resource r JOIN identity i ON i.key = r.key WHERE r.key = ?1"));
  const sql::resetting after(*select);
  PHR_TRY(const bool found, select->bind(1, key).step());
  if (found) return record_at(in_, *select, 0, {static_cast<fhir::resource_type>(select->integer(4)), id_text(*select, 5)});
  return absence(in_, key);
}

result<record> snapshot::current(std::int64_t key, fhir::resource_type type, std::string_view id) const {
  PHR_TRY(auto* select, in_.use("SELECT version, updated, dictionary, body FROM resource WHERE key = ?1"));
  const sql::resetting after(*select);
  PHR_TRY(const bool found, select->bind(1, key).step());
  if (found) return record_at(in_, *select, 0, {type, std::string(id)});
  return absence(in_, key);
}

result<record> snapshot::outline(std::int64_t key) const {
  PHR_TRY(auto* select, in_.use("SELECT s.type, r.version, r.dictionary, r.body FROM resource r CROSS JOIN shape s ON s.id = r.shape WHERE r.key = ?1"));
  const sql::resetting after(*select);
  PHR_TRY(const bool is_there, select->bind(1, key).step());
  if (!is_there) return absence(in_, key);
  record found;
  found.type = static_cast<fhir::resource_type>(select->integer(0));
  found.version = static_cast<std::uint32_t>(select->integer(1));
  PHR_TRY(append_resource(in_, {found.type, "", found.version, ""}, select->bytes(3), select->integer(2), found.json, references_as::nothing));
  return found;
}

result<std::optional<record>> snapshot::stored_version(std::int64_t key, std::uint32_t number) const {
  PHR_TRY(const identity of, identity_of(key));
  PHR_TRY(auto* select, in_.use("SELECT version, updated, dictionary, body FROM resource WHERE key = ?1 AND version = ?2 UNION ALL "
                                "SELECT version, updated, dictionary, body FROM history WHERE key = ?1 AND version = ?2 AND operation <= 3"));
  const sql::resetting after(*select);
  PHR_TRY(const bool found, select->bind(1, key).bind(2, std::int64_t{number}).step());
  if (!found) return std::optional<record>{};
  PHR_TRY(auto stored, record_at(in_, *select, 0, of));
  return std::optional<record>{std::move(stored)};
}

result<record> snapshot::version(std::int64_t key, std::uint32_t number) const {
  PHR_TRY(auto found, stored_version(key, number));
  if (!found) return error{errc::not_found}.at("the version");
  if (found->deleted) return error{errc::gone}.at("the version").nth(number);
  return std::move(*found);
}

result<std::vector<record>> snapshot::versions(std::int64_t key) const {
  PHR_TRY(const identity of, identity_of(key));
  PHR_TRY(auto* select, in_.use("SELECT version, updated, dictionary, body FROM resource WHERE key = ?1 UNION ALL "
                                "SELECT version, updated, dictionary, body FROM history WHERE key = ?1 AND operation <= 3 ORDER BY 1 DESC"));
  const sql::resetting after(*select);
  select->bind(1, key);
  std::vector<record> all;
  for (;;) {
    PHR_TRY(const bool more, select->step());
    if (!more) break;
    PHR_TRY(auto each, record_at(in_, *select, 0, of));
    all.push_back(std::move(each));
  }
  if (all.empty()) return error{errc::not_found}.at("the record");
  return all;
}

result<std::vector<std::int64_t>> snapshot::patients_of(std::int64_t key) const {
  // Of what it refers to, those that are in the compartment table with it.
  PHR_TRY(auto* select, in_.use("SELECT r.dictionary, r.body, i.type FROM resource r JOIN identity i ON i.key = r.key WHERE r.key = ?1"));
  const sql::resetting after(*select);
  PHR_TRY(const bool found, select->bind(1, key).step());
  std::vector<std::int64_t> patients;
  if (!found) return patients;
  const auto type = static_cast<fhir::resource_type>(select->integer(2));
  bytes_view body = select->bytes(1);
  std::vector<std::int64_t> targets;
  if (select->integer(0) == packed_dictionary && !take_reference_list(body, targets)) return error{errc::damaged_page}.at("the body of a record");
  const std::string& parameters = compartment_parameters(type);
  if (!parameters.empty()) {
    PHR_TRY(auto* refers, in_.use_text("SELECT 1 FROM identity i CROSS JOIN index_reference x ON x.parameter IN (" + parameters +
                                       ") AND x.target = i.key AND x.resource = ?2 WHERE i.key = ?1 AND i.type = ?3"));
    for (const std::int64_t target : targets) {
      const sql::resetting done(*refers);
      refers->bind(1, target).bind(2, key).bind(3, static_cast<std::int64_t>(fhir::resource_type::Patient));
      PHR_TRY(const bool is, refers->step());
      if (is) patients.push_back(target);
    }
  }
  if (type == fhir::resource_type::Patient && std::find(patients.begin(), patients.end(), key) == patients.end()) patients.push_back(key);
  return patients;
}

result<bool> snapshot::has_full_text() const {
  PHR_TRY(auto* select, in_.use("SELECT 1 FROM setting WHERE name = 'full_text'"));
  const sql::resetting after(*select);
  return select->step();
}

result<std::vector<type_count>> snapshot::counts() const {
  PHR_TRY(auto* select, in_.use("SELECT i.type, count(*) FROM identity i JOIN resource r ON r.key = i.key GROUP BY i.type ORDER BY i.type"));
  const sql::resetting after(*select);
  std::vector<type_count> all;
  for (;;) {
    PHR_TRY(const bool more, select->step());
    if (!more) return all;
    all.push_back({static_cast<fhir::resource_type>(select->integer(0)), static_cast<std::uint64_t>(select->integer(1))});
  }
}

}  // namespace phr::storage
