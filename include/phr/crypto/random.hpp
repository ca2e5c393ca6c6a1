// Random bytes from the operating system.
#pragma once

#include <phr/crypto/secret.hpp>

namespace phr::crypto {

// Fills the bytes from the system's generator. errc::crypto_failed when it fails: use nothing of the buffer then.
[[nodiscard]] result<void> fill(bytes_span bytes);

// A new key of 256 random bits.
[[nodiscard]] result<secret_key> random_key();

}  // namespace phr::crypto
