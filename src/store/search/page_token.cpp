#include "store/search/order.hpp"

#include <bit>

namespace phr::storage {

namespace {

constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t most_values = 64;

// FNV-1a: tells searches apart, no more.
std::uint64_t hash_of(std::string_view text) noexcept {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return hash;
}

void put(std::string& to, std::uint64_t number) {
  for (int shift = 0; shift < 64; shift += 8) to.push_back(static_cast<char>(number >> shift & 0xFF));
}

std::string encoded(std::string_view bytes) {
  std::string text;
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : bytes) {
    held = held << 8 | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 6; bits -= 6) text.push_back(digits[held >> (bits - 6) & 63]);
  }
  if (bits > 0) text.push_back(digits[held << (6 - bits) & 63]);
  return text;
}

std::optional<std::string> decoded(std::string_view text) {
  std::string bytes;
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : text) {
    const std::size_t digit = digits.find(c);
    if (digit == std::string_view::npos) return {};
    held = held << 6 | static_cast<std::uint32_t>(digit);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push_back(static_cast<char>(held >> bits & 0xFF));
    }
  }
  return bytes;
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

std::string page_token(const page_position& at, std::string_view search) {
  std::string bytes(1, at.way);
  put(bytes, hash_of(search));
  put(bytes, at.driver);
  put(bytes, static_cast<std::uint64_t>(at.type));
  put(bytes, static_cast<std::uint64_t>(at.row.key));
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
  return encoded(bytes);
}

result<page_position> read_page_token(std::string_view token, std::string_view search) {
  const error wrong = error{errc::malformed_query}.at("the page");
  const auto bytes = decoded(token);
  if (!bytes) return wrong;
  taker take(*bytes);
  page_position made;
  const std::string_view way = take.bytes(1);
  if (way.empty() || std::string_view("kvsc").find(way) == std::string_view::npos || take.number() != hash_of(search)) return wrong;
  made.way = way.front();
  made.driver = take.number();
  made.type = static_cast<int>(take.number());
  made.row.key = static_cast<std::int64_t>(take.number());
  const std::uint64_t many = take.number();
  if (many > most_values) return wrong;
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
