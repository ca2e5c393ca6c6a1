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
  std::string next = {};      // the page behind this one, sealed; of a search when it is asked for
  bool is_portion = false;
  bool is_all = false;  // all that match, on no other page
  std::shared_ptr<const gate::place_seal> places = {};  // of a search
  std::string question = {};
};

namespace interactions {

// As of a moment, or as those hits see it.
[[nodiscard]] result<gate::view> view_of(gate::door& in, const moment& as_of, const hits* moment_of);

}  // namespace interactions

}  // namespace phr
