// The second stage of the JSON parser: from token positions to the token table.
#pragma once

#include <phr/fhir/json.hpp>

#include <span>

namespace phr::fhir::json {

// Checks the grammar over `positions`, the offsets at which tokens begin, and fills the document's token table.
// Iterative: depth costs a stack entry of its own, never one of the thread's stack.
struct builder {
  builder(document& target, std::span<const std::uint32_t> begins, const limits& bounds) noexcept
      : into(target), positions(begins), most(bounds) {}

  [[nodiscard]] result<void> run();

 private:
  struct open_container {
    std::uint32_t token;
    std::uint32_t count;
  };

  [[nodiscard]] result<void> begin_value();
  [[nodiscard]] result<void> after_value();
  [[nodiscard]] result<void> begin_member();
  [[nodiscard]] result<void> open(json::kind kind);
  [[nodiscard]] result<void> close();
  [[nodiscard]] result<void> string_token();
  [[nodiscard]] result<void> number_token();
  [[nodiscard]] result<void> literal_token(std::string_view word, json::kind kind);
  [[nodiscard]] result<void> check_names(std::uint32_t object) const;
  [[nodiscard]] error at(errc code, static_text what, std::size_t offset) const;
  [[nodiscard]] char current() const noexcept;

  document& into;
  std::span<const std::uint32_t> positions;
  const limits& most;
  std::size_t cursor_ = 0;
  std::vector<open_container> stack_;
};

}  // namespace phr::fhir::json
