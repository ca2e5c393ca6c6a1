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

// What a search or $everything is to be of.
template <class Options>
[[nodiscard]] moment moment_asked(const Options& options) {
  return options.moment_of == nullptr ? options.as_of : options.moment_of->as_of();
}

}  // namespace interactions

}  // namespace phr
