#include "store/sql/connection.hpp"

#include "core/platform/system_error.hpp"
#include "store/file/held_file.hpp"
#include "store/file/vfs.hpp"
#include "store/sqlcipher/system.h"

#include <sqlite3.h>

#include <mutex>
#include <utility>

namespace phr::storage::sql {

// Rows that contradict each other are of a file that is damaged; a page that does not authenticate is "no memory" to the codec.
error failure(int status, static_text place) noexcept {
  switch (status & 0xFF) {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
    case SQLITE_CONSTRAINT: return error{errc::damaged_page}.at(place);
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return error{errc::locked}.at(place);
    case SQLITE_FULL: return error{errc::disk_full}.at(place);
    case SQLITE_READONLY: return error{errc::read_only}.at(place);
    case SQLITE_PERM:
    case SQLITE_AUTH: return error{errc::permission_denied}.at(place);
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN: return error{errc::io_failed}.at(place);
    case SQLITE_INTERRUPT: return error{errc::cancelled}.at(place);
    case SQLITE_TOOBIG: return error{errc::too_large}.at(place);
    case SQLITE_NOMEM:
      if (phr_was_refused_memory() == 0) return error{errc::damaged_page}.at(place);
      [[fallthrough]];
    default: return error{errc::internal}.at(place).nth(static_cast<std::uint64_t>(status));
  }
}

namespace {

error failure_of(sqlite3* handle, int status, static_text place) noexcept {
  // A page that does not authenticate reaches us as a plain SQLITE_ERROR of the codec, with the cause in the system code.
  if ((status & 0xFF) == SQLITE_ERROR && sqlite3_errcode(handle) == SQLITE_ERROR && sqlite3_error_offset(handle) < 0 &&
      sqlite3_sql(sqlite3_next_stmt(handle, nullptr)) != nullptr) {
    return error{errc::damaged_page}.at(place);
  }
  // SQLite knows ENOSPC only; a quota, and a file that may not grow, leave the same way out.
  const int cause = (status & 0xFF) == SQLITE_IOERR ? sqlite3_system_errno(handle) : 0;
  if (cause != 0 && platform::system_error(cause, place).code() == errc::disk_full) return error{errc::disk_full}.at(place);
  return failure(status, place);
}

error of_another_era() noexcept {
  if (platform::is_ending()) return error{errc::invalid_argument}.at("the process ends: its stores are closed");
  return error{errc::invalid_argument}.at("the store was opened by another process: open it again after fork");
}

// What is never given back is still known to be there.
void abandon(const void* what) noexcept {
  static auto* const mutex = new std::mutex;
  static auto* const all = new std::vector<const void*>;
  const std::scoped_lock held(*mutex);
  all->push_back(what);
}

}  // namespace

statement& statement::operator=(statement&& other) noexcept {
  std::swap(prepared_, other.prepared_);
  std::swap(of_, other.of_);
  return *this;
}

statement::~statement() {
  if (of_ == platform::this_era()) sqlite3_finalize(prepared_);
}

statement& statement::bind(int parameter, std::int64_t number) noexcept {
  sqlite3_bind_int64(prepared_, parameter, number);
  return *this;
}
statement& statement::bind(int parameter, double number) noexcept {
  sqlite3_bind_double(prepared_, parameter, number);
  return *this;
}
statement& statement::bind(int parameter, std::string_view text) noexcept {
  sqlite3_bind_text64(prepared_, parameter, text.data() != nullptr ? text.data() : "", text.size(), SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}
statement& statement::bind(int parameter, bytes_view bytes) noexcept {
  sqlite3_bind_blob64(prepared_, parameter, bytes.data() != nullptr ? static_cast<const void*>(bytes.data()) : "", bytes.size(),
                      SQLITE_STATIC);
  return *this;
}
statement& statement::bind_null(int parameter) noexcept {
  sqlite3_bind_null(prepared_, parameter);
  return *this;
}

result<bool> statement::step() noexcept {
  if (of_ != platform::this_era()) return of_another_era();
  const int status = sqlite3_step(prepared_);
  if (status == SQLITE_ROW) return true;
  if (status == SQLITE_DONE) return false;
  return failure_of(sqlite3_db_handle(prepared_), status, "the database");
}

result<void> statement::run() noexcept {
  if (of_ != platform::this_era()) return of_another_era();
  const int status = sqlite3_step(prepared_);
  const auto outcome = status == SQLITE_DONE || status == SQLITE_ROW
                           ? result<void>(success())
                           : result<void>(failure_of(sqlite3_db_handle(prepared_), status, "the database"));
  sqlite3_reset(prepared_);
  return outcome;
}

void statement::reset() noexcept {
  if (of_ == platform::this_era()) sqlite3_reset(prepared_);
}
bool statement::is_running() const noexcept { return sqlite3_stmt_busy(prepared_) != 0; }

column_type statement::type(int column) const noexcept {
  switch (sqlite3_column_type(prepared_, column)) {
    case SQLITE_INTEGER: return column_type::integer;
    case SQLITE_FLOAT: return column_type::real;
    case SQLITE_TEXT: return column_type::text;
    case SQLITE_BLOB: return column_type::bytes;
    default: return column_type::none;
  }
}
std::int64_t statement::integer(int column) const noexcept { return sqlite3_column_int64(prepared_, column); }
double statement::real(int column) const noexcept { return sqlite3_column_double(prepared_, column); }
bool statement::is_null(int column) const noexcept { return sqlite3_column_type(prepared_, column) == SQLITE_NULL; }
bool statement::is_blob(int column) const noexcept { return sqlite3_column_type(prepared_, column) == SQLITE_BLOB; }
std::string_view statement::text(int column) const noexcept {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(prepared_, column));
  return data == nullptr ? std::string_view{} : std::string_view(data, static_cast<std::size_t>(sqlite3_column_bytes(prepared_, column)));
}
bytes_view statement::bytes(int column) const noexcept {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(prepared_, column));
  return data == nullptr ? bytes_view{} : bytes_view(data, static_cast<std::size_t>(sqlite3_column_bytes(prepared_, column)));
}

