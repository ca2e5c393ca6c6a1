#include "store/reads/members.hpp"

#include "store/schema/schema.hpp"
#include "store/sql/access.hpp"

#include <algorithm>
#include <map>

namespace phr::storage {

namespace {

constexpr const char* newest_first =
    "SELECT c.happened, c.resource, i.type FROM compartment c JOIN identity i ON i.key = c.resource "
    "WHERE c.patient = ?1 AND c.happened >= ?2 AND c.happened < ?3 AND c.happened <= ?4 AND (c.happened < ?4 OR c.resource < ?5) "
    "ORDER BY c.happened DESC, c.resource DESC";
constexpr const char* oldest_first =
    "SELECT c.happened, c.resource, i.type FROM compartment c JOIN identity i ON i.key = c.resource "
    "WHERE c.patient = ?1 AND (c.happened, c.resource) > (?4, ?5) AND (c.happened = ?6 OR (c.happened >= ?2 AND c.happened < ?3)) "
    "ORDER BY c.happened, c.resource";

}  // namespace

result<members> members::of(const guarded_snapshot& at, const member_query& asked) {
  PHR_TRY(auto rows, sql_of(at.at()).on().prepare(asked.newest_first ? newest_first : oldest_first));
  PHR_TRY(const bool late, at.has_late());
  // no_time sorts before every date.
  const std::int64_t first = asked.undated ? no_time : no_time + 1;
  rows.bind(1, asked.patient).bind(2, asked.from.value_or(first)).bind(3, asked.to.value_or(INT64_MAX));
  const std::int64_t before_all = asked.newest_first ? INT64_MAX : INT64_MIN;
  member_place behind = asked.behind.value_or(member_place{before_all, asked.newest_first ? INT64_MAX : 0});
  // Of one time, all are read again where keys are not places, and those before the place left out.
  if (late && asked.behind) behind.place = asked.newest_first ? INT64_MAX : 0;
  if (!late && !at.sees_all() && asked.behind) behind.place /= places_of_a_key;
  rows.bind(4, behind.happened).bind(5, behind.place);
  if (!asked.newest_first) rows.bind(6, asked.undated ? no_time : INT64_MAX);
  members made(at, asked, std::move(rows));
  made.in_order_ = !late;
  return made;
}

result<std::optional<member>> members::row() {
  for (;;) {
    PHR_TRY(const bool more, rows_.step());
    if (!more) return std::optional<member>{};
    member found{rows_.integer(0), rows_.integer(1), 0, static_cast<fhir::resource_type>(rows_.integer(2))};
    if (!at_.sees_all()) {
      PHR_TRY(const bool shown, at_.sees(found.key));
      if (!shown) continue;
    }
    PHR_TRY(found.place, at_.place_of(found.key));
    if (!in_order_ && asked_.behind && found.happened == asked_.behind->happened) {
      const bool is_before = asked_.newest_first ? found.place >= asked_.behind->place : found.place <= asked_.behind->place;
      if (is_before) continue;
    }
    return std::optional<member>{found};
  }
}

// All of the next time, in order of their places.
result<void> members::read_equals() {
  while (!is_over_) {
    PHR_TRY(const auto found, row());
    is_over_ = !found;
    if (!found) break;
    if (!equals_.empty() && equals_.front().happened != found->happened) {
      ahead_ = found;
      break;
    }
    equals_.push_back(*found);
  }
  std::sort(equals_.begin(), equals_.end(), [&](const member& a, const member& b) { return asked_.newest_first ? a.place < b.place : b.place < a.place; });
  return success();
}

result<std::optional<member>> members::next() {
  if (in_order_) return row();
  if (equals_.empty()) {
    if (ahead_) equals_.push_back(*ahead_);
    ahead_.reset();
    PHR_TRY(read_equals());
  }
  if (equals_.empty()) return std::optional<member>{};
  const member next = equals_.back();
  equals_.pop_back();
  return std::optional<member>{next};
}

namespace {

// At most two.
result<std::vector<std::int64_t>> some_patients(const guarded_snapshot& at) {
  if (!at.sees_all()) return at.by().patients();
  PHR_TRY(auto* select, sql_of(at.at()).use("SELECT r.key FROM identity i JOIN resource r ON r.key = i.key WHERE i.type = ?1 LIMIT 2"));
  const sql::resetting after(*select);
  select->bind(1, static_cast<std::int64_t>(fhir::resource_type::Patient));
  std::vector<std::int64_t> keys;
  for (;;) {
    PHR_TRY(const bool more, select->step());
    if (!more) return keys;
    keys.push_back(select->integer(0));
  }
}

}  // namespace

result<std::int64_t> patient_asked_for(const guarded_snapshot& at, std::string_view id) {
  if (!id.empty()) {
    if (at.sees_all()) return at.at().key_of(fhir::resource_type::Patient, id);
    PHR_TRY(const std::int64_t key, at.at().identity_key(fhir::resource_type::Patient, id));
    return at.by().knows(key) ? key : 0;
  }
  PHR_TRY(const auto some, some_patients(at));
  if (some.size() > 1) return error{errc::ambiguous_match}.at("the patient: name one, the record has several");
  if (some.empty() && at.sees_all()) return error{errc::not_found}.at("a patient");
  return some.empty() ? 0 : some.front();
}

result<std::vector<type_count>> count_visible(const guarded_snapshot& at) {
  PHR_TRY(auto rows, sql_of(at.at()).on().prepare("SELECT s.type, r.subjects, count(*) FROM resource r JOIN shape s ON s.id = r.shape GROUP BY 1, 2 ORDER BY 1"));
  std::vector<type_count> all;
  for (;;) {
    PHR_TRY(const bool more, rows.step());
    if (!more) return all;
    const auto type = static_cast<fhir::resource_type>(rows.integer(0));
    PHR_TRY(const fhir::type_set types, at.types_of(rows.integer(1)));
    if (!types.contains(type)) continue;
    if (all.empty() || all.back().type != type) all.push_back({type, 0});
    all.back().count += static_cast<std::uint64_t>(rows.integer(2));
  }
}

result<std::vector<member_count>> count_members(const guarded_snapshot& at, std::int64_t only) {
  std::map<std::pair<std::int64_t, fhir::resource_type>, member_count> groups;
  const auto add = [&](std::int64_t patient, fhir::resource_type type, std::uint64_t count, bool shown) {
    member_count& group = groups[{patient, type}];
    group.patient = patient;
    group.type = type;
    group.count += count;
    if (shown) group.visible += count;
  };
  PHR_TRY(auto inside, sql_of(at.at()).on().prepare("SELECT c.patient, s.type, r.subjects, count(*) FROM (SELECT DISTINCT patient, resource FROM compartment WHERE ?1 = 0 OR patient = ?1) c "
                                                 "JOIN resource r ON r.key = c.resource JOIN shape s ON s.id = r.shape GROUP BY 1, 2, 3"));
  inside.bind(1, only);
  for (;;) {
    PHR_TRY(const bool more, inside.step());
    if (!more) break;
    const auto type = static_cast<fhir::resource_type>(inside.integer(1));
    PHR_TRY(const fhir::type_set types, at.types_of(inside.integer(2)));
    add(inside.integer(0), type, static_cast<std::uint64_t>(inside.integer(3)), types.contains(type));
  }
  PHR_TRY(auto outside, sql_of(at.at()).on().prepare("SELECT s.type, r.subjects, count(*) FROM resource r JOIN shape s ON s.id = r.shape "
                                                  "WHERE ?1 = 0 AND r.key NOT IN (SELECT resource FROM compartment) GROUP BY 1, 2"));
  outside.bind(1, only);
  for (;;) {
    PHR_TRY(const bool more, outside.step());
    if (!more) break;
    const auto type = static_cast<fhir::resource_type>(outside.integer(0));
    PHR_TRY(const fhir::type_set types, at.types_of(outside.integer(1)));
    add(0, type, static_cast<std::uint64_t>(outside.integer(2)), types.contains(type));
  }
  std::vector<member_count> all;
  for (const auto& [place, group] : groups) all.push_back(group);
  return all;
}

}  // namespace phr::storage
