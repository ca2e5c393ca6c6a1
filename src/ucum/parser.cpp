// Reads UCUM codes. The grammar is that of the specification (https://ucum.org/ucum, figure 1), but that an annotation may follow
// a number or a parenthesis, too, as UCUM's table of example codes has it: g/(8.h){shift}.
//   main term  =  "/" term | term
//   term       =  component { ("." | "/") component }, from left to right
//   component  =  (number | symbol [exponent] | "(" term ")") [annotation] | annotation
#include "ucum/parser.hpp"

#include "core/ascii.hpp"

namespace phr::ucum::detail {

namespace {

using kind = token::kind;

bool is_visible(char c) noexcept { return c > ' ' && c < 0x7f; }

class reader {
 public:
  reader(std::string_view code, const unit_table& units) : code_(code), units_(units) { out_.reserve(8); }

  result<std::vector<token>> run() {
    if (code_.empty()) return error{errc::empty_input}.at("unit");
    if (code_.size() > longest_code) return error{errc::too_large}.at("unit");
    for (; at_ < code_.size(); ++at_) {
      if (!is_visible(code_[at_])) return fail(errc::invalid_utf8);
    }
    at_ = 0;
    PHR_TRY(main_term());
    if (at_ < code_.size()) return fail(errc::malformed_query);
    return static_cast<std::vector<token>&&>(out_);
  }

 private:
  [[nodiscard]] error fail(errc code) const noexcept { return fail(code, at_); }
  [[nodiscard]] static error fail(errc code, std::size_t at) noexcept {
    return error{code}.at("unit").in(1, static_cast<std::uint32_t>(at + 1));
  }
  [[nodiscard]] bool sees(char c) const noexcept { return at_ < code_.size() && code_[at_] == c; }
  [[nodiscard]] bool sees_digit() const noexcept { return at_ < code_.size() && is_digit(code_[at_]); }

  token& emit(kind is, std::size_t begin) {
    token made;
    made.is = is;
    made.begin = static_cast<std::uint32_t>(begin);
    made.end = static_cast<std::uint32_t>(at_);
    return out_.emplace_back(made);
  }
  void emit_next(kind is) {
    ++at_;
    emit(is, at_ - 1);
  }

  result<void> main_term() {
    if (sees('/')) emit_next(kind::over);
    return term();
  }

  result<void> term() {
    PHR_TRY(component());
    while (sees('.') || sees('/')) {
      emit_next(sees('.') ? kind::times : kind::over);
      PHR_TRY(component());
    }
    return success();
  }

  result<void> component() {
    if (sees('{')) return annotation();
    if (sees('(')) {
      PHR_TRY(parenthesis());
    } else if (sees_digit() && code_.substr(at_, 3).find_first_of("*^") != 2) {
      PHR_TRY(number());
    } else {
      PHR_TRY(unit_symbol());
    }
    return sees('{') ? annotation() : success();
  }

  result<void> parenthesis() {
    const std::size_t begin = at_;
    if (++depth_ > deepest) return fail(errc::too_deep);
    emit_next(kind::open);
    PHR_TRY(term());
    if (!sees(')')) return fail(errc::malformed_query, at_ < code_.size() ? at_ : begin);
    emit_next(kind::close);
    --depth_;
    return success();
  }

  result<void> annotation() {
    const std::size_t begin = at_;
    const std::size_t end = code_.find_first_of("{}", at_ + 1);
    if (end == std::string_view::npos) return fail(errc::malformed_query, begin);
    if (code_[end] == '{') return fail(errc::malformed_query, end);
    at_ = end + 1;
    emit(kind::annotation, begin);
    return success();
  }

  result<void> number() {
    const std::size_t begin = at_;
    while (sees_digit()) ++at_;
    if (code_.substr(begin, at_ - begin).find_first_not_of('0') == std::string_view::npos) {
      return fail(errc::invalid_value, begin);  // no unit is nothing
    }
    emit(kind::number, begin);
    return success();
  }

  // To the end of the letters and signs that can be a symbol; what stands in brackets belongs to it.
  result<void> skip_symbol() {
    if (sees_digit()) at_ += 3;
    while (at_ < code_.size()) {
      const char c = code_[at_];
      if (c == '[') {
        const std::size_t end = code_.find(']', at_);
        if (end == std::string_view::npos) return fail(errc::malformed_query);
        at_ = end;
      } else if (is_digit(c) || std::string_view(".+-/(){}]").find(c) != std::string_view::npos) {
        return success();
      }
      ++at_;
    }
    return success();
  }

  result<void> unit_symbol() {
    const std::size_t begin = at_;
    PHR_TRY(skip_symbol());
    if (begin == at_) return fail(errc::malformed_query);
    const auto found = units_.find(code_.substr(begin, at_ - begin));
    if (!found) return fail(errc::invalid_value, begin);
    const std::size_t made = out_.size();
    emit(kind::unit, begin).what = *found;
    return exponent(made);
  }

  result<void> exponent(std::size_t of) {
    const std::size_t begin = at_;
    const bool below = sees('-');
    if (below || sees('+')) ++at_;
    if (!sees_digit()) return begin == at_ ? result<void>(success()) : result<void>(fail(errc::malformed_query));
    int value = 0;
    for (; sees_digit(); ++at_) {
      value = value * 10 + (code_[at_] - '0');
      if (value > highest_exponent) return fail(errc::too_large, begin);
    }
    out_[of].exponent = static_cast<std::int16_t>(below ? -value : value);
    out_[of].has_exponent = true;
    out_[of].end = static_cast<std::uint32_t>(at_);
    return success();
  }

  std::string_view code_;
  const unit_table& units_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::vector<token> out_;
};

}  // namespace

result<std::vector<token>> read(std::string_view code, const unit_table& units) { return reader(code, units).run(); }

}  // namespace phr::ucum::detail
