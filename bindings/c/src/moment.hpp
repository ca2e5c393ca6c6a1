// Moments of the caller's.
#pragma once

#include "handles.hpp"

namespace phr::c {

// As of which a read is; NULL: now.
[[nodiscard]] inline outcome read_moment(const phr_moment* from, phr::moment& as_of) {
  if (from == nullptr) return {};
  if (!is_valid(from)) return because(PHR_INVALID_HANDLE, "as_of");
  as_of = from->core;
  return {};
}

}  // namespace phr::c
