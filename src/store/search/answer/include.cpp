#include "store/search/answer/include.hpp"

#include "store/intern/interner.hpp"
#include "store/search/query/parameter.hpp"
#include "store/sql/access.hpp"

#include <fmt/format.h>

#include <unordered_set>

namespace phr::storage {

namespace {

constexpr std::size_t most_included = 100'000;

class including {
 public:
  including(search_scope& in, const query& asked, std::vector<match>& matches) : in_(in), asked_(asked), matches_(matches) {
    for (const match& each : matches) there_.insert(each.key);
  }

  result<void> run() {
    for (const query_include& each : asked_.includes) PHR_TRY(check_include(in_, each));
    const std::size_t matched = matches_.size();
    for (const query_include& each : asked_.includes) PHR_TRY(follow(each, 0, matched));
    // What iterates looks at what was included, over and over, as long as there is more of it.
    std::size_t from = 0;
    while (from < matches_.size()) {
      const std::size_t until = matches_.size();
      for (const query_include& each : asked_.includes) {
        if (each.iterate) PHR_TRY(follow(each, from, until));
      }
      from = until;
    }
    return success();
  }

 private:
  // Ids of the rows; empty for all references of the type.
  [[nodiscard]] result<std::string> ids_of(const query_include& of) const {
    if (of.parameter == "*" || !of.type) return std::string();
    PHR_TRY(const auto found, resolve(sql_of(in_.at), *of.type, of.parameter, of.ordinal));
    return found.id_list();
  }

  result<void> follow(const query_include& by, std::size_t from, std::size_t until) {
    PHR_TRY(const std::string ids, ids_of(by));
    for (std::size_t nth = from; nth < until; ++nth) {
      if (!by.back && by.type && matches_[nth].type != *by.type) continue;
      if (by.back && by.target && matches_[nth].type != *by.target) continue;
      PHR_TRY(one(by, ids, matches_[nth].type, matches_[nth].key));
    }
    return success();
  }

  result<void> one(const query_include& by, const std::string& ids, fhir::resource_type type, std::int64_t key) {
    const std::string parameters = !ids.empty() ? ids : by.back ? references(by.type) : references(type);
    const std::string text =
        by.back ? fmt::format("SELECT DISTINCT resource FROM index_reference WHERE target = ?1 AND parameter IN ({}) ORDER BY 1", parameters)
                : fmt::format("SELECT DISTINCT f.target FROM json_each((SELECT phr_refs(dictionary, body) FROM resource WHERE key = ?1)) list CROSS JOIN "
                              "index_reference f ON f.parameter IN ({}) AND f.target = list.value AND f.resource = ?1 ORDER BY 1",
                              parameters);
    std::vector<std::int64_t> found;
    {
      PHR_TRY(auto* select, sql_of(in_.at).use_text(text));
      const sql::resetting after(*select);
      select->bind(1, key);
      for (;;) {
        PHR_TRY(const bool more, select->step());
        if (!more) break;
        found.push_back(select->integer(0));
      }
    }
    PHR_TRY(put_in_order(in_.guarded, found));
    for (const std::int64_t each : found) PHR_TRY(add(by, each));
    return success();
  }

  // All reference parameters of a type, or of every type.
  static std::string references(std::optional<fhir::resource_type> type) {
    std::string ids;
    for (int number = 1; number <= fhir::resource_type_count; ++number) {
      const auto each = static_cast<fhir::resource_type>(number);
      if (type && *type != each) continue;
      for (const auto& parameter : fhir::search_parameters(each)) {
        if (parameter.kind == fhir::search_kind::reference && !parameter.paths.empty()) ids += (ids.empty() ? "" : ",") + std::to_string(parameter.id);
      }
    }
    return ids;
  }

  result<void> add(const query_include& by, std::int64_t key) {
    if (!there_.insert(key).second) return success();
    PHR_TRY(auto found, match_of(in_.at, key));
    const bool fits = found && (by.back ? !by.type || found->type == *by.type : !by.target || found->type == *by.target);
    if (!fits) {
      there_.erase(key);  // another include may want it
      return success();
    }
    if (in_.gated) {
      PHR_TRY(const bool shown, sql_of(in_.at).hooks().visible(key));
      if (!shown) return success();
    }
    if (matches_.size() == most_included) return error{errc::too_large}.at("an include of the search").nth(by.ordinal);
    found->included = true;
    matches_.push_back(std::move(*found));
    return success();
  }

  search_scope& in_;
  const query& asked_;
  std::vector<match>& matches_;
  std::unordered_set<std::int64_t> there_;
};

}  // namespace

result<void> check_include(const search_scope& in, const query_include& of) {
  if (of.parameter == "*" || !of.type) return success();
  PHR_TRY(const auto found, resolve(sql_of(in.at), *of.type, of.parameter, of.ordinal));
  const bool may = found.parameter->kind == fhir::search_kind::reference && (!of.target || found.may_refer_to(*of.target));
  if (!may) return error{errc::unknown_parameter}.at("an include of the search").nth(of.ordinal);
  return success();
}

result<void> add_includes(search_scope& in, const query& asked, std::vector<match>& matches) {
  return asked.includes.empty() ? result<void>(success()) : including(in, asked, matches).run();
}

result<std::optional<match>> match_of(const snapshot& at, std::int64_t key) {
  PHR_TRY(auto* select, sql_of(at).use("SELECT i.type, i.id, r.version, r.updated FROM resource r JOIN identity i ON i.key = r.key WHERE r.key = ?1"));
  const sql::resetting after(*select);
  PHR_TRY(const bool found, select->bind(1, key).step());
  std::optional<match> made;
  if (found) {
    made = match{key, static_cast<fhir::resource_type>(select->integer(0)), id_text(*select, 1), static_cast<std::uint32_t>(select->integer(2)),
                 select->integer(3), false};
  }
  return made;
}

}  // namespace phr::storage
