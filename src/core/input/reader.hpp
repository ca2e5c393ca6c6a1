// The one reader of inputs: files, pipes and buffers, by lines or as they come.
#pragma once

#include <phr/core/byte_source.hpp>
#include <phr/core/result.hpp>

#include "core/input/gunzip.hpp"
#include "core/platform/input_file.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace phr::input {

// One JSON value, or one on each line (NDJSON).
enum class form : std::uint8_t { value, lines };

struct line {
  std::string_view text;     // without its end; until the reader's next call
  std::uint64_t number = 0;  // from 1, blank ones counted
  std::uint64_t offset = 0;  // of its first byte in the input
};

// Reads through a buffer that holds its longest line, or what the caller has not taken yet; a buffer of the caller's is not copied.
// What is compressed by gzip, as its first bytes say, is read as what it was; a byte order mark at the begin is passed over.
// Lifetime: owns the file; borrows a buffer and a source. What it gives ends with its next call. Threads: per-thread.
// Errors: no_such_file, is_a_directory, permission_denied, io_failed at the given place; those of a source; malformed_archive for gzip that is damaged or cut
// off; empty_input; too_large.
class reader {
 public:
  static constexpr std::size_t most_line = std::size_t{256} << 20U;
  static constexpr std::size_t most_text = std::size_t{1} << 30U;

  [[nodiscard]] static result<reader> open(const std::string& path, static_text place);
  [[nodiscard]] static reader of(const byte_source& source, static_text place);
  // A text, which is not compressed.
  [[nodiscard]] static reader over(std::string_view text, static_text place) noexcept;
  // The text so many bytes at a time, through a buffer as that of a file: for tests of what reads on.
  [[nodiscard]] static reader in_pieces(std::string_view text, std::size_t piece, static_text place) noexcept;

  // What the input is, by its content, before anything is taken: lines, where an object ends on the line on which it begins, and more follows
  // behind that line; and where the first line is cut off, so that no one value could go on with the next. It looks at so many bytes: an input whose
  // first line is longer is one value. errc::empty_input where there is nothing but white space.
  [[nodiscard]] result<form> tell(std::size_t most = most_line);
  // The next line that is not blank; nullopt behind the last. The last one needs no line feed, and a carriage return is part of a line's end.
  [[nodiscard]] result<std::optional<line>> next_line();
  // Whether the next line is still to be written, by whoever writes a pipe and has paused for some milliseconds.
  [[nodiscard]] bool would_wait() const noexcept;
  // All that is left.
  [[nodiscard]] result<std::string_view> rest(std::size_t most = most_text);

  // What was read and not taken yet.
  [[nodiscard]] std::string_view ahead() const noexcept { return {data() + begin_, end_ - begin_}; }
  // Reads more behind that; false at the input's end. What `ahead` gave has moved.
  [[nodiscard]] result<bool> more();
  void take(std::size_t bytes) noexcept {
    begin_ += bytes;
    taken_ += bytes;
  }
  // Bytes of the text so far.
  [[nodiscard]] std::uint64_t taken() const noexcept { return taken_; }
  // Once something has been read.
  [[nodiscard]] bool is_compressed() const noexcept { return packed_ != nullptr; }
  // Bytes of what is read as it lies there, and those until this one of the text's, or what has been read where it is compressed; 0 where the size is not known.
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  [[nodiscard]] std::uint64_t come_to(std::uint64_t taken) const noexcept { return packed_ ? got_ : taken; }
  [[nodiscard]] std::uint64_t number() const noexcept { return number_; }  // of lines so far

 private:
  explicit reader(static_text place) noexcept : place_(place) {}
  [[nodiscard]] const char* data() const noexcept { return is_borrowed_ ? text_.data() : buffer_.data(); }
  [[nodiscard]] result<bool> fill();
  [[nodiscard]] result<std::size_t> read(std::span<char> into);
  [[nodiscard]] result<std::size_t> read_raw(std::span<char> into);
  void pass_mark() noexcept;

  static_text place_;
  std::optional<platform::input_file> file_;
  std::optional<byte_source> source_;
  struct compressed {
    gunzip by;
    std::string buffer;
    std::string_view ahead;  // in it
  };
  std::unique_ptr<compressed> packed_;
  std::uint64_t got_ = 0;    // bytes, as they lie there
  std::string buffer_;
  std::string_view text_;  // of the caller; in pieces, what is left of it
  std::size_t piece_ = 0;
  std::size_t begin_ = 0;  // of what has not been taken
  std::size_t end_ = 0;    // of what has been read
  std::uint64_t taken_ = 0;
  std::uint64_t size_ = 0;
  std::uint64_t number_ = 0;
  bool is_borrowed_ = false;
  bool begun_ = false;
  bool at_end_ = false;
};

// A problem of a line's own text, which is its line 1, by the line of the input.
[[nodiscard]] inline error at_line(const error& why, std::uint64_t number) noexcept {
  return why.in(static_cast<std::uint32_t>(number), why.column() == 0 ? 1U : why.column());
}

}  // namespace phr::input
