// Hashes and message authentication codes. Compare tags with constant_time_equal (secret.hpp), never with ==.
#pragma once

#include <phr/core/owned.hpp>
#include <phr/crypto/secret.hpp>

#include <array>
#include <cstdint>

namespace phr::crypto {

using sha256_digest = std::array<std::uint8_t, 32>;
using sha512_digest = std::array<std::uint8_t, 64>;

// SHA-256 and SHA-512 of FIPS 180-4. errc::crypto_failed only when the provider lacks them.
[[nodiscard]] result<sha256_digest> sha256(bytes_view data);
[[nodiscard]] result<sha512_digest> sha512(bytes_view data);

// HMAC of RFC 2104. The key has at most 4096 bytes (errc::invalid_argument).
[[nodiscard]] result<sha256_digest> hmac_sha256(bytes_view key, bytes_view data);
[[nodiscard]] result<sha512_digest> hmac_sha512(bytes_view key, bytes_view data);

// HMAC-SHA-256 in steps, with the key set once: create, then update and finish as often as there are messages.
// Lifetime: owns the key schedule, which the provider wipes; a moved-from object refuses everything.
// Threads: per-thread. Errors: errc::invalid_argument for a key over 4096 bytes or a moved-from object;
// errc::crypto_failed when the provider fails: drop the object.
class hmac {
 public:
  [[nodiscard]] static result<hmac> create(bytes_view key);
  [[nodiscard]] static result<hmac> create(const secret_key& key);

  // Adds to the current message.
  [[nodiscard]] result<void> update(bytes_view data);
  // The tag of the current message; the next update starts a new one under the same key.
  [[nodiscard]] result<sha256_digest> finish();

 private:
  struct state;
  explicit hmac(owned<state> made) noexcept : state_(static_cast<owned<state>&&>(made)) {}

  owned<state> state_;
};

}  // namespace phr::crypto
