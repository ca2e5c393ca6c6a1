// Reading values of a parsed document.
#include <phr/fhir/json.hpp>

#include "fhir/json/scan.hpp"

#include <algorithm>

namespace phr::fhir::json {

key::key(std::string_view name) : name_(name), mask_(name.size() >= 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << (name.size() * 8)) - 1) {
  std::memcpy(&first_, name.data(), std::min<std::size_t>(name.size(), sizeof first_));
}

std::string_view value::unescaped(std::string& scratch) const {
  scratch.clear();
  append_unescaped(scratch, raw_text());
  return scratch;
}

value value::operator[](std::string_view name) const noexcept {
  if (!is_object()) return {};
  const auto& tokens = document_->tokens_;
  const std::uint32_t end = tokens[index_].next;
  for (std::uint32_t at = index_ + 1; at < end; at = tokens[at + 1].next) {
    if (tokens[at].length == name.size() && std::string_view(document_->text_.data() + tokens[at].begin, name.size()) == name) {
      return {document_, at + 1};
    }
  }
  return {};
}

value value::at(std::uint32_t index) const noexcept {
  if (!is_array()) return {};
  for (const value& each : elements()) {
    if (index-- == 0) return each;
  }
  return {};
}

std::uint32_t value::size() const noexcept {
  return is_object() || is_array() ? document_->tokens_[index_].count : 0;
}

members value::members() const noexcept {
  if (!is_object()) return {};
  return {{document_, index_ + 1}, {document_, document_->tokens_[index_].next}};
}

std::string_view value::number_text() const noexcept { return is_number() ? source() : std::string_view{}; }

bool value::is_true() const noexcept { return kind() == kind::boolean && source().front() == 't'; }

std::string_view value::source() const noexcept {
  if (document_ == nullptr) return {};
  const auto& token = document_->tokens_[index_];
  const std::string_view text = document_->text();
  return is_string() ? text.substr(token.begin - 1, token.length + 2) : text.substr(token.begin, token.length);
}

error value::locate(error problem) const noexcept {
  if (document_ == nullptr) return problem;
  return located(problem, document_->text(), document_->tokens_[index_].begin - (is_string() ? 1 : 0));
}

member members::iterator::operator*() const noexcept {
  const auto& token = document_->tokens_[index_];
  return {{document_->text_.data() + token.begin, token.length}, {document_, index_ + 1}};
}

members::iterator& members::iterator::operator++() noexcept {
  index_ = document_->tokens_[index_ + 1].next;
  return *this;
}

}  // namespace phr::fhir::json
