// Cursors over what a search finds.
#pragma once

#include <phr/interactions/cursor.hpp>
#include <phr/interactions/operations.hpp>

#include "gate/door.hpp"

#include <memory>
#include <string_view>

namespace phr::interactions {

// As session::search_cursor and session::everything_cursor, which say what they do.
[[nodiscard]] result<cursor> search_cursor(std::shared_ptr<gate::door> in, std::string_view query, const search_options& options);
[[nodiscard]] result<cursor> everything_cursor(std::shared_ptr<gate::door> in, const everything_options& options);

}  // namespace phr::interactions
