#include "fhir/json/stage1.hpp"

#include "fhir/json/scan.hpp"

#include <simdjson.h>

#include <memory>
#include <utility>

namespace phr::fhir::json {

struct stage1::parser {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> stages;
  std::size_t capacity = 0;

  [[nodiscard]] simdjson::error_code reserve(std::size_t size) {
    if (stages != nullptr && size <= capacity) return simdjson::SUCCESS;
    // Grown by a quarter so that lines of slowly growing length do not allocate each time.
    const std::size_t wanted = size + size / 4 + 1024;
    const auto failed = stages == nullptr
                            ? simdjson::get_active_implementation()->create_dom_parser_implementation(wanted, 1, stages)
                            : stages->set_capacity(wanted);
    if (!failed) capacity = wanted;
    return failed;
  }
};

stage1::stage1() : parser_(new parser) {}

stage1::stage1(stage1&& other) noexcept
    : text_(std::move(other.text_)),
      size_(std::exchange(other.size_, 0)),
      parser_(std::exchange(other.parser_, nullptr)),
      positions_(std::exchange(other.positions_, {})) {}

stage1& stage1::operator=(stage1&& other) noexcept {
  std::swap(text_, other.text_);
  std::swap(size_, other.size_);
  std::swap(parser_, other.parser_);
  std::swap(positions_, other.positions_);
  return *this;
}

stage1::~stage1() { delete parser_; }

result<void> stage1::run(std::string_view text, const limits& most) {
  size_ = 0;
  positions_ = {};
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.empty()) return error{errc::empty_input}.at("the JSON text");
  if (text.size() > most.text_bytes) return error{errc::too_large}.at("the JSON text");
  text_.clear();
  text_.reserve(text.size() + simdjson::SIMDJSON_PADDING);
  text_.append(text);
  text_.append(simdjson::SIMDJSON_PADDING, '\0');
  size_ = text.size();

  if (parser_ == nullptr) parser_ = new parser;
  if (parser_->reserve(size_)) return error{errc::too_large}.at("the JSON text");
  auto& stages = *parser_->stages;
  switch (stages.stage1(reinterpret_cast<const std::uint8_t*>(text_.data()), size_, simdjson::stage1_mode::regular)) {
    case simdjson::SUCCESS: break;
    case simdjson::EMPTY: return error{errc::empty_input}.at("the JSON text");
    default: return first_stage_problem(this->text());
  }
  positions_ = {stages.structural_indexes.get(), stages.n_structural_indexes};
  return success();
}

}  // namespace phr::fhir::json
