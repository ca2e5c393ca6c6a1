#include "cli/program/prompt.hpp"

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>

namespace phr::cli {

namespace {

constexpr std::size_t longest = 4096;

// Set by Ctrl-C and its kin while a line is typed.
volatile std::sig_atomic_t stopped = 0;
void on_stop(int) { stopped = 1; }

// Waits until there is something to read, letting in the signals of `open`. False where one of them came.
bool readable(int from, const sigset_t& open) {
  pollfd waiting{from, POLLIN, 0};
  while (stopped == 0 && ::ppoll(&waiting, 1, nullptr, &open) < 0 && errno == EINTR) continue;
  return stopped == 0;
}

// With `open`, the signals blocked else are let in while the terminal is silent.
result<typed_line> read_one(int from, static_text what, const sigset_t* open) {
  typed_line line{crypto::secret_bytes::zeros(longest)};
  for (;;) {
    if (open != nullptr && !readable(from, *open)) return error{errc::cancelled}.at(what);
    std::uint8_t byte = 0;
    const ssize_t got = ::read(from, &byte, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return error{errc::io_failed}.at(what);
    if (got == 0 || byte == '\n') break;
    if (line.size == longest) return error{errc::too_large}.at(what);
    line.bytes.edit()[line.size++] = byte;
  }
  if (line.size != 0 && line.bytes.view()[line.size - 1] == '\r') --line.size;
  if (line.size == 0) return error{errc::empty_input}.at(what);
  return line;
}

// Lifetime: gives the terminal its echo back, however the typing ends: until then the signals that would end the
// program are handled.
class while_typing {
 public:
  while_typing(int terminal, typing how) : terminal_(terminal) {
    stopped = 0;
    sigset_t held;
    sigemptyset(&held);
    for (const int each : signals) sigaddset(&held, each);
    ::sigprocmask(SIG_BLOCK, &held, &mask_);
    struct sigaction action {};
    action.sa_handler = on_stop;
    for (std::size_t i = 0; i < signals.size(); ++i) ::sigaction(signals[i], &action, &actions_[i]);
    changed_ = ::tcgetattr(terminal, &before_) == 0;
    termios wanted = before_;
    if (how == typing::unseen) wanted.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    if (changed_) ::tcsetattr(terminal, TCSAFLUSH, &wanted);
  }
  while_typing(const while_typing&) = delete;
  while_typing& operator=(const while_typing&) = delete;
  ~while_typing() {
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

}  // namespace

result<typed_line> read_line(int from, static_text what) { return read_one(from, what, nullptr); }

result<typed_line> ask(int terminal, const char* prompt, typing how, static_text what) {
  result<typed_line> line = [&] {
    const while_typing held(terminal, how);
    static_cast<void>(::dprintf(terminal, "%s", prompt));
    return read_one(terminal, what, &held.open());
  }();
  if (how == typing::unseen || !line) static_cast<void>(::dprintf(terminal, "\n"));
  return line;
}

result<void> confirm(const std::string& question, bool given) {
  if (given) return success();
  const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
  if (terminal < 0) return error{errc::invalid_argument}.at("nobody to ask: give --yes");
  const auto answer = ask(terminal, (question + " Type yes to go on: ").c_str(), typing::shown, "the question");
  ::close(terminal);
  const bool agreed = answer && answer.value().text() == "yes";
  if (agreed) return success();
  return error{errc::cancelled}.at("the question");
}

}  // namespace phr::cli
