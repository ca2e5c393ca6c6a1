// Reading values of a parsed document.
#include "fhir/json/builder.hpp"

namespace phr::fhir::json {

namespace {

void append_utf8(std::string& out, unsigned point) {
  if (point < 0x80) {
    out.push_back(static_cast<char>(point));
  } else if (point < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (point >> 6)));
    out.push_back(static_cast<char>(0x80 | (point & 0x3F)));
  } else if (point < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | (point >> 12)));
    out.push_back(static_cast<char>(0x80 | ((point >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (point & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xF0 | (point >> 18)));
    out.push_back(static_cast<char>(0x80 | ((point >> 12) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | ((point >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (point & 0x3F)));
  }
}

// Four hexadecimal digits that the parser has checked.
unsigned hex4(std::string_view digits) noexcept {
  unsigned unit = 0;
  for (const char c : digits.substr(0, 4)) {
    unit = unit * 16 + static_cast<unsigned>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return unit;
}

char simple_escape(char letter) noexcept {
  switch (letter) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return letter;
  }
}

void append_unescaped(std::string& out, std::string_view raw) {
  for (std::size_t at = 0; at < raw.size();) {
    if (raw[at] != '\\') {
      out.push_back(raw[at++]);
    } else if (raw[at + 1] != 'u') {
      out.push_back(simple_escape(raw[at + 1]));
      at += 2;
    } else {
      unsigned point = hex4(raw.substr(at + 2));
      at += 6;
      if (point >= 0xD800 && point <= 0xDBFF) {
        point = 0x10000 + ((point - 0xD800) << 10) + (hex4(raw.substr(at + 2)) - 0xDC00);
        at += 6;
      }
      append_utf8(out, point);
    }
  }
}

}  // namespace

json::kind value::kind() const noexcept {
  return document_ == nullptr ? kind::absent : static_cast<json::kind>(document_->tokens_[index_].kind);
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

elements value::elements() const noexcept {
  if (!is_array()) return {};
  return {{document_, index_ + 1}, {document_, document_->tokens_[index_].next}};
}

std::string_view value::raw_text() const noexcept {
  if (!is_string()) return {};
  const auto& token = document_->tokens_[index_];
  return {document_->text_.data() + token.begin, token.length};
}

bool value::has_escapes() const noexcept {
  return is_string() && (document_->tokens_[index_].count & document::escapes) != 0;
}

std::string_view value::text(std::string& scratch) const {
  const std::string_view raw = raw_text();
  if (!has_escapes()) return raw;
  scratch.clear();
  append_unescaped(scratch, raw);
  return scratch;
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

value elements::iterator::operator*() const noexcept { return {document_, index_}; }

elements::iterator& elements::iterator::operator++() noexcept {
  index_ = document_->tokens_[index_].next;
  return *this;
}

}  // namespace phr::fhir::json
