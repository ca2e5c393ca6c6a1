// Criteria made of values that occur, each with what it says of a resource: text on one side, FHIR's definition on the other.
#pragma once

#include "session/search_facts.hpp"

#include <functional>

namespace phr::test::model {

struct held {
  std::string id;
  std::map<std::string, said> says;
  std::map<std::string, std::vector<std::pair<std::string, held>>> inside = {};  // by parameter: what it contains and refers to, with its type
};

// One criterion: its text, what it says of a resource, and the same in _filter's language ("" where it has none).
struct asked {
  std::string text;
  std::function<bool(const held&)> holds;
  std::string filter = {};
};

// A text as _filter takes it.
inline std::string in_filter(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

inline bool is_ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7F; });
}

inline std::string folded(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ' && (out.empty() || out.back() == ' ')) continue;
    out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

// As it is written in a query: FHIR's escapes, then percent signs.
inline std::string written(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view(",|$\\").find(c) != std::string_view::npos) out += '\\';
    if (std::string_view("%&#+").find(c) != std::string_view::npos || static_cast<unsigned char>(c) >= 0x7F) {
      constexpr const char* digits = "0123456789ABCDEF";
      out += {'%', digits[static_cast<unsigned char>(c) >> 4], digits[static_cast<unsigned char>(c) & 15]};
    } else {
      out += c;
    }
  }
  return out;
}

inline const said& says(const held& of, const std::string& code) {
  static const said nothing;
  const auto found = of.says.find(code);
  return found == of.says.end() ? nothing : found->second;
}

template <class Values, class Match>
bool any(const Values& values, const Match& match) {
  return std::any_of(values.begin(), values.end(), match);
}

// ---- criteria of each kind, from the values that occur ----

inline asked token_of(const std::string& code, const token& value, std::size_t form, bool negated) {
  token_question question{form != 0, value};
  std::string text = written(value.code);
  if (form == 1) text = written(value.system) + "|" + text;
  if (form == 2 && !value.system.empty()) {
    question.asked.code.clear();
    text = written(value.system) + "|";
  } else if (form == 2) {
    question.has_bar = false;
  }
  return {code + (negated ? ":not=" : "=") + text, [=](const held& of) {
            return negated != any(says(of, code).tokens, [&](const token& each) { return question.matches(each); });
          },
          code + (negated ? " ne " : " eq ") + in_filter(text)};
}

inline asked string_of(dice& roll, const std::string& code, const std::string& value, std::size_t form) {
  std::string part = folded(value);
  if (form == 0) part = part.substr(0, 1 + roll.below(part.size()));
  if (form == 1) part = part.substr(roll.below(part.size()));
  part = folded(part);
  if (part.empty() || form == 2) part = form == 2 ? value : folded(value);
  const char* modifier = form == 0 ? "=" : form == 1 ? ":contains=" : ":exact=";
  return {code + modifier + written(part), [=](const held& of) {
            return any(says(of, code).strings, [&](const std::string& each) {
              const std::string own = folded(each);
              return form == 0 ? own.starts_with(part) : form == 1 ? own.find(part) != std::string::npos : each == part;
            });
          }};
}

inline asked date_of(dice& roll, const std::string& code, const span& value, const std::string& prefix) {
  const std::int64_t from = value.low > -60'000'000'000'000'000 ? value.low : value.high - 1'000'000;
  std::string text = phr::format_instant(from / 1'000'000 * 1'000'000).value();
  text = text.substr(0, roll.of(std::vector<std::size_t>{4, 7, 10, 19}));
  if (text.size() == 19) text += "Z";
  const auto in = phr::parse_search_date(text).value().as_interval();
  const span search{in.low, in.high};
  return {code + "=" + prefix + text, [=](const held& of) {
            return any(says(of, code).dates, [&](const span& each) { return each.low < each.high && date_matches(prefix, search, each); });
          },
          code + " " + (prefix.empty() ? "eq" : prefix) + " " + text};
}

inline bool compares(const std::string& prefix, const phr::decimal& number, const phr::decimal& value) {
  const auto range = number.implied_range();
  const bool equal = value >= range.low && value < range.high;
  if (prefix == "ne") return !equal;
  if (prefix == "gt" || prefix == "sa") return value > number;
  if (prefix == "lt" || prefix == "eb") return value < number;
  if (prefix == "ge") return value >= number;
  if (prefix == "le") return value <= number;
  return equal;
}

inline asked amount_of(dice& roll, const std::string& code, const measured& value, const std::string& prefix, bool is_quantity) {
  const phr::decimal number = roll.chance(70) ? value.value : value.value.round(1);
  std::string text = code + "=" + prefix + number.to_string();
  const std::size_t form = is_quantity && !value.code.empty() ? roll.below(3) : 0;
  if (form == 1) text += "|" + written(value.system) + "|" + written(value.code);
  if (form == 2) text += "||" + written(value.code);
  const bool converts = form == 1 && value.system == "http://unitsofmeasure.org";
  return {text, [=](const held& of) {
            return any(says(of, code).amounts, [&](const measured& each) {
              if (form == 0) return compares(prefix, number, each.value);
              if (form == 2) return (each.code == value.code || each.unit == value.code) && compares(prefix, number, each.value);
              if (each.system != value.system) return false;
              if (each.code == value.code) return compares(prefix, number, each.value);
              if (!converts) return false;
              const auto same = phr::ucum::convert(each.value, each.code, value.code);
              return same && compares(prefix, number, same.value());
            });
          }};
}

