// The first stage of reading JSON: where its tokens begin.
#pragma once

#include <phr/core/result.hpp>
#include <phr/fhir/json.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace phr::fhir::json {

// simdjson's first stage: the offsets at which tokens begin, found by the best instruction set of this CPU, and the check
// that the text is UTF-8. Keeps a padded copy of the text; its memory is used again by the next text.
// Lifetime: owns. Threads: one at a time. Errors: empty_input, too_large, and what first_stage_problem() finds.
class stage1 {
 public:
  stage1();
  stage1(stage1&&) noexcept;
  stage1& operator=(stage1&&) noexcept;
  ~stage1();

  [[nodiscard]] result<void> run(std::string_view text, const limits& most);
  // The text without a byte order mark; simdjson::SIMDJSON_PADDING zeros may be read behind it.
  [[nodiscard]] std::string_view text() const noexcept { return {text_.data(), size_}; }
  // The offsets, in order. One more may be read behind them: the size of the text.
  [[nodiscard]] std::span<const std::uint32_t> positions() const noexcept { return positions_; }

 private:
  struct parser;
  std::string text_;
  std::size_t size_ = 0;
  parser* parser_ = nullptr;
  std::span<const std::uint32_t> positions_;
};

}  // namespace phr::fhir::json
