// Conditions of _filter on one element: of a composite's rows, or of the resource where that is the element.
#include "store/search/plan/filter.hpp"
#include "store/sql/access.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace phr::storage {

namespace {

using fhir::search_kind;

class element {
 public:
  element(search_scope& in, fhir::resource_type type, const query_criterion& asked, const resolved_parameter& by)
      : asked_(asked), by_(by), query_{in, type, by, "", asked.values, asked.ordinal} {}

  result<std::string> condition(std::string_view key) {
    const auto& parameter = *by_.parameter;
    std::vector<std::string> all;
    if (!parameter.root_parts.empty()) {
      PHR_TRY(all.emplace_back(), both([&](const filter_comparison& each) { return of_resource(each, key); }));
    }
    if (!parameter.context.empty() || parameter.rows_of != 0) {
      PHR_TRY(const std::string where, both([&](const filter_comparison& each) { return of_row(each); }));
      all.push_back(fmt::format("{} IN (SELECT resource FROM index_composite WHERE {} AND {})", key, by_.where("parameter"), where));
    }
    if (all.empty()) return query_.refuse(errc::unsupported);
    return any_of(all);
  }

 private:
  using condition_maker = std::function<result<std::string>(const filter_comparison& each)>;

  // What stands in brackets, and the comparison behind them.
  result<std::string> both(const condition_maker& condition) {
    PHR_TRY(const std::string inner, read_filter(asked_.values[0].raw, asked_.ordinal, condition));
    PHR_TRY(const std::string outer, condition({asked_.values[1].raw, asked_.values[2].raw, asked_.values[3].raw}));
    return "(" + inner + " AND " + outer + ")";
  }

  result<std::size_t> component(const filter_comparison& each) const {
    const auto& all = by_.parameter->components;
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.code == each.path; });
    if (found == all.end()) return query_.refuse(errc::unknown_parameter);
    return static_cast<std::size_t>(found - all.begin());
  }

  result<std::string> of_resource(filter_comparison each, std::string_view key) {
    PHR_TRY(const std::size_t nth, component(each));
    const auto parameters = fhir::search_parameters(query_.type);
    each.path = parameters[static_cast<std::size_t>(by_.parameter->root_parts[nth] - parameters.front().id)].code;
    return compare_resource(query_.in, query_.type, each, asked_.ordinal, key);
  }

  // Of the columns of a row, which has all parts: see composite_row.
  result<std::string> of_row(const filter_comparison& each) {
    PHR_TRY(const std::size_t nth, component(each));
    if (each.operation == "pr" && each.value == "true") return std::string("1");
    if (each.operation == "pr") return query_.refuse(each.value == "false" ? errc::unsupported : errc::malformed_query);
    const search_kind kind = by_.parameter->components[nth].kind;
    const std::string_view column = std::array{"first", "second", "third"}[nth];
    if (kind == search_kind::quantity || kind == search_kind::number || kind == search_kind::date) return amount(each, kind, column);
    const bool negative = each.operation == "ne";
    if (!negative && each.operation != "eq" && !(kind == search_kind::reference && each.operation == "re")) return query_.refuse(errc::unsupported);
    const auto value = value_of(each.value);
    if (!value) return query_.refuse(errc::malformed_query);
    PHR_TRY(const auto keys, keys_of(kind, *value));
    return fmt::format("{} {}IN ({})", column, negative ? "NOT " : "", list_of(keys));
  }

  result<std::vector<std::int64_t>> keys_of(search_kind kind, const query_value& value) {
    if (kind == search_kind::reference) {
      std::vector<fhir::resource_type> any;
      for (int number = 1; number <= fhir::resource_type_count; ++number) any.push_back(static_cast<fhir::resource_type>(number));
      return targets_of(query_, value, any);
    }
    if (value.parts.size() > 2 || (value.parts.size() == 2 && value.parts[0].empty() && value.parts[1].empty())) return query_.refuse(errc::malformed_query);
    return codings_of(query_.in, value.parts.size() == 2 ? &value.parts[0] : nullptr, value.parts.back());
  }

  result<std::string> amount(const filter_comparison& each, search_kind kind, std::string_view column) {
    static constexpr std::array ordered{"eq", "ne", "gt", "lt", "ge", "le", "ap", "sa", "eb"};
    if (std::find(ordered.begin(), ordered.end(), each.operation) == ordered.end()) return query_.refuse(errc::unsupported);
    const auto value = value_of(each.operation + each.value);
    if (!value) return query_.refuse(errc::malformed_query);
    if (kind == search_kind::date) return date_condition(query_, *value, "second", "third");
    PHR_TRY(const std::string made, kind == search_kind::number ? number_condition(query_, *value, column) : quantity_condition(query_, *value, "second", "third"));
    return "(" + made + ")";
  }

  const query_criterion& asked_;
  const resolved_parameter& by_;
  leaf_query query_;
};

}  // namespace

result<std::string> element_condition(search_scope& in, fhir::resource_type type, const query_criterion& asked, std::string_view key) {
  PHR_TRY(const resolved_parameter by, resolve(sql_of(in.at), type, asked.name, asked.ordinal));
  if (by.parameter->kind != search_kind::composite) return error{errc::unknown_parameter}.at("_filter").nth(asked.ordinal);
  return element(in, type, asked, by).condition(key);
}

}  // namespace phr::storage
