// Another process, started by a test.
#pragma once

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <optional>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace phr::test {

// How the child ended within the time: its exit code, or minus its signal; nothing where it goes on.
inline std::optional<int> ended(pid_t child, std::chrono::milliseconds within) {
  const auto end = std::chrono::steady_clock::now() + within;
  for (;;) {
    int status = 0;
    if (waitpid(child, &status, WNOHANG) == child) return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    if (std::chrono::steady_clock::now() >= end) return std::nullopt;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

// A probe, whose lines can be read and who is told lines.
// Lifetime: kills what is left of it.
class probe {
 public:
  explicit probe(std::vector<std::string> arguments) {
    int to[2];
    int from[2];
    if (pipe2(to, O_CLOEXEC) != 0 || pipe2(from, O_CLOEXEC) != 0) std::abort();
    arguments.insert(arguments.begin(), PHR_PROBE);
    std::vector<char*> words;
    for (std::string& each : arguments) words.push_back(each.data());
    words.push_back(nullptr);
    child_ = fork();
    if (child_ == 0) {
      dup2(to[0], STDIN_FILENO);
      dup2(from[1], STDOUT_FILENO);
      execv(words[0], words.data());
      _exit(127);
    }
    ::close(to[0]);
    ::close(from[1]);
    to_ = fdopen(to[1], "w");
    from_ = fdopen(from[0], "r");
  }
  probe(const probe&) = delete;
  probe& operator=(const probe&) = delete;
  ~probe() {
    if (!is_over_) {
      kill();
      waitpid(child_, nullptr, 0);
    }
    if (to_ != nullptr) std::fclose(to_);
    std::fclose(from_);
  }

  [[nodiscard]] pid_t id() const noexcept { return child_; }
  void kill() const noexcept { ::kill(child_, SIGKILL); }
  // The next line; "" at the end.
  [[nodiscard]] std::string line() {
    char text[4096];
    if (std::fgets(text, sizeof text, from_) == nullptr) return "";
    std::string read = text;
    if (!read.empty() && read.back() == '\n') read.pop_back();
    return read;
  }
  [[nodiscard]] std::string ask(const std::string& told) {
    std::fprintf(to_, "%s\n", told.c_str());
    std::fflush(to_);
    return line();
  }
  [[nodiscard]] std::optional<int> end(std::chrono::milliseconds within = std::chrono::seconds(60)) {
    if (to_ != nullptr) std::fclose(to_);
    to_ = nullptr;
    const auto code = ended(child_, within);
    is_over_ = code.has_value();
    return code;
  }

 private:
  pid_t child_ = -1;
  std::FILE* to_ = nullptr;
  std::FILE* from_ = nullptr;
  bool is_over_ = false;
};

}  // namespace phr::test
