// The second stage of the JSON parser: from token positions to the token table.
#pragma once

#include <phr/fhir/json.hpp>

#include "fhir/json/scan.hpp"

#include <array>
#include <span>
#include <string>

namespace phr::fhir::json {

// Checks the grammar over `positions`, the offsets at which tokens begin, and fills the document's token table.
// Iterative: depth costs a stack entry of its own, never one of the thread's stack. Every function goes past what it has
// read, and answers false once `problem_` has ended the reading.
struct builder {
  // `wanted`: of a root object, only these members; the others are gone past by their brackets. Empty: all.
  builder(document& target, std::span<const std::uint32_t> begins, const limits& bounds, std::span<const key> wanted = {}) noexcept;

  [[nodiscard]] result<void> run();

 private:
  // 256 bits of the names so far: two names that share no bit are different.
  struct open_container {
    std::uint32_t token;
    std::uint32_t count;
    bool object;
    bool may_repeat;
    std::array<std::uint64_t, 4> names;
  };

  [[nodiscard]] bool begin_value();
  [[nodiscard]] bool after_value();
  [[nodiscard]] bool begin_member();
  [[nodiscard]] bool open(json::kind kind);
  [[nodiscard]] bool close();
  [[nodiscard]] bool string_token();
  [[nodiscard]] bool check_escapes(const char* first, const char* end);
  [[nodiscard]] bool number_token();
  [[nodiscard]] bool literal_token(std::string_view word, json::kind kind);
  [[nodiscard]] bool skip_value();
  [[nodiscard]] bool is_wanted(std::string_view name) const noexcept;
  [[nodiscard]] bool check_names(std::uint32_t object);
  void note_name(std::string_view name) noexcept;
  bool fail(errc code, static_text what, std::size_t offset);

  [[nodiscard]] open_container& top() noexcept { return depth_ <= near ? stack_[depth_ - 1] : deep_.back(); }
  [[nodiscard]] std::size_t offset() const noexcept { return cursor_ < positions.size() ? positions[cursor_] : size_; }
  [[nodiscard]] char current() const noexcept { return cursor_ < positions.size() ? text_[positions[cursor_]] : '\0'; }
  [[nodiscard]] static std::uint64_t bit_of(std::string_view name) noexcept;
  void put(std::uint32_t begin, std::uint32_t length, std::uint32_t flags, json::kind kind) noexcept {
    tokens_[used_] = {begin, length, used_ + 1, flags, static_cast<std::uint32_t>(kind)};
    ++used_;
    ++cursor_;
  }

  document& into;
  std::span<const std::uint32_t> positions;
  const limits& most;
  std::span<const key> wanted_;
  std::uint64_t wanted_bits_ = 0;
  const char* text_;
  std::size_t size_;
  document::token* tokens_ = nullptr;
  std::uint32_t used_ = 0;
  std::size_t cursor_ = 0;
  bool any_escapes_;
  bool skips_ = false;  // the value that begins is not wanted
  error problem_{};
  // The open containers: the outer ones here, so that a usual text allocates nothing.
  static constexpr std::size_t near = 24;
  std::array<open_container, near> stack_;  // NOLINT: written before it is read
  std::vector<open_container> deep_;
  std::size_t depth_ = 0;
  std::string closing_;  // brackets that are still to come, of a value that is skipped
};

}  // namespace phr::fhir::json
