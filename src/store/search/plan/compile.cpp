#include "store/search/plan/compile.hpp"

#include "store/search/plan/filter.hpp"
#include "store/search/plan/inside.hpp"
#include "store/sql/access.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace phr::storage {

namespace {

// Steps begin at the far end where there are few resources; else the rows of the near end are gone through.
constexpr std::int64_t few = 2'000;

error no_such(const query_criterion& asked) { return error{errc::unknown_parameter}.at("a criterion of the search").nth(asked.ordinal); }

class compiler {
 public:
  compiler(search_scope& in, const query_criterion& asked) : in_(in), asked_(asked) {}

  result<std::string> condition(fhir::resource_type type, std::size_t step, std::string_view key, bool is_live) {
    if (step < asked_.steps.size() && !asked_.steps[step].back) return along(type, step, key);
    if (step < asked_.steps.size()) {
      PHR_TRY(const std::string made, back(type, step, key));
      return is_live ? made : live(type, key, made);  // what is not there can be referred to all the same
    }
    if (asked_.name == "_filter" || asked_.modifier == "~element") {
      PHR_TRY(const std::string made, asked_.name == "_filter" ? filter_condition(in_, type, asked_, key) : element_condition(in_, type, asked_, key));
      return is_live ? made : live(type, key, made);
    }
    PHR_TRY(const leaf found, leaf_at(type));
    if (is_live || (!found.negative && !found.direct)) return probe_of(found, key);
    return live(type, key, probe_of(found, key));
  }

  result<std::optional<std::vector<row_set>>> rows(fhir::resource_type type, std::size_t step) {
    std::optional<std::vector<row_set>> made;
    if (step < asked_.steps.size()) return asked_.steps[step].back ? rows_back(type, step) : rows_along(type, step);
    if (asked_.name == "_filter" && step == 0 && asked_.modifier.empty()) return filter_rows(in_, type, asked_);
    if (asked_.name == "_filter" || asked_.modifier == "~element") return made;
    PHR_TRY(leaf found, leaf_at(type));
    if (!found.negative && !found.sets.empty()) made = std::move(found.sets);
    return made;
  }

  // Of what step `nth` leads to along a reference of the type: see condition_at_the_end.
  result<std::string> at_the_end(fhir::resource_type type, std::size_t nth, const std::string& key) {
    PHR_TRY(const resolved_parameter by, reference(type, asked_.steps[nth]));
    PHR_TRY(const auto types, types_along(by, asked_.steps[nth]));
    std::vector<std::string> alternatives;
    for (const fhir::resource_type each : types) {
      auto one = filtered(each, nth, key);
      if (!one && one.error().code() == errc::unknown_parameter && !asked_.steps[nth].type) continue;
      PHR_TRY(const std::string condition, std::move(one));
      alternatives.push_back(live(each, key, condition));
    }
    if (alternatives.empty()) return no_such(asked_);
    return seen(key) + any_of(alternatives);
  }

 private:
  // What a reference names may not be there.
  static std::string live(fhir::resource_type type, std::string_view key, const std::string& condition) {
    return fmt::format("(+EXISTS (SELECT 1 FROM resource WHERE key = {0} AND shape IN (SELECT id FROM shape WHERE type = {1})) AND {2})", key,
                       static_cast<int>(type), condition);
  }

  result<leaf> leaf_at(fhir::resource_type type) {
    PHR_TRY(auto column, column_leaf(in_, type, asked_));
    if (column) return std::move(*column);
    PHR_TRY(const resolved_parameter parameter, resolve(sql_of(in_.at), type, asked_.name, asked_.ordinal));
    return leaf_of({in_, type, parameter, asked_.modifier, asked_.values, asked_.ordinal});
  }

  result<resolved_parameter> reference(fhir::resource_type type, const query_step& step) const {
    PHR_TRY(auto found, resolve(sql_of(in_.at), type, step.parameter, asked_.ordinal));
    if (found.parameter->kind != fhir::search_kind::reference) return no_such(asked_);
    return found;
  }

  // The types at the other end: the one that is named, or all that the reference can have.
  result<std::vector<fhir::resource_type>> types_along(const resolved_parameter& by, const query_step& step) const {
    if (!step.type) return by.targets;
    if (!by.may_refer_to(*step.type)) return no_such(asked_);
    return std::vector<fhir::resource_type>{*step.type};
  }

