#include "store/guard/guarded_snapshot.hpp"

#include "store/index/extract.hpp"
#include "store/index/subjects.hpp"
#include "store/intern/interner.hpp"
#include "store/records/body_text.hpp"
#include "store/sql/access.hpp"

#include <algorithm>

namespace phr::storage {

namespace {

// Up to so many patients and rows of them, what may be seen is gone through; beyond, the rows of a search are, and each is asked.
constexpr std::size_t most_patients = 64;
constexpr std::int64_t most_members = 5'000;

result<subject_keys> subjects_at(const snapshot& at, std::int64_t subjects) {
  subject_keys made;
  PHR_TRY(auto* of, sql_of(at).use("SELECT closed, types FROM subject_set WHERE id = ?1"));
  const sql::resetting after(*of);
  PHR_TRY(const bool found, of->bind(1, subjects).step());
  if (!found) return error{errc::damaged_page}.at("the subjects of a record");
  made.closed = of->integer(0) != 0;
  for (const std::uint8_t type : of->bytes(1)) made.within.insert(static_cast<fhir::resource_type>(type));
  PHR_TRY(auto* patients, sql_of(at).use("SELECT patient FROM subject WHERE subjects = ?1"));
  const sql::resetting done(*patients);
  patients->bind(1, subjects);
  for (;;) {
    PHR_TRY(const bool more, patients->step());
    if (!more) return made;
    made.patients.push_back(patients->integer(0));
  }
}

}  // namespace

result<subject_keys> subjects_of_version(const snapshot& at, const record& version) {
  fhir::json::document parsed;
  PHR_TRY(parsed.parse(version.json));
  std::string stored;
  append_stored_text(stored, parsed.root());
  const subjects of = subjects_of(parsed.root(), stored, version.type);
  subject_keys made;
  made.within = of.within;
  made.closed = of.closed;
  for (const std::string& id : of.patients) {
    PHR_TRY(const std::int64_t key, find_identity(sql_of(at), fhir::resource_type::Patient, id));
    made.patients.push_back(key);
  }
  if (version.type == fhir::resource_type::Patient) {
    PHR_TRY(const std::int64_t own, find_identity(sql_of(at), version.type, version.id));
    made.patients.push_back(own);
  }
  return made;
}

result<fhir::type_set> guarded_snapshot::types_of(std::int64_t subjects) const {
  if (sees_all()) return fhir::type_set::all();
  const auto known = made_->types.find(subjects);
  if (known != made_->types.end()) return known->second;
  PHR_TRY(const subject_keys of, subjects_at(at_, subjects));
  const fhir::type_set types = made_->by.types(of);
  made_->types.emplace(subjects, types);
  return types;
}

result<bool> guarded_snapshot::sees(std::int64_t key) const {
  PHR_TRY(auto* row, sql_of(at_).use("SELECT r.subjects, s.type FROM resource r CROSS JOIN shape s ON s.id = r.shape WHERE r.key = ?1"));
  const sql::resetting after(*row);
  PHR_TRY(const bool found, row->bind(1, key).step());
  if (!found) return false;
  PHR_TRY(const fhir::type_set types, types_of(row->integer(0)));
  return types.contains(static_cast<fhir::resource_type>(row->integer(1)));
}

result<bool> guarded_snapshot::sees(const record& version) const {
  if (sees_all()) return true;
  if (version.deleted) return false;
  PHR_TRY(const subject_keys of, subjects_of_version(at_, version));
  return made_->by.permits(of, version.type);
}

result<std::int64_t> guarded_snapshot::place_of(std::int64_t key) const {
  if (sees_all()) return key;
  PHR_TRY(auto* late, sql_of(at_).use("SELECT place FROM late WHERE key = ?1"));
  const sql::resetting after(*late);
  PHR_TRY(const bool found, late->bind(1, key).step());
  return found ? late->integer(0) : key * places_of_a_key;
}

result<void> put_in_order(const guarded_snapshot& at, std::vector<std::int64_t>& keys) {
  PHR_TRY(const bool late, at.has_late());
  if (!late) return success();
  std::vector<std::pair<std::int64_t, std::int64_t>> placed;
  for (const std::int64_t key : keys) {
    PHR_TRY(const std::int64_t place, at.place_of(key));
    placed.emplace_back(place, key);
  }
  std::sort(placed.begin(), placed.end());
  for (std::size_t nth = 0; nth < keys.size(); ++nth) keys[nth] = placed[nth].second;
  return success();
}

result<bool> guarded_snapshot::has_late(fhir::resource_type type) const {
  if (sees_all()) return false;
  const bool any = type == fhir::resource_type{};
  PHR_TRY(auto* late, sql_of(at_).use(any ? "SELECT 1 FROM late LIMIT 1" : "SELECT 1 FROM late WHERE type = ?1 LIMIT 1"));
  const sql::resetting after(*late);
  if (!any) late->bind(1, static_cast<std::int64_t>(type));
  return late->step();
}

result<std::optional<std::vector<std::int64_t>>> guarded_snapshot::few_patients() const {
  const auto& patients = made_->by.patients();
  std::optional<std::vector<std::int64_t>> made;
  if (sees_all() || patients.size() > most_patients) return made;
  PHR_TRY(auto* count, sql_of(at_).use("SELECT count(*) FROM (SELECT 1 FROM compartment WHERE patient = ?1 LIMIT ?2)"));
  std::int64_t members = 0;
  for (const std::int64_t patient : patients) {
    const sql::resetting after(*count);
    PHR_TRY(const bool found, count->bind(1, patient).bind(2, most_members - members + 1).step());
    members += found ? count->integer(0) : 0;
    if (members > most_members) return made;
  }
  made = patients;
  return made;
}

}  // namespace phr::storage
