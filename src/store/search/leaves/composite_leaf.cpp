// Composites: parts that hold of one and the same element.
#include "store/search/leaves/leaf.hpp"
#include "store/sql/access.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

namespace phr::storage {

namespace {

using fhir::search_kind;

constexpr std::size_t most_sets = 64;

// The parts of `first$second`, as values of their own.
result<std::vector<query_value>> parts_of(const leaf_query& asked, const query_value& value) {
  const auto raw = split_raw(value.raw, '$');
  if (raw.size() != asked.parameter.parameter->components.size()) return asked.refuse(errc::malformed_query);
  std::vector<query_value> parts;
  for (const std::string_view each : raw) {
    auto part = value_of(each);
    if (!part || (part->parts.size() == 1 && part->parts[0].empty())) return asked.refuse(errc::malformed_query);
    parts.push_back(std::move(*part));
  }
  return parts;
}

result<std::string> token_condition(const leaf_query& asked, const query_value& value, std::string_view column) {
  if (value.parts.size() > 2 || (value.parts.size() == 2 && value.parts[0].empty() && value.parts[1].empty())) return asked.refuse(errc::malformed_query);
  PHR_TRY(const auto keys, codings_of(asked.in, value.parts.size() == 2 ? &value.parts[0] : nullptr, value.parts.back()));
  return fmt::format("{} IN ({})", column, list_of(keys));
}

// What the rows of a composite have first.
result<std::vector<std::int64_t>> first_of(const leaf_query& asked, const query_value& value) {
  if (asked.parameter.parameter->components[0].kind == search_kind::reference) {
    std::vector<fhir::resource_type> any;
    for (int number = 1; number <= fhir::resource_type_count; ++number) any.push_back(static_cast<fhir::resource_type>(number));
    return targets_of(asked, value, any);
  }
  if (value.parts.size() > 2 || (value.parts.size() == 2 && value.parts[0].empty() && value.parts[1].empty())) return asked.refuse(errc::malformed_query);
  return codings_of(asked.in, value.parts.size() == 2 ? &value.parts[0] : nullptr, value.parts.back());
}

// And what it asks of the rest.
result<std::string> rest_condition(const leaf_query& asked, const std::vector<query_value>& parts) {
  const auto& components = asked.parameter.parameter->components;
  std::string second;
  if (components[1].kind == search_kind::quantity) {
    PHR_TRY(second, quantity_condition(asked, parts[1], "second", "third"));
  } else if (components[1].kind == search_kind::number) {
    PHR_TRY(second, number_condition(asked, parts[1], "second"));
    if (parts.size() == 2) return second;
    PHR_TRY(const std::string third, number_condition(asked, parts[2], "third"));
    second += " AND " + third;
  } else if (components[1].kind == search_kind::date) {
    PHR_TRY(second, date_condition(asked, parts[1], "second", "third"));
  } else {
    PHR_TRY(second, token_condition(asked, parts[1], "second"));
  }
  return second;
}

// A range of values for each unit that stands beside the coding.
result<void> add_units(const leaf_query& asked, std::uint16_t id, std::int64_t first, const std::string& rest, std::vector<row_set>& into) {
  PHR_TRY(auto* next, sql_of(asked.in.at).use("SELECT min(second) FROM index_composite WHERE parameter = ?1 AND first = ?2 AND second > ?3"));
  for (std::int64_t unit = 0;;) {
    const sql::resetting after(*next);
    PHR_TRY(const bool found, next->bind(1, std::int64_t{id}).bind(2, first).bind(3, unit).step());
    if (!found || next->is_null(0)) return success();
    unit = next->integer(0);
    row_set one{"index_composite", fmt::format("parameter = {} AND first = {} AND second = {} AND {}", id, first, unit, rest)};
    one.first = "third";
    into.push_back(std::move(one));
  }
}

// In the order of the second and third column, which stand in it where the first is one.
result<void> add_element_sets(const leaf_query& asked, const std::vector<query_value>& parts, std::vector<row_set>& into, std::vector<std::string>& where,
                              std::set<std::int64_t>& any_first) {
  PHR_TRY(const auto first, first_of(asked, parts[0]));
  any_first.insert(first.begin(), first.end());
  PHR_TRY(const std::string rest, rest_condition(asked, parts));
  const bool any_unit = asked.parameter.parameter->components[1].kind == search_kind::quantity && parts[1].parts.size() == 1;
  for (const std::int64_t key : first) {
    for (const std::uint16_t id : asked.parameter.ids) {
      if (any_unit) {
        PHR_TRY(add_units(asked, id, key, rest, into));
        continue;
      }
      row_set one{"index_composite", fmt::format("parameter = {} AND first = {} AND {}", id, key, rest)};
      one.first = "second";
      one.second = "third";
      into.push_back(std::move(one));
    }
  }
  where.push_back(fmt::format("first IN ({}) AND {}", list_of(first), rest));
  return success();
}

// Values that differ in their last part only: that has alternatives, which are asked of a resource together.
struct alternatives {
  std::vector<query_value> parts;  // but the last
  std::vector<query_value> last;
};

// Where the resource is the element: all parts hold of it.
result<leaf> root_leaf(const leaf_query& asked, const alternatives& value) {
  std::vector<leaf> all;
  const auto& ids = asked.parameter.parameter->root_parts;
  const auto parameters = fhir::search_parameters(asked.type);
  for (std::size_t nth = 0; nth < ids.size(); ++nth) {
    const resolved_parameter part = resolved(asked.type, parameters[static_cast<std::size_t>(ids[nth] - parameters.front().id)]);
    const auto values = nth < value.parts.size() ? std::vector<query_value>{value.parts[nth]} : value.last;
    PHR_TRY(all.emplace_back(), leaf_of({asked.in, asked.type, part, "", values, asked.ordinal}));
  }
  leaf made;
  for (row_set set : all[0].sets) {  // rows of the first, of which the others hold
    const std::string outer = asked.in.alias();
    std::string others;
    for (std::size_t nth = 1; nth < all.size(); ++nth) others += " AND " + probe_of(all[nth], outer + ".resource");
    set.table += " " + outer;
    set.where += others;
    made.sets.push_back(std::move(set));
  }
  made.direct = [all = std::move(all)](std::string_view key) {
    std::string text;
    for (const leaf& each : all) text += (text.empty() ? "(" : " AND ") + probe_of(each, key);
    return text + ")";
  };
  return made;
}

}  // namespace

result<leaf> composite_leaf(const leaf_query& asked) {
  if (!asked.modifier.empty()) return asked.refuse_modifier();
  const auto& parameter = *asked.parameter.parameter;
  const bool has_rows = !parameter.context.empty() || parameter.rows_of != 0;
  leaf made;
  std::vector<leaf> roots;
  std::map<std::string, alternatives> by_first;
  std::vector<std::string> where;
  std::set<std::int64_t> first;
  for (const query_value& value : asked.values) {
    PHR_TRY(auto parts, parts_of(asked, value));
    if (has_rows) PHR_TRY(add_element_sets(asked, parts, made.sets, where, first));
    if (parameter.root_parts.empty()) continue;
    alternatives& one = by_first[value.raw.substr(0, value.raw.size() - parts.back().raw.size())];
    one.last.push_back(std::move(parts.back()));
    parts.pop_back();
    one.parts = std::move(parts);
  }
  leaf rows;
  if (has_rows) {
    const std::string any = list_of({first.begin(), first.end()});
    row_set all{"index_composite", fmt::format("{} AND first IN ({}) AND {}", asked.parameter.where("parameter"), any, any_of(where))};
    all.as_list = true;
    rows.sets.push_back(std::move(all));
  }
  if (made.sets.size() > most_sets) made.sets = rows.sets;
  std::vector<row_set> root_sets;
  for (const auto& [name, value] : by_first) {
    PHR_TRY(roots.emplace_back(), root_leaf(asked, value));
    root_sets.insert(root_sets.end(), roots.back().sets.begin(), roots.back().sets.end());
  }
  if (root_sets.size() > most_sets) {  // a list of all that match, which is made once
    row_set all{"(" + keys_of(root_sets) + ")", "1"};
    all.as_list = true;
    roots.resize(1);
    roots.front() = {};
    roots.front().sets.push_back(all);
    root_sets = {std::move(all)};
  }
  made.sets.insert(made.sets.end(), root_sets.begin(), root_sets.end());
  made.direct = [roots = std::move(roots), rows = std::move(rows)](std::string_view key) {
    std::vector<std::string> all;
    for (const leaf& each : roots) all.push_back(probe_of(each, key));
    if (!rows.sets.empty()) all.push_back(probe_of(rows, key));
    return any_of(all);
  };
  return made;
}

}  // namespace phr::storage
