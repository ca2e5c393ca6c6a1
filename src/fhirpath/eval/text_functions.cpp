// Regular expressions, and texts written for other places: encode, decode, escape, unescape.
#include "fhirpath/eval/function_sets.hpp"
#include "fhirpath/syntax/lexer.hpp"

#include <re2/re2.h>

#include <algorithm>

namespace phr::fhirpath {

namespace {

using scope = evaluator::scope;

// A dot is any character, lines are not told apart, and memory is bounded: RE2 never takes more time than the text is long.
RE2::Options options() {
  RE2::Options made(RE2::Quiet);
  made.set_dot_nl(true);
  made.set_max_mem(1 << 20);
  return made;
}

// A pattern with flags: i for any case, m for ^ and $ at the lines. Errors: invalid_argument for other flags.
result<std::string> flagged(evaluator& in, const node& at, std::string pattern, const scope& around) {
  if (argument_count(at) < 2) return pattern;
  PHR_TRY(const auto flags, argument_string(in, at, 1, around));
  if (!flags || flags->empty()) return pattern;
  if (flags->find_first_not_of("im") != std::string::npos) return in.wrong(at, "a flag of a regular expression");
  return "(?" + *flags + ")" + pattern;
}

template <bool Full>
result<collection> matches(evaluator& in, const node& at, const collection& input, const scope& around) {
  PHR_TRY(const auto text, string_of(in, at, input));
  PHR_TRY(const auto pattern, argument_string(in, at, 0, around));
  if (!text || !pattern) return collection{};
  PHR_TRY(const std::string whole, flagged(in, at, *pattern, around));
  const RE2 expression(whole, options());
  if (!expression.ok()) return in.wrong(at, "a regular expression");
  return collection{Full ? RE2::FullMatch(*text, expression) : RE2::PartialMatch(*text, expression)};
}

result<collection> replace_matches(evaluator& in, const node& at, const collection& input, const scope& around) {
  PHR_TRY(const auto text, string_of(in, at, input));
  PHR_TRY(const auto pattern, argument_string(in, at, 0, around));
  PHR_TRY(const auto by, argument_string(in, at, 1, around));
  if (!text || !pattern || !by) return collection{};
  if (pattern->empty()) return collection{*text};
  const RE2 expression(*pattern, options());
  if (!expression.ok()) return in.wrong(at, "a regular expression");
  // $1 and ${name} are how FHIRPath names groups, \1 is how RE2 does.
  std::string rewrite;
  for (std::size_t each = 0; each < by->size(); ++each) {
    const char c = (*by)[each];
    if (c == '\\') {
      rewrite.append("\\\\");
    } else if (c == '$' && each + 1 < by->size() && (*by)[each + 1] >= '0' && (*by)[each + 1] <= '9') {
      rewrite.append(1, '\\').append(1, (*by)[++each]);
    } else if (c == '$' && each + 1 < by->size() && (*by)[each + 1] == '{') {
      const std::size_t end = by->find('}', each);
      const auto& groups = expression.NamedCapturingGroups();
      const auto group = end == std::string::npos ? groups.end() : groups.find(by->substr(each + 2, end - each - 2));
      if (group == groups.end()) return in.wrong(at, "a group of the regular expression");
      rewrite.append("\\").append(std::to_string(group->second));
      each = end;
    } else {
      rewrite.push_back(c);
    }
  }
  // Each character may be a match that is replaced by the whole text.
  PHR_TRY(in.within(at, (text->size() + 1) * rewrite.size()));
  std::string error;
  if (!expression.CheckRewriteString(rewrite, &error)) return in.wrong(at, "a group of the regular expression");
  std::string made = *text;
  RE2::GlobalReplace(&made, expression, rewrite);
  return collection{std::move(made)};
}

constexpr std::string_view base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view base64_url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view hex = "0123456789abcdef";

std::string to_base64(std::string_view text, std::string_view alphabet) {
  std::string made;
  for (std::size_t at = 0; at < text.size(); at += 3) {
    std::uint32_t group = 0;
    const std::size_t bytes = std::min<std::size_t>(3, text.size() - at);
    for (std::size_t each = 0; each < 3; ++each) group = group << 8U | (each < bytes ? static_cast<unsigned char>(text[at + each]) : 0U);
    for (std::size_t each = 0; each < 4; ++each) made.push_back(each <= bytes ? alphabet[group >> (18U - 6U * each) & 63U] : '=');
  }
  return made;
}

std::optional<std::string> from_base64(std::string_view text, std::string_view alphabet) {
  std::string made;
  std::uint32_t group = 0;
  int bits = 0;
  for (const char c : text) {
    if (c == '=') break;
    const std::size_t digit = alphabet.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    group = group << 6U | static_cast<std::uint32_t>(digit);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    made.push_back(static_cast<char>(group >> static_cast<unsigned>(bits) & 0xFFU));
  }
  return made;
}

std::string to_hex(std::string_view text) {
  std::string made;
  for (const char c : text) {
    made.push_back(hex[static_cast<unsigned char>(c) >> 4U]);
    made.push_back(hex[static_cast<unsigned char>(c) & 15U]);
  }
  return made;
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string made;
  for (std::size_t at = 0; at < text.size(); at += 2) {
    const auto digit = [&](std::size_t index) { return hex.find(static_cast<char>(text[index] >= 'A' && text[index] <= 'F' ? text[index] + 32 : text[index])); };
    if (digit(at) == std::string_view::npos || digit(at + 1) == std::string_view::npos) return std::nullopt;
    made.push_back(static_cast<char>(digit(at) << 4U | digit(at + 1)));
  }
  return made;
}

struct entity {
  std::string_view plain;
  std::string_view html;
};
constexpr entity entities[] = {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}};

std::string replaced(std::string_view text, bool escape) {
  std::string made;
  for (std::size_t at = 0; at < text.size();) {
    const entity* known = nullptr;
    for (const entity& each : entities) {
      if (text.substr(at).starts_with(escape ? each.plain : each.html)) known = &each;
    }
    made.append(known == nullptr ? text.substr(at, 1) : escape ? known->html : known->plain);
    at += known == nullptr ? 1 : (escape ? known->plain : known->html).size();
  }
  return made;
}

std::string json_escaped(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c == '"' || c == '\\') made.push_back('\\');
    made.push_back(c);
  }
  return made;
}

