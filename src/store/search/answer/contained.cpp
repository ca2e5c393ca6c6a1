#include "store/search/answer/contained.hpp"

#include "store/search/walk/order.hpp"
#include "store/search/plan/scratch.hpp"
#include "store/sql/access.hpp"

#include <phr/core/id.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_set>

namespace phr::storage {

namespace {

// One contained resource, and where it stands.
struct inside {
  match container;
  std::int64_t nth = 0;  // of `contained`
  std::int64_t place = 0;  // of the container: guarded_snapshot::place_of
  fhir::resource_type type = {};
  std::string id;
};

class within {
 public:
  within(const guarded_snapshot& guarded, const query& asked, const search_setting& setting) : guarded_(guarded), at_(guarded.at()), asked_(asked), setting_(setting) {}

  result<search_answer> run() {
    PHR_TRY(check_contained(asked_));
    PHR_TRY(const auto after, page());
    const bool both = asked_.contained == query_contained::both;
    if (both && !after) {
      PHR_TRY(answer_, outside(setting_.after));
      if (answer_.next) {
        PHR_TRY(add_total());
        return std::move(answer_);
      }
    } else if (both && wants_total()) {
      PHR_TRY(const auto first, outside({}));
      answer_.total = first.total;
    }
    PHR_TRY(const auto all, found());
    if (answer_.total || (!both && wants_total())) answer_.total = answer_.total.value_or(0) + all.size();
    if (asked_.summary != query_summary::count) give(all, after);
    answer_.matched = answer_.matches.size();
    return std::move(answer_);
  }

 private:
  [[nodiscard]] bool wants_total() const { return guarded_.sees_all() && (asked_.total != query_total::none || asked_.summary == query_summary::count); }

  // Where the page goes on within what is contained; nullopt for the first page, and for one of what is not.
  result<std::optional<page_position>> page() const {
    if (!setting_.after) return std::optional<page_position>{};
    const page_position& read = *setting_.after;
    const bool is_ours = read.way == 'c' && read.row.values.size() == 1 && std::holds_alternative<std::int64_t>(read.row.values[0]);
    if (is_ours) return std::optional(read);
    if (read.way == 'c' || asked_.contained != query_contained::both) return error{errc::malformed_query}.at("the page");
    return std::optional<page_position>{};
  }

  // What is not contained.
  result<search_answer> outside(const std::optional<page_position>& after) {
    query plain = asked_;
    plain.contained = query_contained::no;
    search_setting setting = setting_;
    setting.after = after;
    return answer_search(guarded_, plain, setting);
  }

  // A page that ends before what is contained: its total has that all the same.
  result<void> add_total() {
    if (!answer_.total) return success();
    PHR_TRY(const auto all, found());
    answer_.total = *answer_.total + all.size();
    return success();
  }

  // All that match, each container once where containers are asked for.
  result<std::vector<inside>> found() {
    PHR_TRY(auto scratch, scratch_store::beside(at_));
    PHR_TRY(const auto all, take_out(scratch));
    PHR_TRY(const auto numbers, scratch.find(inner_query(), setting_.now));
    std::vector<inside> made;
    for (const std::size_t each : numbers) made.push_back(all[each]);  // they were taken out by key
    std::stable_sort(made.begin(), made.end(), [](const inside& a, const inside& b) { return a.place < b.place; });
    return asked_.containers ? containers_of(std::move(made)) : result<std::vector<inside>>(std::move(made));
  }

  // Each once, and none that matches itself.
  result<std::vector<inside>> containers_of(std::vector<inside> all) {
    all.erase(std::unique(all.begin(), all.end(), [](const inside& a, const inside& b) { return a.container.key == b.container.key; }), all.end());
    if (asked_.contained != query_contained::both) return all;
    query plain = asked_;
    plain.contained = query_contained::no;
    plain.count.reset();
    plain.summary = query_summary::none;
    search_setting setting = setting_;
    setting.after.reset();
    PHR_TRY(const auto matches, run_search(guarded_, plain, setting));
    std::unordered_set<std::int64_t> given;
    for (const match& each : matches) given.insert(each.key);
    std::erase_if(all, [&](const inside& each) { return given.contains(each.container.key); });
    return all;
  }

  // The criteria but for _id, which is of the name within the container.
  [[nodiscard]] query inner_query() const {
    query made;
    made.types = asked_.types;
    for (const query_criterion& each : asked_.criteria) {
      if (each.name != "_id") made.criteria.push_back(each);
    }
    return made;
  }

