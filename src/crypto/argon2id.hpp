// Argon2id with all its inputs.
#pragma once

#include <phr/core/bytes.hpp>
#include <phr/crypto/kdf.hpp>

namespace phr::crypto::detail {

// Argon2id version 1.3 of RFC 9106, by the reference implementation and on the calling thread: Botan computes it on threads of a pool of its own, which
// outlives the call, and whose end a forked child waits for in vain. RFC 9106 publishes its vector with secret and associated data; both are empty in PHR.
// The memory is wiped. The cost is_allowed(). Throws std::bad_alloc, and std::runtime_error for lengths that RFC 9106 does not have.
void argon2id_full(bytes_view typed, bytes_view salt, bytes_view secret, bytes_view associated, const argon2_cost& cost, bytes_span out);

}  // namespace phr::crypto::detail
