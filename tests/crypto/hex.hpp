// Hexadecimal text of test vectors, as bytes and back.
#pragma once

#include <phr/core/bytes.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace phr::crypto::test {

inline unsigned digit(char letter) {
  if (letter >= '0' && letter <= '9') return static_cast<unsigned>(letter - '0');
  if (letter >= 'a' && letter <= 'f') return static_cast<unsigned>(letter - 'a' + 10);
  throw std::invalid_argument("not lower case hexadecimal");
}

inline std::vector<std::uint8_t> hex(std::string_view text) {
  if (text.size() % 2 != 0) throw std::invalid_argument("half a byte");
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i != text.size(); i += 2) {
    bytes.push_back(static_cast<std::uint8_t>(digit(text[i]) << 4 | digit(text[i + 1])));
  }
  return bytes;
}

inline std::string to_hex(bytes_view bytes) {
  std::string text;
  for (const auto byte : bytes) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return text;
}

}  // namespace phr::crypto::test
