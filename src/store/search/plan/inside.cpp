#include "store/search/plan/inside.hpp"

#include "store/index/custom.hpp"
#include "store/index/extract.hpp"
#include "store/intern/catalogue.hpp"
#include "store/intern/interner.hpp"
#include "store/search/plan/compile.hpp"
#include "store/search/leaves/leaf.hpp"
#include "store/search/plan/scratch.hpp"
#include "store/sql/access.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace phr::storage {

namespace {

// A contained resource that a container refers to.
struct contained_part {
  std::int64_t container = 0;
  std::string id;
};

class looking {
 public:
  looking(search_scope& in, const query_criterion& asked, std::size_t nth, const resolved_parameter& by, fhir::resource_type type)
      : in_(in), asked_(asked), nth_(nth), by_(by), type_(type) {}

  result<std::vector<std::int64_t>> run() {
    PHR_TRY(const auto keys, containers());
    if (keys.empty()) return keys;
    const bool goes_on = nth_ + 1 < asked_.steps.size();
    if (goes_on && asked_.steps[nth_ + 1].back) return std::vector<std::int64_t>{};  // nothing refers to what is contained
    PHR_TRY(auto scratch, scratch_store::beside(in_.at));
    PHR_TRY(take_out(keys, scratch));
    std::vector<std::size_t> matching;
    if (!goes_on || !asked_.steps[nth_].filter.empty()) {
      PHR_TRY(matching, in_scratch(scratch, !goes_on));
    } else {
      for (std::size_t each = 0; each < parts_.size(); ++each) matching.push_back(each);
    }
    if (goes_on) {
      PHR_TRY(matching, outside(matching));
    }
    std::vector<std::int64_t> found;
    for (const std::size_t each : matching) found.push_back(parts_[each].container);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }

 private:
  result<std::vector<std::int64_t>> containers() const {
    const std::string none;
    PHR_TRY(const auto codings, codings_of(in_, &none, index_rows::inside_code(type_)));
    std::vector<std::int64_t> keys;
    if (codings.empty()) return keys;
    PHR_TRY(auto select, sql_of(in_.at).on().prepare(fmt::format("SELECT DISTINCT resource FROM index_token WHERE {} AND coding IN ({})", by_.where("parameter"), list_of(codings))));
    for (;;) {
      PHR_TRY(const bool more, select.step());
      if (!more) return keys;
      keys.push_back(select.integer(0));
    }
  }

  // What the resource says under parameters of these ids.
  result<void> read(const fhir::json::value& resource, fhir::resource_type type, const std::vector<std::uint16_t>& ids, index_rows& rows) const {
    rows.clear();
    rows.only = ids;
    extract(resource, type, rows);
    if (ids.front() < first_custom_parameter) return success();
    PHR_TRY(const auto own, custom_parameters(sql_of(in_.at), type));
    for (const custom_parameter* const each : own) {
      if (std::find(ids.begin(), ids.end(), each->parameter.id) != ids.end()) extract_custom(*each, resource, rows);
    }
    return success();
  }

  // The contained resources that the references are to, with what they refer to themselves.
  result<void> take_out(const std::vector<std::int64_t>& keys, scratch_store& into) {
    const bool goes_on = nth_ + 1 < asked_.steps.size();
    resolved_parameter next;
    if (goes_on) {
      PHR_TRY(next, resolve(sql_of(in_.at), type_, asked_.steps[nth_ + 1].parameter, asked_.ordinal));
    }
    fhir::json::document parsed;
    index_rows rows;
    for (const std::int64_t key : keys) {
      PHR_TRY(const bool shown, in_.guarded.sees(key));
      if (!shown) continue;
      PHR_TRY(const record found, in_.at.current(key));
      PHR_TRY(spend(in_.at, found.json.size()));
      PHR_TRY(parsed.parse(found.json));
      PHR_TRY(read(parsed.root(), found.type, by_.ids, rows));
      std::vector<std::string> wanted;
      for (const inside_row& each : rows.inside) {
        if (each.type == type_) wanted.emplace_back(each.id);
      }
      for (const fhir::json::value& each : parsed.root()["contained"].elements()) {
        std::string id(each["id"].raw_text());
        if (std::find(wanted.begin(), wanted.end(), id) == wanted.end() || each["resourceType"].raw_text() != fhir::name(type_)) continue;
        PHR_TRY(into.add(type_, each, found.updated));
        parts_.push_back({key, std::move(id)});
        if (!goes_on) continue;
        PHR_TRY(read(each, type_, next.ids, rows));
        PHR_TRY(targets_.emplace_back(), targets_of(rows));
      }
    }
    return success();
  }

  result<std::vector<std::int64_t>> targets_of(const index_rows& rows) const {
    std::vector<std::int64_t> targets;
    for (const reference_row& each : rows.references) {
      if (each.type == fhir::resource_type{}) continue;
      PHR_TRY(const std::int64_t key, find_identity(sql_of(in_.at), each.type, each.id));
      if (key != 0) targets.push_back(key);
    }
    return targets;
  }

