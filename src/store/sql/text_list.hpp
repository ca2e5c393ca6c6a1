// Alternatives of a search as one value of SQL.
#pragma once

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace phr::storage {

// Texts in their normal form, which has no line breaks: one on each line.
// Lifetime: owns its texts. Threads: immutable. Errors: none.
class text_list {
 public:
  text_list(const text_list&) = delete;
  text_list& operator=(const text_list&) = delete;
  explicit text_list(std::string_view lines) {
    while (!lines.empty()) {
      const std::size_t end = std::min(lines.find('\n'), lines.size());
      all_.emplace_back(lines.substr(0, end));
      lines.remove_prefix(std::min(end + 1, lines.size()));
    }
    std::sort(all_.begin(), all_.end());
    for (const std::string& each : all_) {
      if (beginnings_.empty() || !each.starts_with(beginnings_.back())) beginnings_.push_back(each);
    }
  }

  [[nodiscard]] const std::vector<std::string>& all() const noexcept { return all_; }

  // Whether one of them is what the text begins with. Of those that begin with another, the shortest is kept: so it is the last that is not
  // behind the text, or none.
  [[nodiscard]] bool begins(std::string_view text) const noexcept {
    const auto behind = std::upper_bound(beginnings_.begin(), beginnings_.end(), text);
    return behind != beginnings_.begin() && text.starts_with(*std::prev(behind));
  }

 private:
  std::vector<std::string> all_;              // in order
  std::vector<std::string_view> beginnings_;  // of these
};

}  // namespace phr::storage
