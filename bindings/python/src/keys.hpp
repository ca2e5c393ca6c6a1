// Keys from Python.
#pragma once

#include "text.hpp"

#include <phr/crypto/key_slot.hpp>

#include <variant>

namespace phr::python {

// What a store is opened with, as given: all but one are None.
struct key_arguments {
  py::object passphrase;
  py::object host_key;
  py::object recovery_code;
};

using secret = std::variant<crypto::passphrase, secret_key, recovery_code>;

inline secret secret_of(const key_arguments& given) {
  const int count = !given.passphrase.is_none() + !given.host_key.is_none() + !given.recovery_code.is_none();
  if (count != 1) throw failure{error{errc::invalid_argument}.at("one of passphrase, host_key, recovery_code")};
  if (!given.passphrase.is_none()) return crypto::passphrase(view_of(given.passphrase));
  if (!given.host_key.is_none()) return unwrap(secret_key::from(as_bytes(view_of(given.host_key))));
  return unwrap(recovery_code::parse(view_of(given.recovery_code)));
}

// (memory_kib, passes, lanes), or None for the default.
inline crypto::argon2_cost cost_of(const py::object& given) {
  if (given.is_none()) return {};
  const auto [memory_kib, passes, lanes] = given.cast<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>>();
  return {.memory_kib = memory_kib, .passes = passes, .lanes = lanes};
}

[[nodiscard]] constexpr static_text slot_name(crypto::slot_kind kind) noexcept {
  switch (kind) {
    case crypto::slot_kind::empty: return "empty";
    case crypto::slot_kind::passphrase: return "passphrase";
    case crypto::slot_kind::host_key: return "host_key";
    case crypto::slot_kind::recovery_code: return "recovery_code";
    case crypto::slot_kind::unknown: break;
  }
  return "unknown";
}

}  // namespace phr::python
