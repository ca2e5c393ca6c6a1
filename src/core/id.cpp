// FHIR ids and UUIDs.
#include <phr/core/id.hpp>

namespace phr {

namespace {

constexpr bool is_dash_place(std::size_t i) noexcept { return i == 8 || i == 13 || i == 18 || i == 23; }

// The value of a hexadecimal digit, or -1.
constexpr int hex_value(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

bool is_valid_id(std::string_view text) noexcept {
  if (text.empty() || text.size() > 64) return false;
  for (const char c : text) {
    const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    const bool digit = c >= '0' && c <= '9';
    if (!letter && !digit && c != '-' && c != '.') return false;
  }
  return true;
}

bool is_canonical_uuid(std::string_view text) noexcept {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool upper = text[i] >= 'A' && text[i] <= 'F';
    if (is_dash_place(i) ? text[i] != '-' : upper || hex_value(text[i]) < 0) return false;
  }
  return true;
}

result<uuid> uuid::parse(std::string_view text) noexcept {
  if (text.size() != 36) return error{errc::invalid_id}.at("uuid");
  uuid out;
  std::size_t digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_dash_place(i)) {
      if (text[i] != '-') return error{errc::invalid_id}.at("uuid");
      continue;
    }
    const int value = hex_value(text[i]);
    if (value < 0) return error{errc::invalid_id}.at("uuid");
    std::uint8_t& byte = out.bytes[digits++ / 2];
    byte = static_cast<std::uint8_t>(byte << 4 | value);
  }
  return out;
}

uuid uuid::from_random_bytes(const std::array<std::uint8_t, 16>& random) noexcept {
  uuid out{random};
  out.bytes[6] = static_cast<std::uint8_t>((out.bytes[6] & 0x0FU) | 0x40U);  // version 4
  out.bytes[8] = static_cast<std::uint8_t>((out.bytes[8] & 0x3FU) | 0x80U);  // variant of RFC 4122
  return out;
}

void uuid::append_to(std::string& out) const {
  // Two digits of each byte at its place: a record of a hundred thousand resources is read in a tenth of a second, and each has an id.
  constexpr char hex[] = "0123456789abcdef";
  constexpr std::array<std::uint8_t, 16> places = {0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34};
  char text[36] = {0, 0, 0, 0, 0, 0, 0, 0, '-', 0, 0, 0, 0, '-', 0, 0, 0, 0, '-', 0, 0, 0, 0, '-'};
  for (std::size_t index = 0; index < places.size(); ++index) {
    text[places[index]] = hex[bytes[index] >> 4];
    text[places[index] + 1] = hex[bytes[index] & 0x0F];
  }
  out.append(text, sizeof(text));
}

std::string uuid::to_string() const {
  std::string out;
  append_to(out);
  return out;
}

}  // namespace phr
