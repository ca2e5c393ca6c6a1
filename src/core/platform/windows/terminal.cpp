#include "core/platform/terminal.hpp"

#include "core/platform/windows/handle.hpp"

#include <atomic>

namespace phr::platform {

namespace {

std::atomic<bool> interrupts{false};

BOOL WINAPI on_interrupt(DWORD event) noexcept {
  if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT) return 0;
  interrupts = true;
  return 1;
}

HANDLE handle_of(standard_stream which) noexcept {
  switch (which) {
    case standard_stream::input: return ::GetStdHandle(STD_INPUT_HANDLE);
    case standard_stream::output: return ::GetStdHandle(STD_OUTPUT_HANDLE);
    default: return ::GetStdHandle(STD_ERROR_HANDLE);
  }
}

// The console as it is typed at and as it is written to.
HANDLE console(const wchar_t* name) noexcept {
  return ::CreateFileW(name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, OPEN_EXISTING, 0, nullptr);
}

}  // namespace

bool is_terminal(standard_stream which) noexcept {
  DWORD mode = 0;
  return ::GetConsoleMode(handle_of(which), &mode) != 0;
}

std::size_t terminal_columns() noexcept {
  CONSOLE_SCREEN_BUFFER_INFO about{};
  if (::GetConsoleScreenBufferInfo(handle_of(standard_stream::output), &about) == 0) return 0;
  return static_cast<std::size_t>(about.srWindow.Right - about.srWindow.Left + 1);
}

result<terminal> terminal::open() {
  const HANDLE opened = console(L"CONIN$");
  if (opened == INVALID_HANDLE_VALUE) return last_windows_error("the terminal");
  return terminal(reinterpret_cast<std::intptr_t>(opened));
}

terminal::owned_handle::~owned_handle() {
  if (number != -1) ::CloseHandle(reinterpret_cast<HANDLE>(number));
}

void terminal::write(std::string_view text) const noexcept {
  const HANDLE to = console(L"CONOUT$");
  if (to == INVALID_HANDLE_VALUE) return;
  DWORD written = 0;
  ::WriteFile(to, text.data(), static_cast<DWORD>(text.size()), &written, nullptr);
  ::CloseHandle(to);
}

result<void> terminal::read(std::string_view prompt, bool is_seen, const std::function<bool(std::uint8_t)>& each, static_text place) const {
  const HANDLE from = reinterpret_cast<HANDLE>(handle_.number);
  const interrupt_watch watch;
  DWORD before = 0;
  const bool changes = ::GetConsoleMode(from, &before) != 0;
  const DWORD wanted = ENABLE_PROCESSED_INPUT | ENABLE_LINE_INPUT | (is_seen ? ENABLE_ECHO_INPUT : 0U);
  if (changes) ::SetConsoleMode(from, wanted);
  write(prompt);
  result<void> ended = success();
  for (;;) {
    std::uint8_t byte = 0;
    DWORD got = 0;
    const BOOL read = ::ReadFile(from, &byte, 1, &got, nullptr);
    if (watch.interrupted()) {
      ended = error{errc::cancelled}.at(place);
    } else if (read == 0) {
      ended = error{errc::io_failed}.at(place);
    } else if (got != 0 && (byte == '\r' || each(byte))) {
      continue;  // a line ends with both
    }
    break;
  }
  if (changes) ::SetConsoleMode(from, before);
  return ended;
}

interrupt_watch::interrupt_watch() noexcept {
  interrupts = false;
  ::SetConsoleCtrlHandler(on_interrupt, 1);
}
interrupt_watch::~interrupt_watch() { ::SetConsoleCtrlHandler(on_interrupt, 0); }
bool interrupt_watch::interrupted() const noexcept { return interrupts; }

}  // namespace phr::platform
