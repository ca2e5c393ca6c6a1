// AES-256-GCM, ChaCha20-Poly1305 and XChaCha20-Poly1305, by Botan.
#include <phr/crypto/aead.hpp>

#include "botan.hpp"

#include <memory>

namespace phr::crypto {

namespace {

// Botan's name; ChaCha20Poly1305 becomes XChaCha20-Poly1305 when its nonce has 24 bytes.
constexpr const char* name_of(cipher algorithm) noexcept {
  return algorithm == cipher::aes_256_gcm ? "AES-256/GCM" : "ChaCha20Poly1305";
}

result<void> check(cipher algorithm, const secret_key& key, bytes_view nonce) {
  if (nonce.size() != nonce_size(algorithm)) return error{errc::invalid_argument}.at("aead.nonce");
  if (key.empty()) return error{errc::invalid_argument}.at("aead.key");
  return success();
}

std::unique_ptr<Botan::AEAD_Mode> started(cipher algorithm, Botan::Cipher_Dir direction, const secret_key& key,
                                          bytes_view nonce, bytes_view associated) {
  auto mode = Botan::AEAD_Mode::create_or_throw(name_of(algorithm), direction);
  mode->set_key(key.view().data(), key.view().size());
  mode->set_associated_data(detail::address(associated), associated.size());
  mode->start(nonce.data(), nonce.size());
  return mode;
}

}  // namespace

result<std::vector<std::uint8_t>> seal(cipher algorithm, const secret_key& key, bytes_view nonce, bytes_view associated,
                                       bytes_view plain) {
  PHR_TRY(check(algorithm, key, nonce));
  return detail::guarded("aead.seal", [&]() -> result<std::vector<std::uint8_t>> {
    const auto mode = started(algorithm, detail::encrypting, key, nonce, associated);
    Botan::secure_vector<std::uint8_t> buffer;
    buffer.reserve(plain.size() + tag_size);
    buffer.assign(plain.begin(), plain.end());
    mode->finish(buffer);
    return std::vector<std::uint8_t>(buffer.begin(), buffer.end());
  });
}

result<secret_bytes> open(cipher algorithm, const secret_key& key, bytes_view nonce, bytes_view associated,
                          bytes_view sealed) {
  PHR_TRY(check(algorithm, key, nonce));
  if (sealed.size() < tag_size) return error{errc::authentication_failed}.at("aead.open");
  return detail::guarded("aead.open", [&]() -> result<secret_bytes> {
    const auto mode = started(algorithm, detail::decrypting, key, nonce, associated);
    Botan::secure_vector<std::uint8_t> buffer(sealed.begin(), sealed.end());
    try {
      mode->finish(buffer);
    } catch (const Botan::Invalid_Authentication_Tag&) {
      return error{errc::authentication_failed}.at("aead.open");
    }
    return secret_bytes(buffer);
  });
}

}  // namespace phr::crypto
