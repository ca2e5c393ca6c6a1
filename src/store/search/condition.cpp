#include "store/search/condition.hpp"

#include "store/index/normalize.hpp"
#include "store/intern/interner.hpp"
#include "store/search/prefix.hpp"

#include <phr/core/date_time.hpp>
#include <phr/core/decimal.hpp>
#include <phr/core/id.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>

namespace phr::storage {

namespace {

using fhir::search_kind;

std::string_view table_of(search_kind kind) noexcept {
  switch (kind) {
    case search_kind::token: return "index_token";
    case search_kind::string: return "index_string";
    case search_kind::date: return "index_date";
    case search_kind::reference: return "index_reference";
    case search_kind::quantity: return "index_quantity";
    case search_kind::number: return "index_number";
    case search_kind::uri: return "index_uri";
    default: return {};
  }
}

// Alternatives as one condition, each half in brackets: SQLite walks an expression by recursion, so it must not be a long
// chain of ORs. The order, and so that of bound values, stays.
std::string any_of(std::span<const std::string> alternatives) {
  if (alternatives.size() == 1) return "(" + alternatives.front() + ")";
  const std::size_t half = alternatives.size() / 2;
  std::string text = "(" + any_of(alternatives.first(half));
  text += " OR ";
  text += any_of(alternatives.subspan(half));
  return text + ")";
}

class builder {
 public:
  builder(const snapshot& at, const resolved_parameter& parameter, const query_criterion& asked, std::int64_t now)
      : at_(at), parameter_(parameter), asked_(asked), now_(now) {}

  result<condition> build() {
    if (asked_.modifier == "missing") return missing();
    switch (parameter_.parameter->kind) {
      case search_kind::token: return token();
      case search_kind::string: return string();
      case search_kind::date: return rows_where([&](const query_value& value) { return date(value); });
      case search_kind::reference: return reference();
      case search_kind::quantity: return rows_where([&](const query_value& value) { return amount(value, 3); });
      case search_kind::number: return rows_where([&](const query_value& value) { return amount(value, 1); });
      case search_kind::uri: return rows_where([&](const query_value& value) { return uri(value); });
      default: return refuse(errc::unsupported);
    }
  }

 private:
  [[nodiscard]] error refuse(errc code) const { return error{code}.at("a criterion of the search").nth(asked_.ordinal); }

  // The row condition in `where_`, over the parameter's rows, as a condition on r.key.
  condition among(std::string_view where, bool negated = false) {
    condition made;
    made.sql = fmt::format("r.key {}IN (SELECT resource FROM {} WHERE parameter IN ({}) AND ({}))", negated ? "NOT " : "",
                           table_of(parameter_.parameter->kind), parameter_.ids, where);
    made.values = std::move(values_);
    made.positive = !negated;
    return made;
  }

  result<condition> missing() {
    const auto& values = asked_.values;
    const bool one = values.size() == 1 && values[0].parts.size() == 1;
    if (!one || (values[0].parts[0] != "true" && values[0].parts[0] != "false")) return refuse(errc::malformed_query);
    return among(rows_that_count(), values[0].parts[0] == "true");
  }

  // Parameters share rows: `patient` has those of `subject`, and of them only the ones that refer to a patient. A URL's type
  // is not known; it counts.
  [[nodiscard]] std::string rows_that_count() const {
    if (parameter_.parameter->kind != search_kind::reference || parameter_.parameter->targets.empty()) return "1";
    std::string types;
    for (const fhir::resource_type type : parameter_.targets) {
      if (!types.empty()) types += ',';
      types += std::to_string(static_cast<int>(type));
    }
    return fmt::format("target < 0 OR target IN (SELECT key FROM identity WHERE type IN ({}))", types);
  }

  // Kinds without modifiers other than :missing: each value is a condition on a row.
  template <class Each>
  result<condition> rows_where(const Each& each) {
    if (!asked_.modifier.empty()) return refuse(known_modifier() ? errc::unsupported : errc::unknown_modifier);
    std::vector<std::string> where;
    for (const query_value& value : asked_.values) {
      PHR_TRY(where.emplace_back(), each(value));
    }
    return among(any_of(where));
  }

