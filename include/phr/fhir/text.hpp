// Text in eight bytes, absent where empty.
#pragma once

#include <phr/fhir/memory.hpp>

#include <bit>
#include <compare>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace phr::fhir {

// The text of a primitive. FHIR has no empty strings, so an empty text is an absent one. Up to seven bytes are kept in
// place, more of them in a block of their own: most of what a record holds is absent or short.
// Lifetime: a value; owns its text. Views end with the next change. Threads: immutable but for assignment.
// Errors: none; more than 4 GiB end in std::length_error.
class text {
 public:
  constexpr text() noexcept = default;
  text(std::string_view characters) { set(characters); }  // NOLINT(google-explicit-constructor): texts are assigned
  text(const char* characters) : text(std::string_view(characters)) {}  // NOLINT(google-explicit-constructor)
  text(const std::string& characters) : text(std::string_view(characters)) {}  // NOLINT(google-explicit-constructor)
  text(const text& other) : word_(other.word_) {
    if (is_owned()) word_ = copy_of(word_);
  }
  text(text&& other) noexcept : word_(std::exchange(other.word_, 0)) {}
  text& operator=(const text& other) {
    if (this != &other) text(other).swap(*this);
    return *this;
  }
  text& operator=(text&& other) noexcept {
    text(static_cast<text&&>(other)).swap(*this);
    return *this;
  }
  ~text() {
    if (is_owned()) release(word_);
  }

  [[nodiscard]] std::string_view view() const& noexcept {
    if (is_block()) {
      const auto* block = reinterpret_cast<const char*>(static_cast<std::uintptr_t>(word_ & ~fixed));
      std::uint32_t size = 0;
      std::memcpy(&size, block - sizeof size, sizeof size);
      return {block, size};
    }
    return {in_place(&word_), in_place_size()};
  }
  std::string_view view() const&& = delete;  // would outlive its text
  operator std::string_view() const& noexcept { return view(); }  // NOLINT(google-explicit-constructor)
  [[nodiscard]] std::string str() const { return std::string(view()); }
  [[nodiscard]] bool empty() const noexcept { return word_ == 0; }
  [[nodiscard]] std::size_t size() const noexcept { return view().size(); }
  void clear() noexcept { text().swap(*this); }
  void swap(text& other) noexcept { std::swap(word_, other.word_); }

  friend bool operator==(const text& a, const text& b) noexcept { return a.word_ == b.word_ || a.view() == b.view(); }
  friend bool operator==(const text& a, std::string_view b) noexcept { return a.view() == b; }
  friend bool operator==(const text& a, const char* b) noexcept { return a.view() == b; }
  friend bool operator==(const text& a, const std::string& b) noexcept { return a.view() == b; }
  friend std::strong_ordering operator<=>(const text& a, const text& b) noexcept { return a.view() <=> b.view(); }

  // As text(characters), where sixteen more bytes may be read behind them: copies by words.
  [[nodiscard]] static text from_padded(std::string_view characters, memory& from);

  // As from_padded(), and a URI of FHIR's own definitions is not copied.
  [[nodiscard]] static text uri_from_padded(std::string_view characters, memory& from);

  // The bytes that this text has on the heap; 0 for a short one and for a URI of the definitions.
  [[nodiscard]] std::size_t heap_bytes() const noexcept { return is_owned() ? size() : 0; }

 private:
  // The word is 0 for no text; odd for text in place, its length in the upper bits of that byte; else a pointer to a
  // part of `memory` with the text, its length in the four bytes before it. With the second bit set it points to such a
  // text that is part of the program.
  static constexpr std::size_t most_in_place = 7;
  static constexpr std::size_t tag_byte = std::endian::native == std::endian::little ? 0 : 7;

  static constexpr std::uint64_t fixed = 2;
  [[nodiscard]] bool is_block() const noexcept { return word_ != 0 && (word_ & 1) == 0; }
  [[nodiscard]] bool is_owned() const noexcept { return word_ != 0 && (word_ & 3) == 0; }
  [[nodiscard]] std::size_t in_place_size() const noexcept { return static_cast<std::size_t>(word_ & 0xFF) >> 1; }
  [[nodiscard]] static const char* in_place(const std::uint64_t* word) noexcept {
    return reinterpret_cast<const char*>(word) + (tag_byte == 0 ? 1 : 0);
  }
  void set(std::string_view characters) {
    if (characters.size() > most_in_place) {
      word_ = block_of(characters);
    } else if (!characters.empty()) {
      char bytes[8] = {};
      bytes[tag_byte] = static_cast<char>(characters.size() << 1 | 1);
      std::memcpy(bytes + (tag_byte == 0 ? 1 : 0), characters.data(), characters.size());
      std::memcpy(&word_, bytes, sizeof word_);
    }
  }
  [[nodiscard]] static std::uint64_t block_of(std::string_view characters);
  [[nodiscard]] static std::uint64_t copy_of(std::uint64_t block);
  static void release(std::uint64_t block) noexcept;

  std::uint64_t word_ = 0;
};

}  // namespace phr::fhir