inline asked reference_of(dice& roll, const definition& by, const std::string& value) {
  const std::string& code = by.code;
  std::string plain = value.substr(0, value.find("/_history/"));
  const std::size_t slash = plain.find('/');
  const bool relative = slash != std::string::npos && phr::fhir::resource_type_named(plain.substr(0, slash));
  const bool by_id = relative && by.targets.contains(plain.substr(0, slash)) && roll.chance(40);
  const bool any_version = !relative && plain.find('|') == std::string::npos;
  return {code + "=" + written(by_id ? plain.substr(slash + 1) : plain), [=, targets = by.targets](const held& of) {
            return any(says(of, code).references, [&](const std::string& each) {
              const std::string own = each.substr(0, each.find("/_history/"));
              if (by_id) return own.substr(own.find('/') + 1) == plain.substr(slash + 1) && targets.contains(own.substr(0, own.find('/')));
              return own == plain || (any_version && own.starts_with(plain + "|"));
            });
          }};
}

inline asked missing_of(const std::string& code, bool missing) {
  return {code + ":missing=" + (missing ? "true" : "false"), [=](const held& of) { return says(of, code).present != missing; }};
}

// code$value, of tokens and quantities.
inline std::optional<asked> composite_of(dice& roll, const definition& by, const said_pair& pair) {
  if (by.components.size() != 2 || by.components[0].kind != "token" || pair.first.tokens.empty()) return {};
  const token first = roll.of(pair.first.tokens);
  const std::string begun = by.code + "=" + written(first.system) + "|" + written(first.code) + "$";
  const std::string element = by.code + "[" + by.components[0].code + " eq " + in_filter(written(first.system) + "|" + written(first.code)) + "]." + by.components[1].code;
  const auto pairs = [code = by.code, first](const held& of, const auto& second) {
    return any(says(of, code).pairs, [&](const said_pair& each) {
      return any(each.first.tokens, [&](const token& one) { return one.system == first.system && one.code == first.code; }) && second(each.second);
    });
  };
  if (by.components[1].kind == "quantity" && !pair.second.amounts.empty()) {
    const measured value = roll.of(pair.second.amounts);
    const std::string prefix = roll.of(std::vector<std::string>{"", "gt", "le", "ne"});
    return asked{begun + prefix + value.value.to_string(), [=](const held& of) {
                   return pairs(of, [&](const said& second) { return any(second.amounts, [&](const measured& each) { return compares(prefix, value.value, each.value); }); });
                 },
                 element + (prefix.empty() ? " eq " : " " + prefix + " ") + value.value.to_string()};
  }
  if (by.components[1].kind == "date" && !pair.second.dates.empty()) {
    const asked date = date_of(roll, "d", roll.of(pair.second.dates), roll.of(std::vector<std::string>{"", "ne", "gt", "lt", "ge", "le", "sa", "eb"}));
    return asked{begun + date.text.substr(2), [=](const held& of) { return pairs(of, [&](const said& second) { return date.holds({"", {{"d", second}}}); }); }, element + date.filter.substr(1)};
  }
  if (by.components[1].kind == "token" && !pair.second.tokens.empty()) {
    const token value = roll.of(pair.second.tokens);
    return asked{begun + written(value.code), [=](const held& of) {
                   return pairs(of, [&](const said& second) { return any(second.tokens, [&](const token& each) { return each.code == value.code; }); });
                 },
                 element + " eq " + in_filter(written(value.code))};
  }
  return {};
}

// A criterion from a value that some resource has; nullopt where the kind of value cannot be asked for.
inline std::optional<asked> ask(dice& roll, const definition& by, const said& from) {
  static const std::vector<std::string> prefixes{"", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb"};
  const std::string& prefix = roll.of(prefixes);
  if (by.kind == "token" && !from.tokens.empty()) return token_of(by.code, roll.of(from.tokens), roll.below(3), roll.chance(20));
  if (by.kind == "uri" && !from.uris.empty()) {
    const std::string value = roll.of(from.uris);
    return asked{by.code + "=" + written(value), [code = by.code, value](const held& of) {
                   return any(says(of, code).uris, [&](const std::string& each) { return each == value || (code == "_profile" && each.starts_with(value + "|")); });
                 }};
  }
  if (by.kind == "string" && !from.strings.empty()) {
    const std::string value = roll.of(from.strings);
    if (is_ascii(value) && !folded(value).empty()) return string_of(roll, by.code, value, roll.below(3));
  }
  if (by.kind == "date" && !from.dates.empty()) return date_of(roll, by.code, roll.of(from.dates), prefix);
  if ((by.kind == "quantity" || by.kind == "number") && !from.amounts.empty()) return amount_of(roll, by.code, roll.of(from.amounts), prefix, by.kind == "quantity");
  if (by.kind == "reference" && !from.references.empty()) {
    const std::string value = roll.of(from.references);
    if (!value.empty() && !value.starts_with("urn:")) return reference_of(roll, by, value);
  }
  if (by.kind == "composite" && !from.pairs.empty()) return composite_of(roll, by, roll.of(from.pairs));
  return {};
}

}  // namespace phr::test::model