  [[nodiscard]] bool known_modifier() const {
    static constexpr std::string_view known[] = {"exact", "contains", "text", "not", "above", "below", "in", "not-in", "of-type",
                                                 "identifier", "iterate"};
    return std::find(std::begin(known), std::end(known), asked_.modifier) != std::end(known) ||
           fhir::resource_type_named(asked_.modifier).has_value();
  }

  std::string bound(std::string text) {
    values_.emplace_back(std::move(text));
    return "?";
  }
  std::string bound(double number) {
    values_.emplace_back(number);
    return "?";
  }

  // Keys of the codings that `system|code` names: code alone is any system, `|code` is no system, `system|` any code.
  result<std::string> codings(const std::string* system, const std::string& code) {
    const char* text = system == nullptr ? "SELECT id FROM coding WHERE code = ?1 AND ?2 = ?2"
                       : code.empty()    ? "SELECT id FROM coding WHERE system = ?2 AND ?1 = ?1"
                                         : "SELECT id FROM coding WHERE code = ?1 AND system = ?2";
    std::int64_t system_key = 0;
    if (system != nullptr && !system->empty()) {
      PHR_TRY(system_key, find_term(at_.in(), *system));
      if (system_key == 0) return std::string();
    }
    PHR_TRY(auto select, at_.in().on().prepare(text));
    select.bind(1, std::string_view(code)).bind(2, system_key);
    std::string keys;
    for (;;) {
      PHR_TRY(const bool more, select.step());
      if (!more) return keys;
      if (!keys.empty()) keys += ',';
      keys += std::to_string(select.integer(0));
    }
  }

  result<condition> token() {
    if (!asked_.modifier.empty() && asked_.modifier != "not") {
      return refuse(known_modifier() ? errc::unsupported : errc::unknown_modifier);
    }
    std::string keys;
    for (const query_value& value : asked_.values) {
      if (value.parts.size() > 2) return refuse(errc::malformed_query);
      const bool has_system = value.parts.size() == 2;
      if (has_system && value.parts[0].empty() && value.parts[1].empty()) return refuse(errc::malformed_query);
      PHR_TRY(const std::string some, codings(has_system ? &value.parts[0] : nullptr, value.parts.back()));
      if (!keys.empty() && !some.empty()) keys += ',';
      keys += some;
    }
    return among(fmt::format("coding IN ({})", keys), asked_.modifier == "not");
  }

  result<condition> string() {
    if (!asked_.modifier.empty() && asked_.modifier != "exact" && asked_.modifier != "contains") {
      return refuse(known_modifier() ? errc::unsupported : errc::unknown_modifier);
    }
    std::vector<std::string> where;
    for (const query_value& value : asked_.values) {
      std::string whole = value.parts[0];
      for (std::size_t part = 1; part < value.parts.size(); ++part) whole += "|" + value.parts[part];
      const std::string normal = normalize(whole);
      if (normal.empty()) return refuse(errc::malformed_query);  // nothing but blanks or accents would match every string
      std::string one;
      if (asked_.modifier == "exact") {
        one = "original = " + bound(whole);
      } else if (asked_.modifier == "contains") {
        one = "instr(normal, " + bound(normal) + ") > 0";
      } else {  // starts with: from the text up to the text followed by the last character there is
        one = "normal >= " + bound(normal);
        one += " AND normal < " + bound(normal + "\xF4\x8F\xBF\xBF");
      }
      where.push_back(std::move(one));
    }
    return among(any_of(where));
  }

