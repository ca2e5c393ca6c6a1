// What a moment holds.
#pragma once

#include <phr/gate/moment.hpp>

#include "store/engine/engine.hpp"

#include <memory>

namespace phr {

struct moment::state {
  std::shared_ptr<storage::engine> engine;  // outlives the reading
  std::shared_ptr<storage::reading> reading;
};

}  // namespace phr
