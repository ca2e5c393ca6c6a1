#include "store/search/walk/order.hpp"

#include <bit>

namespace phr::storage {

namespace {

constexpr std::size_t most_sorted_values = 64;

void put(std::string& to, std::uint64_t number) {
  for (int shift = 0; shift < 64; shift += 8) to.push_back(static_cast<char>(number >> shift & 0xFF));
}

class taker {
 public:
  explicit taker(std::string_view bytes) noexcept : rest_(bytes) {}
  std::uint64_t number() noexcept {
    std::uint64_t made = 0;
    const std::string_view eight = bytes(8);
    for (std::size_t at = 0; at < eight.size(); ++at) made |= std::uint64_t{static_cast<unsigned char>(eight[at])} << (8 * at);
    return made;
  }
  std::string_view bytes(std::size_t many) noexcept {
    if (many > rest_.size()) {
      failed_ = true;
      return {};
    }
    const std::string_view taken = rest_.substr(0, many);
    rest_.remove_prefix(many);
    return taken;
  }
  [[nodiscard]] bool is_done() const noexcept { return !failed_ && rest_.empty(); }
  [[nodiscard]] bool failed() const noexcept { return failed_; }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace

std::string to_bytes(const page_position& at) {
  std::string bytes(1, at.way);
  put(bytes, at.driver);
  put(bytes, static_cast<std::uint64_t>(at.type));
  put(bytes, static_cast<std::uint64_t>(at.row.key));
  put(bytes, static_cast<std::uint64_t>(at.row.place));
  put(bytes, at.row.values.size());
  for (const sort_value& value : at.row.values) {
    bytes.push_back(static_cast<char>(value.index()));
    if (const auto* whole = std::get_if<std::int64_t>(&value)) put(bytes, static_cast<std::uint64_t>(*whole));
    if (const auto* real = std::get_if<double>(&value)) put(bytes, std::bit_cast<std::uint64_t>(*real));
    if (const auto* text = std::get_if<std::string>(&value)) {
      put(bytes, text->size());
      bytes += *text;
    }
  }
  return bytes;
}

result<page_position> page_position_of(std::string_view bytes) {
  const error wrong = error{errc::malformed_query}.at("the page");
  taker take(bytes);
  page_position made;
  const std::string_view way = take.bytes(1);
  if (way.empty() || std::string_view("kvsc").find(way) == std::string_view::npos) return wrong;
  made.way = way.front();
  made.driver = take.number();
  made.type = static_cast<int>(take.number());
  made.row.key = static_cast<std::int64_t>(take.number());
  made.row.place = static_cast<std::int64_t>(take.number());
  const std::uint64_t many = take.number();
  if (many > most_sorted_values) return wrong;
  for (std::uint64_t nth = 0; nth < many && !take.failed(); ++nth) {
    const std::string_view kind = take.bytes(1);
    if (kind.empty()) return wrong;
    switch (kind.front()) {
      case 0: made.row.values.emplace_back(); break;
      case 1: made.row.values.emplace_back(static_cast<std::int64_t>(take.number())); break;
      case 2: made.row.values.emplace_back(std::bit_cast<double>(take.number())); break;
      case 3: made.row.values.emplace_back(std::string(take.bytes(take.number()))); break;
      default: return wrong;
    }
  }
  if (!take.is_done()) return wrong;
  return made;
}

}  // namespace phr::storage
