// Codes in words.
#include <phr/ucum/ucum.hpp>

#include "ucum/parser.hpp"

namespace phr::ucum {

namespace {

using kind = detail::token::kind;

std::string words_of(const detail::token& each, const detail::unit_table& units) {
  std::string out = "(";
  if (const detail::prefix* by = units.prefix_of(each.what)) out += by->name;
  out += units.at(each.what.atom).name;
  if (each.has_exponent) out.append(" ^ ").append(std::to_string(each.exponent));
  return out + ")";
}

}  // namespace

result<std::string> display_name(std::string_view code) {
  if (code.empty()) return std::string("(unity)");
  const detail::unit_table& units = detail::table();
  PHR_TRY(const auto tokens, detail::read(code, units));
  std::string out;
  for (const auto& each : tokens) {
    switch (each.is) {
      case kind::unit: out += words_of(each, units); break;
      case kind::times: out += " * "; break;
      case kind::over: out += out.empty() ? "1 / " : " / "; break;
      case kind::annotation:
        if (!out.empty() && out.back() != ' ' && out.back() != '(') out += ' ';
        [[fallthrough]];
      default: out.append(code.substr(each.begin, each.end - each.begin));
    }
  }
  return out;
}

}  // namespace phr::ucum
