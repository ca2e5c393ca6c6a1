#include "raw_rows.hpp"

#include "filled.hpp"
#include "report.hpp"
#include "sample.hpp"

#include "store/engine/engine.hpp"
#include "store/schema/schema.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <map>

namespace phr::bench {

namespace {

cell cell_of(const storage::sql::statement& row, int column, sqlite3_stmt* raw) {
  switch (sqlite3_column_type(raw, column)) {
    case SQLITE_INTEGER: return row.integer(column);
    case SQLITE_FLOAT: return row.real(column);
    case SQLITE_TEXT: return std::string(row.text(column));
    case SQLITE_BLOB: {
      const auto bytes = row.bytes(column);
      return std::vector<std::uint8_t>(bytes.begin(), bytes.end());
    }
    default: return std::monostate{};
  }
}

void bind(storage::sql::statement& to, int at, const cell& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) to.bind(at, *number);
  else if (const auto* real = std::get_if<double>(&value)) to.bind(at, *real);
  else if (const auto* text = std::get_if<std::string>(&value)) to.bind(at, std::string_view(*text));
  else if (const auto* bytes = std::get_if<std::vector<std::uint8_t>>(&value)) to.bind(at, phr::bytes_view(*bytes));
  else to.bind_null(at);
}

// Which resource a row belongs to; rows of none (interned texts, settings) go with the first.
std::int64_t owner_of(const storage::sql::connection& on, const table_rows& table, const std::vector<cell>& row) {
  static std::map<std::string, int> columns;
  const auto found = columns.find(table.name);
  int column = found == columns.end() ? -1 : found->second;
  if (found == columns.end()) {
    auto info = on.prepare("SELECT cid FROM pragma_table_info(?1) WHERE name = CASE WHEN ?1 IN ('resource', 'history', 'identity') THEN 'key' ELSE 'resource' END").value();
    info.bind(1, std::string_view(table.name));
    if (info.step().value()) column = static_cast<int>(info.integer(0));
    columns.emplace(table.name, column);
  }
  const auto* number = column < 0 ? nullptr : std::get_if<std::int64_t>(&row[static_cast<std::size_t>(column)]);
  return number == nullptr ? 0 : *number;
}

}  // namespace

std::vector<table_rows> all_rows(const std::string& path) {
  auto opened = storage::open_file(path, key, {}).value();
  auto on = opened.connect(true).value();
  std::vector<table_rows> tables;
  auto names = on.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").value();
  while (names.step().value()) tables.push_back({std::string(names.text(0)), 0, {}});
  for (auto& table : tables) {
    sqlite3_stmt* raw = nullptr;
    sqlite3_prepare_v2(on.handle(), ("SELECT * FROM " + table.name).c_str(), -1, &raw, nullptr);
    table.columns = sqlite3_column_count(raw);
    storage::sql::statement rows(raw);
    while (rows.step().value()) {
      auto& row = table.rows.emplace_back();
      for (int column = 0; column < table.columns; ++column) row.push_back(cell_of(rows, column, raw));
    }
  }
  return tables;
}

double write_raw(const std::vector<table_rows>& tables, order by) {
  const test::temporary_folder folder;
  struct one {
    std::int64_t resource;
    std::size_t table;
    const std::vector<cell>* row;
  };
  std::vector<one> all;
  {
    auto shaped = storage::open_file(folder.path("shape.phr"), key, cheap).value();
    auto on = shaped.connect(false).value();
    for (std::size_t index = 0; index < tables.size(); ++index) {
      for (const auto& row : tables[index].rows) all.push_back({owner_of(on, tables[index], row), index, &row});
    }
  }
  if (by == order::by_resource) {
    std::stable_sort(all.begin(), all.end(), [](const one& a, const one& b) { return a.resource < b.resource; });
  }
  const std::size_t part = all.size() / records().bundles.size() + 1;
  // A file is made and closed in the time, as by an import.
  return seconds_of([&] {
    auto opened = storage::open_file(folder.path("raw.phr"), key, cheap).value();
    auto on = opened.connect(false).value();
    static_cast<void>(on.execute("DELETE FROM setting; DELETE FROM source").value(), 0);  // what a new file has already
    std::vector<storage::sql::statement> inserts;
    for (const auto& table : tables) {
      std::string sql = "INSERT INTO " + table.name + " VALUES(?";
      for (int column = 1; column < table.columns; ++column) sql += ",?";
      inserts.push_back(on.prepare(sql + ")").value());
    }
    static_cast<void>(on.execute("BEGIN IMMEDIATE").value(), 0);
    for (std::size_t done = 0; done < all.size(); ++done) {
      auto& insert = inserts[all[done].table];
      const auto& row = *all[done].row;
      for (std::size_t column = 0; column < row.size(); ++column) bind(insert, static_cast<int>(column) + 1, row[column]);
      static_cast<void>(insert.run().value(), 0);
      if (done % part == part - 1) static_cast<void>((on.execute("COMMIT").value(), on.execute("BEGIN IMMEDIATE").value()), 0);
    }
    static_cast<void>(on.execute("COMMIT").value(), 0);
  });
}

}  // namespace phr::bench
