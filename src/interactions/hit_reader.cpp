#include "interactions/hit_reader.hpp"

#include "interactions/subset.hpp"
#include "store/records/resource_pass.hpp"

#include <algorithm>

namespace phr::interactions {

namespace {

constexpr std::size_t most_ahead = 4096;
constexpr std::size_t most_text = std::size_t{16} << 20;  // what lies beyond is read one by one

}  // namespace

result<void> hit_reader::read_ahead() {
  first_ = next_;
  const std::size_t size = std::min(most_ahead, end_ - next_);
  texts_.assign(size, {});
  text_.clear();
  const auto& matches = found_.matches;
  std::vector<std::int64_t> keys;
  for (std::size_t nth = 0; nth < size; ++nth) keys.push_back(matches[first_ + nth].key);
  PHR_TRY(auto pass, storage::resource_pass::over(at_.at(), keys));
  while (text_.size() < most_text) {
    PHR_TRY(const bool more, pass.next());
    if (!more) return success();
    const std::size_t begin = text_.size();
    PHR_TRY(pass.append_json(text_));
    if (matches[first_ + pass.nth()].container.empty()) texts_[pass.nth()] = {begin, text_.size() - begin};
  }
  return success();
}

result<std::string_view> hit_reader::next() {
  if (next_ >= first_ + texts_.size()) PHR_TRY(read_ahead());
  const auto where = texts_[next_ - first_];
  const storage::match& match = found_.matches[next_++];
  std::string_view whole = std::string_view(text_).substr(where.begin, where.size);
  if (where.size == 0) {
    PHR_TRY(auto found, storage::text_of_match(at_, match));
    one_ = std::move(found.json);
    whole = one_;
  }
  if (!is_subset(asked_)) return whole;
  PHR_TRY(one_, subset_of(whole, match.type, asked_));
  return std::string_view(one_);
}

}  // namespace phr::interactions
