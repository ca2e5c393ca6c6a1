// The options that commands on a store share, and opening it with them.
#pragma once

#include "cli/program/exit_code.hpp"

#include <phr/session/session.hpp>

#include <CLI/CLI.hpp>

#include <functional>
#include <string>

namespace phr::cli {

// What a chosen command does.
using action = std::function<result<exit_code>()>;

struct store_options_given {
  std::string path;
  std::string passphrase_file;
  std::string recovery_file;
  std::string principal = "owner";
  std::string purpose = "PATRQT";
  std::string now;
  bool json = false;
};

// Adds STORE, --passphrase-file, --recovery-file and --json; with `as_other`, also --as and --purpose.
void add_store_options(CLI::App& to, store_options_given& given, bool as_other);

[[nodiscard]] result<store> open_store(const store_options_given& given, const store_options& options = {});
[[nodiscard]] result<session> open_session(const store& in, const store_options_given& given);
// --now, else the system's clock. Microseconds since 1970 UTC.
[[nodiscard]] result<std::int64_t> now_of(const store_options_given& given);

// "Type/id".
struct reference_given {
  fhir::resource_type type = {};
  std::string id;
};
[[nodiscard]] result<reference_given> parse_reference(const std::string& text);

// "2024-05-01 08:30" in UTC, for tables.
[[nodiscard]] std::string minute_text(std::int64_t microseconds);
// Writes to standard output; a closed pipe or a full disk is an error, not silence.
[[nodiscard]] result<void> print(std::string_view text);

}  // namespace phr::cli
