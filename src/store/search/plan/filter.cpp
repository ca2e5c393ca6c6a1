#include "store/search/plan/filter.hpp"

#include "store/search/plan/compile.hpp"
#include "store/sql/access.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace phr::storage {

namespace {

using fhir::search_kind;

constexpr int most_nested = 32;
constexpr int most_inner = 8;  // filters within filters, each over another resource or element
constexpr std::size_t most_conditions = 250;
constexpr std::int64_t filter_most_rows = 2'000;  // beyond, everything of the type is asked

using condition_maker = std::function<result<std::string>(const filter_comparison& each)>;

// A part of a filter: its condition, and rows that all it holds of are among; nullopt where there are none to go by.
struct filter_part {
  std::string condition;
  std::optional<std::vector<row_set>> rows = {};
};
using part_maker = std::function<result<filter_part>(const filter_comparison& each)>;

class filter_reader {
 public:
  // With a scope, the rows are put together, too.
  filter_reader(std::string_view text, std::uint64_t ordinal, const part_maker& part, const search_scope* in = nullptr)
      : rest_(text), ordinal_(ordinal), part_(part), in_(in) {}

  result<filter_part> whole() {
    PHR_TRY(filter_part made, any(0));
    skip();
    if (!rest_.empty()) return malformed();
    return made;
  }

