// A state of the store to read as of.
#pragma once

#include <phr/core/owned.hpp>

namespace phr {

// What had been written up to a moment, whatever is written later: the rows are those of then, and what may be seen of them is decided by the
// consents of the session's now, so that what was withdrawn since is not seen any more. Every read of a session takes one, as `as_of`.
// `moment()` is no such state but now: each read has its own.
// Lifetime: copies share a connection, which they hold until the last of them ends; that is before the store is closed. What it sees stays in the
// file meanwhile: a checkpoint stops there, and an erasure waits. Threads: per-thread; all that reads as of one moment is for one thread at a time.
// Errors of reading as of it: invalid_argument for a moment of another store.
class moment {
 public:
  struct state;  // of the implementation
  constexpr moment() noexcept = default;
  moment(const moment& other);
  moment(moment&&) noexcept = default;
  moment& operator=(const moment& other);
  moment& operator=(moment&&) noexcept = default;
  ~moment() = default;

  [[nodiscard]] bool is_now() const noexcept { return !state_; }

  explicit moment(owned<state> made) noexcept : state_(static_cast<owned<state>&&>(made)) {}
  [[nodiscard]] const state* of() const noexcept { return state_.get(); }

 private:
  owned<state> state_;
};

}  // namespace phr
