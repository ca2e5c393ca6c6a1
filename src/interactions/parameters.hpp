// Search parameters of a store's own, and what a store answers.
#pragma once

#include <phr/core/progress.hpp>
#include <phr/interactions/parameters.hpp>

#include "gate/door.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace phr::interactions {

// Each as the session's call of that name, whose comment says what it does. What the store has beside R4 is the owner's own: others are told
// of R4 alone.
[[nodiscard]] result<void> add_search_parameter(gate::door& in, std::string_view text, const progress& watch);
[[nodiscard]] result<void> remove_search_parameter(gate::door& in, fhir::resource_type type, std::string_view code, const progress& watch);
[[nodiscard]] result<std::vector<store_parameter>> search_parameters(const gate::door& in);
[[nodiscard]] result<std::string> capabilities(const gate::door& in);

}  // namespace phr::interactions
