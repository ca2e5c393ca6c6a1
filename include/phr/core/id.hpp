// FHIR ids and UUIDs.
#pragma once

#include <phr/core/result.hpp>

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace phr {

// FHIR id: 1 to 64 of A-Z a-z 0-9 - .
[[nodiscard]] bool is_valid_id(std::string_view text) noexcept;

// The canonical text of a UUID: 8-4-4-4-12 hexadecimal digits in lower case, as urn:uuid: demands in FHIR.
[[nodiscard]] bool is_canonical_uuid(std::string_view text) noexcept;

// A UUID (RFC 4122): 16 bytes, the first written first. The default is the nil UUID.
// Lifetime: a value. Threads: immutable but for assignment. Errors: invalid_id where a text is not a UUID.
struct uuid {
  std::array<std::uint8_t, 16> bytes{};

  // 8-4-4-4-12 hexadecimal digits of either case; no braces, no urn:uuid:.
  [[nodiscard]] static result<uuid> parse(std::string_view text) noexcept;
  // Version 4 of the RFC: takes 122 of the 128 bits, which must come from a cryptographic generator.
  [[nodiscard]] static uuid from_random_bytes(const std::array<std::uint8_t, 16>& random) noexcept;

  [[nodiscard]] std::string to_string() const;  // canonical
  void append_to(std::string& out) const;       // the same, behind what it holds

  friend bool operator==(const uuid&, const uuid&) = default;
  friend std::strong_ordering operator<=>(const uuid&, const uuid&) = default;
};

}  // namespace phr
