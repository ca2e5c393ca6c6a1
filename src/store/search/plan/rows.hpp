// Conditions of a search as SQL over the index.
#pragma once

#include "store/guard/guarded_snapshot.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace phr::storage {

// Values that a user typed, bound as ?1, ?2, ...; what we made ourselves (keys, parameter ids, times) stands in the text.
// Lifetime: outlives the statements it is bound to, which borrow its texts. Threads: per-thread. Errors: none.
class bindings {
 public:
  [[nodiscard]] std::string add(std::variant<std::int64_t, double, std::string> value) {
    values_.push_back(std::move(value));
    return "?" + std::to_string(values_.size());
  }
  [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }
  void bind(sql::statement& to) const {
    int parameter = 0;
    for (const auto& value : values_) {
      ++parameter;
      if (const auto* number = std::get_if<std::int64_t>(&value)) to.bind(parameter, *number);
      if (const auto* real = std::get_if<double>(&value)) to.bind(parameter, *real);
      if (const auto* text = std::get_if<std::string>(&value)) to.bind(parameter, std::string_view(*text));
    }
  }

 private:
  std::vector<std::variant<std::int64_t, double, std::string>> values_;
};

// Rows of one table that say which resources match.
struct row_set {
  std::string table;                // a table, or a query in brackets
  std::string where;                // over its columns
  std::string by_resource = {};     // the index that finds the rows of one resource; "" where its key does, or a list is made
  bool as_list = false;             // a look-up of one resource would be dear: make the list of all once
  bool by_key = false;              // its rows come in the order of `resource`
  std::string first = {};           // or in the order of these columns, and then of `resource`; both empty: in none
  std::string second = {};
  std::string key = "resource";     // the column of the resource
};

// One criterion without its steps. Either rows, or a condition on a resource's key and columns.
struct leaf {
  bool negative = false;          // the resources that have no such row
  std::vector<row_set> sets;      // together, all that match
  std::vector<row_set> probes;    // the same, as one looks up a resource; empty: as `sets`
  std::function<std::string(std::string_view key)> direct;
  bool direct_is_few = false;     // `direct` is a list of keys
};

// What all of a search's parts share.
struct search_scope {
  const snapshot& at;
  const guarded_snapshot& guarded;
  std::int64_t now;
  bool gated;        // hidden resources must not show, not even through others
  bindings values;
  int aliases = 0;
  std::map<std::string, std::vector<std::int64_t>> containers = {};    // what containers_where() has found already
  std::optional<std::vector<fhir::resource_type>> contained_types = {};  // that the store has references to, within a resource

  [[nodiscard]] std::string alias() { return "t" + std::to_string(++aliases); }
};

// Alternatives as one condition, each half in brackets: SQLite walks an expression by recursion, so it must not be a long chain.
[[nodiscard]] std::string any_of(const std::vector<std::string>& alternatives, std::size_t first, std::size_t last);
[[nodiscard]] inline std::string any_of(const std::vector<std::string>& alternatives) {
  return alternatives.empty() ? "0" : any_of(alternatives, 0, alternatives.size());
}
// "1,2,3"
[[nodiscard]] std::string list_of(const std::vector<std::int64_t>& keys);

// "A UNION ALL B": the keys of all rows, as the column `resource`.
[[nodiscard]] std::string keys_of(const std::vector<row_set>& sets);

// The next row of a statement that may call functions of ours: the error that one of these met comes before SQLite's.
[[nodiscard]] result<bool> step_of(const search_scope& in, sql::statement& rows);

// A condition on the resource whose key that SQL text is, by its rows.
[[nodiscard]] std::string probe_of(const leaf& of, std::string_view key);

}  // namespace phr::storage
