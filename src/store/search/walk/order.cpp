#include "store/search/walk/order.hpp"

#include "store/index/custom.hpp"
#include "store/index/date_slot.hpp"
#include "store/search/plan/compile.hpp"
#include "store/search/leaves/leaf.hpp"
#include "store/sql/access.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace phr::storage {

namespace {

using by = sort_key::by;

constexpr std::size_t most_codings = 2'000;
constexpr std::size_t most_ranked = 6;

// An id is stored as a UUID's bytes or as text; both in one order as text.
constexpr std::string_view id_as_text =
    "CASE typeof(i.id) WHEN 'blob' THEN lower(printf('%s-%s-%s-%s-%s', substr(hex(i.id), 1, 8), substr(hex(i.id), 9, 4), "
    "substr(hex(i.id), 13, 4), substr(hex(i.id), 17, 4), substr(hex(i.id), 21))) ELSE i.id END";

std::string slots_of(const resolved_parameter& parameter) {
  std::vector<std::string> all;
  for (const std::uint16_t id : parameter.ids) all.push_back(fmt::format("slot BETWEEN {} AND {}", id * 4, id * 4 + date_classes - 1));
  return any_of(all);
}

void add_walk(std::vector<walked_set>& to, std::string_view table, std::string where, std::string_view first, std::string_view second = {}) {
  row_set one{std::string(table), std::move(where)};
  one.first = first;
  one.second = second;
  to.push_back({std::move(one), {}});
}

// The codings of a parameter, from one to the next.
result<std::optional<std::vector<walked_set>>> walk_of_tokens(search_scope& in, const resolved_parameter& parameter, std::size_t most) {
  std::vector<walked_set> made;
  PHR_TRY(auto* next, sql_of(in.at).use("SELECT t.coding, c.code FROM index_token t JOIN coding c ON c.id = t.coding WHERE t.parameter = ?1 AND "
                                     "t.coding > ?2 ORDER BY t.coding LIMIT 1"));
  for (const std::uint16_t id : parameter.ids) {
    std::int64_t after = 0;
    for (;;) {
      const sql::resetting done(*next);
      PHR_TRY(const bool more, next->bind(1, std::int64_t{id}).bind(2, after).step());
      if (!more) break;
      if (made.size() == most) return std::optional<std::vector<walked_set>>();
      after = next->integer(0);
      row_set one{"index_token", fmt::format("parameter = {} AND coding = {}", id, after)};
      one.by_key = true;
      made.push_back({std::move(one), std::string(next->text(1))});
    }
  }
  return std::optional(std::move(made));
}

}  // namespace

namespace {

// Whether the values may depend on the resource's id or on what it refers to.
bool asks_for_whole(const resolved_parameter& of) {
  return of.parameter->kind == fhir::search_kind::reference || of.parameter->id >= first_custom_parameter;
}

std::string by_rank(const sort_key& of, std::string_view key) {
  std::string text = "CASE";
  for (const auto& [code, coding] : of.ranked) {
    text += fmt::format(" WHEN EXISTS (SELECT 1 FROM index_token WHERE {} AND coding = {} AND resource = {}) THEN (SELECT code FROM coding WHERE id = {})",
                        of.parameter.where("parameter"), coding, key, coding);
  }
  return text + " END";
}

// The index rows that a key has its values from, as a table and what is asked of it.
std::pair<std::string_view, std::string> rows_of(const sort_key& of) {
  switch (of.what) {
    case by::date: return {"index_date", slots_of(of.parameter)};
    case by::string: return {"index_string", of.parameter.where("parameter")};
    case by::number: return {"index_number", of.parameter.where("parameter")};
    case by::quantity: return {"index_quantity", of.parameter.where("parameter")};
    default: return {"index_token", of.parameter.where("parameter")};
  }
}

// The resources that have the element and no value of it: a code that is a text alone, a period without a begin and an end.
row_set without_row(fhir::resource_type type, const sort_key& key) {
  const auto [table, where] = rows_of(key);
  return {fmt::format("(SELECT key AS resource FROM resource WHERE shape IN (SELECT id FROM shape WHERE type = {} AND id IN (SELECT shape FROM shape_parameter "
                      "WHERE parameter = {})) EXCEPT SELECT resource FROM {} WHERE {})",
                      static_cast<int>(type), key.parameter.parameter->id, table, where),
          "1"};
}

// The codes of a token that has few are put in order once, and each resource is asked for them.
result<void> rank(search_scope& in, sort_key& into) {
  PHR_TRY(const auto walked, walk_of_tokens(in, into.parameter, most_ranked + 1));
  if (!walked || walked->size() > most_ranked) return success();
  for (const walked_set& each : *walked) {
    const std::string& where = each.rows.where;
    into.ranked.emplace_back(std::get<std::string>(each.constant), std::stoll(where.substr(where.rfind(' ') + 1)));
  }
  std::sort(into.ranked.begin(), into.ranked.end());
  if (into.descending) std::reverse(into.ranked.begin(), into.ranked.end());
  return success();
}

}  // namespace

std::string sort_key::of(std::string_view key) const {
  const char* pick = descending ? "max" : "min";
  const auto least = [&](std::string_view column, std::string_view table, const std::string& where) {
    return fmt::format("(SELECT {0}({1}) FROM index_{2} INDEXED BY index_{2}_resource WHERE resource = {3} AND {4})", pick, column, table, key, where);
  };
  const auto rows = [&](std::string_view column, std::string_view table) { return least(column, table, parameter.where("parameter")); };
  switch (what) {
    case by::id: return fmt::format("(SELECT {} FROM identity i WHERE i.key = {})", id_as_text, key);
    case by::updated: return fmt::format("(SELECT updated FROM resource WHERE key = {})", key);
    case by::date: return least("low", "date", slots_of(parameter));
    case by::string: return rows("normal", "string");
    case by::number: return rows("value", "number");
    case by::quantity: return rows("value", "quantity");
    case by::text:
      if (!ranked.empty()) return by_rank(*this, key);
      return fmt::format("phr_token({}, '{}', {}, {})", key, parameter.id_list(), descending ? 1 : 0, asks_for_whole(parameter) ? 1 : 0);
  }
  return "NULL";
}

