// Cursors over versions and changes.
#pragma once

#include <phr/core/row_cursor.hpp>
#include <phr/interactions/history.hpp>

#include "gate/door.hpp"

#include <memory>

namespace phr::interactions {

// As session::history_cursor and session::changes_cursor, which say what they do.
[[nodiscard]] result<row_cursor<record>> history_cursor(std::shared_ptr<gate::door> in, const history_query& asked);
[[nodiscard]] result<row_cursor<change_entry>> changes_cursor(std::shared_ptr<gate::door> in, std::int64_t after, const moment& as_of);

}  // namespace phr::interactions
