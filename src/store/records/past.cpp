#include "store/records/past.hpp"
#include "store/sql/access.hpp"

namespace phr::storage {

namespace {

// Columns: position, key, version.
constexpr const char* of_one =
    "SELECT version, key, version FROM resource WHERE key = ?1 AND version < ?2 UNION ALL "
    "SELECT version, key, version FROM history WHERE key = ?1 AND version < ?2 AND operation <= 3 ORDER BY 1 DESC";
constexpr const char* of_all =
    "SELECT sequence, resource, version FROM change WHERE sequence < ?2 AND operation <= 3 AND ?1 = 0 ORDER BY sequence DESC";
constexpr const char* of_resource_type =
    "SELECT c.sequence, c.resource, c.version FROM change c JOIN identity i ON i.key = c.resource AND i.type = ?1 "
    "WHERE c.sequence < ?2 AND c.operation <= 3 ORDER BY c.sequence DESC";
constexpr const char* after_version =
    "SELECT version, updated FROM resource WHERE key = ?1 AND version > ?2 UNION ALL "
    "SELECT version, updated FROM history WHERE key = ?1 AND version > ?2 ORDER BY 1 LIMIT 1";

}  // namespace

result<past> past::of(const snapshot& at, const past_query& asked) {
  const bool is_typed = asked.type != fhir::resource_type{};
  PHR_TRY(auto rows, sql_of(at).on().prepare(asked.key != 0 ? of_one : is_typed ? of_resource_type : of_all));
  rows.bind(1, asked.key != 0 ? asked.key : static_cast<std::int64_t>(asked.type)).bind(2, asked.before);
  return past(at, asked, std::move(rows));
}

// A version is current from its own moment until that of the next one.
result<bool> past::was_current(std::int64_t key, const record& version) {
  if (version.updated >= asked_.at->high) return false;
  PHR_TRY(auto* select, sql_of(at_).use(after_version));
  const sql::resetting after(*select);
  PHR_TRY(const bool replaced, select->bind(1, key).bind(2, std::int64_t{version.version}).step());
  return !replaced || select->integer(1) > asked_.at->low;
}

result<std::optional<past_version>> past::next() {
  for (;;) {
    PHR_TRY(const bool more, rows_.step());
    if (!more) return std::optional<past_version>{};
    past_version found;
    found.position = rows_.integer(0);
    found.key = rows_.integer(1);
    PHR_TRY(auto stored, at_.stored_version(found.key, static_cast<std::uint32_t>(rows_.integer(2))));
    if (!stored) continue;  // purged or erased
    if (asked_.since && stored->updated < *asked_.since) continue;
    if (asked_.at) {
      PHR_TRY(const bool current, was_current(found.key, *stored));
      if (!current) continue;
    }
    found.version = std::move(*stored);
    return std::optional<past_version>{std::move(found)};
  }
}

}  // namespace phr::storage
