// $everything.
#pragma once

#include <phr/interactions/hits.hpp>
#include <phr/interactions/operations.hpp>
#include <phr/interactions/resource_sink.hpp>

#include "gate/door.hpp"

namespace phr::interactions {

// Each as the session's call of that name, whose comment says what it does.
[[nodiscard]] result<hits> everything(gate::door& in, const everything_options& options);
[[nodiscard]] result<std::uint64_t> everything(gate::door& in, const everything_options& options, const resource_sink& sink);

}  // namespace phr::interactions
