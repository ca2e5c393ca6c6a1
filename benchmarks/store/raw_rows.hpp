// The peer of an import: the same rows, ready made, into the same tables of the same kind of file.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace phr::bench {

using cell = std::variant<std::monostate, std::int64_t, double, std::string, std::vector<std::uint8_t>>;
struct table_rows {
  std::string name;
  int columns = 0;
  std::vector<std::vector<cell>> rows;
};

// Every row of every table of the store at this path, in the order of its key.
[[nodiscard]] std::vector<table_rows> all_rows(const std::string& path);

enum class order { by_resource, by_table };

// How many seconds it takes, in a new file. The loop that anyone would write who has the same rows ready: resource by resource into the
// same tables of the same kind of file, with nothing to parse, extract, compress or decide, in as many transactions as there are Bundles.
// By table: each table in the order of its key, which only who has all rows beforehand can do: the most a file can take.
[[nodiscard]] double write_raw(const std::vector<table_rows>& tables, order by);

}  // namespace phr::bench
