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
  bool read_only = false;
};

// Who may ask: nobody where no record is read, the owner alone, or anybody.
enum class asker { none, owner, anybody };

// Adds STORE, --passphrase-file, --recovery-file, --read-only and --json; --now for those who ask; --as and --purpose for anybody.
void add_store_options(CLI::App& to, store_options_given& given, asker who);
// The same without STORE, for a command that may do without.
void add_access_options(CLI::App& to, store_options_given& given, asker who);

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
// Writes to standard output, on a terminal without control characters; a full disk is an error, not silence.
[[nodiscard]] result<void> print(std::string_view text);

}  // namespace phr::cli
