#include "fhirpath/syntax/parser.hpp"

#include "fhirpath/syntax/lexer.hpp"
#include "fhirpath/syntax/operators.hpp"

#include <algorithm>
#include <utility>

namespace phr::fhirpath {

namespace {

constexpr std::string_view calendar_units[] = {"year", "month", "week", "day", "hour", "minute", "second", "millisecond", "years", "months", "weeks", "days", "hours", "minutes", "seconds", "milliseconds"};

bool is_calendar_unit(std::string_view word) {
  for (const std::string_view each : calendar_units) {
    if (each == word) return true;
  }
  return false;
}

// Climbs by binding power. Each function leaves the token behind what it has read in `now_`.
class parsing {
 public:
  parsing(std::string_view text, const parse_limits& most) : lexer_(text), most_(most) {}

  result<tree> run() {
    PHR_TRY(advance());
    PHR_TRY(expression(1));
    if (now_.kind != token_kind::end) return unexpected();
    return std::move(made_);
  }

 private:
  using position = std::uint32_t;

  result<void> advance() {
    PHR_TRY(now_, lexer_.next());
    return success();
  }
  [[nodiscard]] error unexpected() const noexcept {
    return lexer_.at(error{errc::malformed_query}.at(now_.kind == token_kind::end ? static_text("the end of an expression") : static_text("an expression")), now_.begin);
  }
  [[nodiscard]] bool is_symbol(std::string_view text) const noexcept { return now_.kind == token_kind::symbol && now_.text == text; }
  result<void> expect(std::string_view symbol) {
    if (!is_symbol(symbol)) return unexpected();
    return advance();
  }
  // How high a tree is says how deep its evaluation goes: a chain of members is as deep as parentheses are.
  result<position> add(node made) {
    std::uint32_t height = 0;
    for (const position part : made.parts) height = std::max(height, heights_[part]);
    if (++height > most_.height) return lexer_.at(error{errc::too_deep}.at("an expression"), made.begin);
    heights_.push_back(height);
    made_.nodes.push_back(std::move(made));
    return static_cast<position>(made_.nodes.size() - 1);
  }

  // The power of the operator that stands here, 0 for none.
  [[nodiscard]] int operator_power() const noexcept {
    return now_.kind == token_kind::symbol || now_.kind == token_kind::name ? power_of(now_.text) : 0;
  }

  result<position> expression(int least) {
    if (++depth_ > most_.depth) return lexer_.at(error{errc::too_deep}.at("an expression"), now_.begin);
    PHR_TRY(position left, operand());
    for (int power = operator_power(); power >= least && power != 0; power = operator_power()) {
      const token symbol = now_;
      PHR_TRY(advance());
      if (power == type_power) {
        PHR_TRY(std::string type, type_specifier());
        PHR_TRY(left, add({node_kind::type, symbol.begin, std::string(symbol.text), std::move(type), false, {left}}));
        continue;
      }
      PHR_TRY(const position right, expression(power + 1));
      PHR_TRY(left, add({node_kind::binary, symbol.begin, std::string(symbol.text), {}, false, {left, right}}));
    }
    --depth_;
    return left;
  }

  result<position> operand() {
    if (!is_symbol("+") && !is_symbol("-")) {
      PHR_TRY(const position first, term());
      return followed(first);
    }
    const token sign = now_;
    PHR_TRY(advance());
    PHR_TRY(const position of, expression(polarity_power));
    return add({node_kind::polarity, sign.begin, std::string(sign.text), {}, false, {of}});
  }

  // Members, functions and indices behind a term.
  result<position> followed(position left) {
    for (;;) {
      if (is_symbol(".")) {
        PHR_TRY(advance());
        PHR_TRY(left, invocation(&left));
      } else if (is_symbol("[")) {
        const std::uint32_t begin = now_.begin;
        PHR_TRY(advance());
        PHR_TRY(const position index, expression(1));
        PHR_TRY(expect("]"));
        PHR_TRY(left, add({node_kind::index, begin, {}, {}, false, {left, index}}));
      } else {
        return left;
      }
    }
  }