  // Those of which the last criterion holds, and the filter of the step.
  result<std::vector<std::size_t>> in_scratch(scratch_store& scratch, bool last) {
    query inner;
    inner.types.push_back(type_);
    const std::string& filter = asked_.steps[nth_].filter;
    if (!filter.empty()) inner.criteria.push_back({{}, "_filter", {}, {{filter, {filter}}}, asked_.ordinal});
    const bool by_id = last && asked_.name == "_id";
    if (last && !by_id) {
      inner.criteria.push_back(asked_);
      inner.criteria.back().steps.clear();
    }
    static constexpr std::array<std::string_view, 4> asking{"in", "not-in", "above", "below"};
    if (std::find(asking.begin(), asking.end(), asked_.modifier) != asking.end()) PHR_TRY(scratch.add_terminology(in_.at));
    PHR_TRY(auto found, scratch.find(inner, in_.now));
    if (by_id) {
      std::erase_if(found, [&](std::size_t each) {
        return std::none_of(asked_.values.begin(), asked_.values.end(), [&](const query_value& value) { return value.raw == parts_[each].id; });
      });
    }
    return found;
  }

  // Those from which the next step leads to what the rest of the chain holds of.
  result<std::vector<std::size_t>> outside(const std::vector<std::size_t>& from) {
    std::string all = "[";
    for (const std::size_t each : from) {
      for (const std::int64_t target : targets_[each]) all += (all.size() == 1 ? "" : ",") + std::to_string(target);
    }
    const std::string list = in_.values.add(all + "]");
    PHR_TRY(const std::string condition, condition_at_the_end(in_, type_, asked_, nth_ + 1, "list.value"));
    PHR_TRY(auto select, sql_of(in_.at).on().prepare(fmt::format("SELECT DISTINCT list.value FROM json_each({}) list WHERE {}", list, condition)));
    in_.values.bind(select);
    std::vector<std::int64_t> good;
    for (;;) {
      PHR_TRY(const bool more, step_of(in_, select));
      if (!more) break;
      good.push_back(select.integer(0));
    }
    std::sort(good.begin(), good.end());
    std::vector<std::size_t> found;
    for (const std::size_t each : from) {
      const auto& targets = targets_[each];
      if (std::any_of(targets.begin(), targets.end(), [&](std::int64_t target) { return std::binary_search(good.begin(), good.end(), target); })) found.push_back(each);
    }
    return found;
  }

  search_scope& in_;
  const query_criterion& asked_;
  std::size_t nth_;
  const resolved_parameter& by_;
  fhir::resource_type type_;
  std::vector<contained_part> parts_;                        // by their numbers in the scratch store
  std::vector<std::vector<std::int64_t>> targets_;  // where the chain goes on: what each refers to
};

// Few stores have contained resources, and then of few types.
result<bool> is_there(search_scope& in, fhir::resource_type type) {
  if (!in.contained_types) {
    auto& types = in.contained_types.emplace();
    PHR_TRY(auto* select, sql_of(in.at).use("SELECT code FROM coding WHERE code >= ?1 AND code < ?2"));
    const sql::resetting after(*select);
    const std::string_view from("\0", 1);
    select->bind(1, from).bind(2, std::string_view("\1"));
    for (;;) {
      PHR_TRY(const bool more, select->step());
      if (!more) break;
      if (const auto named = fhir::resource_type_named(select->text(0).substr(1))) types.push_back(*named);
    }
  }
  return std::find(in.contained_types->begin(), in.contained_types->end(), type) != in.contained_types->end();
}

std::string name_of(const query_criterion& asked, std::size_t nth, const resolved_parameter& by, fhir::resource_type type) {
  std::string made = fmt::format("{}\n{}\n{}\n{}\n{}", nth, by.id_list(), static_cast<int>(type), asked.name, asked.modifier);
  for (const query_step& each : asked.steps) made += fmt::format("\n{}{}\n{}\n{}", each.back ? "<" : ">", each.parameter, each.type ? static_cast<int>(*each.type) : 0, each.filter);
  for (const query_value& each : asked.values) made += "\n=" + each.raw;
  return made;
}

}  // namespace

result<std::vector<std::int64_t>> containers_where(search_scope& in, const query_criterion& asked, std::size_t nth, const resolved_parameter& by,
                                                   fhir::resource_type type) {
  PHR_TRY(const bool there, is_there(in, type));
  if (!there) return std::vector<std::int64_t>{};
  std::string name = name_of(asked, nth, by, type);
  const auto known = in.containers.find(name);
  if (known != in.containers.end()) return known->second;
  PHR_TRY(auto found, looking(in, asked, nth, by, type).run());
  in.containers.emplace(std::move(name), found);
  return found;
}

}  // namespace phr::storage
