#include "fhir/json/builder.hpp"
#include "fhir/json/stage1.hpp"

#include <utility>

namespace phr::fhir::json {

document::document() : stage1_(new stage1) {}

document::document(document&& other) noexcept
    : text_(std::exchange(other.text_, {})), tokens_(std::move(other.tokens_)), stage1_(std::exchange(other.stage1_, nullptr)) {}

document& document::operator=(document&& other) noexcept {
  std::swap(text_, other.text_);
  std::swap(tokens_, other.tokens_);
  std::swap(stage1_, other.stage1_);
  return *this;
}

document::~document() { delete stage1_; }

result<void> document::parse(std::string_view text, const limits& most) {
  tokens_.clear();
  text_ = {};
  if (stage1_ == nullptr) stage1_ = new stage1;
  PHR_TRY(stage1_->run(text, most));
  text_ = stage1_->text();
  const auto built = builder(*this, stage1_->positions(), most).run();
  if (!built) tokens_.clear();
  return built;
}

value document::root() const noexcept { return tokens_.empty() ? value{} : value{this, 0}; }

}  // namespace phr::fhir::json
