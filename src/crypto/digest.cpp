// SHA-2 and HMAC, by Botan.
#include <phr/crypto/digest.hpp>

#include "botan.hpp"

#include <memory>
#include <utility>

namespace phr::crypto {

namespace {

template <class Digest>
result<Digest> hashed(const char* algorithm, bytes_view data) {
  return detail::guarded("hash", [&]() -> result<Digest> {
    const auto hash = Botan::HashFunction::create_or_throw(algorithm);
    hash->update(detail::address(data), data.size());
    Digest digest;
    hash->final(digest.data());
    return digest;
  });
}

template <class Digest>
result<Digest> authenticated(const char* algorithm, bytes_view key, bytes_view data) {
  if (key.size() > detail::longest_hmac_key) return error{errc::invalid_argument}.at("hmac.key");
  return detail::guarded("hmac", [&]() -> result<Digest> {
    const auto mac = Botan::MessageAuthenticationCode::create_or_throw(algorithm);
    mac->set_key(detail::address(key), key.size());
    mac->update(detail::address(data), data.size());
    Digest tag;
    mac->final(tag.data());
    return tag;
  });
}

}  // namespace

result<sha256_digest> sha256(bytes_view data) { return hashed<sha256_digest>("SHA-256", data); }
result<sha512_digest> sha512(bytes_view data) { return hashed<sha512_digest>("SHA-512", data); }

result<sha256_digest> hmac_sha256(bytes_view key, bytes_view data) {
  return authenticated<sha256_digest>("HMAC(SHA-256)", key, data);
}
result<sha512_digest> hmac_sha512(bytes_view key, bytes_view data) {
  return authenticated<sha512_digest>("HMAC(SHA-512)", key, data);
}

struct hmac::state {
  std::unique_ptr<Botan::MessageAuthenticationCode> mac;
};

result<hmac> hmac::create(bytes_view key) {
  if (key.size() > detail::longest_hmac_key) return error{errc::invalid_argument}.at("hmac.key");
  return detail::guarded("hmac", [&]() -> result<hmac> {
    owned<state> made(new state{Botan::MessageAuthenticationCode::create_or_throw("HMAC(SHA-256)")});
    made->mac->set_key(detail::address(key), key.size());
    return hmac(std::move(made));
  });
}

result<hmac> hmac::create(const secret_key& key) {
  if (key.empty()) return error{errc::invalid_argument}.at("hmac.key");
  return create(key.view());
}

result<void> hmac::update(bytes_view data) {
  if (!state_) return error{errc::invalid_argument}.at("hmac");
  return detail::guarded("hmac", [&]() -> result<void> {
    state_->mac->update(detail::address(data), data.size());
    return success();
  });
}

result<sha256_digest> hmac::finish() {
  if (!state_) return error{errc::invalid_argument}.at("hmac");
  return detail::guarded("hmac", [&]() -> result<sha256_digest> {
    sha256_digest tag;
    state_->mac->final(tag.data());
    return tag;
  });
}

}  // namespace phr::crypto
