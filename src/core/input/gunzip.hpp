// Gzip (RFC 1952), as it comes.
#pragma once

#include <phr/core/result.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace phr::input {

// What is compressed goes in piece by piece, and text comes out. Members that follow one another are one text, as gzip has it.
// Threads: per-thread. Errors: malformed_archive at the given place: damaged, or cut off.
class gunzip {
 public:
  // Whether a text that begins so is one.
  static constexpr std::size_t mark_bytes = 2;
  [[nodiscard]] static bool is_gzip(std::string_view begin) noexcept { return begin.starts_with("\x1F\x8B"); }

  // internal where zlib has no memory.
  [[nodiscard]] static result<gunzip> begin(static_text place);

  // Takes from the begin of `from`, which is cut by that, and gives how many bytes it has written.
  [[nodiscard]] result<std::size_t> read(std::string_view& from, std::span<char> into);
  // Whether the text may end here.
  [[nodiscard]] result<void> end() const;

 private:
  struct state;
  struct ending {
    void operator()(state* of) const noexcept;
  };
  explicit gunzip(static_text place) noexcept : place_(place) {}
  std::unique_ptr<state, ending> state_;
  static_text place_;
  bool within_ = true;  // a member
};

}  // namespace phr::input
