// Argon2id with all its inputs.
#pragma once

#include <phr/core/bytes.hpp>
#include <phr/crypto/kdf.hpp>

namespace phr::crypto::detail {

// Argon2id version 1.3 of RFC 9106, on the calling thread: Botan computes it on threads of a pool of its own, which outlives the call, and whose end
// a forked child waits for in vain. BLAKE2b is Botan's. RFC 9106 publishes its vector with secret and associated data; both are empty in PHR.
// The memory is wiped. The cost is_allowed(). Throws what Botan throws, and std::bad_alloc.
void argon2id_full(bytes_view typed, bytes_view salt, bytes_view secret, bytes_view associated, const argon2_cost& cost, bytes_span out);

}  // namespace phr::crypto::detail
