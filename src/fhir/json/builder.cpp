#include "fhir/json/builder.hpp"

#include <algorithm>
#include <cstring>

namespace phr::fhir::json {

builder::builder(document& target, std::span<const std::uint32_t> begins, const limits& bounds, std::span<const key> wanted) noexcept
    : into(target), positions(begins), most(bounds), wanted_(wanted), text_(target.text_.data()), size_(target.text_.size()),
      any_escapes_(std::memchr(text_, '\\', size_) != nullptr) {
  for (const key& each : wanted_) wanted_bits_ |= bit_of(each.name());
}

bool builder::fail(errc code, static_text what, std::size_t offset) {
  problem_ = located(error{code}.at(what), into.text(), offset);
  return false;
}

result<void> builder::run() {
  // The table only grows: clearing it would cost as much as filling it.
  if (into.tokens_.size() < positions.size() + 1) into.tokens_.resize(positions.size() + 1);
  tokens_ = into.tokens_.data();
  bool going = begin_value();
  while (going && depth_ != 0) going = after_value();
  if (!going) return problem_;
  if (cursor_ < positions.size()) {
    (void)fail(errc::malformed_json, "text after the JSON value", positions[cursor_]);
    return problem_;
  }
  into.used_ = used_;
  return success();
}

// The cursor stands at the first token of a value.
bool builder::begin_value() {
  if (skips_) return skip_value();
  for (;;) {
    switch (current()) {
      case '{':
        if (!open(kind::object)) return false;
        if (current() == '}') return close();
        if (!begin_member()) return false;
        if (skips_) return skip_value();
        continue;
      case '[':
        if (!open(kind::array)) return false;
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
bool builder::after_value() {
  open_container& top = this->top();
  ++top.count;
  const char c = current();
  if (c == ',') [[likely]] {
    ++cursor_;
    return (!top.object || begin_member()) && begin_value();
  }
  if (c == (top.object ? '}' : ']')) return close();
  return top.object ? fail(errc::malformed_json, "an object: ',' or '}' expected", offset()) : fail(errc::malformed_json, "an array: ',' or ']' expected", offset());
}

// The name and the colon of a member.
bool builder::begin_member() {
  if (current() != '"') return fail(errc::malformed_json, "an object: an element name expected", offset());
  if (!string_token()) return false;
  const document::token& made = tokens_[used_ - 1];
  if ((made.count & document::escapes) != 0) return fail(errc::unsupported, "an escaped element name", made.begin - 1);
  if (current() != ':') return fail(errc::malformed_json, "an object: ':' expected", made.begin);
  ++cursor_;
  const std::string_view name(text_ + made.begin, made.length);
  if (depth_ == 1 && !wanted_.empty() && !is_wanted(name)) {
    skips_ = true;
    --used_;
    return true;
  }
  into.has_siblings_ = into.has_siblings_ || name.starts_with('_');
  note_name(name);
  return true;
}

// Its length and its ends decide about most names; the text is padded, so that eight bytes can be read at any place of it.
std::uint64_t builder::bit_of(std::string_view name) noexcept {
  const std::size_t first = name.empty() ? 0 : static_cast<unsigned char>(name[0]);
  return std::uint64_t{1} << ((name.size() * 5 + first) & 63U);
}

void builder::note_name(std::string_view name) noexcept {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, name.data(), sizeof bytes);
  if (name.size() < sizeof bytes) bytes &= (std::uint64_t{1} << (name.size() * 8)) - 1;
  bytes ^= name.size() << 3U;
  const std::uint64_t hash = bytes * 0x9E3779B97F4A7C15U;
  open_container& top = this->top();
  std::uint64_t& word = top.names[hash >> 62U];
  const std::uint64_t bit = std::uint64_t{1} << (hash >> 56U & 63U);
  top.may_repeat = top.may_repeat || (word & bit) != 0;
  word |= bit;
}

bool builder::is_wanted(std::string_view name) const noexcept {
  return (wanted_bits_ & bit_of(name)) != 0 && std::any_of(wanted_.begin(), wanted_.end(), [&](const key& each) { return each.is(name); });
}

namespace {

// What ends the run of strings, numbers, literals, ':' and ',' in a value that is skipped: brackets, and the end of the text.
constexpr std::array<bool, 256> stops_a_skip = [] {
  std::array<bool, 256> made{};
  for (const char c : {'{', '}', '[', ']', '\0'}) made[static_cast<unsigned char>(c)] = true;
  return made;
}();

}  // namespace

// Past a value by its brackets. Strings, numbers and literals in it are not looked at.
bool builder::skip_value() {
  skips_ = false;
  --top().count;  // it is no member of the table
  do {
    if (!closing_.empty()) {
      std::size_t at = cursor_;
      while (at < positions.size() && !stops_a_skip[static_cast<unsigned char>(text_[positions[at]])]) ++at;
      cursor_ = at;
    }
    const char c = current();
    if (c == '{' || c == '[') {
      if (closing_.size() + depth_ >= most.depth) return fail(errc::too_deep, "nesting", offset());
      closing_.push_back(c == '{' ? '}' : ']');
    } else if (c == '}' || c == ']') {
      if (closing_.empty() || closing_.back() != c) return fail(errc::malformed_json, "a closing bracket", offset());
      closing_.pop_back();
    } else if (c == '\0') {
      return fail(errc::malformed_json, "the end of the text: a value expected", offset());
    }
    ++cursor_;
  } while (!closing_.empty());
  return true;
}

bool builder::open(json::kind kind) {
  if (depth_ >= most.depth) return fail(errc::too_deep, "nesting", positions[cursor_]);
  if (depth_ < near) {
    stack_[depth_] = {used_, 0, kind == kind::object, false, {}};
  } else {
    deep_.push_back({used_, 0, kind == kind::object, false, {}});
  }
  ++depth_;
  put(positions[cursor_], 0, 0, kind);
  return true;
}

bool builder::close() {
  const open_container& top = this->top();
  document::token& token = tokens_[top.token];
  token.length = positions[cursor_] + 1 - token.begin;
  token.next = used_;
  token.count = top.count & 0x1FFFFFFFU;
  ++cursor_;
  const bool may_repeat = top.may_repeat;
  const std::uint32_t object = top.token;
  if (depth_-- > near) deep_.pop_back();
  return !may_repeat || check_names(object);
}

bool builder::string_token() {
  const std::uint32_t begin = positions[cursor_] + 1;
  const char* const first = text_ + begin;
  // The closing quote is the last character but white space before the next token, or before the end.
  const char* end = text_ + (cursor_ + 1 < positions.size() ? positions[cursor_ + 1] : size_) - 1;
  while (is_white(*end)) --end;
  if (end < first || *end != '"') return fail(errc::malformed_json, "a string", positions[cursor_]);
  const auto length = static_cast<std::uint32_t>(end - first);
  if (length > most.string_bytes) return fail(errc::too_large, "a string", positions[cursor_]);
  const bool escaped = any_escapes_ && std::memchr(first, '\\', length) != nullptr;
  if (escaped && !check_escapes(first, end)) return false;
  put(begin, length, escaped ? document::escapes : 0, kind::string);
  return true;
}

bool builder::check_escapes(const char* first, const char* end) {
  for (;;) {
    const auto* const slash = static_cast<const char*>(std::memchr(first, '\\', static_cast<std::size_t>(end - first)));
    if (slash == nullptr) return true;
    const auto at = static_cast<std::size_t>(slash - text_);
    switch (escape_at(slash)) {
      case escape::bad: return fail(errc::malformed_json, "a string: escape sequence", at);
      case escape::nul: return fail(errc::nul_character, "a string", at);
      case escape::simple: first = slash + 2; break;
      case escape::unit: first = slash + 6; break;
      case escape::pair: first = slash + 12; break;
    }
  }
}

bool builder::number_token() {
  if (cursor_ >= positions.size()) return fail(errc::malformed_json, "the end of the text: a value expected", size_);
  const std::uint32_t begin = positions[cursor_];
  const char* const first = text_ + begin;
  if (*first != '-' && !is_digit(*first)) return fail(errc::malformed_json, "a value expected", begin);
  const char* const end = number_end(first, text_ + size_);
  if (end == nullptr) return fail(errc::malformed_number, "a number", begin);
  put(begin, static_cast<std::uint32_t>(end - first), 0, kind::number);
  return true;
}

bool builder::literal_token(std::string_view word, json::kind kind) {
  const std::uint32_t begin = positions[cursor_];
  const std::string_view rest = into.text().substr(begin);
  if (!rest.starts_with(word) || (rest.size() > word.size() && !ends_scalar(rest[word.size()]))) {
    return fail(errc::malformed_json, "a literal: true, false or null expected", begin);
  }
  put(begin, static_cast<std::uint32_t>(word.size()), 0, kind);
  return true;
}

// Refuses an object that names an element twice. Small objects are compared pairwise, large ones sorted.
bool builder::check_names(std::uint32_t object) {
  const document::token* const tokens = tokens_;
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
          return fail(errc::duplicate_key, "an object", tokens[names[later]].begin - 1);
        }
      }
    }
    return true;
  }
  std::sort(names.begin(), names.end(), [&](std::uint32_t a, std::uint32_t b) {
    const auto left = name_of(a);
    const auto right = name_of(b);
    return left != right ? left < right : a < b;
  });
  for (std::size_t index = 1; index < count; ++index) {
    if (name_of(names[index]) == name_of(names[index - 1])) return fail(errc::duplicate_key, "an object", tokens[names[index]].begin - 1);
  }
  return true;
}

}  // namespace phr::fhir::json
