// Memory for secrets: from Botan's allocator, which locks pages where it can and wipes what it frees.
#include <phr/crypto/secret.hpp>

#include "botan.hpp"
#include "core/platform/process.hpp"

#include <algorithm>
#include <utility>

namespace phr::crypto {

void wipe(bytes_span bytes) noexcept {
  if (!bytes.empty()) Botan::secure_scrub_memory(bytes.data(), bytes.size());
}

bool constant_time_equal(bytes_view left, bytes_view right) noexcept {
  return left.size() == right.size() &&
         Botan::constant_time_compare(detail::address(left), detail::address(right), left.size());
}

secret_bytes::secret_bytes(bytes_view copied) : secret_bytes(zeros(copied.size())) {
  std::ranges::copy(copied, data_);
}

secret_bytes secret_bytes::zeros(std::size_t size) {
  secret_bytes made;
  if (size != 0) made.data_ = static_cast<std::uint8_t*>(Botan::allocate_memory(size, 1));
  made.size_ = size;
  return made;
}

secret_bytes::secret_bytes(secret_bytes&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

secret_bytes& secret_bytes::operator=(secret_bytes&& other) noexcept {
  if (this != &other) {
    release();
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}

secret_bytes::~secret_bytes() { release(); }

void secret_bytes::release() noexcept {
  if (data_ == nullptr || platform::is_ending()) return;  // Botan has wiped its memory then, and it may be gone
  wipe({data_, size_});
  Botan::deallocate_memory(data_, size_, 1);
  data_ = nullptr;
  size_ = 0;
}

result<secret_key> secret_key::from(bytes_view copied) {
  if (copied.size() != length) return error{errc::invalid_argument}.at("secret_key");
  return secret_key(secret_bytes(copied));
}

}  // namespace phr::crypto
