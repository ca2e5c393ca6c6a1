// Progress of the core as calls of a Python function, and Ctrl-C as its end.
#pragma once

#include "failure.hpp"

#include <phr/core/progress.hpp>

#include <chrono>
#include <exception>

namespace phr::python {

// `wanted` is None or False: only signals are looked at; True: a bar by tqdm, where it is installed; else what is
// called with (done, total, unit), where total is None while it is not known, and cancels by returning False. Called at the first step, at most each 50 ms, and at
// the end.
// Lifetime: of the call it watches. Threads: made with the GIL held, called without it. Errors: what the function or a
// signal raises stops the work and is raised by over().
class watcher {
 public:
  explicit watcher(const py::object& wanted);
  bool operator()(const progress_step& step);

  // What work() returns or throws, unless something was raised on the way.
  template <class Work>
  auto over(Work&& work) {
    try {
      auto done = work();
      finish();
      return done;
    } catch (const failure&) {
      finish();
      throw;
    }
  }

 private:
  void finish();  // ends the bar; throws what was raised
  [[nodiscard]] bool tell(const progress_step& step) const;

  py::object call_;
  py::object bar_;
  std::exception_ptr raised_;
  std::chrono::steady_clock::time_point told_;
};

}  // namespace phr::python