 private:
  [[nodiscard]] error malformed() const { return error{errc::malformed_query}.at("_filter").nth(ordinal_); }

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
  std::string_view cut(std::size_t end) {
    const std::string_view taken = rest_.substr(0, end);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  std::string_view word() {
    skip();
    return cut(std::min(rest_.find_first_of(" )"), rest_.size()));
  }
  // A word too, but filters in it have blanks and brackets of their own.
  result<std::string_view> path() {
    skip();
    int depth = 0;
    bool quoted = false;
    for (std::size_t at = 0; at < rest_.size(); ++at) {
      const char c = rest_[at];
      if (quoted && c == '\\') {
        ++at;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == '[') {
        if (++depth > most_inner) return error{errc::too_deep}.at("_filter").nth(ordinal_);
      } else if (!quoted && c == ']') {
        if (--depth < 0) return malformed();
      } else if (depth == 0 && (c == ' ' || c == ')')) {
        return cut(at);
      }
    }
    if (depth != 0) return malformed();
    return cut(rest_.size());
  }

  // Whatever one of them holds of.
  result<filter_part> any(int depth) {
    if (depth > most_nested) return error{errc::too_deep}.at("_filter").nth(ordinal_);
    PHR_TRY(filter_part made, all(depth));
    while (take("or")) {
      PHR_TRY(const filter_part next, all(depth));
      made.condition += " OR " + next.condition;
      if (!next.rows) made.rows.reset();
      if (made.rows) made.rows->insert(made.rows->end(), next.rows->begin(), next.rows->end());
    }
    made.condition = "(" + made.condition + ")";
    return made;
  }

  // Whatever all hold of: it is among the rows of each.
  result<filter_part> all(int depth) {
    PHR_TRY(filter_part made, one(depth));
    while (take("and")) {
      PHR_TRY(filter_part next, one(depth));
      made.condition += " AND " + next.condition;
      PHR_TRY(const bool is_fewer, fewer(next, made));
      if (is_fewer) made.rows = std::move(next.rows);
    }
    return made;
  }

  result<bool> fewer(const filter_part& one, const filter_part& than) const {
    if (in_ == nullptr || !one.rows) return false;
    if (!than.rows) return true;
    PHR_TRY(const std::int64_t of_than, count_rows(*in_, *than.rows, filter_most_rows + 1));
    PHR_TRY(const std::int64_t of_one, count_rows(*in_, *one.rows, of_than));
    return of_one < of_than;
  }

  result<filter_part> one(int depth) {
    if (take("not")) {
      skip();
      if (!rest_.starts_with('(')) return malformed();
      PHR_TRY(const filter_part inner, one(depth + 1));
      return filter_part{"NOT " + inner.condition};
    }
    if (take("(")) {
      PHR_TRY(filter_part inner, any(depth + 1));
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

  result<filter_part> comparison() {
    if (++conditions_ > most_conditions) return error{errc::too_large}.at("_filter").nth(ordinal_);
    filter_comparison read;
    PHR_TRY(const std::string_view named, path());
    read.path = named;
    read.operation = word();
    PHR_TRY(read.value, value());
    if (read.path.empty() || read.operation.empty() || read.value.empty()) return malformed();
    return part_(read);
  }

  std::string_view rest_;
  std::uint64_t ordinal_;
  const part_maker& part_;
  const search_scope* in_;
  std::size_t conditions_ = 0;
};

// One comparison about a resource, as the criterion that it stands for.
class comparing {
 public:
  comparing(search_scope& in, fhir::resource_type type, const filter_comparison& each, std::uint64_t ordinal) : in_(in), type_(type), each_(each) { made_.ordinal = ordinal; }

  result<std::string> condition(std::string_view key) {
    PHR_TRY(read());
    PHR_TRY(const std::string inner, condition_of(in_, type_, made_, key, true));
    return (negative_ ? "NOT (" : "(") + inner + ")";
  }

  result<filter_part> part(std::string_view key) {
    filter_part made;
    PHR_TRY(made.condition, condition(key));
    if (negative_) return made;
    PHR_TRY(made.rows, rows_of(in_, type_, made_));
    return made;
  }

 private:
  [[nodiscard]] error refuse(errc code) const { return error{code}.at("_filter").nth(made_.ordinal); }
  [[nodiscard]] error malformed() const { return refuse(errc::malformed_query); }

  result<void> read() {
    PHR_TRY(read_path());
    if (made_.modifier == "~element") return success();
    PHR_TRY(const search_kind kind, kind_of(type_, made_, 0));
    PHR_TRY(negative_, translate(kind));
    return success();
  }

  // `a.b[filter].c`: steps, the last name, and the filters on the way.
  result<void> read_path() {
    std::string_view rest = each_.path;
    for (;;) {
      const std::size_t open = rest.find('[');
      query_criterion part;
      if (!read_name(rest.substr(0, open), part)) return malformed();
      made_.steps.insert(made_.steps.end(), part.steps.begin(), part.steps.end());
      if (open == std::string_view::npos) {
        if (!part.modifier.empty() || part.name == "_filter") return malformed();
        made_.name = part.name;
        return success();
      }
      const std::size_t close = closing(rest, open);
      if (close == std::string_view::npos || close == open + 1 || rest.substr(close + 1, 1) != ".") return malformed();
      const std::string inner(rest.substr(open + 1, close - open - 1));
      rest.remove_prefix(close + 2);
      made_.name = part.name;
      PHR_TRY(const search_kind kind, kind_of(type_, made_, 0));
      if (kind == search_kind::composite) return element(part, inner, rest);
      if (kind != search_kind::reference) return refuse(errc::unsupported);
      const auto type = fhir::resource_type_named(part.modifier);
      if (!part.modifier.empty() && !type) return malformed();
      made_.steps.push_back({false, part.name, type, inner});
    }
  }

  // The bracket that ends the one at `open`.
  static std::size_t closing(std::string_view text, std::size_t open) {
    int depth = 0;
    bool quoted = false;
    for (std::size_t at = open; at < text.size(); ++at) {
      if (quoted && text[at] == '\\') {
        ++at;
      } else if (text[at] == '"') {
        quoted = !quoted;
      } else if (!quoted && text[at] == '[') {
        ++depth;
      } else if (!quoted && text[at] == ']' && --depth == 0) {
        return at;
      }
    }
    return std::string_view::npos;
  }

  result<void> element(const query_criterion& part, const std::string& inner, std::string_view component) {
    if (!part.modifier.empty() || component.find_first_of(".[:") != std::string_view::npos) return malformed();
    made_.modifier = "~element";
    for (const std::string& text : {inner, std::string(component), each_.operation, each_.value}) made_.values.push_back({text, {text}});
    return success();
  }

  result<search_kind> kind_of(fhir::resource_type type, const query_criterion& of, std::size_t step) {
    if (step == of.steps.size()) {
      if (of.name == "_id") return search_kind::token;
      if (of.name == "_lastUpdated") return search_kind::date;
      PHR_TRY(const auto found, resolve(sql_of(in_.at), type, of.name, of.ordinal));
      return found.parameter->kind;
    }
    if (of.steps[step].back) return kind_of(*of.steps[step].type, of, step + 1);
    PHR_TRY(const auto by, resolve(sql_of(in_.at), type, of.steps[step].parameter, of.ordinal));
    for (const fhir::resource_type each : by.targets) {
      if (of.steps[step].type && *of.steps[step].type != each) continue;
      auto found = kind_of(each, of, step + 1);
      if (found) return found;
    }
    return refuse(errc::unknown_parameter);
  }

  // Into a modifier or prefix; whether what comes out is to be turned round.
  result<bool> translate(search_kind kind) {
    static constexpr std::array ordered{"eq", "ne", "gt", "lt", "ge", "le", "ap", "sa", "eb"};
    const std::string& operation = each_.operation;
    const std::string& asked = each_.value;
    const auto set = [&](std::string_view modifier, std::string text) {
      made_.modifier = modifier;
      auto read = value_of(text);
      made_.values = {read ? *read : query_value{text, {text}}};
      return false;
    };
    const auto set_plain = [&](std::string_view modifier) {
      made_.modifier = modifier;
      made_.values = {query_value{asked, {asked}}};
      return false;
    };
    if (operation == "pr") {
      if (asked != "true" && asked != "false") return malformed();
      return set("missing", asked == "true" ? "false" : "true");
    }
    const bool is_ordered = kind == search_kind::date || kind == search_kind::number || kind == search_kind::quantity;
    if (operation == "po" && kind == search_kind::date) return set("~overlaps", "ap" + asked);
    if (is_ordered) {
      if (std::find(ordered.begin(), ordered.end(), operation) == ordered.end()) return refuse(errc::unsupported);
      return set("", operation + asked);
    }
    if (operation == "eq" || operation == "ne") {
      kind == search_kind::string ? set_plain("~whole") : set("", asked);
      return operation == "ne";
    }
    if (kind == search_kind::reference && operation == "re") return set("", asked);
    if (kind == search_kind::string && operation == "co") return set_plain("contains");
    if (kind == search_kind::string && operation == "sw") return set_plain("");
    if (kind == search_kind::string && operation == "ew") return set_plain("~ends");
    if (kind == search_kind::token && operation == "in") return set("in", asked);
    if (kind == search_kind::token && operation == "ss") return set("above", asked);
    if (kind == search_kind::token && operation == "sb") return set("below", asked);
    return refuse(errc::unsupported);
  }

  search_scope& in_;
  fhir::resource_type type_;
  const filter_comparison& each_;
  query_criterion made_;
  bool negative_ = false;  // what comes out is to be turned round
};

}  // namespace

result<std::string> read_filter(std::string_view text, std::uint64_t ordinal, const condition_maker& condition) {
  const part_maker of_condition = [&](const filter_comparison& each) -> result<filter_part> {
    filter_part made;
    PHR_TRY(made.condition, condition(each));
    return made;
  };
  PHR_TRY(auto made, filter_reader(text, ordinal, of_condition).whole());
  return std::move(made.condition);
}

result<std::string> compare_resource(search_scope& in, fhir::resource_type type, const filter_comparison& each, std::uint64_t ordinal, std::string_view key) {
  return comparing(in, type, each, ordinal).condition(key);
}

result<std::string> filter_condition(search_scope& in, fhir::resource_type type, const query_criterion& asked, std::string_view key) {
  if (!asked.modifier.empty()) return error{errc::unknown_modifier}.at("_filter").nth(asked.ordinal);
  return read_filter(asked.values.front().raw, asked.ordinal, [&](const filter_comparison& each) { return compare_resource(in, type, each, asked.ordinal, key); });
}

result<std::optional<std::vector<row_set>>> filter_rows(search_scope& in, fhir::resource_type type, const query_criterion& asked) {
  const part_maker of_resource = [&](const filter_comparison& each) { return comparing(in, type, each, asked.ordinal).part("d.k"); };
  PHR_TRY(auto made, filter_reader(asked.values.front().raw, asked.ordinal, of_resource, &in).whole());
  if (!made.rows) return std::optional<std::vector<row_set>>();
  PHR_TRY(const std::int64_t many, count_rows(in, *made.rows, filter_most_rows + 1));
  if (many > filter_most_rows) return std::optional<std::vector<row_set>>();
  // Rows of several tables have no order in common: a list.
  std::vector<row_set> list;
  list.push_back({"(SELECT DISTINCT resource FROM (" + keys_of(*made.rows) + "))", "1"});
  return std::optional(std::move(list));
}

}  // namespace phr::storage
