#include "cli/program/passphrase.hpp"

#include "cli/program/terminal.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

namespace phr::cli {

namespace {

constexpr std::size_t longest = 4096;

// A line, without its end, in memory that is wiped.
struct typed_line {
  crypto::secret_bytes bytes = crypto::secret_bytes::zeros(longest);
  std::size_t size = 0;
  [[nodiscard]] std::string_view text() const {
    return {reinterpret_cast<const char*>(bytes.view().data()), size};
  }
};

result<typed_line> read_line(int from) {
  typed_line line;
  for (;;) {
    std::uint8_t byte = 0;
    const ssize_t got = ::read(from, &byte, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return error{errc::io_failed}.at("the passphrase");
    if (got == 0 || byte == '\n') break;
    if (line.size == longest) return error{errc::too_large}.at("the passphrase");
    line.bytes.edit()[line.size++] = byte;
  }
  if (line.size != 0 && line.bytes.view()[line.size - 1] == '\r') --line.size;
  if (line.size == 0) return error{errc::empty_input}.at("the passphrase");
  return line;
}

result<typed_line> read_file(const std::string& file) {
  if (file == "-") return read_line(STDIN_FILENO);
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return error{errno == EACCES ? errc::permission_denied : errc::no_such_file}.at("--passphrase-file");
  auto line = read_line(descriptor);
  ::close(descriptor);
  return line;
}

// Lifetime: gives the terminal its echo back.
class unseen {
 public:
  explicit unseen(int terminal) : terminal_(terminal) {
    changed_ = ::tcgetattr(terminal, &before_) == 0;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    if (changed_) ::tcsetattr(terminal, TCSAFLUSH, &quiet);
  }
  unseen(const unseen&) = delete;
  unseen& operator=(const unseen&) = delete;
  ~unseen() {
    if (changed_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
  }

 private:
  int terminal_;
  termios before_{};
  bool changed_ = false;
};

result<typed_line> ask(int terminal, const char* prompt) {
  static_cast<void>(::dprintf(terminal, "%s", prompt));
  result<typed_line> line = [&] {
    const unseen while_typing(terminal);
    return read_line(terminal);
  }();
  static_cast<void>(::dprintf(terminal, "\n"));
  return line;
}

}  // namespace

result<crypto::passphrase> read_passphrase(const std::string& file, asking how, const char* prompt) {
  if (!file.empty()) {
    PHR_TRY(const auto line, read_file(file));
    return crypto::passphrase(line.text());
  }
  if (const char* given = std::getenv("PHR_PASSPHRASE"); given != nullptr && *given != '\0') return crypto::passphrase(given);
  const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
  if (terminal < 0) return error{errc::invalid_argument}.at("no passphrase: set PHR_PASSPHRASE or give --passphrase-file");
  const auto first = ask(terminal, prompt);
  result<crypto::passphrase> made = error{errc::invalid_argument}.at("the two passphrases differ");
  if (!first) {
    made = first.error();
  } else if (how == asking::once) {
    made = crypto::passphrase(first.value().text());
  } else {
    const auto second = ask(terminal, "Again: ");
    if (second && second.value().text() == first.value().text()) made = crypto::passphrase(first.value().text());
  }
  ::close(terminal);
  return made;
}

result<crypto::recovery_code> read_recovery_code(const std::string& file) {
  PHR_TRY(const auto line, read_file(file));
  return crypto::recovery_code::parse(line.text());
}

}  // namespace phr::cli