namespace {

// SQLCipher's raw key: x'64 hexadecimal digits'. The text is wiped after use.
int attach_key(sqlite3* handle, const crypto::secret_key& key) {
  constexpr char digits[] = "0123456789abcdef";
  char text[67];
  std::size_t at = 0;
  text[at++] = 'x';
  text[at++] = '\'';
  for (const std::uint8_t byte : key.view()) {
    text[at++] = digits[byte >> 4];
    text[at++] = digits[byte & 15];
  }
  text[at++] = '\'';
  const int status = sqlite3_key_v2(handle, "main", text, static_cast<int>(at));
  crypto::wipe({reinterpret_cast<std::uint8_t*>(text), sizeof(text)});
  return status;
}

}  // namespace

// Pages are kept decrypted and checked as long as there is room, and take it only as they are used. One that is not there costs twelve times what
// the rest of a read does; the writer needs the leaves of every index.
constexpr int reader_cache_kib = 16 << 10;
constexpr int writer_cache_kib = 32 << 10;

result<connection> connection::open(std::shared_ptr<const held_file> of, const crypto::secret_key& page_key, const options& with) {
  const char* vfs = of->vfs(with.file_is_still);
  if (vfs == nullptr) return error{errc::internal}.at("starting SQLite");
  sqlite3* handle = nullptr;
  const int flags = (with.file_is_read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_PRIVATECACHE;
  const std::string path = of->path();
  const int status = sqlite3_open_v2(path.c_str(), &handle, flags, vfs);
  connection opened(std::move(of), handle);
  opened.file_is_still_ = with.file_is_still;
  if (status != SQLITE_OK) return failure(status, "opening the database");
  if (page_key.empty() || attach_key(handle, page_key) != SQLITE_OK) return error{errc::crypto_failed}.at("opening the database");
  sqlite3_busy_timeout(handle, with.busy_milliseconds);
  const std::string settings =
      "PRAGMA cipher_page_size=" + std::to_string(with.page_bytes) +
      ";PRAGMA cipher_hmac_algorithm=HMAC_SHA256;PRAGMA cipher_kdf_algorithm=PBKDF2_HMAC_SHA512;"
      "PRAGMA cipher_log_level=NONE;PRAGMA foreign_keys=OFF;PRAGMA trusted_schema=OFF;PRAGMA cache_size=-" +
      std::to_string(with.read_only ? reader_cache_kib : writer_cache_kib);
  PHR_TRY(opened.execute(settings.c_str()));
  if (with.read_only) PHR_TRY(opened.execute("PRAGMA query_only=ON"));
  // A WAL beside the file may be another file's. It is not moved into this one by a connection that could not read what is there.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  PHR_TRY(opened.execute("SELECT count(*) FROM sqlite_schema"));
  sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
  return opened;
}

result<connection> connection::in_memory() {
  if (header_vfs(false) == nullptr) return error{errc::internal}.at("starting SQLite");
  sqlite3* handle = nullptr;
  const int status = sqlite3_open_v2(":memory:", &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  connection opened({}, handle);
  if (status != SQLITE_OK) return failure(status, "opening a database in memory");
  return opened;
}

connection& connection::operator=(connection&& other) noexcept {
  std::swap(held_, other.held_);
  std::swap(handle_, other.handle_);
  std::swap(of_, other.of_);
  std::swap(file_is_still_, other.file_is_still_);
  return *this;
}

connection::~connection() {
  if (handle_ == nullptr) return;
  if (of_ != platform::this_era()) {
    abandon(handle_);
    return;
  }
  // The WAL lies beside the name. Where that leads elsewhere, it is not this file's to write, nor to remove.
  if (held_ != nullptr && !held_->check_name()) sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  sqlite3_close_v2(handle_);
}

void connection::interrupt() const noexcept { sqlite3_interrupt(handle_); }
void connection::wait_for_others(int milliseconds) const noexcept { sqlite3_busy_timeout(handle_, milliseconds); }

result<statement> connection::prepare(std::string_view text) const {
  if (of_ != platform::this_era()) return of_another_era();
  sqlite3_stmt* prepared = nullptr;
  const int status = sqlite3_prepare_v3(handle_, text.data(), static_cast<int>(text.size()), SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
  if (status != SQLITE_OK) return failure_of(handle_, status, "preparing a statement");
  return statement(prepared);
}

result<void> connection::execute(const char* text) const {
  if (of_ != platform::this_era()) return of_another_era();
  const int status = sqlite3_exec(handle_, text, nullptr, nullptr, nullptr);
  if (status != SQLITE_OK) return failure_of(handle_, status, "the database");
  return success();
}

std::int64_t connection::changes() const noexcept { return sqlite3_changes64(handle_); }
std::int64_t connection::all_changes() const noexcept { return sqlite3_total_changes64(handle_); }
std::uint32_t connection::data_version() const noexcept {
  std::uint32_t version = 0;
  sqlite3_file_control(handle_, "main", SQLITE_FCNTL_DATA_VERSION, &version);
  return version;
}

std::int64_t connection::last_key() const noexcept { return sqlite3_last_insert_rowid(handle_); }

result<transaction> transaction::begin(const connection& on) {
  PHR_TRY(on.execute("BEGIN IMMEDIATE"));
  return transaction(&on);
}

transaction::~transaction() {
  if (on_ != nullptr) static_cast<void>(on_->execute("ROLLBACK"));
}

result<void> transaction::commit() {
  PHR_TRY(on_->execute("COMMIT"));
  on_ = nullptr;
  return success();
}

}  // namespace phr::storage::sql
