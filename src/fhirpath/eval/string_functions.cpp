// String manipulation (http://hl7.org/fhirpath/N1/#string-manipulation). Positions and lengths are counted in code points.
#include "fhirpath/eval/function_sets.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace phr::fhirpath {

namespace {

using scope = evaluator::scope;

bool begins_character(char c) noexcept { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

// The offset in bytes of each character, and of the end.
std::vector<std::size_t> offsets(std::string_view text) {
  std::vector<std::size_t> made;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (begins_character(text[at])) made.push_back(at);
  }
  made.push_back(text.size());
  return made;
}

std::int64_t length_of(std::string_view text) { return std::count_if(text.begin(), text.end(), begins_character); }

// A function of the input and one string.
template <class Function>
result<collection> with_string(evaluator& in, const node& at, const collection& input, const scope& around, Function function) {
  PHR_TRY(const auto text, string_of(in, at, input));
  PHR_TRY(const auto other, argument_string(in, at, 0, around));
  return text && other ? function(*text, *other) : collection{};
}

result<collection> index_of(evaluator& in, const node& at, const collection& input, const scope& around) {
  return with_string(in, at, input, around, [](const std::string& text, const std::string& part) {
    const std::size_t found = text.find(part);
    return collection{found == std::string::npos ? std::int64_t{-1} : length_of(std::string_view(text).substr(0, found))};
  });
}
result<collection> last_index_of(evaluator& in, const node& at, const collection& input, const scope& around) {
  return with_string(in, at, input, around, [](const std::string& text, const std::string& part) {
    const std::size_t found = text.rfind(part);
    return collection{found == std::string::npos ? std::int64_t{-1} : length_of(std::string_view(text).substr(0, found))};
  });
}
result<collection> starts_with(evaluator& in, const node& at, const collection& input, const scope& around) {
  return with_string(in, at, input, around, [](const std::string& text, const std::string& part) { return collection{text.starts_with(part)}; });
}
result<collection> ends_with(evaluator& in, const node& at, const collection& input, const scope& around) {
  return with_string(in, at, input, around, [](const std::string& text, const std::string& part) { return collection{text.ends_with(part)}; });
}
result<collection> contains(evaluator& in, const node& at, const collection& input, const scope& around) {
  return with_string(in, at, input, around, [](const std::string& text, const std::string& part) { return collection{text.find(part) != std::string::npos}; });
}

result<collection> split(evaluator& in, const node& at, const collection& input, const scope& around) {
  return with_string(in, at, input, around, [](const std::string& text, const std::string& separator) {
    collection made;
    std::size_t begin = 0;
    for (std::size_t found = separator.empty() ? std::string::npos : text.find(separator); found != std::string::npos; found = text.find(separator, begin)) {
      made.emplace_back(text.substr(begin, found - begin));
      begin = found + separator.size();
    }
    made.emplace_back(text.substr(begin));
    return made;
  });
}

result<collection> substring(evaluator& in, const node& at, const collection& input, const scope& around) {
  PHR_TRY(const auto text, string_of(in, at, input));
  PHR_TRY(const auto begin, argument_integer(in, at, 0, around));
  if (!text || !begin) return collection{};
  const auto places = offsets(*text);
  const auto size = static_cast<std::int64_t>(places.size()) - 1;
  if (*begin < 0 || *begin >= size) return collection{};
  std::int64_t count = size;
  if (argument_count(at) == 2) {
    PHR_TRY(const auto given, argument_integer(in, at, 1, around));
    count = std::max<std::int64_t>(given.value_or(size), 0);
  }
  const std::size_t from = places[static_cast<std::size_t>(*begin)];
  const std::size_t to = places[static_cast<std::size_t>(*begin + std::min(count, size - *begin))];
  return collection{text->substr(from, to - from)};
}

template <bool Upper>
result<collection> cased(evaluator& in, const node& at, const collection& input, const scope&) {
  PHR_TRY(auto text, string_of(in, at, input));
  if (!text) return collection{};
  for (char& c : *text) {
    if (Upper && c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    if (!Upper && c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return collection{std::move(*text)};
}

result<collection> replace(evaluator& in, const node& at, const collection& input, const scope& around) {
  PHR_TRY(const auto text, string_of(in, at, input));
  PHR_TRY(const auto pattern, argument_string(in, at, 0, around));
  PHR_TRY(const auto by, argument_string(in, at, 1, around));
  if (!text || !pattern || !by) return collection{};
  std::string made;
  std::size_t begin = 0;
  PHR_TRY(in.within(at, (text->size() / std::max<std::size_t>(pattern->size(), 1) + 1) * by->size()));
  if (pattern->empty()) {  // around every character
    for (const char c : *text) {
      if (begins_character(c)) made.append(*by);
      made.push_back(c);
    }
    return collection{made.append(*by)};
  }
  for (std::size_t found = text->find(*pattern); found != std::string::npos; found = text->find(*pattern, begin)) {
    made.append(*text, begin, found - begin).append(*by);
    begin = found + pattern->size();
  }
  return collection{made.append(*text, begin)};
}

result<collection> length(evaluator& in, const node& at, const collection& input, const scope&) {
  PHR_TRY(const auto text, string_of(in, at, input));
  return text ? collection{length_of(*text)} : collection{};
}

result<collection> to_chars(evaluator& in, const node& at, const collection& input, const scope&) {
  PHR_TRY(const auto text, string_of(in, at, input));
  collection made;
  if (!text) return made;
  const auto places = offsets(*text);
  for (std::size_t each = 0; each + 1 < places.size(); ++each) made.emplace_back(text->substr(places[each], places[each + 1] - places[each]));
  return made;
}

result<collection> trim(evaluator& in, const node& at, const collection& input, const scope&) {
  PHR_TRY(const auto text, string_of(in, at, input));
  if (!text) return collection{};
  constexpr const char* white = " \t\r\n\f\v";
  const std::size_t first = text->find_first_not_of(white);
  if (first == std::string::npos) return collection{std::string()};
  return collection{text->substr(first, text->find_last_not_of(white) - first + 1)};
}

result<collection> join(evaluator& in, const node& at, const collection& input, const scope& around) {
  std::string separator;
  if (argument_count(at) == 1) {
    PHR_TRY(const auto given, argument_string(in, at, 0, around));
    separator = given.value_or("");
  }
  std::string made;
  bool any = false;
  for (const value& each : input) {
    if (has_no_value(each)) continue;
    const auto text = as_string(each);
    if (!text) return in.wrong(at, "a collection of Strings");
    if (any) made.append(separator);
    made.append(*text);
    PHR_TRY(in.within(at, made.size()));
    any = true;
  }
  if (!any && !in.joins_nothing()) return collection{};  // none has a value
  return collection{std::move(made)};
}

constexpr named_function string_table[] = {
    {"indexOf", 1, 1, index_of}, {"lastIndexOf", 1, 1, last_index_of}, {"startsWith", 1, 1, starts_with}, {"endsWith", 1, 1, ends_with}, {"contains", 1, 1, contains}, {"split", 1, 1, split}, {"substring", 1, 2, substring},
    {"upper", 0, 0, cased<true>}, {"lower", 0, 0, cased<false>}, {"replace", 2, 2, replace}, {"length", 0, 0, length}, {"toChars", 0, 0, to_chars}, {"trim", 0, 0, trim}, {"join", 0, 1, join},
};

}  // namespace

std::span<const named_function> string_functions() noexcept { return string_table; }

}  // namespace phr::fhirpath
