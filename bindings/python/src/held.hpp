// A handle of the core as Python may use it: from any thread, after its end, after a fork.
#pragma once

#include "turn.hpp"

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include <unistd.h>

namespace phr::python {

// Whether this thread is in a progress callback. PHR cannot be called from there: the work that reports holds its
// locks. What is in memory can be looked at, where the work has not its turn.
inline thread_local bool in_callback = false;

// The GIL released, where a call may be made at all.
// Lifetime: of a scope. Threads: per-thread. Errors: the constructor throws invalid_argument.
class unlocked {
 public:
  unlocked() {
    if (in_callback) throw failure{error{errc::invalid_argument}.at("a call from a progress callback")};
    released_.emplace();
  }

 private:
  std::optional<py::gil_scoped_release> released_;
};

// One object of the core, and the lock that makes its callers take turns. Objects that share something of the core share the lock.
// Lifetime: owns the object until end(). A process that was forked from the one that made it neither uses nor ends it:
// file and locks are the parent's. Threads: shared. Errors: `with` throws invalid_argument once the object has ended,
// and what `use` returns.
template <class Core>
class held {
 public:
  explicit held(Core core, std::shared_ptr<turn> by = std::make_shared<turn>()) : turn_(std::move(by)), core_(std::move(core)), maker_(::getpid()) {}
  held(const held&) = delete;
  held& operator=(const held&) = delete;
  ~held() {
    if (forked() && core_) static_cast<void>(new Core(std::move(*core_)));
  }

  // unwrap(use(core)), with the GIL released.
  template <class Use>
  auto with(Use&& use) {
    const unlocked work;
    return alone([&](Core& core) { return unwrap(use(core)); });
  }

  // use(core), with the GIL held: for what is in memory.
  template <class Use>
  auto alone(Use&& use) {
    if (forked()) throw failure{error{errc::invalid_argument}.at("the store of another process: open it after a fork")};
    const std::scoped_lock only(*turn_);
    if (!core_) throw failure{error{errc::invalid_argument}.at("a handle that is closed")};
    return use(*core_);
  }

  // Ends the object after last(core); nothing where it has ended. The GIL as for alone.
  template <class Last>
  void end(Last&& last) {
    if (forked()) return;
    const std::scoped_lock only(*turn_);
    if (core_) last(*core_);
    ended_ = true;
    core_.reset();
  }
  void end() {
    end([](Core&) {});
  }
  [[nodiscard]] bool ended() const noexcept { return ended_; }
  [[nodiscard]] const std::shared_ptr<turn>& turns() const noexcept { return turn_; }

 private:
  [[nodiscard]] bool forked() const noexcept { return ::getpid() != maker_; }

  std::shared_ptr<turn> turn_;
  std::optional<Core> core_;
  std::atomic<bool> ended_ = false;  // read without the lock
  pid_t maker_;
};

}  // namespace phr::python
