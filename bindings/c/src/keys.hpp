// Keys of the caller as the core takes them.
#pragma once

#include "structs.hpp"

#include <phr/crypto/key_slot.hpp>
#include <phr/store.h>

#include <span>

namespace phr::c {

// A 0 takes the default.
[[nodiscard]] inline crypto::argon2_cost cost_of(std::uint32_t memory_kib, std::uint32_t passes,
                                                 std::uint32_t lanes) noexcept {
  crypto::argon2_cost cost;
  if (memory_kib != 0) cost.memory_kib = memory_kib;
  if (passes != 0) cost.passes = passes;
  if (lanes != 0) cost.lanes = lanes;
  return cost;
}

// Calls `use` with the passphrase, secret_key or recovery_code, which is wiped after it. The same result type for all.
template <class Use>
auto with_key(const phr_key* key, Use&& use) -> decltype(use(std::declval<const crypto::passphrase&>())) {
  PHR_TRY(const auto given, take(key));
  const char* data = reinterpret_cast<const char*>(given.bytes);
  PHR_TRY(const auto secret, text({data, given.size}, "key"));
  switch (given.kind) {
    case PHR_PASSPHRASE: return use(crypto::passphrase(secret));
    case PHR_HOST_KEY: {
      PHR_TRY(const auto host_key, crypto::secret_key::from(as_bytes(secret)));
      return use(host_key);
    }
    case PHR_RECOVERY_CODE: {
      PHR_TRY(const auto code, crypto::recovery_code::parse(secret));
      return use(code);
    }
    default: return error{errc::invalid_argument}.at("key.kind");
  }
}

}  // namespace phr::c
