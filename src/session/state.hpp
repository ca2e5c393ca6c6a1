// What the public handles hold.
#pragma once

#include <phr/session/session.hpp>

#include "gate/door.hpp"

#include <memory>
#include <utility>

namespace phr {

struct store::state {
  std::shared_ptr<storage::engine> engine;
};

struct session::state {
  explicit state(gate::door way_in) : shared(std::make_shared<gate::door>(std::move(way_in))), in(*shared) {}

  std::shared_ptr<gate::door> shared;  // with the cursors
  gate::door& in;
};

}  // namespace phr
