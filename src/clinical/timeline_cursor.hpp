// A cursor over the events of a timeline.
#pragma once

#include <phr/clinical/timeline.hpp>
#include <phr/core/row_cursor.hpp>

#include "gate/door.hpp"

#include <memory>

namespace phr::clinical {

// As session::timeline_cursor, which says what it does.
[[nodiscard]] result<row_cursor<timeline_event>> timeline_cursor(std::shared_ptr<gate::door> in, const timeline_options& options);

}  // namespace phr::clinical
