// Numbers and quantities: compared with the precision they are written in, and across units by UCUM.
#include "store/search/leaves/leaf.hpp"
#include "store/search/query/prefix.hpp"
#include "store/sql/access.hpp"

#include <phr/core/decimal.hpp>
#include <phr/ucum/ucum.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace phr::storage {

namespace {

constexpr std::size_t most_amount_sets = 64;
constexpr std::string_view ucum_system = "http://unitsofmeasure.org";

// What a value asks: a number itself, and the range that it stands for.
struct bounds {
  search_prefix prefix;
  double exact;
  double low;
  double high;
};

// A number of so many digits that half a unit of the last is lost in a double stands for itself at least.
bounds bounds_of(search_prefix prefix, const decimal& exact, const decimal_range& range) {
  bounds made{prefix, exact.to_double(), range.low.to_double(), range.high.to_double()};
  made.low = std::min(made.low, made.exact);
  if (made.high <= made.exact) made.high = std::nextafter(made.exact, std::numeric_limits<double>::infinity());
  return made;
}

// Comparisons, written so that the number is read back the same. A decimal may lie beyond a double's range: it is more, or less, than
// all that lies within, and what is stored beyond is neither more nor less than it. An infinity has no name in SQL.
constexpr double largest = std::numeric_limits<double>::max();

std::string at_least(double bound) {
  if (bound > largest) return fmt::format("value > {:.17g}", largest);
  if (bound < -largest) return "value IS NOT NULL";
  return fmt::format("value >= {:.17g}", bound);
}
std::string at_most(double bound) {
  if (bound < -largest) return fmt::format("value < {:.17g}", -largest);
  if (bound > largest) return "value IS NOT NULL";
  return fmt::format("value <= {:.17g}", bound);
}
std::string above(double bound) {
  if (bound > largest) return "0";
  if (bound < -largest) return at_least(-largest);
  return fmt::format("value > {:.17g}", bound);
}
std::string below(double bound) {
  if (bound < -largest) return "0";
  if (bound > largest) return at_most(largest);
  return fmt::format("value < {:.17g}", bound);
}

std::string compared(const bounds& of) {
  switch (of.prefix) {
    case search_prefix::eq: return at_least(of.low) + " AND " + below(of.high);
    case search_prefix::ne: return "(" + below(of.low) + " OR " + at_least(of.high) + ")";
    case search_prefix::gt:
    case search_prefix::sa: return above(of.exact);
    case search_prefix::lt:
    case search_prefix::eb: return below(of.exact);
    case search_prefix::ge: return at_least(of.exact);
    case search_prefix::le: return at_most(of.exact);
    case search_prefix::ap: return at_least(of.low) + " AND " + at_most(of.high);
  }
  return "0";
}

// A tenth either way.
decimal_range about(const decimal& number) {
  const decimal size = number.is_negative() ? number.negate() : number;
  const auto tenth = size.multiply(decimal::parse("0.1").value());
  if (!tenth) return {number, number};
  const auto low = number.subtract(tenth.value());
  const auto high = number.add(tenth.value());
  return low && high ? decimal_range{low.value(), high.value()} : decimal_range{number, number};
}

struct asked_number {
  search_prefix prefix = search_prefix::eq;
  decimal exact;
  decimal_range range;
};

result<asked_number> number_of(const leaf_query& asked, std::string_view text) {
  asked_number made;
  const auto prefix = take_prefix(text);
  if (!prefix) return asked.refuse(errc::unknown_prefix);
  const auto parsed = decimal::parse(text);
  if (!parsed) return asked.refuse(errc::malformed_number);
  made.prefix = *prefix;
  made.exact = parsed.value();
  made.range = *prefix == search_prefix::ap ? about(made.exact) : made.exact.implied_range();
  return made;
}

// Codes of the units that quantities of this store have, by UCUM.
struct stored_unit {
  std::int64_t key;
  std::string code;
};
result<std::vector<stored_unit>> stored_units(const search_scope& in) {
  PHR_TRY(auto* select, sql_of(in.at).use("SELECT u.coding, c.code FROM unit u JOIN coding c ON c.id = u.coding JOIN term t ON t.id = c.system "
                                       "WHERE t.text = ?1"));
  const sql::resetting after(*select);
  select->bind(1, ucum_system);
  std::vector<stored_unit> all;
  for (;;) {
    PHR_TRY(const bool more, select->step());
    if (!more) return all;
    all.push_back({select->integer(0), std::string(select->text(1))});
  }
}

using by_unit = std::vector<std::pair<std::int64_t, std::string>>;

// The same amount in each comparable unit that occurs.
result<void> add_converted(const leaf_query& asked, const asked_number& number, const std::string& code, by_unit& into) {
  const auto unit = ucum::unit::parse(code);
  if (!unit) return success();  // no such unit: nothing has it
  PHR_TRY(const auto units, stored_units(asked.in));
  for (const stored_unit& each : units) {
    if (each.code == code) {
      into.emplace_back(each.key, compared(bounds_of(number.prefix, number.exact, number.range)));
      continue;
    }
    const auto other = ucum::unit::parse(each.code);
    if (!other || !ucum::is_comparable(unit.value(), other.value())) continue;
    const auto exact = ucum::convert(number.exact, unit.value(), other.value());
    const auto low = ucum::convert(number.range.low, unit.value(), other.value());
    const auto high = ucum::convert(number.range.high, unit.value(), other.value());
    if (!exact || !low || !high) {
      if (std::isinf(number.exact.to_double())) return asked.refuse(errc::malformed_number);  // beyond what can be converted at all
      continue;
    }
    into.emplace_back(each.key, compared(bounds_of(number.prefix, exact.value(), {low.value(), high.value()})));
  }
  return success();
}

// number|system|code. false in `second` where any unit will do: then it is only the condition.
result<by_unit> units_of(const leaf_query& asked, const query_value& value, const asked_number& number) {
  by_unit made;
  if (value.parts[2].empty()) return asked.refuse(errc::malformed_query);
  if (value.parts[1] == ucum_system) {
    PHR_TRY(add_converted(asked, number, value.parts[2], made));
    return made;
  }
  const bool any_system = value.parts[1].empty();
  PHR_TRY(const auto keys, codings_of(asked.in, any_system ? nullptr : &value.parts[1], value.parts[2]));
  for (const std::int64_t key : keys) made.emplace_back(key, compared(bounds_of(number.prefix, number.exact, number.range)));
  return made;
}

void add_unit(leaf& into, const resolved_parameter& of, std::int64_t unit, const std::string& where) {
  for (const std::uint16_t id : of.ids) {
    row_set one{"index_quantity", fmt::format("parameter = {} AND unit = {} AND {}", id, unit, where)};
    one.first = "value";
    into.sets.push_back(std::move(one));
  }
}

}  // namespace

