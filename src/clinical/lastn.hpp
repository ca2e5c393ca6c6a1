// $lastn: the newest Observations of each code.
#pragma once

#include <phr/clinical/lastn.hpp>

#include "gate/door.hpp"
#include "store/search/answer/search.hpp"

namespace phr::clinical {

struct newest_observations {
  gate::view seen;
  storage::search_answer found;
  storage::query asked;
};

// As session::lastn, whose comment says what it does.
[[nodiscard]] result<newest_observations> lastn(gate::door& in, std::string_view criteria, const lastn_options& options);

}  // namespace phr::clinical
