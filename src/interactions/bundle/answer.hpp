// What the GET and HEAD entries of a Bundle read.
#pragma once

#include "interactions/bundle/plan.hpp"
#include "interactions/look.hpp"

#include <optional>
#include <string>

namespace phr::bundles {

// An entry of the answer: the texts of its members, empty ones left out.
struct answer {
  std::string resource;
  std::string response;
};

// Type/id, Type/id/_history/version, Type?search, and _history, Type/_history, Type/id/_history with _since, _at, _count and page.
// Errors: those of the session's own calls; malformed_query and unknown_parameter for a URL that is none of these.
[[nodiscard]] interactions::looked_up<answer> answer_read(gate::door& in, const storage::guarded_snapshot& at, const planned& step);

}  // namespace phr::bundles
