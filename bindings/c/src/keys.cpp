// Key slots and recovery codes.
#include "keys.hpp"
#include "handles.hpp"

using namespace phr::c;

namespace {

phr::result<void> add(phr::store& to, const phr::crypto::passphrase& typed, const phr::crypto::argon2_cost& cost) {
  return to.add_passphrase(typed, cost);
}
phr::result<void> add(phr::store& to, const phr::crypto::secret_key& host_key, const phr::crypto::argon2_cost&) {
  return to.add_host_key(host_key);
}
phr::result<void> add(phr::store& to, const phr::crypto::recovery_code& code, const phr::crypto::argon2_cost&) {
  return to.add_recovery_code(code);
}

}  // namespace

phr_status phr_store_add_key(phr_store* store, const phr_key* key, const phr_argon2_cost* cost, phr_error* err) noexcept {
  return with(store, err, [&](phr_store& in) -> outcome {
    PHR_TRY(const auto from, take_optional(cost));
    const auto price = cost_of(from.memory_kib, from.passes, from.lanes);
    return with_key(key, [&](const auto& secret) { return add(in.core, secret, price); });
  });
}

phr_status phr_store_remove_key(phr_store* store, uint32_t slot, phr_error* err) noexcept {
  return with(store, err, [&](phr_store& in) -> outcome { return in.core.remove_slot(slot); });
}

phr_status phr_recovery_code_generate(char* out, size_t capacity, size_t* size, phr_error* err) noexcept {
  constexpr std::size_t characters = PHR_RECOVERY_CODE_SIZE - 1;
  if (size != nullptr) *size = characters;
  return guarded(err, [&]() -> outcome {
    if (capacity != 0) PHR_TRY(wanted(out, "out"));
    if (capacity <= characters) {
      return failure{PHR_BUFFER_TOO_SMALL, phr::error{}.at("out").nth(PHR_RECOVERY_CODE_SIZE)};
    }
    PHR_TRY(const auto code, phr::crypto::recovery_code::generate());
    PHR_TRY(const auto printed, code.text());
    if (printed.size() != characters) return phr::error{phr::errc::internal}.at("recovery_code");
    std::memcpy(out, printed.view().data(), characters);
    out[characters] = '\0';
    return {};
  });
}