  // What follows the step, and what its own filter says of the same resource.
  result<std::string> filtered(fhir::resource_type type, std::size_t nth, const std::string& key) {
    PHR_TRY(std::string made, condition(type, nth + 1, key, false));
    const std::string& filter = asked_.steps[nth].filter;
    if (filter.empty()) return made;
    query_criterion of;
    of.name = "_filter";
    of.values = {{filter, {filter}}};
    of.ordinal = asked_.ordinal;
    PHR_TRY(const std::string also, filter_condition(in_, type, of, key));
    return "(" + live(type, key, also) + " AND " + made + ")";
  }

  result<std::string> along(fhir::resource_type type, std::size_t nth, std::string_view key) {
    const query_step& step = asked_.steps[nth];
    PHR_TRY(const resolved_parameter by, reference(type, step));
    PHR_TRY(const auto types, types_along(by, step));
    const std::string alias = in_.alias();
    std::vector<std::string> alternatives;
    for (const fhir::resource_type each : types) {
      auto one = filtered(each, nth, alias + ".target");
      if (!one && one.error().code() == errc::unknown_parameter && !step.type) continue;  // a type without it
      PHR_TRY(alternatives.emplace_back(), std::move(one));
    }
    if (alternatives.empty()) return no_such(asked_);
    const std::string apart = fmt::format("+EXISTS (SELECT 1 FROM json_each((SELECT phr_refs(dictionary, body) FROM resource WHERE key = {1})) {0}_list CROSS JOIN "
                                          "index_reference {0} ON {2} AND {0}.target = {0}_list.value AND {0}.resource = {1} WHERE {4}{3})",
                                          alias, key, by.where(alias + ".parameter"), any_of(alternatives), seen(alias + ".target"));
    PHR_TRY(const std::string inside, containers(by, types, nth));
    return inside.empty() ? apart : fmt::format("({} OR {} IN (SELECT value FROM json_each({})))", apart, key, inside);
  }

  // The resources that contain what the step leads to, as a bound list; "" for none.
  result<std::string> containers(const resolved_parameter& by, const std::vector<fhir::resource_type>& types, std::size_t nth) {
    std::vector<std::int64_t> all;
    for (const fhir::resource_type each : types) {
      auto some = containers_where(in_, asked_, nth, by, each);
      if (!some && some.error().code() == errc::unknown_parameter && !asked_.steps[nth].type) continue;
      PHR_TRY(const auto keys, std::move(some));
      all.insert(all.end(), keys.begin(), keys.end());
    }
    return all.empty() ? std::string() : in_.values.add("[" + list_of(all) + "]");
  }
  result<void> add_containers(const resolved_parameter& by, const std::vector<fhir::resource_type>& types, std::size_t nth, std::vector<row_set>& into) {
    PHR_TRY(const std::string inside, containers(by, types, nth));
    if (inside.empty()) return success();
    row_set one{fmt::format("json_each({})", inside), "1"};
    one.key = "value";
    into.push_back(std::move(one));
    return success();
  }

  result<std::string> back(fhir::resource_type type, std::size_t nth, std::string_view key) {
    const query_step& step = asked_.steps[nth];
    PHR_TRY(const resolved_parameter by, reference(*step.type, step));
    if (!by.may_refer_to(type)) return no_such(asked_);
    const std::string alias = in_.alias();
    PHR_TRY(const std::string inner, condition(*step.type, nth + 1, alias + ".resource", true));
    return fmt::format("+EXISTS (SELECT 1 FROM index_reference {0} WHERE {1} AND {0}.target = {2} AND {4}{3})", alias, by.where(alias + ".parameter"), key,
                       inner, seen(alias + ".resource"));
  }

  // Before anything is asked of it.
  [[nodiscard]] std::string seen(const std::string& key) const { return in_.gated ? "phr_visible(" + key + ") AND " : ""; }

