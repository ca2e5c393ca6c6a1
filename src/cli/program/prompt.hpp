// Lines that are typed, and questions at the terminal.
#pragma once

#include <phr/core/result.hpp>
#include <phr/crypto/secret.hpp>

#include "core/platform/terminal.hpp"

#include <string>
#include <string_view>

namespace phr::cli {

// A line, without its end, in memory that is wiped.
struct typed_line {
  crypto::secret_bytes bytes;
  std::size_t size = 0;
  [[nodiscard]] std::string_view text() const { return {reinterpret_cast<const char*>(bytes.view().data()), size}; }
};

enum class typing { shown, unseen };

// Errors of both, at `what`: io_failed; too_large beyond 4096 bytes; empty_input; cancelled by Ctrl-C and its kin.
[[nodiscard]] result<typed_line> read_line(const platform::file& from, static_text what);
[[nodiscard]] result<typed_line> ask(const platform::terminal& at, std::string_view prompt, typing how, static_text what);

// Goes on where "yes" is typed at the terminal, or where `given` says that it was on the command line.
// Errors: cancelled for any other answer; invalid_argument where nobody can be asked.
[[nodiscard]] result<void> confirm(const std::string& question, bool given);

}  // namespace phr::cli
