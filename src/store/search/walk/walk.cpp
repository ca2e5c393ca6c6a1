// Sorting by walking the index of the first key, and within its equals that of the next.
#include "store/search/plan/type_search.hpp"

#include "store/search/plan/compile.hpp"
#include "store/sql/access.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace phr::storage {

namespace {

// Equals of one key beyond this are walked by the next, where it can be.
constexpr std::size_t many_equals = 1'000;

std::string both(const std::string& a, const std::string& b) { return a.empty() ? b : b.empty() ? a : a + " AND " + b; }

}  // namespace

bool type_search::give(std::vector<ordered_row>& group, const page_position* after, const visitor& visit) const {
  std::sort(group.begin(), group.end(), [&](const ordered_row& a, const ordered_row& b) { return compare(a, b, keys_) < 0; });
  // The same value may stand in two rows: in two units, as a code of two systems.
  group.erase(std::unique(group.begin(), group.end(), [](const ordered_row& a, const ordered_row& b) { return a.key == b.key; }), group.end());
  for (const ordered_row& each : group) {
    if (after != nullptr && compare(each, after->row, keys_) <= 0) continue;
    if (!visit(each)) return false;
  }
  group.clear();
  return true;
}

// The rows whose key is this value, ordered by the keys after it.
result<bool> type_search::narrow(const level& at, const sort_value& value, const page_position* after, const visitor& visit) {
  level next = at;
  ++next.nth;
  next.before.push_back(value);
  std::string one;
  if (value.index() == 0) {
    one = keys_[at.nth].of("d.k") + " IS NULL";
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    one = keys_[at.nth].of("d.k") + " = " + in_.values.add(*text);
  } else if (const auto* real = std::get_if<double>(&value)) {
    one = keys_[at.nth].of("d.k") + " = " + in_.values.add(*real);
  } else {
    one = keys_[at.nth].of("d.k") + " = " + in_.values.add(std::get<std::int64_t>(value));
  }
  next.condition = both(at.condition, one);
  return walk(next, after, visit);
}

// false when the visitor has enough.
result<bool> type_search::walk(const level& at, const page_position* after, const visitor& visit) {
  const sort_key& by = keys_[at.nth];
  const bool is_last = at.nth + 1 == keys_.size();
  const bool on_the_way = after != nullptr && std::equal(at.before.begin(), at.before.end(), after->row.values.begin());
  if (after != nullptr && on_the_way && after->row.values[at.nth].index() == 0) return walk_missing(at, after, visit);
  PHR_TRY(auto sets, walk_of(in_, type_, by));
  std::optional<std::vector<walked_set>> next_sets;
  if (!is_last) {
    PHR_TRY(next_sets, walk_of(in_, type_, keys_[at.nth + 1]));
  }
  merge::asked what;
  what.sets = std::move(*sets);
  what.condition = by.parameter.parameter == nullptr ? at.condition : both(at.condition, by.of("d.k") + " = d.a");
  for (const auto& each : what.sets) {  // a coding's rows have no column of their own: its code is the value
    if (each.rows.first.empty()) what.condition = at.condition;
  }
  for (std::size_t nth = at.nth + 1; nth < keys_.size(); ++nth) what.more.push_back(keys_[nth].of("d.k"));
  const bool constant = !what.sets.empty() && what.sets.front().rows.first.empty();
  if (constant) what.more.push_back(by.of("d.k"));
  what.descending = by.descending;
  // A stream by key is not in order where keys are not places.
  PHR_TRY(const bool late, in_.guarded.has_late(type_));
  const bool in_order = is_last && !late && std::all_of(what.sets.begin(), what.sets.end(), [](const walked_set& each) { return each.rows.second.empty(); });
  if (on_the_way) what.from = merged_row{after->row.values[at.nth], {}, in_order ? after->row.key : (by.descending ? INT64_MAX : 0), 0, {}};
  merge rows(in_, what);
  std::vector<ordered_row> group;
  merged_row row;
  std::optional<sort_value> passed;  // a value whose rows have been given by the next key
  std::int64_t last = 0;             // where each row is given as it comes
  for (;;) {
    PHR_TRY(const bool more, rows.next(row));
    if (!more) break;
    if (passed && *passed == row.first) continue;
    if (constant) {
      if (row.more.back() != row.first) continue;  // it stands at another of its codes
      row.more.pop_back();
    }
    if (!group.empty() && group.front().values[at.nth] != row.first && !give(group, after, visit)) {
      tell(rows);
      return false;
    }
    if (in_order && row.key == last) continue;
    last = row.key;
    PHR_TRY(const std::int64_t place, in_.guarded.place_of(row.key));
    ordered_row one{at.before, row.key, place};
    one.values.push_back(row.first);
    one.values.insert(one.values.end(), row.more.begin(), row.more.end());
    group.push_back(std::move(one));
    if (in_order) {
      if (!give(group, after, visit)) {
        tell(rows);
        return false;
      }
    } else if (group.size() > many_equals && next_sets) {
      group.clear();
      passed = row.first;
      PHR_TRY(const bool go_on, narrow(at, row.first, after, visit));
      if (!go_on) {
        tell(rows);
        return false;
      }
    }
  }
  tell(rows);
  if (!give(group, after, visit)) return false;
  return walk_missing(at, after, visit);
}

// Those without a value come last: by the next key, too.
result<bool> type_search::walk_missing(const level& at, const page_position* after, const visitor& visit) {
  PHR_TRY(const auto sets, without_value(in_, type_, keys_[at.nth]));
  if (sets.empty()) return true;
  PHR_TRY(const std::int64_t many, count_rows(in_, sets, static_cast<std::int64_t>(many_equals) + 1));
  if (many > static_cast<std::int64_t>(many_equals) && at.nth + 1 < keys_.size()) {
    PHR_TRY(const auto next_sets, walk_of(in_, type_, keys_[at.nth + 1]));
    if (next_sets) return narrow(at, {}, after, visit);
  }
  std::string text = "SELECT d.k";
  for (std::size_t nth = at.nth + 1; nth < keys_.size(); ++nth) text += ", " + keys_[nth].of("d.k");
  text += fmt::format(" FROM (SELECT DISTINCT resource AS k FROM ({})) d", keys_of(sets));
  if (!at.condition.empty()) text += " WHERE " + at.condition;
  tell("statement: " + text);
  PHR_TRY(auto rows, sql_of(in_.at).on().prepare(text));
  in_.values.bind(rows);
  std::vector<ordered_row> group;
  for (;;) {
    PHR_TRY(const bool more, step_of(in_, rows));
    if (!more) break;
    PHR_TRY(const std::int64_t place, in_.guarded.place_of(rows.integer(0)));
    ordered_row one{at.before, rows.integer(0), place};
    one.values.emplace_back();
    for (std::size_t nth = at.nth + 1; nth < keys_.size(); ++nth) one.values.push_back(value_at(rows, static_cast<int>(nth - at.nth)));
    group.push_back(std::move(one));
  }
  return give(group, after, visit);
}

}  // namespace phr::storage
