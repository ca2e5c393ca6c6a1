#include "cli/program/passphrase.hpp"

#include "cli/program/prompt.hpp"
#include "core/platform/process.hpp"

namespace phr::cli {

namespace {

constexpr static_text asked_for = "the passphrase";

result<typed_line> read_file(const std::string& file, static_text option) {
  if (file == "-") return read_line(platform::file::standard_input(), asked_for);
  const auto opened = platform::file::open(file, platform::file_access::read, option);
  if (!opened) return error{opened.error().code() == errc::permission_denied ? errc::permission_denied : errc::no_such_file}.at(option);
  return read_line(opened.value(), asked_for);
}

}  // namespace

result<crypto::passphrase> read_passphrase(const std::string& file, asking how, const char* prompt) {
  if (!file.empty()) {
    PHR_TRY(const auto line, read_file(file, "--passphrase-file"));
    return crypto::passphrase(line.text());
  }
  const auto given = platform::environment("PHR_PASSPHRASE");
  if (given && !given->empty()) return crypto::passphrase(*given);
  const auto opened = platform::terminal::open();
  if (!opened) return error{errc::invalid_argument}.at("no passphrase: set PHR_PASSPHRASE or give --passphrase-file");
  const platform::terminal& terminal = opened.value();
  PHR_TRY(const auto first, ask(terminal, prompt, typing::unseen, asked_for));
  if (how == asking::once) return crypto::passphrase(first.text());
  PHR_TRY(const auto second, ask(terminal, "Again: ", typing::unseen, asked_for));
  if (second.text() != first.text()) return error{errc::invalid_argument}.at("the two passphrases differ");
  return crypto::passphrase(first.text());
}

result<crypto::recovery_code> read_recovery_code(const std::string& file) {
  PHR_TRY(const auto line, read_file(file, "--recovery-file"));
  auto code = crypto::recovery_code::parse(line.text());
  if (!code) return error{errc::wrong_key}.at("--recovery-file: its first line is no recovery code");
  return code;
}

}  // namespace phr::cli
