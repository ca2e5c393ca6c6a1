#include "store/index/normalize.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace phr::storage {

namespace {

struct folding {
  std::uint32_t point;
  std::string_view plain;
};
constexpr folding foldings[] = {
#include "store/index/normalize_table.inc"
};

// Takes one code point off valid UTF-8.
std::uint32_t take_point(std::string_view& text) noexcept {
  const auto byte = [&](std::size_t index) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[index])); };
  const std::uint32_t lead = byte(0);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (length > text.size()) {
    text = {};
    return 0xFFFD;
  }
  std::uint32_t point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
  for (std::size_t index = 1; index < length; ++index) point = (point << 6) | (byte(index) & 0x3F);
  text.remove_prefix(length);
  return point;
}

bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

}  // namespace

std::string normalize(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool blank = false;
  while (!text.empty()) {
    const char c = text.front();
    if (static_cast<unsigned char>(c) < 0x80) {
      text.remove_prefix(1);
      if (is_space(c)) {
        blank = !out.empty();
        continue;
      }
      if (blank) out.push_back(' ');
      blank = false;
      out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
      continue;
    }
    const std::string_view whole = text;
    const std::uint32_t point = take_point(text);
    if (blank) out.push_back(' ');
    blank = false;
    const auto found = std::lower_bound(std::begin(foldings), std::end(foldings), point,
                                        [](const folding& each, std::uint32_t wanted) { return each.point < wanted; });
    if (found != std::end(foldings) && found->point == point) {
      out += found->plain;
    } else {
      out += whole.substr(0, whole.size() - text.size());
    }
  }
  return out;
}

}  // namespace phr::storage
