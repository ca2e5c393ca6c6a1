// Dates: every one is an interval.
#include "store/index/date_slot.hpp"
#include "store/index/rows.hpp"
#include "store/search/leaves/leaf.hpp"
#include "store/search/query/prefix.hpp"

#include <phr/core/date_time.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace phr::storage {

namespace {

constexpr std::int64_t unbounded = std::numeric_limits<std::int64_t>::max();

// One value: its condition, and where `low` must lie for it if no interval is longer than some length.
struct asked_date {
  std::string where;
  bool has_from = false;
  bool from_end = false;  // what lasts beyond `from` can have begun a whole length before
  std::int64_t from = 0;
  bool has_until = false;
  std::int64_t until = 0;  // low < until
};

asked_date one(search_prefix prefix, std::int64_t a, std::int64_t b, std::int64_t now) {
  switch (prefix) {
    case search_prefix::eq: return {fmt::format("low >= {} AND low + length <= {}", a, b), true, false, a, true, b};
    case search_prefix::ne: return {fmt::format("low < {} OR low + length > {}", a, b)};
    case search_prefix::gt: return {fmt::format("low + length > {}", b), true, true, b};
    case search_prefix::lt: return {fmt::format("low < {}", a), false, false, 0, true, a};
    case search_prefix::ge: return {fmt::format("low + length > {} OR (low >= {} AND low + length <= {})", b, a, b), true, true, a};
    case search_prefix::le: return {fmt::format("low < {} OR (low >= {} AND low + length <= {})", a, a, b), false, false, 0, true, b};
    case search_prefix::sa: return {fmt::format("low >= {}", b), true, false, b};
    case search_prefix::eb: return {fmt::format("low + length <= {}", a), false, false, 0, true, a};
    case search_prefix::ap: {  // a tenth of the distance from now, either way (FHIR's own recommendation)
      const std::int64_t slack = std::abs(now - a) / 10;
      return {fmt::format("low < {} AND low + length > {}", b + slack, a - slack), true, true, a - slack, true, b + slack};
    }
  }
  return {"0"};
}

// Bounds of `low` that all values keep, for SQLite to seek by.
std::string date_bounds(const std::vector<asked_date>& all, std::int64_t longest) {
  std::int64_t from = unbounded;
  std::int64_t until = -unbounded;
  bool has_from = true;
  bool has_until = true;
  for (const asked_date& each : all) {
    if (!each.has_from || (each.from_end && longest == unbounded)) {
      has_from = false;
    } else {
      from = std::min(from, each.from_end ? each.from - longest : each.from);
    }
    has_until = has_until && each.has_until;
    until = std::max(until, each.until);
  }
  std::string text;
  if (has_from) text += fmt::format(" AND low >= {}", from);
  if (has_until) text += fmt::format(" AND low < {}", until);
  return text;
}

struct read_date {
  search_prefix prefix;
  time_interval in;
};
result<read_date> date_of(const leaf_query& asked, const query_value& value) {
  if (value.parts.size() != 1) return asked.refuse(errc::malformed_query);
  std::string_view text = value.parts[0];
  const auto prefix = take_prefix(text);
  if (!prefix) return asked.refuse(errc::unknown_prefix);
  const auto parsed = parse_search_date(text);
  if (!parsed) return asked.refuse(errc::malformed_date);
  return read_date{*prefix, parsed.value().as_interval()};
}

}  // namespace

result<std::string> date_condition(const leaf_query& asked, const query_value& value, std::string_view low, std::string_view length) {
  PHR_TRY(const read_date read, date_of(asked, value));
  std::string text = one(read.prefix, read.in.low, read.in.high, asked.in.now).where;
  for (const auto& [name, column] : {std::pair{std::string_view("low"), low}, std::pair{std::string_view("length"), length}}) {
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + column.size())) text.replace(at, name.size(), column);
  }
  return "(" + text + ")";
}

result<leaf> date_leaf(const leaf_query& asked) {
  const bool overlaps = asked.modifier == "~overlaps";  // _filter's po: some moment is in both
  if (!asked.modifier.empty() && !overlaps) return asked.refuse_modifier();
  std::vector<asked_date> all;
  std::vector<std::string> texts;
  for (const query_value& value : asked.values) {
    PHR_TRY(const read_date read, date_of(asked, value));
    all.push_back(one(read.prefix, read.in.low, read.in.high, overlaps ? read.in.low : asked.in.now));
    texts.push_back(all.back().where);
  }
  leaf made;
  const std::string text = any_of(texts);
  std::vector<std::string> slots;
  for (const std::uint16_t id : asked.parameter.ids) {
    slots.push_back(fmt::format("slot BETWEEN {} AND {}", id * 4, id * 4 + date_classes - 1));
    for (std::int64_t length = 0; length < date_classes; ++length) {
      const auto nth = static_cast<std::size_t>(length);
      const std::int64_t longest = nth < longest_of_class.size() ? longest_of_class[nth] : unbounded;
      row_set one_class{"index_date", fmt::format("slot = {}{} AND {}", id * 4 + length, date_bounds(all, longest), text)};
      one_class.first = "low";
      one_class.second = "length";
      made.sets.push_back(std::move(one_class));
    }
  }
  made.probes.push_back({"index_date", any_of(slots) + " AND " + text, "index_date_resource"});
  return made;
}

}  // namespace phr::storage
