#include "fhir/patch/path_text.hpp"

#include <algorithm>
#include <array>

namespace phr::fhir::patching {

namespace {

constexpr error malformed = error{errc::malformed_query}.at("FHIRPath Patch: path");
constexpr error unsupported = error{errc::unsupported}.at("FHIRPath Patch: path");
constexpr error too_deep = error{errc::too_deep}.at("FHIRPath Patch: path");

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

void append_utf8(std::string& out, std::uint32_t code) {
  if (code < 0x80) {
    out.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out.push_back(static_cast<char>(0xC0U | code >> 6U));
    out.push_back(static_cast<char>(0x80U | (code & 0x3FU)));
  } else {
    out.push_back(static_cast<char>(0xE0U | code >> 12U));
    out.push_back(static_cast<char>(0x80U | (code >> 6U & 0x3FU)));
    out.push_back(static_cast<char>(0x80U | (code & 0x3FU)));
  }
}

// Reads one text from its begin to its end.
class reader {
 public:
  explicit reader(std::string_view text) noexcept : text_(text) {}

  result<path_calls> whole() {
    PHR_TRY(path_calls calls, expression(0));
    if (at_ == text_.size()) return calls;
    return stray();
  }

 private:
  static constexpr int deepest = 16;

  void skip_space() noexcept {
    at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size());
  }
  bool take(char c) noexcept {
    skip_space();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  [[nodiscard]] char peek() noexcept {
    skip_space();
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  // A word that stands here, which is left where it is.
  [[nodiscard]] std::string_view word_ahead() noexcept {
    skip_space();
    std::size_t end = at_;
    if (end < text_.size() && is_letter(text_[end])) {
      while (end < text_.size() && (is_letter(text_[end]) || is_digit(text_[end]))) ++end;
    }
    return text_.substr(at_, end - at_);
  }
  bool take_word(std::string_view word) noexcept {
    if (word_ahead() != word) return false;
    at_ += word.size();
    return true;
  }

  // What stands where a path should be at its end: an operator of FHIRPath, or nothing of FHIRPath.
  error stray_word() noexcept {
    constexpr std::array operators{"as", "is", "and", "or", "xor", "implies", "in", "contains", "div", "mod"};
    return std::find(operators.begin(), operators.end(), word_ahead()) != operators.end() ? unsupported : malformed;
  }
  error stray_sign() noexcept {
    constexpr std::string_view signs = "=!~<>|+-*/&";
    return signs.find(text_[at_]) != std::string_view::npos ? unsupported : malformed;
  }

  // A path, and `as` behind it.
  result<path_calls> expression(int depth) {
    if (depth > deepest) return too_deep;
    path_calls calls;
    if (take('(')) {
      PHR_TRY(calls, expression(depth + 1));
      if (!take(')')) return peek() == '\0' ? malformed : stray();
    } else {
      PHR_TRY(first_term(calls, depth));
    }
    PHR_TRY(tail(calls, depth));
    if (take_word("as")) {
      PHR_TRY(std::string type, type_name());
      calls.push_back({.kind = call_kind::as, .text = std::move(type)});
    }
    skip_space();
    return calls;
  }
  error stray() noexcept { return is_letter(peek()) ? stray_word() : stray_sign(); }

  result<void> first_term(path_calls& calls, int depth) {
    if (peek() == '$') {
      ++at_;
      if (!take_word("this")) return unsupported;  // $index, $total
      return success();
    }
    if (peek() == '%' || peek() == '\'' || peek() == '@' || peek() == '{' || is_digit(peek())) return unsupported;
    return member(calls, depth);
  }

  result<void> tail(path_calls& calls, int depth) {
    while (true) {
      if (take('.')) {
        PHR_TRY(member(calls, depth));
      } else if (take('[')) {
        PHR_TRY(index(calls));
      } else {
        return success();
      }
    }
  }

  // Digits alone: FHIRPath takes any expression.
  result<void> index(path_calls& calls) {
    constexpr std::size_t most_digits = 9;
    path_call made{.kind = call_kind::index};
    skip_space();
    const std::size_t begin = at_;
    for (; at_ < text_.size() && is_digit(text_[at_]); ++at_) {
      made.index = made.index * 10 + static_cast<std::uint32_t>(text_[at_] - '0');
    }
    if (at_ == begin) return peek() == ']' || peek() == '\0' ? malformed : unsupported;
    if (at_ - begin > most_digits) return too_large_index();
    if (!take(']')) return peek() == '\0' ? malformed : unsupported;
    calls.push_back(std::move(made));
    return success();
  }
  static error too_large_index() noexcept { return error{errc::invalid_argument}.at("FHIRPath Patch: path"); }

  result<std::string> identifier() {
    if (peek() == '`') return quoted('`');
    const std::string_view word = word_ahead();
    if (word.empty()) return malformed;
    at_ += word.size();
    return std::string(word);
  }

  // A name, or a function with its arguments.
  result<void> member(path_calls& calls, int depth) {
    const bool plain = peek() != '`';
    PHR_TRY(std::string name, identifier());
    if (!plain || !take('(')) {
      calls.push_back({.kind = call_kind::name, .text = std::move(name)});
      return success();
    }
    PHR_TRY(function(name, calls, depth));
    if (!take(')')) return peek() == '\0' ? malformed : unsupported;
    return success();
  }

  result<void> function(const std::string& called, path_calls& calls, int depth) {
    using enum call_kind;
    if (called == "first" || called == "last" || called == "single") {
      calls.push_back({.kind = called == "first" ? first : called == "last" ? last : single});
    } else if (called == "ofType" || called == "as") {
      PHR_TRY(std::string type, type_name());
      calls.push_back({.kind = called == "as" ? as : of_type, .text = std::move(type)});
    } else if (called == "extension") {
      PHR_TRY(path_literal url, literal());
      if (url.kind != literal_kind::string) return malformed;
      calls.push_back({.kind = call_kind::name, .text = "extension"});
      path_call only{.kind = where};
      only.criteria.push_back({{{.kind = call_kind::name, .text = "url"}}, std::move(url)});
      calls.push_back(std::move(only));
    } else if (called == "where") {
      path_call made{.kind = where};
      do {
        PHR_TRY(criterion(made.criteria, depth + 1));
      } while (take_word("and"));
      calls.push_back(std::move(made));
    } else {
      return unsupported;
    }
    return success();
  }

  // `a = 'x'` with a path at the left and a literal at the right.
  result<void> criterion(std::vector<path_criterion>& into, int depth) {
    if (depth > deepest) return too_deep;
    path_criterion made;
    PHR_TRY(made.left, expression(depth));
    if (!take('=')) return peek() == '\0' ? malformed : unsupported;
    PHR_TRY(made.right, literal());
    into.push_back(std::move(made));
    return success();
  }

  // "Quantity", "FHIR.Quantity".
  result<std::string> type_name() {
    PHR_TRY(std::string name, identifier());
    if (!take('.')) return name;
    if (name != "FHIR") return unsupported;  // System's types
    return identifier();
  }

  result<path_literal> literal() {
    using enum literal_kind;
    const char next = peek();
    if (next == '\'') {
      PHR_TRY(std::string text, quoted('\''));
      return path_literal{string, std::move(text)};
    }
    if (take_word("true")) return path_literal{boolean, "true"};
    if (take_word("false")) return path_literal{boolean, "false"};
    if (next == '@') {
      ++at_;
      return date_literal();
    }
    if (is_digit(next) || next == '-') return number_literal();
    return next == '\0' || next == ')' ? malformed : unsupported;
  }

  // A day, month or year. With a time zone or a time, equality is not one of texts.
  result<path_literal> date_literal() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '-')) ++at_;
    const std::string_view date = text_.substr(begin, at_ - begin);
    if (at_ < text_.size() && (text_[at_] == 'T' || text_[at_] == ':')) return unsupported;
    if (date.size() != 4 && date.size() != 7 && date.size() != 10) return malformed;
    for (std::size_t at = 0; at < date.size(); ++at) {
      if ((at == 4 || at == 7) != (date[at] == '-')) return malformed;
    }
    return path_literal{literal_kind::date, std::string(date)};
  }

