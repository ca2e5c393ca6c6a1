#include "fhirpath/syntax/lexer.hpp"

#include "core/ascii.hpp"

#include <algorithm>

namespace phr::fhirpath {

namespace {

constexpr bool begins_name(char c) noexcept { return is_letter(c) || c == '_'; }
constexpr bool in_name(char c) noexcept { return begins_name(c) || is_digit(c); }

int hex_of(char c) noexcept {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto byte = [&](std::uint32_t value) { out.push_back(static_cast<char>(value)); };
  if (code < 0x80) return byte(code);
  if (code < 0x800) {
    byte(0xC0U | code >> 6U);
  } else {
    if (code < 0x10000) {
      byte(0xE0U | code >> 12U);
    } else {
      byte(0xF0U | code >> 18U);
      byte(0x80U | (code >> 12U & 0x3FU));
    }
    byte(0x80U | (code >> 6U & 0x3FU));
  }
  byte(0x80U | (code & 0x3FU));
}

// How many characters of a pattern stand at the beginning of a text: 'd' is a digit, all else itself; 0 where it does not match.
std::size_t matched(std::string_view text, std::string_view pattern) noexcept {
  if (text.size() < pattern.size()) return 0;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] == 'd' ? !is_digit(text[at]) : text[at] != pattern[at]) return 0;
  }
  return pattern.size();
}

// The length of hh(:mm(:ss(.f+)?)?)?, 0 where there is none.
std::size_t time_length(std::string_view text) noexcept {
  std::size_t length = matched(text, "dd");
  if (length == 0) return 0;
  for (int part = 0; part < 2; ++part) {
    const std::size_t more = matched(text.substr(length), ":dd");
    if (more == 0) return length;
    length += more;
  }
  if (matched(text.substr(length), ".d") == 0) return length;
  ++length;
  while (length < text.size() && is_digit(text[length])) ++length;
  return length;
}

}  // namespace

error lexer::at(error problem, std::uint32_t offset) const noexcept {
  const std::string_view before = text_.substr(0, std::min<std::size_t>(offset, text_.size()));
  const auto line = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  const std::size_t last = before.rfind('\n');
  return problem.in(line, static_cast<std::uint32_t>(before.size() - (last == std::string_view::npos ? 0 : last + 1)) + 1);
}

error lexer::wrong(static_text what, std::size_t offset) const noexcept { return at(error{errc::malformed_query}.at(what), static_cast<std::uint32_t>(offset)); }

token lexer::upto(token_kind kind, std::size_t end, std::size_t skipped) noexcept {
  const token made{kind, text_.substr(at_ + skipped, end - at_ - skipped), static_cast<std::uint32_t>(at_)};
  at_ = end;
  return made;
}

