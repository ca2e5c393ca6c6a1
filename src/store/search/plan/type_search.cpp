#include "store/search/plan/type_search.hpp"

#include "store/index/subjects.hpp"
#include "store/intern/interner.hpp"
#include "store/search/plan/compile.hpp"
#include "store/search/walk/late_rows.hpp"
#include "store/sql/access.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_set>

namespace phr::storage {

namespace {

// Up to so many rows, all are taken and put in order of first writing; beyond, a page is worth an order of its own.
constexpr std::int64_t few_rows = 100;
// Up to so many rows, each is asked for its sort keys; beyond, the index of the first key is walked.
constexpr std::int64_t few_to_sort = 4'000;

// Whether a resource has a row of these sets on a page before one.
// Lifetime: borrows scope, sets and position. Threads: per-thread. Errors: those of the file.
class earlier_rows {
 public:
  earlier_rows(search_scope& in, const std::vector<row_set>& sets, const page_position& after) : in_(in), sets_(sets), after_(after) {}

  [[nodiscard]] result<bool> has(std::int64_t key) {
    if (selects_.empty()) PHR_TRY(prepare());
    for (sql::statement& each : selects_) {
      const sql::resetting done(each);
      each.bind(static_cast<int>(in_.values.size()) + 1, key);
      for (;;) {
        PHR_TRY(const bool more, step_of(in_, each));
        if (!more) break;
        const ordered_row there{{value_at(each, 0), value_at(each, 1)}, key, key};
        if (compare(there, after_.row, {}) <= 0) return true;
      }
    }
    return false;
  }

 private:
  result<void> prepare() {
    for (const row_set& each : sets_) {
      const std::string text = fmt::format("SELECT {} AS a, {} AS b FROM {} WHERE {} AND {} = ?{}", each.first.empty() ? "NULL" : each.first,
                                           each.second.empty() ? "NULL" : each.second, each.table, each.where, each.key, in_.values.size() + 1);
      PHR_TRY(auto select, sql_of(in_.at).on().prepare(text));
      in_.values.bind(select);
      selects_.push_back(std::move(select));
    }
    return success();
  }