  result<path_literal> number_literal() {
    const std::size_t begin = at_;
    if (text_[at_] == '-') ++at_;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    if (at_ + 1 < text_.size() && text_[at_] == '.' && is_digit(text_[at_ + 1])) {
      for (++at_; at_ < text_.size() && is_digit(text_[at_]);) ++at_;
    }
    path_literal made{literal_kind::number, std::string(text_.substr(begin, at_ - begin))};
    if (!is_digit(made.text.back())) return malformed;
    const char next = peek();
    if (next == '\'' || (is_letter(next) && word_ahead() != "and")) return unsupported;  // a quantity
    return made;
  }

  // Text between two of `mark`, with FHIRPath's escapes.
  result<std::string> quoted(char mark) {
    constexpr std::string_view escapes = "'\"`\\/fnrt";
    constexpr std::string_view meant = "'\"`\\/\f\n\r\t";
    std::string made;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == mark) {
        ++at_;
        return made;
      }
      if (text_[at_] != '\\') {
        made.push_back(text_[at_]);
        continue;
      }
      if (++at_ == text_.size()) break;
      if (text_[at_] == 'u') {
        PHR_TRY(unicode(made));
        continue;
      }
      const std::size_t known = escapes.find(text_[at_]);
      if (known == std::string_view::npos) return malformed;
      made.push_back(meant[known]);
    }
    return malformed;
  }
  // \u0041, read up to its last digit.
  result<void> unicode(std::string& into) {
    std::uint32_t code = 0;
    for (int digit = 0; digit < 4; ++digit) {
      if (++at_ == text_.size()) return malformed;
      const char c = text_[at_];
      const char lower = is_letter(c) ? static_cast<char>(c | 0x20) : c;
      if (!is_digit(c) && (lower < 'a' || lower > 'f')) return malformed;
      code = code * 16 + static_cast<std::uint32_t>(is_digit(c) ? c - '0' : lower - 'a' + 10);
    }
    if (code == 0 || (code >= 0xD800 && code < 0xE000)) return unsupported;
    append_utf8(into, code);
    return success();
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

result<path_calls> parse_path(std::string_view text) { return reader(text).whole(); }

}  // namespace phr::fhir::patching