result<void> lexer::skip() {
  while (at_ < text_.size()) {
    const std::string_view rest = text_.substr(at_);
    if (rest[0] == ' ' || (rest[0] >= '\t' && rest[0] <= '\r')) {
      ++at_;
    } else if (rest.starts_with("//")) {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (rest.starts_with("/*")) {
      const std::size_t end = text_.find("*/", at_ + 2);
      if (end == std::string_view::npos) return wrong("a comment without an end", at_);
      at_ = end + 2;
    } else {
      break;
    }
  }
  return success();
}

// From the opening quote at `from` to the one that closes; the text is what is between.
result<token> lexer::quoted(token_kind kind, char quote, std::size_t from) {
  std::size_t end = from + 1;
  while (end < text_.size() && text_[end] != quote) end += text_[end] == '\\' ? 2 : 1;
  if (end >= text_.size()) return wrong("a quote without an end", from);
  const token made{kind, text_.substr(from + 1, end - from - 1), static_cast<std::uint32_t>(at_)};
  at_ = end + 1;
  return made;
}

// Behind '@': a date, a date with 'T' and maybe a time and an offset, or 'T' and a time.
result<token> lexer::moment() {
  const std::string_view rest = text_.substr(at_ + 1);
  if (rest.starts_with('T')) {
    const std::size_t length = time_length(rest.substr(1));
    if (length == 0) return wrong("a time is @Thh:mm:ss", at_);
    return upto(token_kind::time, at_ + 2 + length, 2);
  }
  std::size_t length = matched(rest, "dddd");
  if (length == 0) return wrong("a date is @YYYY-MM-DD", at_);
  for (int part = 0; part < 2; ++part) length += matched(rest.substr(length), "-dd") * (length == 4U + 3U * static_cast<std::size_t>(part) ? 1U : 0U);
  if (!rest.substr(length).starts_with('T')) return upto(token_kind::date, at_ + 1 + length, 1);
  ++length;
  const std::size_t time = time_length(rest.substr(length));
  length += time;
  if (time != 0) {
    const std::string_view zone = rest.substr(length);
    length += zone.starts_with('Z') ? 1 : std::max(matched(zone, "+dd:dd"), matched(zone, "-dd:dd"));
  }
  return upto(token_kind::date_time, at_ + 1 + length, 1);
}

result<token> lexer::next() {
  PHR_TRY(skip());
  if (at_ == text_.size()) return token{token_kind::end, {}, static_cast<std::uint32_t>(at_)};
  const char first = text_[at_];
  const auto end_of_name = [&](std::size_t from) {
    while (from < text_.size() && in_name(text_[from])) ++from;
    return from;
  };
  if (begins_name(first)) return upto(token_kind::name, end_of_name(at_));
  if (is_digit(first)) {
    std::size_t end = at_;
    while (end < text_.size() && is_digit(text_[end])) ++end;
    if (end + 1 < text_.size() && text_[end] == '.' && is_digit(text_[end + 1])) {
      ++end;
      while (end < text_.size() && is_digit(text_[end])) ++end;
    }
    const bool is_long = end < text_.size() && text_[end] == 'L' && (end + 1 == text_.size() || !in_name(text_[end + 1]));
    const token made = upto(token_kind::number, end);
    at_ += is_long ? 1 : 0;  // as newer texts write integers of 64 bits, which ours are
    return made;
  }
  if (first == '\'') return quoted(token_kind::string, '\'', at_);
  if (first == '"') return quoted(token_kind::delimited, '"', at_);  // as older texts write them
  if (first == '`') return quoted(token_kind::delimited, '`', at_);
  if (first == '@') return moment();
  if (first == '%') {
    const char quote = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    if (quote == '\'' || quote == '`' || quote == '"') return quoted(token_kind::constant, quote, at_ + 1);
    const std::size_t end = end_of_name(at_ + 1);
    if (end == at_ + 1) return wrong("a constant has a name", at_);
    // %vs-name and %ext-name are written without quotes in older texts.
    std::size_t longer = end;
    const std::string_view name = text_.substr(at_ + 1, end - at_ - 1);
    if (name == "vs" || name == "ext") {
      while (longer + 1 < text_.size() && text_[longer] == '-' && in_name(text_[longer + 1])) longer = end_of_name(longer + 1);
    }
    return upto(token_kind::constant, longer, 1);
  }
  if (first == '$') {
    const std::size_t end = end_of_name(at_ + 1);
    const std::string_view name = text_.substr(at_, end - at_);
    if (name != "$this" && name != "$index" && name != "$total") return wrong("a name with $ is $this, $index or $total", at_);
    return upto(token_kind::special, end);
  }
  for (const std::string_view symbol : {"<=", ">=", "!=", "!~"}) {
    if (text_.substr(at_).starts_with(symbol)) return upto(token_kind::symbol, at_ + 2);
  }
  if (std::string_view("()[]{}.,+-*/&|<>=~").find(first) != std::string_view::npos) return upto(token_kind::symbol, at_ + 1);
  return wrong("a character that no expression has", at_);
}

result<std::string> unescaped(std::string_view between_quotes) {
  constexpr std::string_view written = "'\"`\\/fnrt";
  constexpr std::string_view meant = "'\"`\\/\f\n\r\t";
  const error wrong = error{errc::malformed_query}.at("an escape of a string");
  const auto unit = [&](std::size_t from) {
    std::uint32_t code = 0;
    for (std::size_t at = from; at < from + 4; ++at) {
      const int digit = at < between_quotes.size() ? hex_of(between_quotes[at]) : -1;
      if (digit < 0) return std::uint32_t{0x110000};
      code = code * 16 + static_cast<std::uint32_t>(digit);
    }
    return code;
  };
  std::string made;
  made.reserve(between_quotes.size());
  for (std::size_t at = 0; at < between_quotes.size(); ++at) {
    if (between_quotes[at] != '\\') {
      made.push_back(between_quotes[at]);
      continue;
    }
    if (++at == between_quotes.size()) return wrong;
    const std::size_t known = written.find(between_quotes[at]);
    if (known != std::string_view::npos) {
      made.push_back(meant[known]);
      continue;
    }
    if (between_quotes[at] != 'u') return wrong;
    std::uint32_t code = unit(at + 1);
    at += 4;
    if (code >= 0xD800 && code < 0xDC00) {
      const std::uint32_t low = between_quotes.substr(std::min(at + 1, between_quotes.size())).starts_with("\\u") ? unit(at + 3) : 0;
      if (low < 0xDC00 || low > 0xDFFF) return wrong;
      code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
      at += 6;
    }
    if (code > 0x10FFFF || (code >= 0xDC00 && code <= 0xDFFF)) return wrong;
    append_utf8(made, code);
  }
  return made;
}

}  // namespace phr::fhirpath
