#include "store/search/plan/rows.hpp"
#include "store/sql/access.hpp"

#include <fmt/format.h>

namespace phr::storage {

std::string any_of(const std::vector<std::string>& alternatives, std::size_t first, std::size_t last) {
  if (last - first == 1) return "(" + alternatives[first] + ")";
  const std::size_t half = first + (last - first) / 2;
  return "(" + any_of(alternatives, first, half) + " OR " + any_of(alternatives, half, last) + ")";
}

std::string list_of(const std::vector<std::int64_t>& keys) {
  std::string text;
  for (const std::int64_t key : keys) {
    if (!text.empty()) text += ',';
    text += std::to_string(key);
  }
  return text;
}

std::string keys_of(const std::vector<row_set>& sets) {
  constexpr std::size_t most_in_one = 400;  // SQLite takes 500
  std::string text;
  std::size_t nth = 0;
  for (const row_set& each : sets) {
    if (nth != 0) text += nth % most_in_one == 0 ? ") UNION ALL SELECT resource FROM (" : " UNION ALL ";
    text += fmt::format("SELECT {} AS resource FROM {} WHERE {}", each.key, each.table, each.where);
    ++nth;
  }
  return sets.size() > most_in_one ? "SELECT resource FROM (" + text + ")" : text;
}

result<bool> step_of(const search_scope& in, sql::statement& rows) {
  auto& problem = sql_of(in.at).hooks().problem;
  problem.reset();
  auto more = rows.step();
  if (!more && problem) return *problem;
  return more;
}

std::string probe_of(const leaf& of, std::string_view key) {
  if (of.direct) return of.direct(key);
  std::vector<std::string> all;
  for (const row_set& each : of.probes.empty() ? of.sets : of.probes) {
    if (each.as_list) {
      all.push_back(fmt::format("{} IN (SELECT {} FROM {} WHERE {})", key, each.key, each.table, each.where));
    } else {
      const std::string index = each.by_resource.empty() ? "" : " INDEXED BY " + each.by_resource;
      // The plus sign: SQLite would make a join of it, and might begin at the wrong end.
      all.push_back(fmt::format("+EXISTS (SELECT 1 FROM {}{} WHERE {} = {} AND {})", each.table, index, each.key, key, each.where));
    }
  }
  return (of.negative ? "NOT " : "") + any_of(all);
}

}  // namespace phr::storage
