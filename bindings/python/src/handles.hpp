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

// What holds a connection of a store, and must end before it.
struct given_out {
  given_out() = default;
  given_out(const given_out&) = delete;
  given_out& operator=(const given_out&) = delete;
  virtual ~given_out() = default;
  virtual void end() = 0;
};

// Lifetime: keeps its store object alive; ends when that is closed. Threads: shared. Errors: see held.
template <class Core>
struct open_handle final : given_out {
  open_handle(std::shared_ptr<open_store> in, Core made, std::shared_ptr<turn> by) : of(std::move(in)), core(std::move(made), std::move(by)) {}
  void end() override { core.end(); }

  std::shared_ptr<open_store> of;
  held<Core> core;
};
using shared_hits = std::shared_ptr<open_handle<hits>>;
using shared_moment = std::shared_ptr<open_handle<moment>>;

// Lifetime: as open_handle, but its calls fail after the store is closed. Threads: shared. Errors: see held.
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
struct open_rows final : given_out {
  open_rows(std::shared_ptr<open_store> in, std::unique_ptr<const std::string> text, views::stream rows, std::shared_ptr<turn> by = std::make_shared<turn>())
      : of(std::move(in)), read(std::move(text)), core(std::move(rows), std::move(by)) {}
  void end() override { core.end(); }

  std::shared_ptr<open_store> of;
  std::unique_ptr<const std::string> read;
  held<views::stream> core;
  std::optional<error> failed;  // the last error
};

// Lifetime: closes the store with its last user, or earlier by close. Threads: shared. Errors: see held.
class open_store {
 public:
  explicit open_store(store opened) : core(std::move(opened)) {}

  // Ends all that was given out, which must not outlive the file, and closes it. Later calls do nothing.
  void close();
  // Takes note of what was given out, for close. `self` is this; `by` is the turn of all that is of the same moment.
  template <class Core>
  [[nodiscard]] std::shared_ptr<open_handle<Core>> adopt(const std::shared_ptr<open_store>& self, Core made, std::shared_ptr<turn> by = std::make_shared<turn>()) {
    const auto handle = std::make_shared<open_handle<Core>>(self, std::move(made), std::move(by));
    note(handle);
    return handle;
  }
  [[nodiscard]] std::shared_ptr<open_rows> adopt(const std::shared_ptr<open_store>& self, views::stream made, std::shared_ptr<turn> by);

  held<store> core;

 private:
  void note(const std::shared_ptr<given_out>& made);

  std::vector<std::weak_ptr<given_out>> given_;  // guarded by core's turn
};

}  // namespace phr::python
