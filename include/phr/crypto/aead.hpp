// Authenticated encryption with associated data.
#pragma once

#include <phr/crypto/secret.hpp>

#include <cstddef>
#include <vector>

namespace phr::crypto {

// The ciphers, all with a key of 256 bits and a tag of 128. A nonce must never serve twice under one key: count with
// the 12-byte nonces, draw at random only with the 24 bytes of XChaCha20.
enum class cipher {
  aes_256_gcm,         // NIST SP 800-38D, nonce of 12 bytes
  chacha20_poly1305,   // RFC 8439, nonce of 12 bytes
  xchacha20_poly1305,  // draft-irtf-cfrg-xchacha-03, nonce of 24 bytes
};

inline constexpr std::size_t tag_size = 16;

[[nodiscard]] constexpr std::size_t nonce_size(cipher algorithm) noexcept {
  return algorithm == cipher::xchacha20_poly1305 ? 24 : 12;
}

// The ciphertext followed by its tag. errc::invalid_argument for a nonce of another size or a moved-from key.
[[nodiscard]] result<std::vector<std::uint8_t>> seal(cipher algorithm, const secret_key& key, bytes_view nonce,
                                                     bytes_view associated, bytes_view plain);

// What seal() was given. errc::authentication_failed when the text, tag, nonce, associated data or key is another one,
// or the text is too short to hold a tag: nothing of it may be used. errc::invalid_argument as above.
[[nodiscard]] result<secret_bytes> open(cipher algorithm, const secret_key& key, bytes_view nonce,
                                        bytes_view associated, bytes_view sealed);

}  // namespace phr::crypto