  result<position> term() {
    const token here = now_;
    switch (here.kind) {
      case token_kind::string: {
        PHR_TRY(std::string text, text_of(here));
        PHR_TRY(advance());
        return add({node_kind::string, here.begin, std::move(text)});
      }
      case token_kind::number: return number();
      case token_kind::date:
      case token_kind::date_time:
      case token_kind::time: {
        PHR_TRY(advance());
        const auto kind = here.kind == token_kind::date ? node_kind::date : here.kind == token_kind::time ? node_kind::time : node_kind::date_time;
        return add({kind, here.begin, std::string(here.text)});
      }
      case token_kind::constant: {
        PHR_TRY(std::string text, text_of(here));
        PHR_TRY(advance());
        return add({node_kind::constant, here.begin, std::move(text)});
      }
      case token_kind::name:
        if (here.text == "true" || here.text == "false") {
          PHR_TRY(advance());
          return add({node_kind::boolean, here.begin, std::string(here.text)});
        }
        return invocation(nullptr);
      case token_kind::delimited:
      case token_kind::special: return invocation(nullptr);
      default: break;
    }
    if (is_symbol("(")) {
      PHR_TRY(advance());
      PHR_TRY(const position inside, expression(1));
      PHR_TRY(expect(")"));
      return inside;
    }
    if (!is_symbol("{")) return unexpected();
    PHR_TRY(advance());
    PHR_TRY(expect("}"));
    return add({node_kind::empty, here.begin});
  }

  result<position> number() {
    const token here = now_;
    PHR_TRY(advance());
    node made{node_kind::number, here.begin, std::string(here.text)};
    if (now_.kind == token_kind::string) {
      made.kind = node_kind::quantity;
      PHR_TRY(const std::string unit, text_of(now_));
      made.type = "'" + unit + "'";
      PHR_TRY(advance());
    } else if (now_.kind == token_kind::name && is_calendar_unit(now_.text)) {
      made.kind = node_kind::quantity;
      made.type = std::string(now_.text);
      PHR_TRY(advance());
    }
    return add(std::move(made));
  }

  // A member, a function or a special name, of `input` or of what is around.
  result<position> invocation(const position* input) {
    const token here = now_;
    if (here.kind == token_kind::special) {
      PHR_TRY(advance());
      if (input != nullptr) return lexer_.at(error{errc::malformed_query}.at("a name with $ stands alone"), here.begin);
      return add({node_kind::special, here.begin, std::string(here.text)});
    }
    if (here.kind != token_kind::name && here.kind != token_kind::delimited) return unexpected();
    PHR_TRY(std::string name, text_of(here));
    PHR_TRY(advance());
    node made{node_kind::member, here.begin, std::move(name)};
    made.has_input = input != nullptr;
    if (input != nullptr) made.parts.push_back(*input);
    if (!is_symbol("(")) return add(std::move(made));
    made.kind = node_kind::function;
    PHR_TRY(advance());
    while (!is_symbol(")")) {
      PHR_TRY(const position argument, expression(1));
      made.parts.push_back(argument);
      if (is_symbol(")")) break;
      PHR_TRY(expect(","));
      if (is_symbol(")")) return unexpected();
    }
    PHR_TRY(advance());
    return add(std::move(made));
  }

  // Quantity, FHIR.Patient, System.`String`
  result<std::string> type_specifier() {
    std::string made;
    for (;;) {
      if (now_.kind != token_kind::name && now_.kind != token_kind::delimited) return unexpected();
      PHR_TRY(const std::string name, text_of(now_));
      made.append(name);
      PHR_TRY(advance());
      if (!is_symbol(".") || made.find('.') != std::string::npos) return made;
      PHR_TRY(advance());
      made.push_back('.');
    }
  }

  result<std::string> text_of(const token& from) const {
    if (from.kind == token_kind::name) return std::string(from.text);
    auto made = unescaped(from.text);
    if (!made) return lexer_.at(made.error(), from.begin);
    return made;
  }

  lexer lexer_;
  const parse_limits& most_;
  token now_;
  tree made_;
  std::vector<std::uint32_t> heights_;  // by node
  std::uint32_t depth_ = 0;
};

}  // namespace

result<tree> parse(std::string_view text, const parse_limits& most) {
  if (text.size() > most.text_bytes) return error{errc::too_large}.at("an expression");
  return parsing(text, most).run();
}

}  // namespace phr::fhirpath
