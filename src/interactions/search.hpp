// Searching.
#pragma once

#include <phr/core/progress.hpp>
#include <phr/interactions/hits.hpp>

#include "gate/door.hpp"

namespace phr::interactions {

// Each as the session's call of that name, whose comment says what it does.
[[nodiscard]] result<hits> search(gate::door& in, std::string_view query, const search_options& options);
[[nodiscard]] result<std::string> explain_search(gate::door& in, std::string_view query, const search_options& options);
[[nodiscard]] result<void> reindex(gate::door& in, const progress& watch);
[[nodiscard]] result<void> index_full_text(gate::door& in, bool wanted, const progress& watch);

}  // namespace phr::interactions
