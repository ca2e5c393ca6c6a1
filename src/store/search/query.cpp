#include "store/search/query.hpp"

#include <charconv>

namespace phr::storage {

namespace {

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Undoes percent encoding; '+' is a plus sign, because an instant's offset is more often typed than a space is encoded so.
std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      out.push_back(text[at]);
      continue;
    }
    if (at + 2 >= text.size()) return {};
    const int high = hex_digit(text[at + 1]);
    const int low = hex_digit(text[at + 2]);
    if (high < 0 || low < 0 || (high == 0 && low == 0)) return {};
    out.push_back(static_cast<char>(high * 16 + low));
    at += 2;
  }
  return out;
}

// Splits at commas and bars that no backslash precedes.
std::optional<std::vector<query_value>> split_values(std::string_view text) {
  std::vector<query_value> values(1);
  values.back().parts.emplace_back();
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\\') {
      if (at + 1 >= text.size()) return {};
      const char escaped = text[++at];
      if (escaped != ',' && escaped != '|' && escaped != '$' && escaped != '\\') return {};
      values.back().parts.back().push_back(escaped);
    } else if (c == ',') {
      values.emplace_back().parts.emplace_back();
    } else if (c == '|') {
      values.back().parts.emplace_back();
    } else {
      values.back().parts.back().push_back(c);
    }
  }
  for (const query_value& value : values) {
    if (value.parts.size() == 1 && value.parts.front().empty()) return {};
  }
  return values;
}

std::optional<std::uint32_t> whole_number(std::string_view text) noexcept {
  std::uint32_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size()) return {};
  return number;
}

// Beyond what is asked by hand or by a program in earnest; SQLite's limits (32,766 bound values, the depth of a long AND)
// are not reached.
constexpr std::size_t most_values = 10'000;  // of all criteria together
constexpr std::size_t most_criteria = 250;
constexpr std::size_t most_sort_keys = 50;

class reader {
 public:
  explicit reader(query& into) noexcept : query_(into) {}

  result<void> criterion(std::string_view text, std::uint64_t ordinal) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0) return malformed(ordinal);
    const auto name = decoded(text.substr(0, equals));
    const auto value = decoded(text.substr(equals + 1));
    if (!name || !value || value->empty()) return malformed(ordinal);
    if (*name == "_sort") return sort(*value, ordinal);
    if (*name == "_count") return number(query_.count.emplace(), *value, ordinal);
    if (*name == "_offset") return number(query_.skip, *value, ordinal);
    if (*name == "_total" || *name == "_summary" || *name == "_elements" || *name == "_include" || *name == "_revinclude" ||
        *name == "_contained" || *name == "_containedType" || name->starts_with("_include:") || name->starts_with("_revinclude:") ||
        name->starts_with("_has")) {
      return error{errc::unsupported}.at("a result parameter of the search").nth(ordinal);
    }
    query_criterion read;
    const std::size_t colon = name->find(':');
    read.name = name->substr(0, colon);
    if (colon != std::string::npos) read.modifier = name->substr(colon + 1);
    if (colon != std::string::npos && read.modifier.empty()) return malformed(ordinal);
    auto values = split_values(*value);
    if (!values) return malformed(ordinal);
    values_ += values->size();
    if (values_ > most_values || query_.criteria.size() == most_criteria) return too_large(ordinal);
    read.values = std::move(*values);
    read.ordinal = ordinal;
    query_.criteria.push_back(std::move(read));
    return success();
  }

 private:
  static error malformed(std::uint64_t ordinal) { return error{errc::malformed_query}.at("a criterion of the search").nth(ordinal); }

  static error too_large(std::uint64_t ordinal) { return error{errc::too_large}.at("a criterion of the search").nth(ordinal); }

  static result<void> number(std::uint32_t& into, std::string_view value, std::uint64_t ordinal) {
    const auto read = whole_number(value);
    if (!read) return malformed(ordinal);
    into = *read;
    return success();
  }

  result<void> sort(std::string_view value, std::uint64_t ordinal) {
    for (;;) {
      const std::size_t comma = value.find(',');
      std::string_view key = value.substr(0, comma);
      const bool descending = key.starts_with('-');
      if (descending) key.remove_prefix(1);
      if (key.empty()) return malformed(ordinal);
      if (query_.sort.size() == most_sort_keys) return too_large(ordinal);
      query_.sort.push_back({std::string(key), descending, ordinal});
      if (comma == std::string_view::npos) return success();
      value.remove_prefix(comma + 1);
    }
  }

  query& query_;
  std::size_t values_ = 0;
};

}  // namespace

result<query> parse_query(std::string_view text) {
  query read;
  const std::size_t question = text.find('?');
  const auto type = fhir::resource_type_named(text.substr(0, question));
  if (!type) return error{errc::unknown_resource_type}.at("the search");
  read.type = *type;
  if (question == std::string_view::npos) return read;
  std::string_view rest = text.substr(question + 1);
  reader each(read);
  for (std::uint64_t ordinal = 0; !rest.empty(); ++ordinal) {
    const std::size_t end = rest.find('&');
    PHR_TRY(each.criterion(rest.substr(0, end), ordinal));
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
    if (rest.empty()) return error{errc::malformed_query}.at("a criterion of the search").nth(ordinal + 1);
  }
  return read;
}

}  // namespace phr::storage