  search_scope& in_;
  const std::vector<row_set>& sets_;
  const page_position& after_;
  std::vector<sql::statement> selects_;
};

}  // namespace

std::string type_search::of_type(std::string_view key) const {
  return fmt::format("+EXISTS (SELECT 1 FROM resource WHERE key = {} AND shape IN (SELECT id FROM shape WHERE type = {}))", key, static_cast<int>(type_));
}

result<void> type_search::read_criteria() {
  for (std::size_t nth = 0; nth < asked_.criteria.size(); ++nth) {
    const query_criterion& each = asked_.criteria[nth];
    candidate made;
    made.nth = nth;
    made.ordinal = each.ordinal;
    PHR_TRY(made.rows, rows_of(in_, type_, each));
    if (!made.rows) PHR_TRY(condition_of(in_, type_, each, "d.k", true));  // for its errors
    const bool is_back = !each.steps.empty() && each.steps.front().back;
    made.exact = each.name != "_filter";
    made.checked = !is_back && made.exact;
    candidates_.push_back(std::move(made));
  }
  for (const query_sort& each : asked_.sort) {
    PHR_TRY(keys_.emplace_back(), sort_key_of(in_, type_, each));
  }
  return success();
}

namespace {

// A text of no told source means what the owner means.
std::string names_known_to(std::int64_t source) { return source == source_of_file ? fmt::format("{}, {}", source_of_owner, source_of_file) : std::to_string(source); }

}  // namespace

result<std::string> type_search::compartment_condition(std::string_view key) {
  PHR_TRY(const std::int64_t patient, find_identity(sql_of(in_.at), fhir::resource_type::Patient, *asked_.compartment));
  if (in_.gated && patient != 0) {  // whose compartment may not be seen has nothing in it
    PHR_TRY(const bool shown, in_.guarded.sees(patient));
    if (!shown) return std::string("0");
  }
  if (type_ == fhir::resource_type::Patient) return fmt::format("{} = {}", key, patient);
  std::string ids;
  for (const auto& parameter : fhir::search_parameters(type_)) {
    if (!fhir::is_compartment_parameter(type_, parameter.id)) continue;
    ids += (ids.empty() ? "" : ",") + resolved(type_, parameter).id_list();
  }
  if (ids.empty()) return std::string("0");
  return fmt::format("+EXISTS (SELECT 1 FROM index_reference WHERE parameter IN ({}) AND target = {} AND resource = {})", ids, patient, key);
}

// What is hidden is left out first: nothing is asked of it, not even what would fail.
result<std::string> type_search::condition(std::size_t but, std::string_view key) {
  std::string text;
  const auto add = [&](const std::string& more) { text += (text.empty() ? "" : " AND ") + more; };
  if (in_.gated) add(fmt::format("phr_visible({})", key));
  for (std::size_t nth = 0; nth < asked_.criteria.size(); ++nth) {
    if (nth == but) continue;
    PHR_TRY(const std::string one, condition_of(in_, type_, asked_.criteria[nth], key, true));
    add(one);
  }
  if (asked_.of_source) add(fmt::format("+EXISTS (SELECT 1 FROM identity WHERE key = {} AND source IN ({}))", key, names_known_to(*asked_.of_source)));
  if (asked_.compartment && but != asked_.criteria.size()) {
    PHR_TRY(const std::string one, compartment_condition(key));
    add(one);
  }
  return text;
}

// To whom little is visible, all of it is gone through, so that what is hidden is not even counted.
result<bool> type_search::choose_visible() {
  if (!in_.gated || !has_compartment(type_)) return false;
  PHR_TRY(const auto patients, in_.guarded.few_patients());
  if (!patients) return false;
  driver_.clear();
  for (const std::int64_t patient : *patients) {
    row_set one{"compartment", fmt::format("patient = {}", patient)};
    one.first = "happened";
    driver_.push_back(std::move(one));
  }
  if (driver_.empty()) driver_.push_back({"(SELECT 0 AS resource)", "0"});
  driver_nth_ = of_the_visible;
  driver_checked_ = false;
  small_ = true;
  tell("rows: all that may be seen");
  return true;
}

// The criterion with the fewest rows drives; the others are asked of each of them.
result<void> type_search::choose(const page_position* after) {
  PHR_TRY(const bool chosen, choose_visible());
  if (chosen) return success();
  std::size_t best = candidates_.size();
  std::int64_t fewest = 0;
  const std::size_t usable = static_cast<std::size_t>(std::count_if(candidates_.begin(), candidates_.end(), [](const auto& each) { return each.rows.has_value(); }));
  for (const std::int64_t most : {std::int64_t{200}, std::int64_t{5'000}}) {
    best = candidates_.size();
    for (std::size_t nth = 0; nth < candidates_.size(); ++nth) {
      if (!candidates_[nth].rows) continue;
      PHR_TRY(const std::int64_t many, count_rows(in_, *candidates_[nth].rows, most));
      if (best != candidates_.size() && many >= fewest) continue;
      best = nth;
      fewest = many;
    }
    if (best == candidates_.size() || fewest < most || (usable == 1 && keys_.empty())) break;
  }
  if (after != nullptr && after->way == 'v') {  // a page goes on as it began
    best = candidates_.size();
    for (std::size_t nth = 0; nth < candidates_.size(); ++nth) {
      if (candidates_[nth].nth == after->driver && candidates_[nth].rows) best = nth;
    }
    if (best == candidates_.size() && after->driver != SIZE_MAX) return error{errc::malformed_query}.at("the page");
  }
  if (best == candidates_.size()) {
    PHR_TRY(driver_, all_of(in_, type_));
    PHR_TRY(fewest, count_rows(in_, driver_, few_to_sort + 1));
    tell("rows: everything of the type");
  } else {
    driver_ = *candidates_[best].rows;
    driver_nth_ = candidates_[best].nth;
    driver_checked_ = candidates_[best].checked;
    driver_exact_ = candidates_[best].exact;
    tell(fmt::format("rows: of criterion {}, {}{}", candidates_[best].ordinal, fewest >= 200 ? "at least " : "", fewest));
  }
  small_ = fewest <= (keys_.empty() ? few_rows : few_to_sort);
  return success();
}

// A position is of the way that made it: by keys alone, by the two columns of rows, by the sort keys.
result<void> type_search::check(const page_position& after) const {
  const std::size_t values = after.row.values.size();
  const bool begins = after.row.key == 0 && values == 0;  // another type's rows came before
  const bool fits = in_.gated && after.way == 'v' ? false
                    : after.way == 'k' ? keys_.empty() && values == 0
                    : after.way == 'v' ? keys_.empty() && (values == 2 || begins)
                    : after.way == 's' ? !keys_.empty() && (values == keys_.size() || begins)
                                       : false;
  if (!fits) return error{errc::malformed_query}.at("the page");
  return success();
}

result<void> type_search::plan(const page_position* after) {
  PHR_TRY(read_criteria());
  if (asked_.compartment) {
    PHR_TRY(const std::string where, compartment_condition("index_reference.resource"));
    candidate made;
    made.nth = asked_.criteria.size();
    PHR_TRY(const std::int64_t patient, find_identity(sql_of(in_.at), fhir::resource_type::Patient, *asked_.compartment));
    auto& rows = made.rows.emplace();
    if (type_ != fhir::resource_type::Patient && where != "0") {
      for (const auto& parameter : fhir::search_parameters(type_)) {
        if (!fhir::is_compartment_parameter(type_, parameter.id)) continue;
        for (const std::uint16_t id : resolved(type_, parameter).ids) {
          row_set one{"index_reference", fmt::format("parameter = {} AND target = {}", id, patient)};
          one.by_key = true;
          rows.push_back(std::move(one));
        }
      }
    } else if (where != "0") {
      row_set one{"resource", fmt::format("key = {}", patient)};
      one.key = "key";
      rows.push_back(std::move(one));
    }
    if (rows.empty()) rows.push_back({"(SELECT 0 AS resource)", "0"});
    candidates_.push_back(std::move(made));
  }
  if (after != nullptr) PHR_TRY(check(*after));
  PHR_TRY(choose(after));
  PHR_TRY(condition_, condition(driver_exact_ ? driver_nth_ : SIZE_MAX, "d.k"));
  if (!driver_checked_) condition_ += (condition_.empty() ? "" : " AND ") + of_type("d.k");
  if (!condition_.empty()) tell("asked of each: " + condition_);
  const bool ordered = std::all_of(driver_.begin(), driver_.end(), [](const row_set& each) { return each.by_key; });
  const bool has_order = std::none_of(driver_.begin(), driver_.end(), [](const row_set& each) { return !each.by_key && each.first.empty(); });
  if (after != nullptr) {
    way_ = after->way;
  } else if (!keys_.empty()) {
    way_ = 's';
  } else {
    way_ = small_ || ordered || !has_order || !asked_.count || in_.gated ? 'k' : 'v';
  }
  return success();
}

std::string type_search::all_keys() {
  const bool by_shape = driver_nth_ == SIZE_MAX;
  const std::string keys = by_shape ? fmt::format("SELECT key AS k FROM resource WHERE shape IN (SELECT id FROM shape WHERE type = {})", static_cast<int>(type_))
                                    : fmt::format("SELECT DISTINCT resource AS k FROM ({})", keys_of(driver_));
  return keys;
}

result<std::uint64_t> type_search::count() {
  const bool plain = condition_.empty() && driver_nth_ != SIZE_MAX && driver_.size() == 1 && driver_.front().by_key;
  const std::string text = plain ? fmt::format("SELECT count(*) FROM {} WHERE {}", driver_.front().table, driver_.front().where)
                                 : fmt::format("SELECT count(*) FROM ({}) d{}", all_keys(), condition_.empty() ? "" : " WHERE " + condition_);
  PHR_TRY(auto* select, sql_of(in_.at).use_text(text));
  const sql::resetting after(*select);
  in_.values.bind(*select);
  PHR_TRY(const bool found, step_of(in_, *select));
  return found ? static_cast<std::uint64_t>(select->integer(0)) : 0U;
}

page_position type_search::position(const ordered_row& at) const {
  page_position made;
  made.way = way_;
  made.driver = driver_nth_;
  made.type = static_cast<int>(type_);
  made.row = at;
  return made;
}

void type_search::tell(const merge& of) {
  for (const std::string& text : of.begun()) tell("statement: " + text);
  tell(fmt::format("rows looked at: {}", of.looked_at()));
}

// All rows, put in order here.
result<void> type_search::collect(const page_position* after, const visitor& visit) {
  std::string text = "SELECT d.k";
  for (const sort_key& each : keys_) text += ", " + each.of("d.k");
  text += fmt::format(" FROM ({}) d", all_keys());
  if (!condition_.empty()) text += " WHERE " + condition_;
  if (keys_.empty()) text += " ORDER BY d.k";
  tell("statement: " + text);
  PHR_TRY(auto rows, sql_of(in_.at).on().prepare(text));
  in_.values.bind(rows);
  std::vector<ordered_row> all;
  for (;;) {
    PHR_TRY(const bool more, step_of(in_, rows));
    if (!more) break;
    ordered_row one;
    one.key = rows.integer(0);
    PHR_TRY(one.place, in_.guarded.place_of(one.key));
    for (std::size_t nth = 0; nth < keys_.size(); ++nth) one.values.push_back(value_at(rows, static_cast<int>(nth) + 1));
    if (after != nullptr && compare(one, after->row, keys_) <= 0) continue;
    if (!keys_.empty() || in_.gated) {
      all.push_back(std::move(one));
    } else if (!visit(one)) {
      return success();
    }
  }
  tell(fmt::format("rows looked at: {}", all.size()));
  std::sort(all.begin(), all.end(), [&](const ordered_row& a, const ordered_row& b) { return compare(a, b, keys_) < 0; });
  for (const ordered_row& each : all) {
    if (!visit(each)) break;
  }
  return success();
}

// Many rows, and an order that may not tell how many: the resources themselves in order of first writing, each asked for everything.
result<void> type_search::drive_by_type() {
  row_set all{"resource", fmt::format("+shape IN (SELECT id FROM shape WHERE type = {})", static_cast<int>(type_))};
  all.key = "key";
  all.by_key = true;
  driver_.assign(1, std::move(all));
  PHR_TRY(condition_, condition(SIZE_MAX, "d.k"));
  return success();
}

// Ranges of the index that are in order of first writing already.
result<void> type_search::by_key(const page_position* after, const visitor& visit) {
  const bool ordered = std::all_of(driver_.begin(), driver_.end(), [](const row_set& each) { return each.by_key; });
  if (!ordered && (!in_.gated || small_ || !asked_.count)) return collect(after, visit);
  if (!ordered) PHR_TRY(drive_by_type());
  merge::asked what;
  for (const row_set& each : driver_) what.sets.push_back({each, {}});
  what.condition = condition_;
  if (after != nullptr) {
    const std::int64_t last = in_.gated ? after->row.place / places_of_a_key : after->row.key;
    what.from.emplace();
    what.from->key = last == INT64_MAX ? last : last + 1;
  }
  PHR_TRY(auto late, late_rows::of(in_, type_, after == nullptr ? 0 : after->row.place));
  if (late) {
    PHR_TRY(const std::string all, condition(SIZE_MAX, "d.k"));
    PHR_TRY(late->prepare(all));
    what.condition += (what.condition.empty() ? "" : " AND ") + late_rows::none_of("d.k");
  }
  merge rows(in_, std::move(what));
  merged_row row;
  std::int64_t last = 0;
  for (;;) {
    PHR_TRY(const bool more, rows.next(row));
    if (late) {  // those that stand before it, or behind all
      PHR_TRY(const bool go_on, late->give(more ? row.key * places_of_a_key : INT64_MAX, visit));
      if (!go_on) break;
    }
    if (!more) break;
    if (row.key == last) continue;
    last = row.key;
    if (!visit({{}, row.key, in_.gated ? row.key * places_of_a_key : row.key})) break;
  }
  tell(rows);
  return success();
}

// In the order of the driving criterion's rows.
result<void> type_search::by_rows(const page_position* after, const visitor& visit) {
  merge::asked what;
  for (const row_set& each : driver_) what.sets.push_back({each, {}});
  what.condition = condition_;
  if (after != nullptr && after->row.values.size() == 2) {
    what.from = merged_row{after->row.values[0], after->row.values[1], after->row.key, 0, {}};
  }
  merge rows(in_, std::move(what));
  merged_row row;
  std::unordered_set<std::int64_t> given;
  std::optional<earlier_rows> pages_before;
  if (after != nullptr) pages_before.emplace(in_, driver_, *after);
  for (;;) {
    PHR_TRY(const bool more, rows.next(row));
    if (!more) break;
    ordered_row one{{row.first, row.second}, row.key, row.key};
    if (after != nullptr && compare(one, after->row, {}) <= 0) continue;
    if (!given.insert(row.key).second) continue;
    if (pages_before) {
      PHR_TRY(const bool earlier, pages_before->has(row.key));
      if (earlier) continue;
    }
    if (!visit(one)) break;
  }
  tell(rows);
  return success();
}

result<void> type_search::each(const page_position* after, const visitor& visit) {
  if (after != nullptr && after->row.key == 0 && after->row.values.empty()) after = nullptr;
  if (way_ == 'k') return by_key(after, visit);
  if (way_ == 'v') return by_rows(after, visit);
  if (small_ || !asked_.count) return collect(after, visit);
  PHR_TRY(const auto first, walk_of(in_, type_, keys_.front()));
  if (!first) return collect(after, visit);
  // The rows of the sort key are gone through, so every criterion is asked of each.
  PHR_TRY(condition_, condition(SIZE_MAX, "d.k"));
  PHR_TRY(const bool more, walk({0, {}, condition_}, after, visit));
  static_cast<void>(more);
  return success();
}

}  // namespace phr::storage
