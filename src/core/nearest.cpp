#include "core/nearest.hpp"

#include <algorithm>
#include <utility>

namespace phr {

namespace {

constexpr std::size_t most_shown = 3;
constexpr std::size_t longest = 64;  // of a name that is compared

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

}  // namespace

std::size_t edits_between(std::string_view a, std::string_view b) {
  // Three rows of the table: before the last, the last, and the one at hand.
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> here(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    here[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      here[j] = std::min({last[j] + 1, here[j - 1] + 1, last[j - 1] + (same ? 0U : 1U)});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1])) here[j] = std::min(here[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, here);
  }
  return last[b.size()];
}

std::vector<std::string> nearest(std::string_view given, std::span<const std::string_view> known) {
  if (given.empty() || given.size() > longest) return {};
  const std::size_t most = std::max<std::size_t>(1, given.size() / 3);
  std::vector<std::pair<std::size_t, std::string_view>> found;
  for (const std::string_view each : known) {
    if (each.size() > longest) continue;
    const std::size_t away = edits_between(given, each);
    const bool begins = given.size() >= 3 && each.size() > given.size() && edits_between(given, each.substr(0, given.size())) == 0;
    if (away <= most || begins) found.emplace_back(away <= most ? away : most + 2, each);  // an ending that is left out comes behind all that is mistyped
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  std::vector<std::string> names;
  for (const auto& [away, name] : found) {
    // What is farther is not shown beside what is near.
    if (names.size() == most_shown || away > found.front().first + 1) break;
    names.emplace_back(name);
  }
  return names;
}

std::string did_you_mean(std::span<const std::string> near) {
  if (near.empty()) return {};
  std::string text = "; did you mean ";
  for (std::size_t nth = 0; nth < near.size(); ++nth) {
    if (nth != 0) text += nth + 1 == near.size() ? " or " : ", ";
    text += near[nth];
  }
  return text + "?";
}

}  // namespace phr
