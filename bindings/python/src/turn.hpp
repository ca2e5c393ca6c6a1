// Whose turn it is to use an object of the core.
#pragma once

#include "failure.hpp"

#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

namespace phr::python {

// A lock of the callers of one object, or of several that share something of the core. It is waited for without the GIL: whoever has the turn may
// need the GIL for a progress callback.
// Threads: shared. Errors: lock() throws invalid_argument on a thread that has the turn already, which is in such a callback.
class turn {
 public:
  void lock() {
    if (owner_ == std::this_thread::get_id()) throw failure{error{errc::invalid_argument}.at("a call from a progress callback")};
    if (!mutex_.try_lock()) {
      std::optional<py::gil_scoped_release> released;
      if (PyGILState_Check() != 0) released.emplace();
      mutex_.lock();
    }
    owner_ = std::this_thread::get_id();
  }
  void unlock() noexcept {
    owner_ = std::thread::id();
    mutex_.unlock();
  }

 private:
  std::mutex mutex_;
  std::atomic<std::thread::id> owner_;
};

}  // namespace phr::python
