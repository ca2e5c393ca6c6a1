#include "fhir/json/builder.hpp"

#include <simdjson.h>

#include <memory>
#include <utility>

namespace phr::fhir::json {

// simdjson's first stage: the positions of all tokens, by the best instruction set of this CPU.
struct document::stage1 {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;
  std::size_t capacity = 0;

  [[nodiscard]] simdjson::error_code reserve(std::size_t size) {
    if (parser != nullptr && size <= capacity) return simdjson::SUCCESS;
    // Grown by a quarter so that lines of slowly growing length do not allocate each time.
    const std::size_t wanted = size + size / 4 + 1024;
    const auto failed = parser == nullptr
                            ? simdjson::get_active_implementation()->create_dom_parser_implementation(wanted, 1, parser)
                            : parser->set_capacity(wanted);
    if (!failed) capacity = wanted;
    return failed;
  }
};

document::document() : stage1_(new stage1) {}

document::document(document&& other) noexcept
    : text_(std::move(other.text_)),
      size_(std::exchange(other.size_, 0)),
      tokens_(std::move(other.tokens_)),
      stage1_(std::exchange(other.stage1_, nullptr)) {}

document& document::operator=(document&& other) noexcept {
  std::swap(text_, other.text_);
  std::swap(size_, other.size_);
  std::swap(tokens_, other.tokens_);
  std::swap(stage1_, other.stage1_);
  return *this;
}

document::~document() { delete stage1_; }

result<void> document::parse(std::string_view text, const limits& most) {
  tokens_.clear();
  size_ = 0;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.empty()) return error{errc::empty_input}.at("the JSON text");
  if (text.size() > most.text_bytes) return error{errc::too_large}.at("the JSON text");
  text_.clear();
  text_.reserve(text.size() + simdjson::SIMDJSON_PADDING);
  text_.append(text);
  text_.append(simdjson::SIMDJSON_PADDING, '\0');
  size_ = text.size();

  if (stage1_ == nullptr) stage1_ = new stage1;
  if (stage1_->reserve(size_)) return error{errc::too_large}.at("the JSON text");
  auto& parser = *stage1_->parser;
  switch (parser.stage1(reinterpret_cast<const std::uint8_t*>(text_.data()), size_, simdjson::stage1_mode::regular)) {
    case simdjson::SUCCESS: break;
    case simdjson::EMPTY: return error{errc::empty_input}.at("the JSON text");
    default: return first_stage_problem(this->text());
  }
  const auto built = builder(*this, {parser.structural_indexes.get(), parser.n_structural_indexes}, most).run();
  if (!built) tokens_.clear();
  return built;
}

value document::root() const noexcept { return tokens_.empty() ? value{} : value{this, 0}; }

}  // namespace phr::fhir::json
