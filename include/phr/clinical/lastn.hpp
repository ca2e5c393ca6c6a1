// $lastn.
#pragma once

#include <cstdint>

namespace phr {

struct lastn_options {
  std::uint32_t max = 1;  // of each code
};

}  // namespace phr
