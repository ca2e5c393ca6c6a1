// What hits hold.
#pragma once

#include <phr/interactions/hits.hpp>

#include "gate/door.hpp"
#include "store/search/answer/search.hpp"

#include <memory>
#include <string>

namespace phr {

struct hits::state {
  std::shared_ptr<storage::engine> engine;
  gate::view seen;  // of one moment
  storage::search_answer found;
  storage::query asked = {};  // for what it wants of each resource
  std::string next = {};      // the page behind this one, sealed
  bool is_portion = false;
};

namespace interactions {

// The store as it is now, or as those hits see it, by the consents of now. Errors: invalid_argument for hits of another store.
[[nodiscard]] result<gate::view> view_of(gate::door& in, const hits* moment_of);

}  // namespace interactions

}  // namespace phr