  result<std::string> date(const query_value& value) {
    if (value.parts.size() != 1) return refuse(errc::malformed_query);
    std::string_view text = value.parts[0];
    const auto prefix = take_prefix(text);
    if (!prefix) return refuse(errc::unknown_prefix);
    const auto parsed = parse_search_date(text);
    if (!parsed) return refuse(errc::malformed_date);
    const time_interval asked = parsed.value().as_interval();
    const std::int64_t a = asked.low;
    const std::int64_t b = asked.high;
    switch (*prefix) {
      case search_prefix::eq: return fmt::format("low >= {} AND high <= {}", a, b);
      case search_prefix::ne: return fmt::format("low < {} OR high > {}", a, b);
      case search_prefix::gt: return fmt::format("high > {}", b);
      case search_prefix::lt: return fmt::format("low < {}", a);
      case search_prefix::ge: return fmt::format("high > {} OR (low >= {} AND high <= {})", b, a, b);
      case search_prefix::le: return fmt::format("low < {} OR (low >= {} AND high <= {})", a, a, b);
      case search_prefix::sa: return fmt::format("low >= {}", b);
      case search_prefix::eb: return fmt::format("high <= {}", a);
      case search_prefix::ap: {  // a tenth of the distance from now, either way (FHIR's own recommendation)
        const std::int64_t slack = std::abs(now_ - a) / 10;
        return fmt::format("low < {} AND high > {}", b + slack, a - slack);
      }
    }
    return refuse(errc::internal);
  }

  // number, or number|system|code.
  result<std::string> amount(const query_value& value, std::size_t most_parts) {
    if (value.parts.size() > most_parts || value.parts.size() == 2) return refuse(errc::malformed_query);
    std::string_view text = value.parts[0];
    const auto prefix = take_prefix(text);
    if (!prefix) return refuse(errc::unknown_prefix);
    const auto parsed = decimal::parse(text);
    if (!parsed) return refuse(errc::malformed_number);
    std::string one = compared(*prefix, parsed.value());
    if (value.parts.size() == 3) {
      const bool any_system = value.parts[1].empty();
      if (value.parts[2].empty()) return refuse(errc::malformed_query);
      PHR_TRY(const std::string units, codings(any_system ? nullptr : &value.parts[1], value.parts[2]));
      one = fmt::format("({}) AND unit IN ({})", one, units);
    }
    return one;
  }

  // Bound one after the other: the order of a sum's operands is not the order of the text.
  std::string between(double low, std::string_view upper_operator, double high) {
    std::string text = "value >= " + bound(low);
    text += fmt::format(" AND value {} ", upper_operator);
    text += bound(high);
    return text;
  }

  // A value is searched with the precision it is written in: 5.4 is from 5.35 up to, and not including, 5.45.
  std::string compared(search_prefix prefix, const decimal& number) {
    const double exact = number.to_double();
    const auto range = number.implied_range();
    switch (prefix) {
      case search_prefix::eq: return between(range.low.to_double(), "<", range.high.to_double());
      case search_prefix::ne: return "NOT (" + between(range.low.to_double(), "<", range.high.to_double()) + ")";
      case search_prefix::gt:
      case search_prefix::sa: return "value > " + bound(exact);
      case search_prefix::lt:
      case search_prefix::eb: return "value < " + bound(exact);
      case search_prefix::ge: return "value >= " + bound(exact);
      case search_prefix::le: return "value <= " + bound(exact);
      case search_prefix::ap: return between(exact - std::abs(exact) / 10, "<=", exact + std::abs(exact) / 10);
    }
    return "0";
  }

  result<std::string> uri(const query_value& value) {
    std::string whole = value.parts[0];
    for (std::size_t part = 1; part < value.parts.size(); ++part) whole += "|" + value.parts[part];
    PHR_TRY(const std::int64_t term, find_term(at_.in(), whole));
    return fmt::format("term = {}", term);
  }

  result<condition> reference() {
    std::vector<fhir::resource_type> types = parameter_.targets;
    if (!asked_.modifier.empty()) {
      const auto named = fhir::resource_type_named(asked_.modifier);
      if (!named) return refuse(known_modifier() ? errc::unsupported : errc::unknown_modifier);
      if (std::find(types.begin(), types.end(), *named) == types.end()) return refuse(errc::unknown_modifier);
      types = {*named};
    }
    std::string targets;
    for (const query_value& value : asked_.values) {
      std::string whole = value.parts[0];
      for (std::size_t part = 1; part < value.parts.size(); ++part) whole += "|" + value.parts[part];
      PHR_TRY(const std::string some, targets_of(whole, types));
      if (!targets.empty() && !some.empty()) targets += ',';
      targets += some;
    }
    return among(fmt::format("target IN ({})", targets));
  }

