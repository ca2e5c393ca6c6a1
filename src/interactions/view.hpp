// Rows of a view over the record.
#pragma once

#include <phr/views/stream.hpp>

#include "gate/door.hpp"

namespace phr::interactions {

// As session::view.
[[nodiscard]] result<views::stream> view(gate::door& in, const views::view& of, std::string_view where, const views::stream_options& options,
                                         const moment& as_of);

}  // namespace phr::interactions
