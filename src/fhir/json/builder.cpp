#include "fhir/json/builder.hpp"

#include "fhir/json/scan.hpp"

#include <algorithm>
#include <cstring>

namespace phr::fhir::json {

error builder::at(errc code, static_text what, std::size_t offset) const {
  return located(error{code}.at(what), into.text(), offset);
}

char builder::current() const noexcept {
  return cursor_ < positions.size() ? into.text_[positions[cursor_]] : '\0';
}

result<void> builder::run() {
  into.tokens_.clear();
  into.tokens_.reserve(positions.size());
  PHR_TRY(begin_value());
  while (!stack_.empty()) PHR_TRY(after_value());
  if (cursor_ < positions.size()) return at(errc::malformed_json, "text after the JSON value", positions[cursor_]);
  return success();
}

// The cursor stands at the first token of a value.
result<void> builder::begin_value() {
  for (;;) {
    switch (current()) {
      case '{':
        PHR_TRY(open(kind::object));
        if (current() == '}') return close();
        PHR_TRY(begin_member());
        continue;
      case '[':
        PHR_TRY(open(kind::array));
        if (current() == ']') return close();
        continue;
      case '"': return string_token();
      case 't': return literal_token("true", kind::boolean);
      case 'f': return literal_token("false", kind::boolean);
      case 'n': return literal_token("null", kind::null);
      default: return number_token();
    }
  }
}

// A value has ended inside a container: a comma and the next value, or the container's end.
result<void> builder::after_value() {
  open_container& top = stack_.back();
  ++top.count;
  const bool object = into.tokens_[top.token].kind == static_cast<std::uint32_t>(kind::object);
  const char c = current();
  if (c == (object ? '}' : ']')) return close();
  const std::size_t offset = cursor_ < positions.size() ? positions[cursor_] : into.text_.size();
  if (c != ',') {
    return object ? at(errc::malformed_json, "an object: ',' or '}' expected", offset)
                  : at(errc::malformed_json, "an array: ',' or ']' expected", offset);
  }
  ++cursor_;
  if (object) PHR_TRY(begin_member());
  return begin_value();
}

// The name and the colon of a member.
result<void> builder::begin_member() {
  const std::size_t offset = cursor_ < positions.size() ? positions[cursor_] : into.text_.size();
  if (current() != '"') return at(errc::malformed_json, "an object: an element name expected", offset);
  PHR_TRY(string_token());
  if ((into.tokens_.back().count & document::escapes) != 0) return at(errc::unsupported, "an escaped element name", offset);
  if (current() != ':') return at(errc::malformed_json, "an object: ':' expected", into.tokens_.back().begin);
  ++cursor_;
  return success();
}

result<void> builder::open(json::kind kind) {
  if (stack_.size() >= most.depth) return at(errc::too_deep, "nesting", positions[cursor_]);
  stack_.push_back({static_cast<std::uint32_t>(into.tokens_.size()), 0});
  into.tokens_.push_back({positions[cursor_], 0, 0, 0, static_cast<std::uint32_t>(kind)});
  ++cursor_;
  return success();
}

result<void> builder::close() {
  const open_container top = stack_.back();
  stack_.pop_back();
  document::token& token = into.tokens_[top.token];
  token.length = positions[cursor_] + 1 - token.begin;
  token.next = static_cast<std::uint32_t>(into.tokens_.size());
  token.count = top.count & 0x1FFFFFFFU;
  ++cursor_;
  return token.kind == static_cast<std::uint32_t>(kind::object) ? check_names(top.token) : success();
}

result<void> builder::string_token() {
  const std::uint32_t begin = positions[cursor_] + 1;
  const char* const first = into.text_.data() + begin;
  const char* at_char = first;
  bool escaped = false;
  for (;;) {
    // The first stage has seen the closing quote, so both searches end.
    const auto* quote = static_cast<const char*>(std::memchr(at_char, '"', into.text_.size() - static_cast<std::size_t>(at_char - into.text_.data())));
    const auto* slash = static_cast<const char*>(std::memchr(at_char, '\\', static_cast<std::size_t>(quote - at_char)));
    if (slash == nullptr) {
      at_char = quote;
      break;
    }
    escaped = true;
    const auto offset = static_cast<std::size_t>(slash - into.text_.data());
    switch (escape_at(slash)) {
      case escape::bad: return at(errc::malformed_json, "a string: escape sequence", offset);
      case escape::nul: return at(errc::nul_character, "a string", offset);
      case escape::simple: at_char = slash + 2; break;
      case escape::unit: at_char = slash + 6; break;
      case escape::pair: at_char = slash + 12; break;
    }
  }
  const auto length = static_cast<std::uint32_t>(at_char - first);
  if (length > most.string_bytes) return at(errc::too_large, "a string", positions[cursor_]);
  const auto index = static_cast<std::uint32_t>(into.tokens_.size());
  into.tokens_.push_back({begin, length, index + 1, escaped ? document::escapes : 0, static_cast<std::uint32_t>(kind::string)});
  ++cursor_;
  return success();
}

result<void> builder::number_token() {
  const std::size_t offset = cursor_ < positions.size() ? positions[cursor_] : into.text_.size();
  if (cursor_ >= positions.size()) return at(errc::malformed_json, "the end of the text: a value expected", offset);
  const char* begin = into.text_.data() + offset;
  if (*begin != '-' && !is_digit(*begin)) return at(errc::malformed_json, "a value expected", offset);
  const char* end = number_end(begin, into.text_.data() + into.text_.size());
  if (end == nullptr) return at(errc::malformed_number, "a number", offset);
  const auto index = static_cast<std::uint32_t>(into.tokens_.size());
  into.tokens_.push_back({static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(end - begin), index + 1, 0,
                          static_cast<std::uint32_t>(kind::number)});
  ++cursor_;
  return success();
}

result<void> builder::literal_token(std::string_view word, json::kind kind) {
  const std::uint32_t offset = positions[cursor_];
  const std::string_view rest = into.text().substr(offset);
  if (!rest.starts_with(word) || (rest.size() > word.size() && !ends_scalar(rest[word.size()]))) {
    return at(errc::malformed_json, "a literal: true, false or null expected", offset);
  }
  const auto index = static_cast<std::uint32_t>(into.tokens_.size());
  into.tokens_.push_back({offset, static_cast<std::uint32_t>(word.size()), index + 1, 0, static_cast<std::uint32_t>(kind)});
  ++cursor_;
  return success();
}

// Refuses an object that names an element twice. Small objects are compared pairwise, large ones sorted.
result<void> builder::check_names(std::uint32_t object) const {
  const auto& tokens = into.tokens_;
  const auto name_of = [&](std::uint32_t index) {
    return std::string_view(into.text_.data() + tokens[index].begin, tokens[index].length);
  };
  constexpr std::size_t small = 24;
  std::uint32_t few[small];
  std::vector<std::uint32_t> many;
  const std::size_t count = tokens[object].count;
  if (count > small) many.resize(count);
  const std::span<std::uint32_t> names = count > small ? std::span(many) : std::span(few).first(count);
  std::size_t filled = 0;
  for (std::uint32_t index = object + 1; index < tokens[object].next; index = tokens[index + 1].next) names[filled++] = index;

  if (count <= small) {
    for (std::size_t later = 1; later < count; ++later) {
      for (std::size_t earlier = 0; earlier < later; ++earlier) {
        if (tokens[names[later]].length == tokens[names[earlier]].length && name_of(names[later]) == name_of(names[earlier])) {
          return at(errc::duplicate_key, "an object", tokens[names[later]].begin - 1);
        }
      }
    }
    return success();
  }
  std::sort(names.begin(), names.end(), [&](std::uint32_t a, std::uint32_t b) {
    const auto left = name_of(a);
    const auto right = name_of(b);
    return left != right ? left < right : a < b;
  });
  for (std::size_t index = 1; index < count; ++index) {
    if (name_of(names[index]) == name_of(names[index - 1])) return at(errc::duplicate_key, "an object", tokens[names[index]].begin - 1);
  }
  return success();
}

}  // namespace phr::fhir::json
