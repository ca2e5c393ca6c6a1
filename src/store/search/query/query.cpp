#include "store/search/query/query.hpp"

#include <algorithm>
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

std::optional<std::vector<query_value>> split_values(std::string_view text) {
  std::vector<query_value> values;
  for (const std::string_view raw : split_raw(text, ',')) {
    auto value = value_of(raw);
    if (!value || (value->parts.size() == 1 && value->parts.front().empty())) return {};
    values.push_back(std::move(*value));
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
constexpr std::size_t most_steps = 16;

class reader {
 public:
  explicit reader(query& into) noexcept : query_(into) {}

  result<void> criterion(std::string_view text, std::uint64_t ordinal) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0) return malformed(ordinal);
    const auto name = decoded(text.substr(0, equals));
    const auto value = decoded(text.substr(equals + 1));
    if (!name || !value || value->empty()) return malformed(ordinal);
    PHR_TRY(const bool taken, result_parameter(*name, *value, ordinal));
    if (taken) return success();
    query_criterion read;
    read.ordinal = ordinal;
    if (!read_name(*name, read)) return malformed(ordinal);
    if (read.name == "_filter") {  // a language of its own, with commas of its own
      read.values.push_back({*value, {*value}});
    } else {
      auto values = split_values(*value);
      if (!values) return malformed(ordinal);
      read.values = std::move(*values);
    }
    values_ += read.values.size();
    if (values_ > most_values || query_.criteria.size() == most_criteria) return too_large(ordinal);
    query_.criteria.push_back(std::move(read));
    return success();
  }

 private:
  static error malformed(std::uint64_t ordinal) { return error{errc::malformed_query}.at("a criterion of the search").nth(ordinal); }
  static error too_large(std::uint64_t ordinal) { return error{errc::too_large}.at("a criterion of the search").nth(ordinal); }

  // Whether it was one.
  result<bool> result_parameter(std::string_view name, std::string_view value, std::uint64_t ordinal) {
    const auto number = [&](std::uint32_t& into) -> result<bool> {
      const auto read = whole_number(value);
      if (!read) return malformed(ordinal);
      into = *read;
      return true;
    };
    if (name == "_count") return number(query_.count.emplace());
    if (name == "_offset") return number(query_.skip);
    if (name == "_sort") return sort(value, ordinal);
    if (name == "_total") return choice(query_.total, value, {"none", "estimate", "accurate"}, ordinal);
    if (name == "_summary") return choice(query_.summary, value, {"false", "true", "text", "data", "count"}, ordinal);
    if (name == "_type") return type_list(value, ordinal);
    if (name == "_elements") return element_list(value, ordinal);
    if (name.starts_with("_include") || name.starts_with("_revinclude")) return include(name, value, ordinal);
    if (name == "_contained") {
      query_.contained_ordinal = ordinal;
      return choice(query_.contained, value, {"false", "true", "both"}, ordinal);
    }
    if (name == "_containedType") {
      query_.containers = value == "container";
      if (!query_.containers && value != "contained") return malformed(ordinal);
      return true;
    }
    return false;
  }

  template <class Enum>
  static result<bool> choice(Enum& into, std::string_view value, std::initializer_list<std::string_view> names, std::uint64_t ordinal) {
    const auto found = std::find(names.begin(), names.end(), value);
    if (found == names.end()) return malformed(ordinal);
    into = static_cast<Enum>(found - names.begin());
    return true;
  }

  result<bool> type_list(std::string_view value, std::uint64_t ordinal) {
    if (!query_.types.empty()) return malformed(ordinal);  // the path names the type, or there are two lists
    for (const std::string_view name : split_raw(value, ',')) {
      const auto type = fhir::resource_type_named(name);
      if (!type) return error{errc::unknown_resource_type}.at("_type").nth(ordinal);
      if (std::find(query_.types.begin(), query_.types.end(), *type) == query_.types.end()) query_.types.push_back(*type);
    }
    return true;
  }

  result<bool> element_list(std::string_view value, std::uint64_t ordinal) {
    for (const std::string_view name : split_raw(value, ',')) {
      if (name.empty()) return malformed(ordinal);
      query_.elements.emplace_back(name);
    }
    return true;
  }

  result<bool> include(std::string_view name, std::string_view value, std::uint64_t ordinal) {
    query_include read;
    read.ordinal = ordinal;
    read.back = name.starts_with("_revinclude");
    const std::string_view modifier = name.substr(read.back ? 11 : 8);
    if (modifier == ":iterate" || modifier == ":recurse") {
      read.iterate = true;
    } else if (!modifier.empty()) {
      return error{errc::unknown_modifier}.at("a result parameter of the search").nth(ordinal);
    }
    if (value != "*") {
      const auto parts = split_raw(value, ':');
      if (parts.size() < 2 || parts.size() > 3 || parts[1].empty()) return malformed(ordinal);
      read.type = fhir::resource_type_named(parts[0]);
      if (!read.type) return error{errc::unknown_resource_type}.at("a result parameter of the search").nth(ordinal);
      read.parameter = parts[1];
      if (parts.size() == 3) {
        read.target = fhir::resource_type_named(parts[2]);
        if (!read.target) return error{errc::unknown_resource_type}.at("a result parameter of the search").nth(ordinal);
      }
    } else {
      read.parameter = "*";
    }
    query_.includes.push_back(std::move(read));
    return true;
  }

  result<bool> sort(std::string_view value, std::uint64_t ordinal) {
    for (;;) {
      const std::size_t comma = value.find(',');
      std::string_view key = value.substr(0, comma);
      const bool descending = key.starts_with('-');
      if (descending) key.remove_prefix(1);
      if (key.empty()) return malformed(ordinal);
      if (query_.sort.size() == most_sort_keys) return too_large(ordinal);
      query_.sort.push_back({std::string(key), descending, ordinal});
      if (comma == std::string_view::npos) return true;
      value.remove_prefix(comma + 1);
    }
  }

  query& query_;
  std::size_t values_ = 0;
};