result<std::vector<std::int64_t>> units_that_occur(const search_scope& in) {
  PHR_TRY(auto* select, sql_of(in.at).use("SELECT coding FROM unit"));
  const sql::resetting after(*select);
  std::vector<std::int64_t> all;
  for (;;) {
    PHR_TRY(const bool more, select->step());
    if (!more) return all;
    all.push_back(select->integer(0));
  }
}

result<leaf> number_leaf(const leaf_query& asked) {
  if (!asked.modifier.empty()) return asked.refuse_modifier();
  std::vector<std::string> where;
  for (const query_value& value : asked.values) {
    if (value.parts.size() != 1) return asked.refuse(errc::malformed_query);
    PHR_TRY(const auto number, number_of(asked, value.parts[0]));
    where.push_back(compared(bounds_of(number.prefix, number.exact, number.range)));
  }
  leaf made;
  made.probes.push_back({"index_number", asked.parameter.where("parameter") + " AND " + any_of(where), "index_number_resource"});
  for (const std::uint16_t id : asked.parameter.ids) {
    row_set one{"index_number", fmt::format("parameter = {} AND {}", id, any_of(where))};
    one.first = "value";
    made.sets.push_back(std::move(one));
  }
  return made;
}

result<std::string> quantity_condition(const leaf_query& asked, const query_value& value, std::string_view unit, std::string_view number) {
  PHR_TRY(const auto read, number_of(asked, value.parts[0]));
  const auto over = [&](std::string text) {  // the conditions name the column `value`
    for (std::size_t at = text.find("value"); at != std::string::npos; at = text.find("value", at + number.size())) text.replace(at, 5, number);
    return text;
  };
  if (value.parts.size() == 1) {
    const std::string condition = over(compared(bounds_of(read.prefix, read.exact, read.range)));
    return unit.empty() ? condition : fmt::format("{} IN (SELECT coding FROM unit) AND {}", unit, condition);
  }
  if (value.parts.size() != 3) return asked.refuse(errc::malformed_query);
  PHR_TRY(const auto units, units_of(asked, value, read));
  std::vector<std::string> where;
  for (const auto& [key, text] : units) where.push_back(fmt::format("{} = {} AND {}", unit, key, over(text)));
  return any_of(where);
}

result<leaf> quantity_leaf(const leaf_query& asked) {
  if (!asked.modifier.empty()) return asked.refuse_modifier();
  leaf made;
  std::vector<std::string> where;
  for (const query_value& value : asked.values) {
    if (value.parts.size() != 1 && value.parts.size() != 3) return asked.refuse(errc::malformed_query);
    PHR_TRY(const auto number, number_of(asked, value.parts[0]));
    if (value.parts.size() == 1) {
      where.push_back(compared(bounds_of(number.prefix, number.exact, number.range)));
      PHR_TRY(const auto units, units_that_occur(asked.in));
      for (const std::int64_t unit : units) add_unit(made, asked.parameter, unit, where.back());
      continue;
    }
    PHR_TRY(const auto units, units_of(asked, value, number));
    for (const auto& [key, text] : units) {
      where.push_back(fmt::format("unit = {} AND {}", key, text));
      add_unit(made, asked.parameter, key, text);
    }
  }
  if (made.sets.size() > most_amount_sets) {  // one walk over all units, with the values on the way
    made.sets.clear();
    for (const std::uint16_t id : asked.parameter.ids) {
      row_set any{"index_quantity", fmt::format("parameter = {} AND unit IN (SELECT coding FROM unit) AND {}", id, any_of(where))};
      any.first = "unit";
      any.second = "value";
      made.sets.push_back(std::move(any));
    }
  }
  if (made.sets.empty()) made.sets.push_back({"index_quantity", "0"});
  made.probes.push_back({"index_quantity", asked.parameter.where("parameter") + " AND " + any_of(where), "index_quantity_resource"});
  return made;
}

result<std::string> number_condition(const leaf_query& asked, const query_value& value, std::string_view column) {
  if (value.parts.size() != 1) return asked.refuse(errc::malformed_query);
  return quantity_condition(asked, value, {}, column);
}

}  // namespace phr::storage
