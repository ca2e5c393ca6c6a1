// The feed of changes.
#pragma once

#include <phr/store/change.hpp>

#include "store/records/snapshot.hpp"

#include <vector>

namespace phr::storage {

// After that sequence, oldest first, at most so many.
[[nodiscard]] result<std::vector<change_entry>> changes_after(const snapshot& at, std::int64_t after, std::size_t most);

}  // namespace phr::storage
