// What a piece of work may take.
#pragma once

#include <phr/core/progress.hpp>
#include <phr/core/result.hpp>

#include <cstdint>

namespace phr::storage {

class database;
class snapshot;
class unit;

// Counts steps: those of SQLite's machine on every connection that is metered by it, and what work of ours says it is like. Someone may watch,
// who can end the work; it ends by itself when it has taken more than it may. No clock is read.
// Lifetime: borrows the callable of `watch`. Threads: per-thread. Errors: see why().
class meter {
 public:
  meter(const progress& watch, std::uint64_t most) noexcept : watch_(watch), most_(most) {}

  // False once the work has to end, from then on.
  [[nodiscard]] bool spend(std::uint64_t steps) noexcept;
  [[nodiscard]] std::uint64_t spent() const noexcept { return spent_; }
  [[nodiscard]] bool is_over() const noexcept { return is_cancelled_ || spent_ > most_; }
  // cancelled, by the watch; too_large, beyond what it may take.
  [[nodiscard]] error why() const noexcept;

 private:
  progress watch_;
  std::uint64_t most_;
  std::uint64_t spent_ = 0;
  std::uint64_t next_look_ = 0;
  bool is_cancelled_ = false;
};

// All that runs on the connection is counted, until it ends; then what counted before goes on.
// Lifetime: ends before the connection and the meter. Threads: per-thread. Errors: statements fail with `cancelled` when the meter is over; what
// calls them tells why the meter says so.
class metered {
 public:
  metered(const snapshot& on, meter& by) noexcept;
  metered(const metered&) = delete;
  metered& operator=(const metered&) = delete;
  ~metered();

 private:
  database& on_;
  meter* before_;
};

// The watch of a longer work on the connection, of which searches are a part: those that have none of their own ask it.
// Lifetime: ends before the connection; borrows the callable. Threads: per-thread. Errors: none.
class watched {
 public:
  watched(unit& on, const progress& by) noexcept;
  watched(const watched&) = delete;
  watched& operator=(const watched&) = delete;
  ~watched();

 private:
  database& on_;
};

// Counts work of ours as steps of the meter of the connection, if it has one. Errors: those of the meter.
[[nodiscard]] result<void> spend(const snapshot& on, std::uint64_t steps);

}  // namespace phr::storage
