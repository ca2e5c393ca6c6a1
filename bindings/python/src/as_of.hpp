// Reads as of a moment, and the functions of the package that make streams of them.
#pragma once

#include "handles.hpp"

namespace phr::python {

// work(session, moment): as of now, or with the turn of all that is of that moment.
template <class Work>
auto as_of(open_session& in, const shared_moment& at, Work&& work) {
  return in.with([&](session& core) {
    if (!at) return work(core, moment());
    return at->core.alone([&](const moment& then) { return work(core, then); });
  });
}

// The turn of that moment, or one of its own.
[[nodiscard]] inline std::shared_ptr<turn> turn_of(const shared_moment& at) { return at ? at->core.turns() : std::make_shared<turn>(); }

// A function of phr._hits.
[[nodiscard]] inline py::object streamed(const char* as) { return py::module_::import("phr._hits").attr(as); }

}  // namespace phr::python
