// The operating system's random generator, by Botan.
#include <phr/crypto/random.hpp>

#include "botan.hpp"

namespace phr::crypto {

result<void> fill(bytes_span bytes) {
  return detail::guarded("random", [&]() -> result<void> {
    Botan::system_rng().randomize(bytes.data(), bytes.size());
    return success();
  });
}

result<secret_key> random_key() {
  auto bytes = secret_bytes::zeros(secret_key::length);
  PHR_TRY(fill(bytes.edit()));
  return secret_key::from(bytes.view());
}

}  // namespace phr::crypto
