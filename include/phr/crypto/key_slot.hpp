// Key slots: one random data key, wrapped once for each way to open a store.
#pragma once

#include <phr/crypto/kdf.hpp>
#include <phr/crypto/recovery_code.hpp>
#include <phr/crypto/secret.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace phr::crypto {

// A slot is 256 bytes, integers little endian:
//
//   offset size
//        0    1  kind: 0 empty, 1 passphrase, 2 host key, 3 recovery code
//        1    1  layout: 1
//        2    1  derivation: 1 Argon2id version 1.3 then HKDF-SHA-256 (kind 1), 2 HKDF-SHA-256 (kinds 2 and 3)
//        3    1  cipher: 1 XChaCha20-Poly1305
//        4    4  Argon2id memory in KiB; 0 for derivation 2
//        8    4  Argon2id passes;        0 for derivation 2
//       12    4  Argon2id lanes;         0 for derivation 2
//       16   32  salt, random
//       48   24  nonce, random
//       72   32  key check
//      104   32  data key, encrypted
//      136   16  tag
//      152   88  zeros
//      240   16  checksum: the first 16 bytes of SHA-256 over bytes 0 to 239
//
//   root              = Argon2id(passphrase, salt, cost), 32 bytes; or the host key; or the 16 bytes of the code
//   wrap || key check = HKDF-SHA-256(ikm root, salt, info "phr key slot 1" || kind), 32 + 32 bytes
//   associated data   = "phr key slot 1" || length of binding (8 bytes) || binding || bytes 0 to 103
//
// An empty slot is all zeros. Later layouts keep bytes 0 and 1 and the checksum. The key check commits the slot to one
// key and tells a wrong key from an altered slot; a guess at it costs as much as a guess at the tag. The checksum is
// for accidents only: it finds them before Argon2id is paid for.
inline constexpr std::size_t slot_size = 256;
using slot_bytes = std::array<std::uint8_t, slot_size>;
using slot_view = std::span<const std::uint8_t, slot_size>;

enum class slot_kind : std::uint8_t {
  empty = 0,
  passphrase = 1,
  host_key = 2,
  recovery_code = 3,
  unknown = 255,  // damaged, or made by a later version
};

// What a caller opens with. A parameter type: it borrows, so it can be neither copied nor kept.
// Lifetime: borrows the secret for the call. Threads: per-thread. Errors: none.
class credential {
 public:
  credential(const passphrase& typed) noexcept
      : secret_(typed.view()), typed_(&typed), kind_(slot_kind::passphrase) {}
  credential(const secret_key& host_key) noexcept : secret_(host_key.view()), kind_(slot_kind::host_key) {}
  credential(const recovery_code& code) noexcept : secret_(code.view()), kind_(slot_kind::recovery_code) {}
  credential(const credential&) = delete;
  credential& operator=(const credential&) = delete;

  [[nodiscard]] slot_kind kind() const noexcept { return kind_; }
  [[nodiscard]] bytes_view secret() const noexcept { return secret_; }
  [[nodiscard]] const passphrase* typed() const noexcept { return typed_; }  // null for the other kinds

 private:
  bytes_view secret_;
  const passphrase* typed_ = nullptr;
  slot_kind kind_;
};

// Wraps the data key in a new slot, each time with a new salt and nonce. `binding` is whatever the slot must not be
// moved away from: the file's id, its format version. errc::invalid_argument for a cost outside argon2_limit or a
// moved-from key or code; errc::crypto_failed when the provider fails. An empty
// passphrase is taken: the caller decides what is long enough.
[[nodiscard]] result<slot_bytes> seal_passphrase(const secret_key& data_key, const passphrase& typed,
                                                 const argon2_cost& cost, bytes_view binding);
[[nodiscard]] result<slot_bytes> seal_host_key(const secret_key& data_key, const secret_key& host_key,
                                               bytes_view binding);
[[nodiscard]] result<slot_bytes> seal_recovery(const secret_key& data_key, const recovery_code& code,
                                               bytes_view binding);

// The data key of a slot.
//   errc::wrong_key       the slot is sound, but another secret or another kind of secret opens it, or it is empty: try
//                         the next slot
//   errc::damaged_header  checksum, layout or cost is impossible; or the secret is right, and the slot or the binding
//                         is not the one it was sealed with (edited, or moved here from another file)
//   errc::newer_format    the slot has a later layout
//   errc::crypto_failed   the provider failed, or the memory Argon2id needs is not to be had
[[nodiscard]] result<secret_key> open(slot_view slot, const credential& with, bytes_view binding);

// What kind of secret opens the slot; reads, and checks nothing but the kind and that an empty slot is empty.
[[nodiscard]] slot_kind kind(slot_view slot) noexcept;

// The cost stored in a passphrase slot, for a host that raises it when the machine has grown; zeros for other kinds.
[[nodiscard]] argon2_cost cost(slot_view slot) noexcept;

}  // namespace phr::crypto
