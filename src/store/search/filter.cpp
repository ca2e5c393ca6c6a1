#include "store/search/filter.hpp"

#include "store/search/compile.hpp"

#include <algorithm>
#include <array>

namespace phr::storage {

namespace {

using fhir::search_kind;

constexpr int most_nested = 32;
constexpr std::size_t most_conditions = 250;

class filter_reader {
 public:
  filter_reader(search_scope& in, fhir::resource_type type, const query_criterion& asked, std::string_view key)
      : in_(in), type_(type), asked_(asked), key_(key), rest_(asked.values.front().raw) {}

  result<std::string> whole() {
    PHR_TRY(std::string made, any(0));
    skip();
    if (!rest_.empty()) return malformed();
    return made;
  }

 private:
  [[nodiscard]] error malformed() const { return error{errc::malformed_query}.at("_filter").nth(asked_.ordinal); }

  void skip() {
    while (rest_.starts_with(' ')) rest_.remove_prefix(1);
  }
  bool take(std::string_view word) {
    skip();
    if (!rest_.starts_with(word)) return false;
    const bool is_word = word != "(" && word != ")";
    if (is_word && rest_.size() > word.size() && rest_[word.size()] != ' ' && rest_[word.size()] != '(') return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  std::string_view word() {
    skip();
    const std::size_t end = std::min(rest_.find_first_of(" )"), rest_.size());
    const std::string_view taken = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return taken;
  }

  result<std::string> any(int depth) {
    if (depth > most_nested) return error{errc::too_deep}.at("_filter").nth(asked_.ordinal);
    PHR_TRY(std::string made, all(depth));
    while (take("or")) {
      PHR_TRY(const std::string next, all(depth));
      made += " OR " + next;
    }
    return "(" + made + ")";
  }

  result<std::string> all(int depth) {
    PHR_TRY(std::string made, one(depth));
    while (take("and")) {
      PHR_TRY(const std::string next, one(depth));
      made += " AND " + next;
    }
    return made;
  }

  result<std::string> one(int depth) {
    if (take("not")) {
      skip();
      if (!rest_.starts_with('(')) return malformed();
      PHR_TRY(const std::string inner, one(depth + 1));
      return "NOT " + inner;
    }
    if (take("(")) {
      PHR_TRY(std::string inner, any(depth + 1));
      if (!take(")")) return malformed();
      return inner;
    }
    return comparison();
  }

  result<std::string> value() {
    skip();
    if (!rest_.starts_with('"')) return std::string(word());
    std::string text;
    for (std::size_t at = 1; at < rest_.size(); ++at) {
      if (rest_[at] == '"') {
        rest_.remove_prefix(at + 1);
        return text;
      }
      if (rest_[at] == '\\' && at + 1 < rest_.size()) ++at;
      text.push_back(rest_[at]);
    }
    return malformed();
  }

  result<std::string> comparison() {
    if (++conditions_ > most_conditions) return error{errc::too_large}.at("_filter").nth(asked_.ordinal);
    const std::string path(word());
    const std::string operation(word());
    PHR_TRY(const std::string asked, value());
    if (path.empty() || operation.empty() || asked.empty()) return malformed();
    if (path.find('[') != std::string::npos) return error{errc::unsupported}.at("_filter").nth(asked_.ordinal);
    query_criterion made;
    made.ordinal = asked_.ordinal;
    if (!read_name(path, made) || !made.modifier.empty() || made.name == "_filter") return malformed();
    PHR_TRY(const search_kind kind, kind_of(type_, made, 0));
    PHR_TRY(const bool negative, translate(operation, asked, kind, made));
    PHR_TRY(const std::string condition, condition_of(in_, type_, made, key_, true));
    return negative ? "NOT (" + condition + ")" : "(" + condition + ")";
  }

  result<search_kind> kind_of(fhir::resource_type type, const query_criterion& of, std::size_t step) {
    if (step == of.steps.size()) {
      if (of.name == "_id") return search_kind::token;
      if (of.name == "_lastUpdated") return search_kind::date;
      PHR_TRY(const auto found, resolve(in_.at.in(), type, of.name, of.ordinal));
      return found.parameter->kind;
    }
    if (of.steps[step].back) return kind_of(*of.steps[step].type, of, step + 1);
    PHR_TRY(const auto by, resolve(in_.at.in(), type, of.steps[step].parameter, of.ordinal));
    for (const fhir::resource_type each : by.targets) {
      if (of.steps[step].type && *of.steps[step].type != each) continue;
      auto found = kind_of(each, of, step + 1);
      if (found) return found;
    }
    return error{errc::unknown_parameter}.at("_filter").nth(of.ordinal);
  }

  // Into a modifier or prefix; whether what comes out is to be turned round.
  result<bool> translate(std::string_view operation, const std::string& asked, search_kind kind, query_criterion& into) {
    static constexpr std::array ordered{"eq", "ne", "gt", "lt", "ge", "le", "ap", "sa", "eb"};
    const auto set = [&](std::string_view modifier, std::string text) {
      into.modifier = modifier;
      auto read = value_of(text);
      into.values = {read ? *read : query_value{text, {text}}};
      return false;
    };
    if (operation == "pr") {
      if (asked != "true" && asked != "false") return malformed();
      return set("missing", asked == "true" ? "false" : "true");
    }
    const bool is_ordered = kind == search_kind::date || kind == search_kind::number || kind == search_kind::quantity;
    if (operation == "po" && kind == search_kind::date) return set("overlaps", "ap" + asked);
    if (is_ordered) {
      if (std::find(ordered.begin(), ordered.end(), operation) == ordered.end()) return unsupported();
      return set("", std::string(operation) + asked);
    }
    if (operation == "eq" || operation == "ne") {
      if (kind == search_kind::string) {
        into.modifier = "whole";
        into.values = {query_value{asked, {asked}}};
      } else {
        set("", asked);
      }
      return operation == "ne";
    }
    if (kind == search_kind::string && (operation == "co" || operation == "sw" || operation == "ew")) {
      into.modifier = operation == "co" ? "contains" : operation == "sw" ? "" : "ends";
      into.values = {query_value{asked, {asked}}};
      return false;
    }
    if (kind == search_kind::token && operation == "in") return set("in", asked);
    if (kind == search_kind::token && operation == "ss") return set("above", asked);
    if (kind == search_kind::token && operation == "sb") return set("below", asked);
    return unsupported();
  }

  [[nodiscard]] error unsupported() const { return error{errc::unsupported}.at("_filter").nth(asked_.ordinal); }

  search_scope& in_;
  fhir::resource_type type_;
  const query_criterion& asked_;
  std::string_view key_;
  std::string_view rest_;
  std::size_t conditions_ = 0;
};

}  // namespace

result<std::string> filter_condition(search_scope& in, fhir::resource_type type, const query_criterion& asked, std::string_view key) {
  if (!asked.modifier.empty()) return error{errc::unknown_modifier}.at("_filter").nth(asked.ordinal);
  return filter_reader(in, type, asked, key).whole();
}

}  // namespace phr::storage
