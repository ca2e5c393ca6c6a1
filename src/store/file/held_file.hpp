// A store's file as this process holds it.
#pragma once

#include "core/platform/file.hpp"
#include "store/file/memory.hpp"

#include <memory>
#include <optional>
#include <string>

namespace phr::storage {

// The handle of a file, one for all stores of this process that have it open, and the lock that says so to other processes: shared by all that
// have the file open, exclusive while it is made.
// A process loses all of SQLite's locks on a file when it closes any handle of that file (POSIX). So ours are opened once, kept here by what the
// file is rather than by its name, shared, and closed when nothing is left that may hold a connection: every connection holds this too.
// Lifetime: shared; the lock ends with the last owner, or with the process. A forked child has none of it. Threads: shared.
// Errors: no_such_file, is_a_directory, not_a_phr_file for what is no file, permission_denied, read_only, already_exists, locked, file_replaced.
class held_file {
 public:
  // Waits so long for whoever makes the file, or for an earlier version of PHR, which lets nobody else in.
  [[nodiscard]] static result<std::shared_ptr<held_file>> open(const std::string& path, bool read_only, int busy_milliseconds);
  // A new file, which others may open after `made`.
  [[nodiscard]] static result<std::shared_ptr<held_file>> create(const std::string& path, int busy_milliseconds);
  [[nodiscard]] result<void> made();
  // What is in no file, and has no lock that another process could see.
  [[nodiscard]] static std::shared_ptr<held_file> in_memory(std::shared_ptr<memory_store> of);

  held_file(const held_file&) = delete;
  held_file& operator=(const held_file&) = delete;
  ~held_file();

  // The name is absolute. It may lead to another file in time: errc::file_replaced.
  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] result<void> check_name() const;
  [[nodiscard]] const platform::file_identity& identity() const noexcept { return identity_; }

  [[nodiscard]] const std::shared_ptr<memory_store>& memory() const noexcept { return memory_; }  // none of a file
  // The VFS of SQLite that finds the name; nullptr where it cannot be registered. `is_still`: see header_vfs.
  [[nodiscard]] const char* vfs(bool is_still) const noexcept;
  [[nodiscard]] result<std::uint64_t> size() const;

  // Of a file alone.
  [[nodiscard]] const platform::file& to_read() const noexcept { return writable_ ? *writable_ : *readable_; }
  [[nodiscard]] result<const platform::file*> to_write();

 private:
  friend struct held_files;
  held_file(std::string path, platform::file_identity identity) noexcept : path_(std::move(path)), identity_(identity) {}
  void clear_side_files() const;
  [[nodiscard]] static result<std::shared_ptr<held_file>> try_open(const std::string& path, bool read_only, int& empty_looks);

  std::string path_;
  platform::file_identity identity_;
  std::optional<platform::file> readable_;
  std::optional<platform::file> writable_;
  std::shared_ptr<memory_store> memory_;
  bool in_the_making_ = false;
};

}  // namespace phr::storage
