#include "core/platform/terminal.hpp"

#include "core/platform/system_error.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

namespace phr::platform {

namespace {

// Set by Ctrl-C and its kin while something is typed.
volatile std::sig_atomic_t stopped = 0;
void on_stop(int) { stopped = 1; }

volatile std::sig_atomic_t interrupts = 0;
void on_interrupt(int) { interrupts = 1; }

// Waits until there is something to read, letting in the signals of `open`. False where one of them came.
bool readable(int from, const sigset_t& open) {
  pollfd waiting{from, POLLIN, 0};
  while (stopped == 0 && ::ppoll(&waiting, 1, nullptr, &open) < 0 && errno == EINTR) continue;
  return stopped == 0;
}

// Lifetime: gives the terminal its echo back, however the typing ends: until then the signals that would end the
// program are handled.
class while_typing {
 public:
  while_typing(int terminal, bool is_seen) : terminal_(terminal) {
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
    if (!is_seen) wanted.c_lflag &= ~static_cast<tcflag_t>(ECHO);
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

void handle_interrupts(void (*with)(int)) noexcept {
  struct sigaction action {};
  action.sa_handler = with;
  ::sigaction(SIGINT, &action, nullptr);
}

}  // namespace

bool is_terminal(standard_stream which) noexcept { return ::isatty(static_cast<int>(which)) == 1; }

std::size_t terminal_columns() noexcept {
  winsize size{};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

result<terminal> terminal::open() {
  const int opened = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
  if (opened < 0) return last_error("the terminal");
  return terminal(opened);
}

terminal::owned_handle::~owned_handle() {
  if (number >= 0) ::close(static_cast<int>(number));
}

void terminal::write(std::string_view text) const noexcept {
  while (!text.empty()) {
    const ssize_t written = ::write(static_cast<int>(handle_.number), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

result<void> terminal::read(std::string_view prompt, bool is_seen, const std::function<bool(std::uint8_t)>& each, static_text place) const {
  const int from = static_cast<int>(handle_.number);
  const while_typing held(from, is_seen);
  write(prompt);
  for (;;) {
    if (!readable(from, held.open())) return error{errc::cancelled}.at(place);
    std::uint8_t byte = 0;
    const ssize_t got = ::read(from, &byte, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return error{errc::io_failed}.at(place);
    if (got == 0 || !each(byte)) return success();
  }
}

interrupt_watch::interrupt_watch() noexcept {
  interrupts = 0;
  handle_interrupts(on_interrupt);
}
interrupt_watch::~interrupt_watch() { handle_interrupts(SIG_DFL); }
bool interrupt_watch::interrupted() const noexcept { return interrupts != 0; }

}  // namespace phr::platform
