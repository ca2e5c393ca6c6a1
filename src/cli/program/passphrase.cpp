#include "cli/program/passphrase.hpp"

#include "cli/program/terminal.hpp"

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
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

// Set by Ctrl-C and its kin while a passphrase is typed.
volatile std::sig_atomic_t stopped = 0;
void on_stop(int) { stopped = 1; }

// Waits until there is something to read, letting in the signals of `open`. False where one of them came.
bool readable(int from, const sigset_t& open) {
  pollfd waiting{from, POLLIN, 0};
  while (stopped == 0 && ::ppoll(&waiting, 1, nullptr, &open) < 0 && errno == EINTR) continue;
  return stopped == 0;
}

// With `open`, the signals blocked else are let in while the terminal is silent.
result<typed_line> read_line(int from, const sigset_t* open = nullptr) {
  typed_line line;
  for (;;) {
    if (open != nullptr && !readable(from, *open)) return error{errc::cancelled}.at("the passphrase");
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

result<typed_line> read_file(const std::string& file, static_text option) {
  if (file == "-") return read_line(STDIN_FILENO);
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return error{errno == EACCES ? errc::permission_denied : errc::no_such_file}.at(option);
  auto line = read_line(descriptor);
  ::close(descriptor);
  return line;
}

// Lifetime: gives the terminal its echo back, however the typing ends: until then the signals that would end the
// program are handled.
class unseen {
 public:
  explicit unseen(int terminal) : terminal_(terminal) {
    stopped = 0;
    sigset_t held;
    sigemptyset(&held);
    for (const int each : signals) sigaddset(&held, each);
    ::sigprocmask(SIG_BLOCK, &held, &mask_);
    struct sigaction action {};
    action.sa_handler = on_stop;
    for (std::size_t i = 0; i < signals.size(); ++i) ::sigaction(signals[i], &action, &actions_[i]);
    changed_ = ::tcgetattr(terminal, &before_) == 0;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    if (changed_) ::tcsetattr(terminal, TCSAFLUSH, &quiet);
  }
  unseen(const unseen&) = delete;
  unseen& operator=(const unseen&) = delete;
  ~unseen() {
    if (changed_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
    for (std::size_t i = 0; i < signals.size(); ++i) ::sigaction(signals[i], &actions_[i], nullptr);
    ::sigprocmask(SIG_SETMASK, &mask_, nullptr);
  }
  [[nodiscard]] const sigset_t& open() const noexcept { return mask_; }

 private:
  static constexpr std::array<int, 4> signals{SIGINT, SIGQUIT, SIGTERM, SIGHUP};

  int terminal_;
  sigset_t mask_{};
  std::array<struct sigaction, signals.size()> actions_{};
  termios before_{};
  bool changed_ = false;
};

result<typed_line> ask(int terminal, const char* prompt) {
  result<typed_line> line = [&] {
    const unseen while_typing(terminal);
    static_cast<void>(::dprintf(terminal, "%s", prompt));
    return read_line(terminal, &while_typing.open());
  }();
  static_cast<void>(::dprintf(terminal, "\n"));
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
  const auto first = ask(terminal, prompt);
  result<crypto::passphrase> made = error{errc::invalid_argument}.at("the two passphrases differ");
  if (!first) {
    made = first.error();
  } else if (how == asking::once) {
    made = crypto::passphrase(first.value().text());
  } else {
    const auto second = ask(terminal, "Again: ");
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
