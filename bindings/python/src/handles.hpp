// What the objects Store, Session and Hits hold.
#pragma once

#include "held.hpp"

#include <phr/access/clock.hpp>
#include <phr/session/session.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
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

// One taking of a view's rows. Lifetime: keeps its text, and its store object, with which it ends where it has one. Threads: shared, but
// meant for one. Errors: see held.
struct open_rows {
  open_rows(std::shared_ptr<open_store> in, std::unique_ptr<const std::string> text, views::stream rows) : of(std::move(in)), read(std::move(text)), core(std::move(rows)) {}

  std::shared_ptr<open_store> of;
  std::unique_ptr<const std::string> read;
  held<views::stream> core;
  std::optional<error> failed;  // the last error
};

// Lifetime: closes the store with its last user, or earlier by close. Threads: shared. Errors: see held.
class open_store {
 public:
  explicit open_store(store opened) : core(std::move(opened)) {}

  // Ends all hits and rows, which must not outlive the file, and closes it. Later calls do nothing.
  void close();
  // Takes note of the hits of a search, for close. `self` is this; `turn` is the lock of hits of the same moment.
  [[nodiscard]] std::shared_ptr<open_hits> adopt(const std::shared_ptr<open_store>& self, hits found, std::shared_ptr<std::mutex> turn = std::make_shared<std::mutex>());
  [[nodiscard]] std::shared_ptr<open_rows> adopt(const std::shared_ptr<open_store>& self, views::stream found);

  held<store> core;

 private:
  std::vector<std::weak_ptr<open_hits>> given_;  // guarded by core's lock
  std::vector<std::weak_ptr<open_rows>> rows_;   // likewise
};

}  // namespace phr::python
