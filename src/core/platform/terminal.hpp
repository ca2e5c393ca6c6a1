// The terminal, for the program.
#pragma once

#include <phr/core/result.hpp>

#include "core/platform/file.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

namespace phr::platform {

enum class standard_stream : std::uint8_t { input, output, error };
[[nodiscard]] bool is_terminal(standard_stream which) noexcept;
// Columns of the terminal on standard output; 0 where it is none.
[[nodiscard]] std::size_t terminal_columns() noexcept;

// The terminal of the process itself, wherever its standard streams lead.
// Lifetime: closes it. Threads: one at a time in the program: it owns the handlers of signals while something is typed.
// Errors: io_failed; no_such_file and the like where there is no terminal.
class terminal {
 public:
  [[nodiscard]] static result<terminal> open();
  terminal(terminal&&) noexcept = default;
  ~terminal() = default;

  void write(std::string_view text) const noexcept;
  // Writes the prompt and calls each(byte) with what is typed until it answers false or the typing ends; unseen, it has no echo. errc::cancelled by Ctrl-C and its
  // kin. The terminal is as it was afterwards, however the typing ends.
  [[nodiscard]] result<void> read(std::string_view prompt, bool is_seen, const std::function<bool(std::uint8_t)>& each, static_text place) const;

 private:
  explicit terminal(std::intptr_t handle) noexcept : handle_{handle} {}
  struct owned_handle {
    explicit owned_handle(std::intptr_t opened) noexcept : number(opened) {}
    owned_handle(owned_handle&& other) noexcept : number(std::exchange(other.number, std::intptr_t{-1})) {}
    owned_handle& operator=(owned_handle&&) = delete;
    ~owned_handle();
    std::intptr_t number;
  } handle_;
};

// While it lives, Ctrl-C ends nothing but is noticed.
// Lifetime: as said. Threads: one at a time in the program.
class interrupt_watch {
 public:
  interrupt_watch() noexcept;
  interrupt_watch(const interrupt_watch&) = delete;
  interrupt_watch& operator=(const interrupt_watch&) = delete;
  ~interrupt_watch();
  [[nodiscard]] bool interrupted() const noexcept;
};

}  // namespace phr::platform
