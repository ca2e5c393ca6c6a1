// The file itself: created, held for this process, its header read and written.
#pragma once

#include "store/file/header.hpp"
#include "store/file/held_file.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace phr::storage {

// A PHR file held by this process, with its header as it was read or written last.
// Lifetime: holds the file; connections to it do the same. Threads: per-thread, but `held` is of any.
// Errors: no_such_file, is_a_directory, permission_denied, read_only, locked, not_a_phr_file, damaged_header,
// newer_format, already_exists, disk_full, io_failed, file_replaced.
class file {
 public:
  struct manner {
    bool read_only = false;
    bool use_spare = false;  // reads the spare copy where the first is damaged
    int busy_milliseconds = 0;
  };
  // Opens an existing file and reads its header.
  [[nodiscard]] static result<file> open(std::string_view path, const manner& how);
  // Makes a new file with this header; refuses any file that is there, even an empty one. Nobody else opens it before `made`.
  [[nodiscard]] static result<file> create(std::string_view path, const header& value, const manner& how);
  [[nodiscard]] result<void> made() { return held_->made(); }
  // With a header that is written nowhere.
  [[nodiscard]] static result<file> create_in_memory(const header& value, const manner& how);

  [[nodiscard]] const header& head() const noexcept { return header_; }
  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] const std::shared_ptr<held_file>& held() const noexcept { return held_; }
  [[nodiscard]] const manner& how() const noexcept { return how_; }
  // The header as it is now: other processes change it. A copy that is being written is waited for.
  [[nodiscard]] result<void> read_header();
  // Writes the spare copy, then the first, each made durable before the next step. By one process at a time: inside a write transaction.
  [[nodiscard]] result<void> write_header(const header& value);
  // Gives the file up, until it is taken again: the same file, or errc::file_replaced.
  void release() noexcept { held_.reset(); }
  // For good: what is in memory is gone with whoever still uses it.
  void end() noexcept {
    held_.reset();
    memory_.reset();
  }
  [[nodiscard]] result<void> take_again();
  // Removes a file that `create` made and whose first transaction failed.
  void discard() noexcept;

 private:
  file(std::shared_ptr<held_file> held, const manner& how)
      : path_(held->path()), identity_(held->identity()), memory_(held->memory()), held_(std::move(held)), how_(how) {}

  std::string path_;
  platform::file_identity identity_;
  std::shared_ptr<memory_store> memory_;  // of a store in memory, so that it outlasts a release
  std::shared_ptr<held_file> held_;
  header header_;
  manner how_;
};

}  // namespace phr::storage
