// $lastn.
#pragma once

#include <phr/core/progress.hpp>
#include <phr/gate/moment.hpp>

#include <cstdint>

namespace phr {

struct lastn_options {
  std::uint32_t max = 1;  // of each code
  progress watch = {};    // as search_options::watch
  moment as_of = {};
};

}  // namespace phr
