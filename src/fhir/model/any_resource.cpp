#include <phr/fhir/any_resource.hpp>
#include <phr/fhir/equal.hpp>

namespace phr::fhir {

any_resource::any_resource(const any_resource& other) : type_(other.type_) {
  if (type_ != nullptr) word_.make_copy(type_->item, other.word_.get());
}

any_resource::any_resource(any_resource&& other) noexcept
    : word_(std::exchange(other.word_, {})), type_(std::exchange(other.type_, nullptr)) {}

any_resource& any_resource::operator=(const any_resource& other) {
  if (this != &other) *this = any_resource(other);
  return *this;
}

any_resource& any_resource::operator=(any_resource&& other) noexcept {
  std::swap(word_, other.word_);
  std::swap(type_, other.type_);
  return *this;
}

any_resource::~any_resource() { reset(); }

void any_resource::reset() noexcept {
  if (type_ != nullptr) word_.reset(type_->item);
  type_ = nullptr;
}

bool operator==(const any_resource& a, const any_resource& b) {
  return a.type_ == b.type_ && (a.type_ == nullptr || equal(*a.type_, a.word_.get(), b.word_.get()));
}

}  // namespace phr::fhir
