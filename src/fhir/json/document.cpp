#include "fhir/json/builder.hpp"
#include "fhir/json/stage1.hpp"

#include <utility>

namespace phr::fhir::json {

document::document() : stage1_(new stage1) {}

document::document(document&& other) noexcept
    : text_(std::exchange(other.text_, {})), tokens_(std::move(other.tokens_)), used_(std::exchange(other.used_, 0)), has_siblings_(other.has_siblings_), stage1_(std::exchange(other.stage1_, nullptr)) {}

document& document::operator=(document&& other) noexcept {
  std::swap(text_, other.text_);
  std::swap(tokens_, other.tokens_);
  std::swap(used_, other.used_);
  std::swap(has_siblings_, other.has_siblings_);
  std::swap(stage1_, other.stage1_);
  return *this;
}

document::~document() { delete stage1_; }

result<void> document::parse(std::string_view text, const limits& most) { return parse_members(text, {}, most); }

result<void> document::parse_members(std::string_view text, std::span<const key> wanted, const limits& most) {
  used_ = 0;
  has_siblings_ = false;
  text_ = {};
  if (stage1_ == nullptr) stage1_ = new stage1;
  PHR_TRY(stage1_->run(text, most));
  text_ = stage1_->text();
  return builder(*this, stage1_->positions(), most, wanted).run();
}

value document::root() const noexcept { return used_ == 0 ? value{} : value{this, 0}; }

}  // namespace phr::fhir::json
