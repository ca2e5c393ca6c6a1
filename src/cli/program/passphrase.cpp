#include "cli/program/passphrase.hpp"

#include "cli/program/prompt.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace phr::cli {

namespace {

constexpr static_text what = "the passphrase";

result<typed_line> read_file(const std::string& file, static_text option) {
  if (file == "-") return read_line(STDIN_FILENO, what);
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return error{errno == EACCES ? errc::permission_denied : errc::no_such_file}.at(option);
  auto line = read_line(descriptor, what);
  ::close(descriptor);
  return line;
}

}  // namespace

result<crypto::passphrase> read_passphrase(const std::string& file, asking how, const char* prompt) {
  if (!file.empty()) {
    PHR_TRY(const auto line, read_file(file, "--passphrase-file"));
    return crypto::passphrase(line.text());
  }
  const char* given = std::getenv("PHR_PASSPHRASE");
  if (given != nullptr && *given != '\0') return crypto::passphrase(given);
  const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
  if (terminal < 0) {
    return error{errc::invalid_argument}.at("no passphrase: set PHR_PASSPHRASE or give --passphrase-file");
  }
  const auto first = ask(terminal, prompt, typing::unseen, what);
  result<crypto::passphrase> made = error{errc::invalid_argument}.at("the two passphrases differ");
  if (!first) {
    made = first.error();
  } else if (how == asking::once) {
    made = crypto::passphrase(first.value().text());
  } else {
    const auto second = ask(terminal, "Again: ", typing::unseen, what);
    if (!second) {
      made = second.error();
    } else if (second.value().text() == first.value().text()) {
      made = crypto::passphrase(first.value().text());
    }
  }
  ::close(terminal);
  return made;
}

result<crypto::recovery_code> read_recovery_code(const std::string& file) {
  PHR_TRY(const auto line, read_file(file, "--recovery-file"));
  auto code = crypto::recovery_code::parse(line.text());
  if (!code) return error{errc::wrong_key}.at("--recovery-file: its first line is no recovery code");
  return code;
}

}  // namespace phr::cli
