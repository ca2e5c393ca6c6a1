// The numbers of one code over time.
#pragma once

#include <phr/analytics/lab_trend.hpp>
#include <phr/clinical/timeline.hpp>

#include "gate/door.hpp"

namespace phr::clinical {

// As session::lab_trend, whose comment says what it does.
[[nodiscard]] result<analytics::lab_trend> lab_trend(gate::door& in, std::string_view code, const trend_options& options);

}  // namespace phr::clinical
