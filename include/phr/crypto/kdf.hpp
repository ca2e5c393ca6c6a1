// Keys from other secrets: HKDF from strong ones, Argon2id and PBKDF2 from what a person types.
#pragma once

#include <phr/crypto/secret.hpp>

#include <cstdint>

namespace phr::crypto {

// The price of one guess at a passphrase. Memory is the part that graphics cards cannot buy cheaply.
struct argon2_cost {
  std::uint32_t memory_kib = 65536;
  std::uint32_t passes = 3;
  std::uint32_t lanes = 1;  // computed one after the other: the library starts no threads
  [[nodiscard]] friend constexpr bool operator==(const argon2_cost&, const argon2_cost&) noexcept = default;
};

// No cost beyond these is computed, so a damaged or hostile file cannot ask for the whole machine.
inline constexpr argon2_cost argon2_limit{.memory_kib = 1048576, .passes = 64, .lanes = 16};

// For tests only: protects nothing.
inline constexpr argon2_cost argon2_test_cost{.memory_kib = 64, .passes = 1, .lanes = 1};

// Within the limits above, at least one pass and one lane, and 8 KiB for each lane (RFC 9106, 3.1).
[[nodiscard]] constexpr bool is_allowed(const argon2_cost& cost) noexcept {
  return cost.lanes >= 1 && cost.lanes <= argon2_limit.lanes && cost.passes >= 1 &&
         cost.passes <= argon2_limit.passes && cost.memory_kib >= 8 * cost.lanes &&
         cost.memory_kib <= argon2_limit.memory_kib;
}

// HKDF-SHA-256 of RFC 5869: extract, then expand. `out` is 1 to 8160 bytes, `salt` at most 4096: else
// errc::invalid_argument.
[[nodiscard]] result<void> hkdf_sha256(bytes_view ikm, bytes_view salt, bytes_view info, bytes_span out);

// Argon2id version 1.3 of RFC 9106, without secret and associated data. `salt` has at least 8 bytes, `out` at least 4,
// the cost is_allowed(): else errc::invalid_argument. errc::crypto_failed when the memory is not to be had.
[[nodiscard]] result<void> argon2id(const passphrase& typed, bytes_view salt, const argon2_cost& cost, bytes_span out);

// PBKDF2 of RFC 8018 with HMAC-SHA-256 or HMAC-SHA-512; for formats of others, not for our own. At least one iteration,
// a passphrase of at most 4096 bytes: else errc::invalid_argument.
[[nodiscard]] result<void> pbkdf2_hmac_sha256(const passphrase& typed, bytes_view salt, std::uint32_t iterations,
                                              bytes_span out);
[[nodiscard]] result<void> pbkdf2_hmac_sha512(const passphrase& typed, bytes_view salt, std::uint32_t iterations,
                                              bytes_span out);

}  // namespace phr::crypto
