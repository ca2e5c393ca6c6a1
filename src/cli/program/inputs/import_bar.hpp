// How far the import of many files has come.
#pragma once

#include "cli/program/terminal.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace phr::cli {

// One bar over all files: files, bytes, rate and time left, as many of these as the terminal has room for. Else as progress_bar.
class import_bar {
 public:
  import_bar(std::size_t files, std::uint64_t bytes);
  import_bar(const import_bar&) = delete;
  import_bar& operator=(const import_bar&) = delete;
  ~import_bar();

  // The file that is imported now, of so many bytes; those before it are done.
  void next_file(std::uint64_t bytes);
  // Where the bytes of a step are not the file's: how many of that have been read. None: they are.
  void reads_by(std::function<std::uint64_t()> bytes_read) { bytes_read_ = std::move(bytes_read); }
  bool operator()(const progress_step& step);
  // Takes the line away, so that something else can be written.
  void clear();

 private:
  platform::interrupt_watch watch_;
  std::size_t files_;
  std::uint64_t bytes_;
  std::size_t nth_ = 0;
  std::uint64_t before_ = 0;  // bytes of the files that are done
  std::uint64_t file_ = 0;    // of the one at hand
  std::function<std::uint64_t()> bytes_read_;
  std::int64_t begun_;
  std::int64_t next_ = 0;
  bool drawn_ = false;
};

// The line that it draws, in so many columns. `milliseconds` since the begin.
struct import_state {
  std::size_t file = 0;  // from 1
  std::size_t files = 0;
  std::uint64_t done = 0;   // bytes
  std::uint64_t bytes = 0;  // of all; 0 where that is not known
  std::int64_t milliseconds = 0;
};
[[nodiscard]] std::string import_line(const import_state& at, std::size_t columns);

}  // namespace phr::cli
