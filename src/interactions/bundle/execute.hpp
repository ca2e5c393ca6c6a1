// Transactions and batches.
#pragma once

#include <phr/core/progress.hpp>

#include "gate/door.hpp"

#include <string>
#include <string_view>

namespace phr::interactions {

// As session::execute, whose comment says what it does.
[[nodiscard]] result<std::string> execute(gate::door& in, std::string_view bundle, const progress& watch);

}  // namespace phr::interactions