  result<std::optional<std::vector<row_set>>> rows_along(fhir::resource_type type, std::size_t nth) {
    const query_step& step = asked_.steps[nth];
    PHR_TRY(const resolved_parameter by, reference(type, step));
    PHR_TRY(const auto types, types_along(by, step));
    std::vector<row_set> ends;
    bool all_known = true;
    for (const fhir::resource_type each : types) {
      auto some = rows(each, nth + 1);
      if (!some && some.error().code() == errc::unknown_parameter && !step.type) continue;
      PHR_TRY(auto sets, std::move(some));
      all_known = all_known && sets.has_value();
      if (sets) ends.insert(ends.end(), sets->begin(), sets->end());
    }
    std::vector<row_set> made;
    PHR_TRY(add_containers(by, types, nth, made));
    if (all_known && !ends.empty()) {
      PHR_TRY(const std::int64_t many, count_rows(in_, ends, few + 1));
      if (many <= few) {  // target after target of a list
        for (const std::uint16_t id : by.ids) {
          row_set one{"index_reference", fmt::format("parameter = {} AND target IN (SELECT t.resource FROM ({}) t WHERE {}1)", id, keys_of(ends), seen("t.resource"))};
          one.first = "target";
          made.push_back(std::move(one));
        }
        return std::optional(std::move(made));
      }
    }
    // Target after target: each is looked at once for all that refer to it in a row.
    for (const std::uint16_t id : by.ids) {
      std::vector<std::string> alternatives;
      const std::string alias = in_.alias();
      for (const fhir::resource_type each : types) {
        auto one = condition(each, nth + 1, alias + ".target", false);
        if (!one && one.error().code() == errc::unknown_parameter && !step.type) continue;
        PHR_TRY(alternatives.emplace_back(), std::move(one));
      }
      if (alternatives.empty()) return no_such(asked_);
      row_set one{"index_reference " + alias, fmt::format("{}.parameter = {} AND {}{}", alias, id, seen(alias + ".target"), any_of(alternatives))};
      one.first = "target";
      made.push_back(std::move(one));
    }
    return std::optional(std::move(made));
  }

  result<std::optional<std::vector<row_set>>> rows_back(fhir::resource_type type, std::size_t nth) {
    const query_step& step = asked_.steps[nth];
    PHR_TRY(const resolved_parameter by, reference(*step.type, step));
    if (!by.may_refer_to(type)) return no_such(asked_);
    std::optional<std::vector<row_set>> made;
    PHR_TRY(const auto ends, rows(*step.type, nth + 1));
    if (!ends) return made;
    PHR_TRY(const std::int64_t many, count_rows(in_, *ends, few + 1));
    if (many > few) return made;
    row_set one{fmt::format("(SELECT DISTINCT f.target AS resource FROM (SELECT DISTINCT resource FROM ({})) t CROSS JOIN resource r ON r.key = t.resource "
                            "CROSS JOIN json_each(phr_refs(r.dictionary, r.body)) list CROSS JOIN index_reference f ON {} AND f.target = list.value AND "
                            "f.resource = t.resource WHERE {}{})",
                            keys_of(*ends), by.where("f.parameter"), seen("t.resource"), live(type, "f.target", "1")),
                "1"};
    made.emplace().push_back(std::move(one));
    return made;
  }

  search_scope& in_;
  const query_criterion& asked_;
};

}  // namespace

result<std::string> condition_at_the_end(search_scope& in, fhir::resource_type type, const query_criterion& asked, std::size_t step, const std::string& key) {
  return compiler(in, asked).at_the_end(type, step, key);
}

result<std::int64_t> count_rows(const search_scope& in, const std::vector<row_set>& sets, std::int64_t most) {
  std::int64_t counted = 0;
  for (const row_set& each : sets) {
    if (counted >= most) break;
    PHR_TRY(auto* select, sql_of(in.at).use_text(fmt::format("SELECT count(*) FROM (SELECT 1 FROM {} WHERE {} LIMIT {})", each.table, each.where, most - counted)));
    const sql::resetting after(*select);
    in.values.bind(*select);
    PHR_TRY(const bool found, step_of(in, *select));
    counted += found ? select->integer(0) : 0;
  }
  return counted;
}

result<std::vector<row_set>> all_of(search_scope& in, fhir::resource_type type) {
  PHR_TRY(auto* select, sql_of(in.at).use("SELECT id FROM shape WHERE type = ?1"));
  const sql::resetting after(*select);
  select->bind(1, static_cast<std::int64_t>(type));
  std::vector<row_set> made;
  for (;;) {
    PHR_TRY(const bool more, select->step());
    if (!more) break;
    row_set one{"resource", fmt::format("shape = {}", select->integer(0))};
    one.first = "updated";
    one.key = "key";
    made.push_back(std::move(one));
  }
  return made;
}

result<std::string> condition_of(search_scope& in, fhir::resource_type type, const query_criterion& asked, std::string_view key, bool is_live) {
  return compiler(in, asked).condition(type, 0, key, is_live);
}

result<std::optional<std::vector<row_set>>> rows_of(search_scope& in, fhir::resource_type type, const query_criterion& asked) {
  return compiler(in, asked).rows(type, 0);
}

}  // namespace phr::storage
