#include "store/search/walk/merge.hpp"
#include "store/sql/access.hpp"

#include <fmt/format.h>

#include <cmath>

namespace phr::storage {

namespace {

// A value that the store itself made, as SQL: in a text or bound. An infinity has no name in SQL.
std::string literal(search_scope& in, const sort_value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
  if (const auto* real = std::get_if<double>(&value)) return std::isfinite(*real) ? fmt::format("{:.17g}", *real) : in.values.add(*real);
  if (const auto* text = std::get_if<std::string>(&value)) return in.values.add(*text);
  return "NULL";
}

}  // namespace

merge::merge(search_scope& in, asked what) : in_(in), what_(std::move(what)), streams_(what_.sets.size()) {}

merge::~merge() {
  for (stream& each : streams_) {
    if (each.is == phase::running) sql_of(in_.at).give_back(std::move(each.text), std::move(each.rows));
  }
}

std::string merge::text_of(const walked_set& set) const {
  const row_set& rows = set.rows;
  std::string inner = fmt::format("SELECT {} AS k, {} AS a, {} AS b FROM {} WHERE {}", rows.key, rows.first.empty() ? "NULL" : rows.first,
                                  rows.second.empty() ? "NULL" : rows.second, rows.table, rows.where);
  if (what_.from) {  // where the order begins: all before it are left out by the index
    const std::string_view reach = what_.descending ? "<=" : ">=";
    if (!rows.first.empty() && what_.from->first.index() != 0) inner += fmt::format(" AND {} {} {}", rows.first, reach, literal(in_, what_.from->first));
    if (rows.first.empty() && rows.by_key && set.constant == what_.from->first) inner += fmt::format(" AND {} {} {}", rows.key, reach, what_.from->key);
  }
  std::string text = "SELECT d.k, d.a, d.b";
  for (const std::string& each : what_.more) text += ", " + each;
  text += fmt::format(" FROM ({}) d", inner);
  if (!what_.condition.empty()) text += " WHERE " + what_.condition;
  const char* direction = what_.descending ? " DESC" : "";
  text += " ORDER BY ";
  if (!rows.first.empty()) text += fmt::format("d.a{}, ", direction);
  if (!rows.second.empty()) text += fmt::format("d.b{}, ", direction);
  return text + "d.k" + direction;
}

result<void> merge::begin(std::size_t nth) {
  stream& of = streams_[nth];
  of.text = text_of(what_.sets[nth]);
  PHR_TRY(of.rows, sql_of(in_.at).take(of.text));
  of.is = phase::running;
  begun_.push_back(of.text);
  in_.values.bind(of.rows);
  return advance(nth);
}

result<void> merge::advance(std::size_t nth) {
  stream& of = streams_[nth];
  PHR_TRY(const bool more, step_of(in_, of.rows));
  if (!more) {
    of.is = phase::done;
    sql_of(in_.at).give_back(std::move(of.text), std::move(of.rows));
    return success();
  }
  ++looked_at_;
  const walked_set& set = what_.sets[nth];
  of.row.key = of.rows.integer(0);
  of.row.first = set.rows.first.empty() ? set.constant : value_at(of.rows, 1);
  of.row.second = value_at(of.rows, 2);
  of.row.set = nth;
  of.row.more.clear();
  for (std::size_t column = 0; column < what_.more.size(); ++column) of.row.more.push_back(value_at(of.rows, static_cast<int>(column) + 3));
  return success();
}

bool merge::before(const merged_row& a, const merged_row& b) const noexcept {
  auto order = compare(a.first, b.first, what_.descending);
  if (order == 0) order = compare(a.second, b.second, what_.descending);
  if (order != 0) return order < 0;
  return what_.descending ? a.key > b.key : a.key < b.key;
}

bool merge::may_come_first(std::size_t nth, const merged_row* best) const noexcept {
  const walked_set& set = what_.sets[nth];
  if (!set.rows.first.empty() || set.constant.index() == 0) return true;
  if (what_.from && compare(set.constant, what_.from->first, what_.descending) < 0) return false;
  return best == nullptr || compare(set.constant, best->first, what_.descending) <= 0;
}

result<bool> merge::next(merged_row& into) {
  const merged_row* best = nullptr;
  for (std::size_t nth = 0; nth < streams_.size(); ++nth) {
    const stream& each = streams_[nth];
    if (each.is == phase::running && (best == nullptr || before(each.row, *best))) best = &each.row;
  }
  // Of the sets that wait, the one that comes first begins first, so that later ones may not have to.
  for (;;) {
    std::size_t chosen = streams_.size();
    for (std::size_t nth = 0; nth < streams_.size(); ++nth) {
      if (streams_[nth].is != phase::waiting || !may_come_first(nth, best)) continue;
      if (chosen == streams_.size() || compare(what_.sets[nth].constant, what_.sets[chosen].constant, what_.descending) < 0) chosen = nth;
    }
    if (chosen == streams_.size()) break;
    PHR_TRY(begin(chosen));
    const stream& begun = streams_[chosen];
    if (begun.is == phase::running && (best == nullptr || before(begun.row, *best))) best = &begun.row;
  }
  if (best == nullptr) return false;
  into = *best;
  PHR_TRY(advance(into.set));
  return true;
}

}  // namespace phr::storage
