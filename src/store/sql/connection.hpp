// One SQLCipher connection and its statements, as values.
#pragma once

#include <phr/core/bytes.hpp>
#include <phr/core/result.hpp>
#include <phr/crypto/secret.hpp>

#include "core/platform/process.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace phr::storage {
class held_file;
}

namespace phr::storage::sql {

enum class column_type : std::uint8_t { none, integer, real, text, bytes };

// A prepared statement: bind, step, read columns, reset. Bound text and bytes are borrowed until the next reset.
// Lifetime: ends before its connection. Threads: per-thread. Errors: see connection.
class statement {
 public:
  statement() noexcept = default;
  explicit statement(sqlite3_stmt* prepared) noexcept : prepared_(prepared), of_(platform::this_era()) {}
  statement(statement&& other) noexcept : prepared_(other.prepared_), of_(other.of_) { other.prepared_ = nullptr; }
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
  platform::era of_ = {};
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

// A keyed connection to one file, which it holds. Nothing of a connection is used or given back in another era of the process than its own: a
// forked child has locks and memory of its parent, and at the end of the process what SQLite needs is gone.
// Lifetime: closes with the object; statements end before it. The last one that closes moves the WAL into the file, if the name still leads to it.
// Threads: per-thread; `interrupt` is for any. Errors: damaged_page, locked, disk_full, read_only, io_failed, cancelled; invalid_argument in another
// era; internal for a defect in our SQL.
class connection {
 public:
  struct options {
    std::uint32_t page_bytes;
    int busy_milliseconds;
    bool read_only = false;         // it reads, of a file that may be written
    bool file_is_read_only = false;
    bool file_is_still = false;     // see header_vfs
  };
  [[nodiscard]] static result<connection> open(std::shared_ptr<const held_file> of, const crypto::secret_key& page_key, const options& with);

  // Nothing on the disk, gone with the connection.
  [[nodiscard]] static result<connection> in_memory();

  connection(connection&& other) noexcept : held_(std::move(other.held_)), handle_(other.handle_), of_(other.of_), file_is_still_(other.file_is_still_) { other.handle_ = nullptr; }
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
  [[nodiscard]] bool file_is_still() const noexcept { return file_is_still_; }
  // Ends what is running on it, with errc::cancelled.
  void interrupt() const noexcept;
  // How long a statement of this connection waits for other connections from here on.
  void wait_for_others(int milliseconds) const noexcept;

 private:
  connection(std::shared_ptr<const held_file> of, sqlite3* handle) noexcept : held_(std::move(of)), handle_(handle) {}
  std::shared_ptr<const held_file> held_;  // none in memory
  sqlite3* handle_ = nullptr;
  platform::era of_ = platform::this_era();
  bool file_is_still_ = false;
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
