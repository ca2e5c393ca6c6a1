// HKDF and PBKDF2, by Botan, and Argon2id.
#include <phr/crypto/kdf.hpp>

#include "botan.hpp"
#include "crypto/argon2id.hpp"

#include <algorithm>

namespace phr::crypto {

namespace {

constexpr std::size_t longest_hkdf = 255 * 32;

result<void> pbkdf2(const char* algorithm, const passphrase& typed, bytes_view salt, std::uint32_t iterations,
                    bytes_span out) {
  if (iterations == 0) return error{errc::invalid_argument}.at("pbkdf2.iterations");
  if (typed.size() > detail::longest_hmac_key) return error{errc::invalid_argument}.at("pbkdf2.passphrase");
  if (out.empty()) return error{errc::invalid_argument}.at("pbkdf2.out");
  return detail::guarded("pbkdf2", [&]() -> result<void> {
    const auto hash = Botan::PasswordHashFamily::create_or_throw(algorithm)->from_params(iterations);
    hash->derive_key(out.data(), out.size(), detail::address_of_text(typed.view()), typed.size(),
                     detail::address(salt), salt.size());
    return success();
  });
}

}  // namespace

result<void> hkdf_sha256(bytes_view ikm, bytes_view salt, bytes_view info, bytes_span out) {
  if (out.empty() || out.size() > longest_hkdf) return error{errc::invalid_argument}.at("hkdf.out");
  if (salt.size() > detail::longest_hmac_key) return error{errc::invalid_argument}.at("hkdf.salt");
  return detail::guarded("hkdf", [&]() -> result<void> {
    const auto kdf = Botan::KDF::create_or_throw("HKDF(SHA-256)");
    const auto derived = detail::derive(*kdf, out.size(), ikm, salt, info);
    if (derived.size() != out.size()) return error{errc::crypto_failed}.at("hkdf");
    std::ranges::copy(derived, out.begin());
    return success();
  });
}

result<void> argon2id(const passphrase& typed, bytes_view salt, const argon2_cost& cost, bytes_span out) {
  if (!is_allowed(cost)) return error{errc::invalid_argument}.at("argon2id.cost");
  if (salt.size() < 8) return error{errc::invalid_argument}.at("argon2id.salt");
  if (out.size() < 4) return error{errc::invalid_argument}.at("argon2id.out");
  return detail::guarded("argon2id", [&]() -> result<void> {
    detail::argon2id_full(typed.view(), salt, {}, {}, cost, out);
    return success();
  });
}

result<void> pbkdf2_hmac_sha256(const passphrase& typed, bytes_view salt, std::uint32_t iterations, bytes_span out) {
  return pbkdf2("PBKDF2(SHA-256)", typed, salt, iterations, out);
}

result<void> pbkdf2_hmac_sha512(const passphrase& typed, bytes_view salt, std::uint32_t iterations, bytes_span out) {
  return pbkdf2("PBKDF2(SHA-512)", typed, salt, iterations, out);
}

}  // namespace phr::crypto
