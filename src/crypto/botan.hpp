// The one door to Botan: the headers this module uses, and the places where Botan 2 and Botan 3 differ.
#pragma once

#include <phr/core/bytes.hpp>
#include <phr/core/result.hpp>

#include <botan/aead.h>
#include <botan/exceptn.h>
#include <botan/hash.h>
#include <botan/kdf.h>
#include <botan/mac.h>
#include <botan/mem_ops.h>
#include <botan/pwdhash.h>
#include <botan/secmem.h>
#include <botan/system_rng.h>
#include <botan/version.h>

#if BOTAN_VERSION_MAJOR != 2 && BOTAN_VERSION_MAJOR != 3
#error "PHR knows Botan 2.19 and Botan 3"
#endif

#include <exception>
#include <string>

namespace phr::crypto::detail {

// Botan 2 refuses longer keys, late versions of Botan 3 do not; PHR answers alike with both.
inline constexpr std::size_t longest_hmac_key = 4096;

// The body's result; what Botan throws becomes errc::crypto_failed at the place.
template <class Body>
auto guarded(static_text place, Body&& body) noexcept -> decltype(body()) {
  try {
    return body();
  } catch (const std::exception&) {
    return error{errc::crypto_failed}.at(place);
  }
}

// Botan asks for a pointer that is not null even where the length is 0.
inline const std::uint8_t* address(bytes_view bytes) noexcept {
  static constexpr std::uint8_t none = 0;
  return bytes.empty() ? &none : bytes.data();
}
inline const char* address_of_text(bytes_view bytes) noexcept {
  return reinterpret_cast<const char*>(address(bytes));
}

#if BOTAN_VERSION_MAJOR == 2
inline constexpr Botan::Cipher_Dir encrypting = Botan::ENCRYPTION;
inline constexpr Botan::Cipher_Dir decrypting = Botan::DECRYPTION;
#else
inline constexpr Botan::Cipher_Dir encrypting = Botan::Cipher_Dir::Encryption;
inline constexpr Botan::Cipher_Dir decrypting = Botan::Cipher_Dir::Decryption;
#endif

inline Botan::secure_vector<std::uint8_t> derive(const Botan::KDF& kdf, std::size_t length, bytes_view secret,
                                                 bytes_view salt, bytes_view label) {
#if BOTAN_VERSION_MAJOR == 2
  return kdf.derive_key(length, address(secret), secret.size(), address(salt), salt.size(), address(label),
                        label.size());
#else
  return kdf.derive_key(length, secret, salt, label);
#endif
}

}  // namespace phr::crypto::detail