  // Every contained resource of the types, into the store in memory.
  result<std::vector<inside>> take_out(scratch_store& into) {
    std::vector<inside> all;
    PHR_TRY(auto select, sql_of(at_).on().prepare("SELECT key FROM resource ORDER BY key"));
    fhir::json::document parsed;
    std::size_t looked = 0;
    for (;;) {
      PHR_TRY(const bool more, select.step());
      if (!more) break;
      ++looked;
      const std::int64_t key = select.integer(0);
      PHR_TRY(const bool shown, guarded_.sees(key));
      if (!shown) continue;
      PHR_TRY(const record container, at_.current(key));
      PHR_TRY(spend(at_, container.json.size()));
      if (container.json.find(R"("contained":)") == std::string::npos) continue;
      PHR_TRY(parsed.parse(container.json));
      PHR_TRY(take_from(container, key, parsed.root()["contained"], into, all));
    }
    if (setting_.explain) answer_.explained += fmt::format("contained: {} resources looked at, {} in them\n", looked, all.size());
    return all;
  }

  result<void> take_from(const record& container, std::int64_t key, const fhir::json::value& contained, scratch_store& into, std::vector<inside>& all) const {
    std::int64_t nth = -1;
    for (const fhir::json::value& each : contained.elements()) {
      ++nth;
      const auto type = fhir::resource_type_named(each["resourceType"].raw_text());
      if (!type || std::find(asked_.types.begin(), asked_.types.end(), *type) == asked_.types.end()) continue;
      inside one{{key, container.type, container.id, container.version, container.updated, false, {}}, nth, 0, *type, std::string(each["id"].raw_text())};
      PHR_TRY(one.place, guarded_.place_of(key));
      if (!is_named(one.id)) continue;
      PHR_TRY(into.add(*type, each, container.updated));
      all.push_back(std::move(one));
    }
    return success();
  }

  [[nodiscard]] bool is_named(const std::string& id) const {
    return std::all_of(asked_.criteria.begin(), asked_.criteria.end(), [&](const query_criterion& each) {
      return each.name != "_id" || std::any_of(each.values.begin(), each.values.end(), [&](const query_value& value) { return value.raw == id; });
    });
  }

  void give(const std::vector<inside>& all, const std::optional<page_position>& after) {
    const auto behind = [&](const inside& each) {
      return !after || std::pair(each.place, each.nth) > std::pair(after->row.place, std::get<std::int64_t>(after->row.values[0]));
    };
    page_position last;
    last.way = 'c';
    last.row.values.emplace_back(std::int64_t{-1});
    if (after) last = *after;
    for (const inside& each : all) {
      if (!behind(each)) continue;
      if (asked_.count && answer_.matches.size() >= *asked_.count) {
        answer_.next = last;
        return;
      }
      match made = each.container;
      if (!asked_.containers) {
        made.container = std::string(fhir::name(made.type)) + "/" + made.id;
        made.type = each.type;
        made.id = each.id;
      }
      answer_.matches.push_back(std::move(made));
      last.row.key = each.container.key;
      last.row.place = each.place;
      last.row.values[0] = each.nth;
    }
  }

  const guarded_snapshot& guarded_;
  const snapshot& at_;
  const query& asked_;
  const search_setting& setting_;
  search_answer answer_;
};

}  // namespace

result<void> check_contained(const query& asked) {
  const error refused = error{errc::unsupported}.at("_contained with another parameter").nth(asked.contained_ordinal);
  if (!asked.sort.empty() || !asked.includes.empty() || asked.compartment || asked.skip != 0) return refused;
  static constexpr std::array<std::string_view, 4> asking{"in", "not-in", "above", "below"};
  for (const query_criterion& each : asked.criteria) {
    const bool asks = std::find(asking.begin(), asking.end(), each.modifier) != asking.end();
    if (!each.steps.empty() || asks || each.name == "_filter" || each.name == "_list") return refused;
    if (each.name != "_id") continue;
    if (!each.modifier.empty()) return error{errc::unknown_modifier}.at("_id").nth(each.ordinal);
    const bool are_ids = std::all_of(each.values.begin(), each.values.end(), [](const query_value& value) { return is_valid_id(value.raw); });
    if (!are_ids) return error{errc::malformed_query}.at("_id").nth(each.ordinal);
  }
  return success();
}

result<search_answer> answer_contained(const guarded_snapshot& at, const query& asked, const search_setting& setting) { return within(at, asked, setting).run(); }

result<std::string> contained_text(std::string_view container, std::string_view id) {
  fhir::json::document parsed;
  PHR_TRY(parsed.parse(container));
  for (const fhir::json::value& each : parsed.root()["contained"].elements()) {
    if (each["id"].raw_text() != id) continue;
    std::string text;
    fhir::json::append_compact(text, each);
    return text;
  }
  return error{errc::not_found}.at("what the record contains");
}

}  // namespace phr::storage
