// What a fuzzer's bytes mean.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace phr::fuzz {

// Takes from the front; at the end all is 0 and empty.
// Lifetime: borrows the bytes. Threads: per-thread. Errors: none.
class input {
 public:
  explicit input(std::string_view bytes) noexcept : rest_(bytes) {}

  [[nodiscard]] bool is_over() const noexcept { return rest_.empty(); }
  [[nodiscard]] std::string_view rest() const noexcept { return rest_; }

  std::uint8_t byte() noexcept {
    const std::string_view taken = bytes(1);
    return taken.empty() ? 0 : static_cast<std::uint8_t>(taken.front());
  }
  std::size_t below(std::size_t limit) noexcept { return byte() % limit; }
  std::string_view bytes(std::size_t many) noexcept {
    const std::string_view taken = rest_.substr(0, many);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  // As it stands, low byte first.
  std::uint64_t whole(std::size_t many) noexcept {
    std::uint64_t made = 0;
    for (std::size_t nth = 0; nth < many; ++nth) made |= std::uint64_t{byte()} << (8 * nth);
    return made;
  }
  // One that is likely to be the end of something, or as it stands.
  std::int64_t number() noexcept {
    using limits = std::numeric_limits<std::int64_t>;
    const std::uint8_t which = byte();
    switch (which) {
      case 255: return limits::max();
      case 254: return limits::min();
      case 253: return limits::max() - 1;
      case 252: return -1;
      case 251: return -2;
      case 250: return static_cast<std::int64_t>(whole(8));
      case 249: return static_cast<std::int64_t>(whole(2));
      case 248: return static_cast<std::int64_t>(whole(2)) << 20;  // a place (guarded_snapshot::place_of)
      case 247: return 1'700'000'000'000'000 + static_cast<std::int64_t>(whole(6));  // a moment
      default: return which;
    }
  }

 private:
  std::string_view rest_;
};

}  // namespace phr::fuzz
