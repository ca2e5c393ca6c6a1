// Secrets: memory that is moved, never copied by accident, never printed, and wiped.
#pragma once

#include <phr/core/bytes.hpp>
#include <phr/core/result.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace phr::crypto {

// Overwrites the bytes with zeros in a way the compiler does not remove.
void wipe(bytes_span bytes) noexcept;

// True when both have the same length and the same bytes. Takes the same time wherever they differ; the length is not
// secret.
[[nodiscard]] bool constant_time_equal(bytes_view left, bytes_view right) noexcept;

// Secret bytes on the heap, in pages that are not swapped out where the system and the provider allow it. Nothing
// secret lies in the object itself, so a debugger or test printer that dumps it shows an address.
// Lifetime: owns its bytes, wipes them when destroyed or assigned to; a moved-from object is empty.
// Threads: per-thread. Errors: none; std::bad_alloc as from any allocation.
class secret_bytes {
 public:
  secret_bytes() noexcept = default;
  explicit secret_bytes(bytes_view copied);
  [[nodiscard]] static secret_bytes zeros(std::size_t size);

  secret_bytes(secret_bytes&& other) noexcept;
  secret_bytes& operator=(secret_bytes&& other) noexcept;
  secret_bytes(const secret_bytes&) = delete;
  secret_bytes& operator=(const secret_bytes&) = delete;
  ~secret_bytes();

  // A copy that is asked for by name.
  [[nodiscard]] secret_bytes clone() const { return secret_bytes(view()); }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  // Borrowed until the object is moved or destroyed; temporaries are refused.
  [[nodiscard]] bytes_view view() const& noexcept { return {data_, size_}; }
  bytes_view view() const&& = delete;
  // The same, to be written.
  [[nodiscard]] bytes_span edit() & noexcept { return {data_, size_}; }

  [[nodiscard]] friend bool operator==(const secret_bytes& left, const secret_bytes& right) noexcept {
    return constant_time_equal(left.view(), right.view());
  }

 private:
  void release() noexcept;

  std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
};

// A symmetric key of 256 bits: the data key of a store, or the key a host's keystore holds for it.
// Lifetime: as secret_bytes; a moved-from key is empty and every function that takes a key refuses it.
// Threads: per-thread. Errors: from() reports errc::invalid_argument for any other length.
class secret_key {
 public:
  static constexpr std::size_t length = 32;

  explicit secret_key(std::span<const std::uint8_t, length> copied) : bytes_(bytes_view(copied)) {}
  [[nodiscard]] static result<secret_key> from(bytes_view copied);

  [[nodiscard]] secret_key clone() const { return secret_key(bytes_.clone()); }

  [[nodiscard]] bool empty() const noexcept { return bytes_.empty(); }
  // 32 bytes, or none after a move.
  [[nodiscard]] bytes_view view() const& noexcept { return bytes_.view(); }
  bytes_view view() const&& = delete;

  [[nodiscard]] friend bool operator==(const secret_key&, const secret_key&) noexcept = default;

 private:
  explicit secret_key(secret_bytes&& bytes) noexcept : bytes_(static_cast<secret_bytes&&>(bytes)) {}

  secret_bytes bytes_;
};

// What a person types. The bytes are kept as they are, of any length, none refused. Unicode normalization (NFC) is not
// applied: a host whose keyboards may produce both forms of an accented letter normalizes before it calls.
// Lifetime: as secret_bytes; the caller wipes the text it was made from. Threads: per-thread. Errors: none.
class passphrase {
 public:
  explicit passphrase(std::string_view typed) : bytes_(as_bytes(typed)) {}

  [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }
  [[nodiscard]] bytes_view view() const& noexcept { return bytes_.view(); }
  bytes_view view() const&& = delete;

  [[nodiscard]] friend bool operator==(const passphrase&, const passphrase&) noexcept = default;

 private:
  secret_bytes bytes_;
};

}  // namespace phr::crypto

namespace phr {

using crypto::passphrase;
using crypto::secret_key;

}  // namespace phr
