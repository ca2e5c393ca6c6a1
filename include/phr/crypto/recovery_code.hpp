// The code a person prints and keeps for the day the passphrase is gone.
#pragma once

#include <phr/crypto/secret.hpp>

#include <string_view>

namespace phr::crypto {

// 128 random bits, written as six groups of five symbols of Crockford's base32 (0-9, A-Z without I, L, O, U):
// XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX. The 30 symbols hold, most significant bit first, the 128 bits and then a
// checksum: the first 22 bits of SHA-256("phr recovery code 1" and the 16 bytes). A slip of the pen passes once in four
// million.
// Lifetime: as secret_bytes. Threads: per-thread. Errors: parse() reports errc::invalid_argument at "recovery_code" for
// a wrong length, symbol or checksum: ask to type it again. A well-formed code of another store fails later, with
// errc::wrong_key.
class recovery_code {
 public:
  [[nodiscard]] static result<recovery_code> generate();
  // Takes lower case, spaces and dashes anywhere, O for 0, I and L for 1.
  [[nodiscard]] static result<recovery_code> parse(std::string_view typed);

  // The printed form in ASCII: 35 bytes, as secret as the code.
  [[nodiscard]] result<secret_bytes> text() const;
  // The 16 bytes, or none after a move.
  [[nodiscard]] bytes_view view() const& noexcept { return bytes_.view(); }
  bytes_view view() const&& = delete;

  [[nodiscard]] friend bool operator==(const recovery_code&, const recovery_code&) noexcept = default;

 private:
  explicit recovery_code(secret_bytes&& bytes) noexcept : bytes_(static_cast<secret_bytes&&>(bytes)) {}

  secret_bytes bytes_;
};

}  // namespace phr::crypto

namespace phr {

using crypto::recovery_code;

}  // namespace phr
