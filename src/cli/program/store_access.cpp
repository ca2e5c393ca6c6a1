#include "cli/program/store_access.hpp"

#include "cli/program/passphrase.hpp"
#include "cli/program/terminal.hpp"

#include <phr/access/clock.hpp>
#include <phr/core/date_time.hpp>
#include <phr/core/id.hpp>

#include <cstdio>

namespace phr::cli {

void add_store_options(CLI::App& to, store_options_given& given, asker who) {
  to.add_option("STORE", given.path, "The file of the record")->required();
  add_access_options(to, given, who);
}

void add_access_options(CLI::App& to, store_options_given& given, asker who) {
  to.add_option("--passphrase-file", given.passphrase_file, "Read the passphrase from the first line of this file (- for standard input)");
  to.add_option("--recovery-file", given.recovery_file, "Open with the recovery code in this file instead");
  to.add_flag("--read-only", given.read_only, "Never write: no row in the trail, so for the owner alone");
  to.add_flag("--json", given.json, "Write JSON");
  if (who == asker::none) return;
  to.add_option("--now", given.now, "The time that decisions and lastUpdated use, as a FHIR instant; the clock's by default");
  if (who == asker::owner) return;
  to.add_option("--as", given.principal, "Who asks: owner, anonymous, or a reference such as Practitioner/x")->capture_default_str();
  to.add_option("--purpose", given.purpose, "Why: a v3 PurposeOfUse code such as TREAT")->capture_default_str();
}

result<store> open_store(const store_options_given& given, const store_options& how) {
  if (given.path == ":memory:") return error{errc::invalid_argument}.at("a store in memory, which would be gone when this command ends: name a file");
  store_options options = how;
  options.read_only = given.read_only;
  if (!given.recovery_file.empty()) {
    PHR_TRY(const auto code, read_recovery_code(given.recovery_file));
    return store::open(given.path, code, options);
  }
  PHR_TRY(const auto typed, read_passphrase(given.passphrase_file, options.create ? asking::twice : asking::once));
  return store::open(given.path, typed, options);
}

result<std::int64_t> now_of(const store_options_given& given) {
  if (given.now.empty()) return clock_now();
  const auto instant = parse_instant(given.now);
  if (!instant) return error{instant.error().code()}.at("--now");
  return instant.value().as_interval().low;
}

result<session> open_session(const store& in, const store_options_given& given) {
  const auto who = access::parse_principal(given.principal);
  if (!who) return error{errc::invalid_argument}.at("--as");
  const auto why = access::parse_purpose(given.purpose);
  if (!why) return error{errc::invalid_argument}.at("--purpose");
  PHR_TRY(const std::int64_t now, now_of(given));
  return in.session(who.value(), {.purpose = why.value(), .now = now});
}

result<reference_given> parse_reference(const std::string& text) {
  const std::size_t slash = text.find('/');
  const auto type = fhir::resource_type_named(text.substr(0, slash));
  if (slash == std::string::npos) return error{errc::invalid_argument}.at("a reference of the form Type/id");
  if (!type) return error{errc::unknown_resource_type}.at("a reference of the form Type/id");
  if (!is_valid_id(text.substr(slash + 1))) return error{errc::invalid_id}.at("a reference of the form Type/id");
  return reference_given{*type, text.substr(slash + 1)};
}

std::string minute_text(std::int64_t microseconds) {
  const auto text = format_instant(microseconds);
  if (!text) return "?";
  std::string minute = text.value().substr(0, 16);
  minute[10] = ' ';
  return minute;
}

result<void> print(std::string_view text) {
  std::string safe;
  if (is_terminal(standard_stream::output)) {
    safe = escaped(text);
    text = safe;
  }
  const std::size_t written = std::fwrite(text.data(), 1, text.size(), stdout);
  if (written != text.size()) return error{errc::io_failed}.at("standard output");
  return success();
}

}  // namespace phr::cli