// A backslash that begins no escape of JSON stands for itself.
std::string json_unescaped(std::string_view text) {
  constexpr std::string_view written = "\"\\/bfnrt";
  constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
  std::string made;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char next = text[at] == '\\' && at + 1 < text.size() ? text[at + 1] : '\0';
    const std::size_t known = next == '\0' ? std::string_view::npos : written.find(next);
    if (known != std::string_view::npos) {
      made.push_back(meant[known]);
      ++at;
    } else if (const auto character = next == 'u' ? unescaped(text.substr(at, 6)) : result<std::string>(error{}); character) {
      made.append(character.value());
      at += 5;
    } else {
      made.push_back(text[at]);
    }
  }
  return made;
}

// A function of the input and the name of a form; nullopt for a text that is not of that form.
template <std::optional<std::string> (*Convert)(const std::string& text, const std::string& form, bool& known)>
result<collection> converted(evaluator& in, const node& at, const collection& input, const scope& around) {
  PHR_TRY(const auto text, string_of(in, at, input));
  PHR_TRY(const auto form, argument_string(in, at, 0, around));
  if (!text || !form) return collection{};
  bool known = true;
  auto made = Convert(*text, *form, known);
  if (!known) return collection{};
  if (!made && *form == "hex") return in.wrong(at, "hexadecimal digits in pairs");
  return made ? collection{std::move(*made)} : collection{};
}

std::optional<std::string> encode(const std::string& text, const std::string& form, bool& known) {
  if (form == "base64") return to_base64(text, base64);
  if (form == "urlbase64") return to_base64(text, base64_url);
  if (form == "hex") return to_hex(text);
  known = false;
  return std::nullopt;
}

std::optional<std::string> decode(const std::string& text, const std::string& form, bool& known) {
  if (form == "base64") return from_base64(text, base64);
  if (form == "urlbase64") return from_base64(text, base64_url);
  if (form == "hex") return from_hex(text);
  known = false;
  return std::nullopt;
}

std::optional<std::string> escape(const std::string& text, const std::string& form, bool& known) {
  if (form == "html") return replaced(text, true);
  if (form == "json") return json_escaped(text);
  known = false;
  return std::nullopt;
}

std::optional<std::string> unescape(const std::string& text, const std::string& form, bool& known) {
  if (form == "html") return replaced(text, false);
  if (form == "json") return json_unescaped(text);
  known = false;
  return std::nullopt;
}

constexpr named_function text_table[] = {
    {"matches", 1, 2, matches<false>}, {"matchesFull", 1, 2, matches<true>}, {"replaceMatches", 2, 3, replace_matches}, {"encode", 1, 1, converted<encode>},
    {"decode", 1, 1, converted<decode>}, {"escape", 1, 1, converted<escape>}, {"unescape", 1, 1, converted<unescape>},
};

}  // namespace

std::span<const named_function> text_functions() noexcept { return text_table; }

}  // namespace phr::fhirpath
