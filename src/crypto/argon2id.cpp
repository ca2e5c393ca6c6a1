#include "crypto/argon2id.hpp"

#include <argon2.h>

#include <new>
#include <stdexcept>

namespace phr::crypto::detail {

namespace {

// The library's pointers are not const; it changes what they lead to only where it is asked to wipe it, which it is not.
std::uint8_t* changeable(bytes_view bytes) noexcept { return const_cast<std::uint8_t*>(bytes.data()); }
std::uint32_t length(bytes_view bytes) { return static_cast<std::uint32_t>(bytes.size()); }

}  // namespace

void argon2id_full(bytes_view typed, bytes_view salt, bytes_view secret, bytes_view associated, const argon2_cost& cost, bytes_span out) {
  argon2_context with{};
  with.out = out.data();
  with.outlen = length(out);
  with.pwd = changeable(typed);
  with.pwdlen = length(typed);
  with.salt = changeable(salt);
  with.saltlen = length(salt);
  with.secret = changeable(secret);
  with.secretlen = length(secret);
  with.ad = changeable(associated);
  with.adlen = length(associated);
  with.t_cost = cost.passes;
  with.m_cost = cost.memory_kib;
  with.lanes = cost.lanes;
  with.threads = 1;
  with.version = ARGON2_VERSION_13;
  with.flags = ARGON2_DEFAULT_FLAGS;
  const int ended = argon2_ctx(&with, Argon2_id);
  if (ended == ARGON2_MEMORY_ALLOCATION_ERROR) throw std::bad_alloc();
  if (ended != ARGON2_OK) throw std::runtime_error("argon2");
}

}  // namespace phr::crypto::detail
