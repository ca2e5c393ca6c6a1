// A view over many resources, batch by batch.
#pragma once

#include <phr/core/progress.hpp>
#include <phr/views/run.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

struct ArrowArrayStream;

namespace phr::views {

// Where resources come from.
// Lifetime: owned by the stream. Threads: per-thread. Errors: its own; they end the stream.
class source {
 public:
  source() = default;
  source(const source&) = delete;
  source& operator=(const source&) = delete;
  virtual ~source();
  // Adds the next resource, or the next few, to a run; false at the end.
  [[nodiscard]] virtual result<bool> feed(run& into) = 0;
  // Which of several files it is in, or was in when it failed, from 0.
  [[nodiscard]] virtual std::size_t file() const noexcept { return 0; }
};

// Files of JSON (a resource, a Bundle, whose entries are taken, or an array of them) or NDJSON, told apart by content and
// read one after the other; NDJSON goes through a buffer and is never in memory as a whole.
// Errors: no_such_file, is_a_directory, permission_denied, empty_input, io_failed, too_large for JSON beyond 1 GiB or a line beyond 256 MiB;
// those of JSON and of the run, with the line in the file.
[[nodiscard]] owned<source> files(std::span<const std::string> paths);
// The same of a text, which must live as long as the source.
[[nodiscard]] owned<source> texts(std::string_view text);

struct stream_options {
  run_options run = {};
  std::size_t batch_rows = 2048;           // a batch ends with the resource that reaches it
  std::size_t batch_bytes = 64U << 20U;    // or that many bytes of text
  bool decimals_as_text = false;           // for Arrow: the digits as written, in place of doubles
};

// A view run over a source. Lifetime: owns the source. Threads: per-thread. Errors of next(): the source's and the run's; it has ended then.
class stream {
 public:
  stream(const view& of, owned<source> from, const stream_options& options = {});
  stream(stream&&) noexcept;
  stream& operator=(stream&&) noexcept;
  ~stream();

  // The next batch, with at least one row; nullopt at the end. `watch` counts resources.
  [[nodiscard]] result<std::optional<batch>> next(const progress& watch = {});
  [[nodiscard]] const view& of() const noexcept;
  [[nodiscard]] std::uint64_t resources() const noexcept;
  [[nodiscard]] std::size_t file() const noexcept;  // of the source: which file an error is of
  [[nodiscard]] bool decimals_are_text() const noexcept;

  // Hands the stream to Arrow. `to` is released by whoever takes it; an error becomes a message without health data, and EIO.
  void move_to(ArrowArrayStream& to) &&;

 private:
  struct state;
  owned<state> state_;
};

}  // namespace phr::views
