// Files by handle, and what is done with their names.
#pragma once

#include <phr/core/bytes.hpp>
#include <phr/core/result.hpp>

#include <compare>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace phr::platform {

// What a file is, whatever names lead to it: the same while somebody has it open.
struct file_identity {
  std::uint64_t device = 0;
  std::uint64_t number = 0;
  friend auto operator<=>(const file_identity&, const file_identity&) = default;
};

enum class file_access : std::uint8_t {
  read,
  read_write,
  create,  // to be read and written, new: any file of that name is refused, even an empty one
};

// An open file; no child that is executed has it.
// Lifetime: closes it. Threads: per-thread, but reading and writing at an offset may be done from any. Errors: those of system_error.
class file {
 public:
  [[nodiscard]] static result<file> open(const std::string& path, file_access how, static_text place);
  // Standard input, which is not closed.
  [[nodiscard]] static file standard_input() noexcept;

  file(file&& other) noexcept : handle_(std::exchange(other.handle_, none)), is_ours_(other.is_ours_) {}
  file& operator=(file&& other) noexcept {
    std::swap(handle_, other.handle_);
    std::swap(is_ours_, other.is_ours_);
    return *this;
  }
  file(const file&) = delete;
  file& operator=(const file&) = delete;
  ~file() { close(); }
  void close() noexcept;
  [[nodiscard]] bool is_open() const noexcept { return handle_ != none; }

  // As many bytes as the file holds there.
  [[nodiscard]] result<std::size_t> read_at(bytes_span into, std::uint64_t offset, static_text place) const;
  [[nodiscard]] result<void> write_at(bytes_view bytes, std::uint64_t offset, static_text place) const;
  // What comes next; 0 at the end.
  [[nodiscard]] result<std::size_t> read(bytes_span into, static_text place) const;
  // Whether there is something to read, or the end, within so long; true also where that cannot be told.
  [[nodiscard]] bool has_input(int milliseconds) const noexcept;
  [[nodiscard]] result<void> sync(static_text place) const;
  [[nodiscard]] result<std::uint64_t> size(static_text place) const;
  [[nodiscard]] result<void> truncate(std::uint64_t size, static_text place) const;
  [[nodiscard]] result<file_identity> identity(static_text place) const;
  // The advisory lock of the whole file, at once or not at all: false where another holder is in the way. Another kind of lock takes the
  // place of the first. It ends with the handle, or with the process.
  enum class lock_kind : std::uint8_t { shared, exclusive };
  [[nodiscard]] result<bool> lock(lock_kind kind, static_text place) const;

 private:
  using handle = std::intptr_t;
  static constexpr handle none = -1;
  explicit file(handle opened, bool is_ours = true) noexcept : handle_(opened), is_ours_(is_ours) {}
  handle handle_ = none;
  bool is_ours_ = true;
};

// Whether several processes can have a store open at once: SQLite's WAL needs memory that they share. The one place that knows.
[[nodiscard]] bool can_share_files() noexcept;

enum class name_kind : std::uint8_t { nothing, file, folder, other };
struct named_file {
  name_kind kind = name_kind::nothing;
  file_identity identity;
  std::uint64_t size = 0;
  std::uint64_t names = 1;  // that lead to it without links (hard links)
};
// What the name leads to now; errors but that it leads nowhere are told.
[[nodiscard]] result<named_file> look_up(const std::string& path, static_text place);
[[nodiscard]] bool is_folder(const std::string& path) noexcept;

// The name from the root, without links and dots: it means the same file wherever the process goes. The file itself may be absent, its folder not.
[[nodiscard]] result<std::string> absolute(const std::string& path, static_text place);
// Whether this process could make a file in the folder that the name is in.
[[nodiscard]] bool may_write_beside(const std::string& path) noexcept;
// Makes the name durable: a file of the right bytes in a folder that does not know it is lost.
void sync_folder_of(const std::string& path) noexcept;
[[nodiscard]] result<void> rename(const std::string& from, const std::string& to, static_text place);
void remove(const std::string& path) noexcept;
// The names in a folder, in their order; without . and ..
[[nodiscard]] result<std::vector<std::string>> names_in(const std::string& folder, static_text place);

}  // namespace phr::platform
