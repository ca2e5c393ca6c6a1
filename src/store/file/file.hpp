// The file itself: created, locked for this process, its header read and written.
#pragma once

#include "store/file/header.hpp"

#include <string>
#include <string_view>

namespace phr::storage {

// A PHR file held by this process. While it lives no other process, and no second store in this one, can open the file.
// Lifetime: the lock ends with the object or with the process, however that ends. Threads: per-thread.
// Errors: no_such_file, is_a_directory, permission_denied, read_only, locked, not_a_phr_file, damaged_header,
// newer_format, already_exists, disk_full, io_failed.
class file {
 public:
  // Opens and locks an existing file and reads its header. `use_spare` reads the spare copy where the first is damaged.
  [[nodiscard]] static result<file> open(std::string_view path, bool use_spare);
  // Makes a new file with this header; refuses any file that is there, even an empty one.
  [[nodiscard]] static result<file> create(std::string_view path, const header& value);

  file(file&& other) noexcept;
  file& operator=(file&& other) noexcept;
  file(const file&) = delete;
  file& operator=(const file&) = delete;
  ~file();

  [[nodiscard]] const header& head() const noexcept { return header_; }
  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  // Writes the spare copy, then the first, each made durable before the next step.
  [[nodiscard]] result<void> write_header(const header& value);
  // Gives the file up to other processes.
  void release() noexcept;
  // Removes a file that `create` made and whose first transaction failed.
  void discard() noexcept;

 private:
  file(std::string path, int descriptor) noexcept;
  [[nodiscard]] result<void> read_header(bool use_spare);

  std::string path_;
  header header_;
  int descriptor_ = -1;
};

}  // namespace phr::storage
