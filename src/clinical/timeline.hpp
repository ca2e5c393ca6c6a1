// The timeline of a patient, and the latest value of each code.
#pragma once

#include <phr/clinical/timeline.hpp>

#include "gate/door.hpp"

namespace phr::clinical {

// Each as the session's call of that name, whose comment says what it does.
[[nodiscard]] result<std::vector<timeline_event>> timeline(gate::door& in, const timeline_options& options);
[[nodiscard]] result<std::vector<timeline_group>> timeline_groups(gate::door& in, timeline_period by, const timeline_options& options);
[[nodiscard]] result<std::vector<latest_value>> latest(gate::door& in, const latest_options& options);

}  // namespace phr::clinical
