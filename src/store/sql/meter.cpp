#include "store/sql/meter.hpp"

#include "store/sql/access.hpp"

#include <sqlite3.h>

namespace phr::storage {

namespace {

constexpr int counted_at_once = 1'000;          // steps of SQLite's machine: some ten microseconds
constexpr std::uint64_t looked_at = 100'000;    // the watch is asked again after so many: some milliseconds

int count(void* by) noexcept { return static_cast<meter*>(by)->spend(counted_at_once) ? 0 : 1; }

void set(database& on, meter* by) noexcept {
  on.hooks().spending = by;
  sqlite3_progress_handler(on.on().handle(), by == nullptr ? 0 : counted_at_once, by == nullptr ? nullptr : count, by);
}

}  // namespace

bool meter::spend(std::uint64_t steps) noexcept {
  spent_ += steps;
  if (!is_over() && spent_ >= next_look_) {
    next_look_ = spent_ + looked_at;
    is_cancelled_ = !watch_({spent_, 0, "steps"});
  }
  return !is_over();
}

error meter::why() const noexcept {
  if (is_cancelled_) return error{errc::cancelled}.at("the search");
  return error{errc::too_large}.at("the search: more steps than its budget");
}

metered::metered(const snapshot& on, meter& by) noexcept : on_(sql_of(on)), before_(on_.hooks().spending) { set(on_, &by); }
metered::~metered() { set(on_, before_); }

watched::watched(unit& on, const progress& by) noexcept : on_(sql_of(on)) { on_.hooks().watch = by; }
watched::~watched() { on_.hooks().watch = {}; }

result<void> spend(const snapshot& on, std::uint64_t steps) {
  meter* const by = sql_of(on).hooks().spending;
  if (by != nullptr && !by->spend(steps)) return by->why();
  return success();
}

}  // namespace phr::storage
