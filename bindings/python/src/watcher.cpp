#include "watcher.hpp"

#include "held.hpp"
#include "text.hpp"

namespace phr::python {

namespace {

constexpr std::chrono::milliseconds interval{50};

}  // namespace

watcher::watcher(const py::object& wanted) : call_(wanted), bar_(py::none()) {
  if (wanted.is(py::bool_(true))) call_ = bar_ = py::module_::import("phr._progress").attr("bar")();
  if (wanted.is(py::bool_(false))) call_ = py::none();
  if (call_.is_none() || PyCallable_Check(call_.ptr()) != 0) return;
  throw py::type_error("progress is a function, True, False or None");
}

bool watcher::tell(const progress_step& step) const {
  if (PyErr_CheckSignals() != 0) throw py::error_already_set();
  if (call_.is_none()) return true;
  in_callback = true;
  const py::object total = step.total == 0 ? py::object(py::none()) : py::object(py::int_(step.total));
  const py::object answer = call_(step.done, total, str(step.unit));
  return !answer.is(py::bool_(false));
}

bool watcher::operator()(const progress_step& step) {
  const auto now = std::chrono::steady_clock::now();
  const bool last = step.total != 0 && step.done >= step.total;
  if (!last && now - told_ < interval) return true;
  const py::gil_scoped_acquire held;
  bool go_on = false;
  try {
    go_on = tell(step);
  } catch (const py::error_already_set&) {
    raised_ = std::current_exception();
  }
  in_callback = false;
  told_ = std::chrono::steady_clock::now();
  return go_on;
}

void watcher::finish() {
  if (!bar_.is_none()) bar_.attr("close")();
  if (raised_) std::rethrow_exception(raised_);
}

}  // namespace phr::python