  // Keys of what a reference names: Type/id, an id of any of the types, or a URL.
  result<std::string> targets_of(std::string_view text, const std::vector<fhir::resource_type>& types) {
    std::string keys;
    const auto add = [&](std::int64_t key) {
      if (key == 0) return;
      if (!keys.empty()) keys += ',';
      keys += std::to_string(key);
    };
    if (is_valid_id(text)) {
      for (const fhir::resource_type type : types) {
        PHR_TRY(const std::int64_t key, find_identity(at_.in(), type, text));
        add(key);
      }
      return keys;
    }
    const std::size_t slash = text.find('/');
    const auto type = slash == std::string_view::npos ? std::nullopt : fhir::resource_type_named(text.substr(0, slash));
    if (type) {
      if (!is_valid_id(text.substr(slash + 1))) return refuse(errc::malformed_query);
      if (std::find(types.begin(), types.end(), *type) == types.end()) return keys;
      PHR_TRY(const std::int64_t key, find_identity(at_.in(), *type, text.substr(slash + 1)));
      add(key);
    } else {
      PHR_TRY(const std::int64_t term, find_term(at_.in(), text));
      add(-term);
    }
    return keys;
  }

  const snapshot& at_;
  const resolved_parameter& parameter_;
  const query_criterion& asked_;
  std::int64_t now_;
  std::vector<std::variant<std::int64_t, double, std::string>> values_;
};

// _id is a column, not an index row.
result<condition> id_condition(const query_criterion& asked, const snapshot& at, fhir::resource_type type) {
  if (!asked.modifier.empty()) return error{errc::unknown_modifier}.at("_id").nth(asked.ordinal);
  std::string keys;
  for (const query_value& value : asked.values) {
    if (value.parts.size() != 1 || !is_valid_id(value.parts[0])) return error{errc::malformed_query}.at("_id").nth(asked.ordinal);
    PHR_TRY(const std::int64_t key, find_identity(at.in(), type, value.parts[0]));
    if (!keys.empty()) keys += ',';
    keys += std::to_string(key);
  }
  return condition{fmt::format("r.key IN ({})", keys), {}, true};
}

result<condition> updated_condition(const query_criterion& asked) {
  const auto refuse = [&](errc code) { return error{code}.at("_lastUpdated").nth(asked.ordinal); };
  if (!asked.modifier.empty()) return refuse(errc::unknown_modifier);
  std::vector<std::string> where;
  for (const query_value& value : asked.values) {
    if (value.parts.size() != 1) return refuse(errc::malformed_query);
    std::string_view text = value.parts[0];
    const auto prefix = take_prefix(text);
    if (!prefix || *prefix == search_prefix::ap) return refuse(prefix ? errc::unsupported : errc::unknown_prefix);
    const auto parsed = parse_search_date(text);
    if (!parsed) return refuse(errc::malformed_date);
    const time_interval in = parsed.value().as_interval();
    std::string one;
    switch (*prefix) {
      case search_prefix::eq: one = fmt::format("r.updated >= {} AND r.updated < {}", in.low, in.high); break;
      case search_prefix::ne: one = fmt::format("r.updated < {} OR r.updated >= {}", in.low, in.high); break;
      case search_prefix::ge: one = fmt::format("r.updated >= {}", in.low); break;
      case search_prefix::lt:
      case search_prefix::eb: one = fmt::format("r.updated < {}", in.low); break;
      case search_prefix::le: one = fmt::format("r.updated < {}", in.high); break;
      default: one = fmt::format("r.updated >= {}", in.high);
    }
    where.push_back(std::move(one));
  }
  return condition{any_of(where), {}, false};
}

}  // namespace

result<condition> condition_of(const snapshot& at, fhir::resource_type type, const query_criterion& asked, std::int64_t now) {
  if (asked.name == "_id") return id_condition(asked, at, type);
  if (asked.name == "_lastUpdated") return updated_condition(asked);
  if (asked.name.find('.') != std::string::npos || asked.modifier.find('.') != std::string::npos) {
    return error{errc::unsupported}.at("a chained parameter").nth(asked.ordinal);
  }
  PHR_TRY(const resolved_parameter parameter, resolve(type, asked.name, asked.ordinal));
  return builder(at, parameter, asked, now).build();
}

}  // namespace phr::storage
