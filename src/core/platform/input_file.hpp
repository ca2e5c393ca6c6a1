// A file, a pipe or a device, read from its begin to its end.
#pragma once

#include "core/platform/file.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace phr::platform {

// Bytes in their order, once. Nothing is asked of it that a pipe could not do.
// Lifetime: owns the descriptor, which no child process inherits. Threads: per-thread.
// Errors, all at the given place: no_such_file, is_a_directory, permission_denied, io_failed.
class input_file {
 public:
  [[nodiscard]] static result<input_file> open(const std::string& path, static_text place);

  // Waits for some bytes and gives their number; 0 at the end. Fewer than there is room for are no sign of the end.
  [[nodiscard]] result<std::size_t> read(std::span<char> into);
  // Whether there is something to read, or the end, within so long: false while whoever writes a pipe pauses.
  [[nodiscard]] bool is_ready(int milliseconds) const noexcept { return file_.has_input(milliseconds); }
  // Bytes of a regular file when it was opened; 0 where that is not known beforehand.
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

 private:
  input_file(file opened, std::uint64_t size, static_text place) noexcept : file_(std::move(opened)), size_(size), place_(place) {}
  file file_;
  std::uint64_t size_;
  static_text place_;
};

}  // namespace phr::platform
