#include "store/records/sweep.hpp"

#include <phr/fhir/search_parameter.hpp>

#include <fmt/format.h>

#include <string>
#include <vector>

namespace phr::storage {

namespace {

using holds = key_column::holds;

constexpr key_column columns[] = {
    {"index_token", "coding", holds::coding},
    {"index_token", "resource", holds::resource},
    {"index_string", "resource", holds::resource},
    {"index_date", "resource", holds::resource},
    {"index_reference", "target", holds::target},
    {"index_reference", "resource", holds::resource},
    {"index_quantity", "unit", holds::coding},
    {"index_quantity", "resource", holds::resource},
    {"index_number", "resource", holds::resource},
    {"index_uri", "term", holds::term},
    {"index_uri", "resource", holds::resource},
    {"index_composite", "first", holds::first_of_composite},
    {"index_composite", "second", holds::coding},
    {"index_composite", "resource", holds::resource},
    {"subject", "patient", holds::identity},
    {"consent_verdict", "consent", holds::identity},
    {"late", "key", holds::identity},
    {"compartment", "patient", holds::identity},
    {"compartment", "resource", holds::resource},
    {"unit", "coding", holds::coding},
    {"coding", "system", holds::term},
    {"audit", "actor", holds::term},
    {"resource", "key", holds::identity},
    {"history", "key", holds::identity},
};

// Composites whose first part is a reference.
std::string reference_composites() {
  std::string ids = "0";
  for (int type = 1; type <= fhir::resource_type_count; ++type) {
    for (const auto& each : fhir::search_parameters(static_cast<fhir::resource_type>(type))) {
      if (!each.components.empty() && each.components.front().kind == fhir::search_kind::reference) ids += fmt::format(", {}", each.id);
    }
  }
  return ids;
}

// The keys of that kind that stand in a column; "" where there are none.
std::string keys_in(const key_column& column, holds wanted) {
  const bool is_target = column.what == holds::target || column.what == holds::first_of_composite;
  if (column.what != wanted && !is_target) return {};
  if (column.what == holds::target && wanted == holds::coding) return {};
  const char* const sign = is_target && wanted == holds::term ? "-" : "";
  std::string sql = fmt::format("SELECT {}{} FROM {} WHERE typeof({}) = 'integer'", sign, column.column, column.table, column.column);
  if (is_target) sql += fmt::format(" AND {} {} 0", column.column, wanted == holds::term ? "<" : ">");
  if (column.what == holds::first_of_composite) {
    sql += fmt::format(" AND parameter {}IN ({})", wanted == holds::coding ? "NOT " : "", reference_composites());
  }
  return sql;
}

// Bodies have their references as keys: records/packed_body.hpp.
constexpr const char* referred_to =
    " UNION ALL SELECT j.value FROM resource b, json_each(phr_refs(b.dictionary, b.body)) j"
    " UNION ALL SELECT j.value FROM history b, json_each(phr_refs(b.dictionary, b.body)) j WHERE b.body IS NOT NULL";

// "SELECT a FROM t UNION ALL ...": all keys of a kind that are in use.
std::string used(holds wanted) {
  std::string sql;
  for (const key_column& each : columns) {
    const std::string keys = keys_in(each, wanted);
    if (!keys.empty()) sql += (sql.empty() ? "" : " UNION ALL ") + keys;
  }
  if (wanted == holds::identity) sql += referred_to;
  return sql;
}

// The unit table says what units occur; it goes by the rows themselves.
constexpr const char* unused_units =
    "DELETE FROM unit WHERE coding NOT IN (SELECT unit FROM index_quantity UNION ALL SELECT second FROM index_composite WHERE typeof(second) = 'integer')";

result<void> merge_full_text(database& in) {
  std::vector<std::string> tables;
  {
    PHR_TRY(auto select, in.on().prepare("SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5(%'"));
    for (;;) {
      PHR_TRY(const bool more, select.step());
      if (!more) break;
      tables.emplace_back(select.text(0));
    }
  }
  for (const std::string& each : tables) PHR_TRY(in.on().execute(fmt::format("INSERT INTO {0}({0}) VALUES('optimize')", each).c_str()));
  return success();
}

result<void> sweep_identities(database& in) {
  PHR_TRY(in.on().execute("CREATE TEMP TABLE unnamed(key INTEGER PRIMARY KEY)"));
  PHR_TRY(in.on().execute(fmt::format("INSERT INTO temp.unnamed SELECT key FROM identity WHERE typeof(id) <> 'integer' AND key NOT IN ({})",
                                      used(holds::identity)).c_str()));
  PHR_TRY(in.on().execute("UPDATE identity SET id = key, source = 1 WHERE key IN (SELECT key FROM temp.unnamed) AND "
                          "key IN (SELECT resource FROM audit UNION ALL SELECT resource FROM change)"));
  PHR_TRY(in.on().execute("DELETE FROM identity WHERE key IN (SELECT key FROM temp.unnamed) AND typeof(id) <> 'integer'"));
  PHR_TRY(in.on().execute("DELETE FROM foreign_name WHERE key NOT IN (SELECT key FROM identity WHERE typeof(id) <> 'integer')"));
  // A source that was forgotten, and whose names nobody uses any more.
  PHR_TRY(in.on().execute("DELETE FROM source WHERE id > 1 AND first_seen IS NULL AND id NOT IN (SELECT source FROM identity UNION ALL SELECT origin FROM resource "
                          "UNION ALL SELECT origin FROM history)"));
  return in.on().execute("DROP TABLE temp.unnamed");
}

}  // namespace

std::span<const key_column> key_columns() noexcept { return columns; }

result<void> sweep(database& in) {
  for (const key_column& each : columns) {
    if (each.what != holds::resource) continue;
    PHR_TRY(in.on().execute(fmt::format("DELETE FROM {0} WHERE {1} NOT IN (SELECT key FROM resource)", each.table, each.column).c_str()));
  }
  PHR_TRY(in.on().execute("DELETE FROM subject_set WHERE id NOT IN (SELECT subjects FROM resource)"));
  PHR_TRY(in.on().execute("DELETE FROM late WHERE key NOT IN (SELECT key FROM resource UNION ALL SELECT key FROM history)"));
  PHR_TRY(in.on().execute("DELETE FROM subject WHERE subjects NOT IN (SELECT id FROM subject_set)"));
  PHR_TRY(in.on().execute("DELETE FROM consent_verdict WHERE consent NOT IN (SELECT key FROM resource UNION ALL SELECT key FROM history)"));
  PHR_TRY(in.on().execute(unused_units));
  PHR_TRY(in.on().execute(fmt::format("DELETE FROM coding WHERE id NOT IN ({})", used(holds::coding)).c_str()));
  PHR_TRY(in.on().execute(fmt::format("DELETE FROM term WHERE id NOT IN ({})", used(holds::term)).c_str()));
  PHR_TRY(sweep_identities(in));
  PHR_TRY(merge_full_text(in));
  return in.on().execute("INSERT INTO setting(name, value) VALUES('scrub', 1) ON CONFLICT(name) DO NOTHING");
}

result<bool> scrub_is_due(database& in) {
  PHR_TRY(auto* select, in.use("SELECT 1 FROM setting WHERE name = 'scrub'"));
  const sql::resetting after(*select);
  return select->step();
}

result<void> scrub_is_done(database& in) { return in.on().execute("DELETE FROM setting WHERE name = 'scrub'"); }

result<void> empty_wal(database& in) {
  PHR_TRY(auto checkpoint, in.on().prepare("PRAGMA wal_checkpoint(TRUNCATE)"));
  PHR_TRY(const bool told, checkpoint.step());
  if (!told || checkpoint.integer(0) != 0) return error{errc::locked}.at("a reader sees the time before the erasure");
  return success();
}

}  // namespace phr::storage