// What stands before the question mark.
result<void> read_path(std::string_view path, query& into) {
  if (path.starts_with("Patient/")) {
    const std::size_t slash = path.find('/', 8);
    if (slash == std::string_view::npos) return error{errc::unknown_resource_type}.at("the search");
    into.compartment = std::string(path.substr(8, slash - 8));
    path.remove_prefix(slash + 1);
    if (path == "*") return success();
  } else if (path.empty()) {
    return success();
  }
  const auto type = fhir::resource_type_named(path);
  if (!type) return error{errc::unknown_resource_type}.at("the search");
  into.types.push_back(*type);
  return success();
}

}  // namespace

std::vector<std::string_view> split_raw(std::string_view raw, char mark) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < raw.size(); ++at) {
    if (raw[at] == '\\') {
      ++at;
    } else if (raw[at] == mark) {
      parts.push_back(raw.substr(begin, at - begin));
      begin = at + 1;
    }
  }
  parts.push_back(raw.substr(begin));
  return parts;
}

std::optional<std::vector<std::string>> split_escaped(std::string_view raw, char mark) {
  std::vector<std::string> parts;
  for (const std::string_view part : split_raw(raw, mark)) {
    std::string& plain = parts.emplace_back();
    for (std::size_t at = 0; at < part.size(); ++at) {
      if (part[at] == '\\') {
        if (++at == part.size() || std::string_view(",|$\\").find(part[at]) == std::string_view::npos) return {};
      }
      plain.push_back(part[at]);
    }
  }
  return parts;
}

std::optional<query_value> value_of(std::string_view raw) {
  auto parts = split_escaped(raw, '|');
  if (!parts) return {};
  return query_value{std::string(raw), std::move(*parts)};
}

result<void> read_name(std::string_view text, query_criterion& into) {
  const error malformed = error{errc::malformed_query}.at("a criterion of the search");
  for (;;) {
    if (into.steps.size() > most_steps) return malformed;
    if (text.starts_with("_has:")) {
      const auto parts = split_raw(text, ':');
      if (parts.size() < 4 || parts[2].empty()) return malformed;
      const auto type = fhir::resource_type_named(parts[1]);
      if (!type) return malformed;
      into.steps.push_back({true, std::string(parts[2]), type});
      text.remove_prefix(parts[1].size() + parts[2].size() + 7);
      continue;
    }
    const std::size_t dot = text.find('.');
    const std::string_view step = text.substr(0, dot);
    const std::size_t colon = step.find(':');
    const std::string_view name = step.substr(0, colon);
    const std::string_view after = colon == std::string_view::npos ? std::string_view{} : step.substr(colon + 1);
    if (name.empty() || (colon != std::string_view::npos && after.empty()) || after.starts_with('~')) return malformed;
    if (dot == std::string_view::npos) {
      into.name = name;
      into.modifier = after;
      return success();
    }
    const auto type = fhir::resource_type_named(after);
    if (!after.empty() && !type) return malformed;
    into.steps.push_back({false, std::string(name), type});
    text.remove_prefix(dot + 1);
  }
}

result<query> parse_query(std::string_view text) {
  query read;
  const std::size_t question = text.find('?');
  if (question == std::string_view::npos && text.empty()) return error{errc::unknown_resource_type}.at("the search");
  PHR_TRY(read_path(text.substr(0, question), read));
  const bool any_type = read.types.empty();
  std::string_view rest = question == std::string_view::npos ? std::string_view{} : text.substr(question + 1);
  reader each(read);
  for (std::uint64_t ordinal = 0; !rest.empty(); ++ordinal) {
    const std::size_t end = rest.find('&');
    PHR_TRY(each.criterion(rest.substr(0, end), ordinal));
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
    if (rest.empty()) return error{errc::malformed_query}.at("a criterion of the search").nth(ordinal + 1);
  }
  if (any_type && read.types.empty()) {
    for (int number = 1; number <= fhir::resource_type_count; ++number) read.types.push_back(static_cast<fhir::resource_type>(number));
  }
  return read;
}

}  // namespace phr::storage
