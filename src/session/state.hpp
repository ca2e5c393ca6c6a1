// What the public handles hold.
#pragma once

#include <phr/session/session.hpp>

#include "gate/door.hpp"

#include <memory>

namespace phr {

struct store::state {
  std::shared_ptr<storage::engine> engine;
};

struct session::state {
  gate::door in;
};

}  // namespace phr
