// What the objects Store, Session and Hits hold.
#pragma once

#include "held.hpp"

#include <phr/access/clock.hpp>
#include <phr/session/session.hpp>

#include <atomic>
#include <memory>
#include <vector>

namespace phr::python {

class open_store;

// Lifetime: keeps its store object alive; ends when that is closed. Threads: shared. Errors: see held.
struct open_hits {
  std::shared_ptr<open_store> of;
  held<hits> core;
};

// Lifetime: as open_hits, but its calls fail after the store is closed. Threads: shared. Errors: see held.
struct open_session {
  std::shared_ptr<open_store> of;
  held<session> core;
  std::atomic<bool> by_clock = true;  // every call is made at the time of the system's clock

  // A call of the session: see held::with.
  template <class Use>
  auto with(Use&& use) {
    return core.with([&](session& in) {
      if (by_clock) in.set_now(clock_now());
      return use(in);
    });
  }
};

// Lifetime: closes the store with its last user, or earlier by close. Threads: shared. Errors: see held.
class open_store {
 public:
  explicit open_store(store opened) : core(std::move(opened)) {}

  // Ends all hits, which must not outlive the file, and closes it. Later calls do nothing.
  void close();
  // Takes note of the hits of a search, for close. `self` is this.
  [[nodiscard]] std::shared_ptr<open_hits> adopt(const std::shared_ptr<open_store>& self, hits found);

  held<store> core;

 private:
  std::vector<std::weak_ptr<open_hits>> given_;  // guarded by core's lock
};

}  // namespace phr::python