result<sort_key> sort_key_of(search_scope& in, fhir::resource_type type, const query_sort& asked) {
  sort_key made;
  made.descending = asked.descending;
  if (asked.name == "_id" || asked.name == "_lastUpdated") {
    made.what = asked.name == "_id" ? by::id : by::updated;
    return made;
  }
  PHR_TRY(made.parameter, resolve(sql_of(in.at), type, asked.name, asked.ordinal));
  switch (made.parameter.parameter->kind) {
    case fhir::search_kind::date: made.what = by::date; return made;
    case fhir::search_kind::string:
      if (made.parameter.parameter->code.starts_with('_')) break;
      made.what = by::string;
      return made;
    case fhir::search_kind::number: made.what = by::number; return made;
    case fhir::search_kind::quantity: made.what = by::quantity; return made;
    case fhir::search_kind::token: {
      made.what = by::text;
      PHR_TRY(rank(in, made));
      return made;
    }
    case fhir::search_kind::reference:
    case fhir::search_kind::uri: made.what = by::text; return made;
    default: break;
  }
  return error{errc::unsupported}.at("_sort").nth(asked.ordinal);
}

result<std::optional<std::vector<walked_set>>> walk_of(search_scope& in, fhir::resource_type type, const sort_key& key) {
  std::vector<walked_set> made;
  switch (key.what) {
    case by::updated: {
      PHR_TRY(auto shapes, all_of(in, type));
      for (row_set& each : shapes) made.push_back({std::move(each), {}});
      return std::optional(std::move(made));
    }
    case by::date:
      for (const std::uint16_t id : key.parameter.ids) {
        for (std::int64_t length = 0; length < date_classes; ++length) {
          add_walk(made, "index_date", fmt::format("slot = {}", id * 4 + length), "low", "length");
        }
      }
      return std::optional(std::move(made));
    case by::string:
    case by::number:
      for (const std::uint16_t id : key.parameter.ids) {
        add_walk(made, key.what == by::string ? "index_string" : "index_number", fmt::format("parameter = {}", id), key.what == by::string ? "normal" : "value");
      }
      return std::optional(std::move(made));
    case by::quantity: {
      PHR_TRY(const auto units, units_that_occur(in));
      if (units.size() > most_codings) break;
      for (const std::uint16_t id : key.parameter.ids) {
        for (const std::int64_t unit : units) add_walk(made, "index_quantity", fmt::format("parameter = {} AND unit = {}", id, unit), "value");
      }
      return std::optional(std::move(made));
    }
    case by::text:
      if (key.parameter.parameter->kind == fhir::search_kind::token) return walk_of_tokens(in, key.parameter, most_codings);
      break;
    default: break;
  }
  return std::optional<std::vector<walked_set>>();
}

result<std::vector<row_set>> without_value(search_scope& in, fhir::resource_type type, const sort_key& key) {
  std::vector<row_set> made;
  if (key.parameter.parameter == nullptr) return made;
  static const std::vector<query_value> yes{{"true", {"true"}}};
  PHR_TRY(leaf missing, leaf_of({in, type, key.parameter, "missing", yes, 0}));
  for (row_set& each : missing.sets) {
    each.first.clear();
    made.push_back(std::move(each));
  }
  made.push_back(without_row(type, key));
  return made;
}

std::strong_ordering compare(const sort_value& a, const sort_value& b, bool descending) noexcept {
  const bool has_a = a.index() != 0;
  const bool has_b = b.index() != 0;
  if (!has_a || !has_b) return has_b <=> has_a;  // the one without is the later
  std::strong_ordering order = std::strong_ordering::equal;
  const auto number = [](const sort_value& of) {
    const auto* whole = std::get_if<std::int64_t>(&of);
    return whole != nullptr ? static_cast<double>(*whole) : std::get<double>(of);
  };
  if (a.index() == b.index() && a.index() == 1) {
    order = std::get<1>(a) <=> std::get<1>(b);
  } else if (a.index() == 3 && b.index() == 3) {
    order = std::get<3>(a).compare(std::get<3>(b)) <=> 0;
  } else if (a.index() != 3 && b.index() != 3) {
    const double x = number(a);
    const double y = number(b);
    order = x < y ? std::strong_ordering::less : y < x ? std::strong_ordering::greater : std::strong_ordering::equal;
  } else {
    order = a.index() <=> b.index();
  }
  return descending ? 0 <=> order : order;
}

std::strong_ordering compare(const ordered_row& a, const ordered_row& b, const std::vector<sort_key>& by) noexcept {
  for (std::size_t nth = 0; nth < a.values.size() && nth < b.values.size(); ++nth) {
    const auto order = compare(a.values[nth], b.values[nth], nth < by.size() && by[nth].descending);
    if (order != std::strong_ordering::equal) return order;
  }
  const bool falls = !by.empty() && by.back().descending;
  return falls ? b.place <=> a.place : a.place <=> b.place;
}

sort_value value_at(const sql::statement& row, int column) {
  switch (row.type(column)) {
    case sql::column_type::integer: return row.integer(column);
    case sql::column_type::real: return row.real(column);
    case sql::column_type::text: return std::string(row.text(column));
    default: return {};
  }
}

}  // namespace phr::storage
