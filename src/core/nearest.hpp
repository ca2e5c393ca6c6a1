// Which of some known names was meant by one that is none of them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace phr {

// Characters that are wrong, missing, too many or exchanged with their neighbour (the optimal string alignment distance), whatever the case of letters is.
[[nodiscard]] std::size_t edits_between(std::string_view a, std::string_view b);
// The names that are nearest, three at most, the nearest first; none where a third of the name would have to change, but for those that begin with it.
[[nodiscard]] std::vector<std::string> nearest(std::string_view given, std::span<const std::string_view> known);
// "; did you mean code or date?", or nothing.
[[nodiscard]] std::string did_you_mean(std::span<const std::string> near);

}  // namespace phr
