// Hits of one moment, and the functions that make streams of them.
#pragma once

#include "handles.hpp"

#include <utility>

namespace phr::python {

using shared_hits = std::shared_ptr<open_hits>;

// Hits of work(session, moment): of now, or with the turn of those whose moment it is.
template <class Work>
[[nodiscard]] shared_hits found(open_session& in, const shared_hits& moment, Work&& work) {
  if (!moment) return in.of->adopt(in.of, in.with([&](session& core) { return work(core, nullptr); }));
  auto made = in.with([&](session& core) { return moment->core.alone([&](const hits& seen) { return work(core, &seen); }); });
  return in.of->adopt(in.of, std::move(made), moment->core.turn());
}

// A function of phr._hits.
[[nodiscard]] inline py::object streamed(const char* as) { return py::module_::import("phr._hits").attr(as); }

}  // namespace phr::python
