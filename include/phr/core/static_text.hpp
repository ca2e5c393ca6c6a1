// Text that is known when the program is compiled.
#pragma once

#include <cstddef>

namespace phr {

// A view of a string literal, and of nothing else: the only constructor is consteval, so a value read from a
// health record cannot become one. Error places are made of it, which keeps errors free of patient data.
// Lifetime: static. Threads: immutable. Errors: none.
class static_text {
 public:
  constexpr static_text() noexcept = default;

  template <std::size_t N>
  consteval static_text(const char (&literal)[N]) noexcept : data_(literal), size_(N - 1) {}

  [[nodiscard]] constexpr const char* data() const noexcept { return data_; }
  [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
  [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }

 private:
  const char* data_ = "";
  std::size_t size_ = 0;
};

}  // namespace phr
