// One SQLCipher connection and its statements, as values.
#pragma once

#include <phr/core/bytes.hpp>
#include <phr/core/result.hpp>
#include <phr/crypto/secret.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace phr::storage::sql {

enum class column_type : std::uint8_t { none, integer, real, text, bytes };

// A prepared statement: bind, step, read columns, reset. Bound text and bytes are borrowed until the next reset.
// Lifetime: ends before its connection. Threads: per-thread. Errors: see connection.
class statement {
 public:
  statement() noexcept = default;
  explicit statement(sqlite3_stmt* prepared) noexcept : prepared_(prepared) {}
  statement(statement&& other) noexcept : prepared_(other.prepared_) { other.prepared_ = nullptr; }
  statement& operator=(statement&& other) noexcept;
  statement(const statement&) = delete;
  statement& operator=(const statement&) = delete;
  ~statement();

  // Parameters and columns are numbered as SQLite does: parameters from 1, columns from 0.
  statement& bind(int parameter, std::int64_t number) noexcept;
  statement& bind(int parameter, double number) noexcept;
  statement& bind(int parameter, std::string_view text) noexcept;
  statement& bind(int parameter, bytes_view bytes) noexcept;
  statement& bind_null(int parameter) noexcept;

  // True when there is a row.
  [[nodiscard]] result<bool> step() noexcept;
  // Runs a statement that gives no row, and makes it ready for the next values.
  [[nodiscard]] result<void> run() noexcept;
  void reset() noexcept;
  [[nodiscard]] bool is_running() const noexcept;  // has been stepped, and is neither at its end nor reset

  [[nodiscard]] column_type type(int column) const noexcept;
  [[nodiscard]] std::int64_t integer(int column) const noexcept;
  [[nodiscard]] double real(int column) const noexcept;
  [[nodiscard]] bool is_null(int column) const noexcept;
  [[nodiscard]] bool is_blob(int column) const noexcept;
  [[nodiscard]] std::string_view text(int column) const noexcept;  // borrowed until the next step
  [[nodiscard]] bytes_view bytes(int column) const noexcept;       // borrowed until the next step

 private:
  sqlite3_stmt* prepared_ = nullptr;
};

// Resets a statement when a block ends, so that no early return leaves a read open.
class resetting {
 public:
  explicit resetting(statement& watched) noexcept : watched_(watched) {}
  resetting(const resetting&) = delete;
  resetting& operator=(const resetting&) = delete;
  ~resetting() { watched_.reset(); }

 private:
  statement& watched_;
};

// A keyed connection to one file.
// Lifetime: closes with the object; statements end before it. Threads: per-thread.
// Errors: damaged_page, locked, disk_full, read_only, io_failed, cancelled; internal for a defect in our SQL.
class connection {
 public:
  struct options {
    std::uint32_t page_bytes;
    int busy_milliseconds;
    bool read_only = false;
  };
  [[nodiscard]] static result<connection> open(const std::string& path, const crypto::secret_key& page_key, const options& with);

  // Nothing on the disk, gone with the connection.
  [[nodiscard]] static result<connection> in_memory();

  connection(connection&& other) noexcept : handle_(other.handle_) { other.handle_ = nullptr; }
  connection& operator=(connection&& other) noexcept;
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  ~connection();

  [[nodiscard]] result<statement> prepare(std::string_view text) const;
  // Runs statements that give no rows and take no values.
  [[nodiscard]] result<void> execute(const char* text) const;
  [[nodiscard]] std::int64_t changes() const noexcept;
  // Rows that were ever changed through it: the same number later means that nothing was written in between.
  [[nodiscard]] std::int64_t all_changes() const noexcept;
  [[nodiscard]] std::int64_t last_key() const noexcept;
  // Another number, inside a read, when something has been committed since the last one.
  [[nodiscard]] std::uint32_t data_version() const noexcept;
  [[nodiscard]] sqlite3* handle() const noexcept { return handle_; }

 private:
  explicit connection(sqlite3* handle) noexcept : handle_(handle) {}
  sqlite3* handle_ = nullptr;
};

// A write transaction: BEGIN IMMEDIATE now; rolled back unless committed.
// Lifetime: ends before its connection. Threads: per-thread. Errors: locked at the start, disk_full at the end.
class transaction {
 public:
  [[nodiscard]] static result<transaction> begin(const connection& on);
  transaction(transaction&& other) noexcept : on_(other.on_) { other.on_ = nullptr; }
  transaction(const transaction&) = delete;
  transaction& operator=(const transaction&) = delete;
  ~transaction();
  [[nodiscard]] result<void> commit();

 private:
  explicit transaction(const connection* on) noexcept : on_(on) {}
  const connection* on_;
};

// SQLite's result code as an error of ours.
[[nodiscard]] error failure(int status, static_text place) noexcept;

}  // namespace phr::storage::sql
