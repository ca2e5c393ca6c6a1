// Reading what a search found, one after the other.
#pragma once

#include "store/search/answer/search.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace phr::interactions {

// The JSON of hits in their order. It reads ahead some thousand of them in the order of the file, where one by one would read a page again for
// each resource on it that the cache has lost.
// Lifetime: borrows what was found, and what it was found in. Threads: per-thread. Errors: those of hit::json().
class hit_reader {
 public:
  // Those from the first index to the last, which is not among them.
  hit_reader(const storage::guarded_snapshot& at, const storage::search_answer& found, const storage::query& asked, std::size_t first, std::size_t last) noexcept
      : at_(at), found_(found), asked_(asked), begin_(first), end_(last), next_(first), first_(first) {}

  [[nodiscard]] bool at_end() const noexcept { return next_ >= end_; }
  [[nodiscard]] std::size_t taken() const noexcept { return next_ - begin_; }
  // The next one; borrowed until the next call. Not at the end.
  [[nodiscard]] result<std::string_view> next();

 private:
  [[nodiscard]] result<void> read_ahead();

  struct span_of_text {
    std::size_t begin = 0;
    std::size_t size = 0;  // 0: not read, or contained in what was
  };
  const storage::guarded_snapshot& at_;
  const storage::search_answer& found_;
  const storage::query& asked_;
  std::size_t begin_;
  std::size_t end_;
  std::size_t next_;
  std::size_t first_;  // whose text is `texts_[0]`
  std::vector<span_of_text> texts_;
  std::string text_;
  std::string one_;
};

}  // namespace phr::interactions
