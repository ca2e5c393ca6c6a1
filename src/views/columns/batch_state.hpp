// What a batch holds.
#pragma once

#include "views/columns/builder.hpp"

#include <vector>

namespace phr::views {

struct batch::state {
  std::size_t rows = 0;
  std::vector<column_builder> columns;
};

}  // namespace phr::views
