#include "store/search/leaves/leaf.hpp"

#include "store/intern/interner.hpp"
#include "store/search/query/prefix.hpp"
#include "store/sql/access.hpp"

#include <phr/core/date_time.hpp>
#include <phr/core/id.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace phr::storage {

namespace {

using fhir::search_kind;

// A resource's shape says what it has.
result<leaf> missing_leaf(const leaf_query& asked) {
  const bool one = asked.values.size() == 1 && asked.values[0].parts.size() == 1;
  if (!one || (asked.values[0].parts[0] != "true" && asked.values[0].parts[0] != "false")) return asked.refuse(errc::malformed_query);
  if (asked.parameter.parameter->code.starts_with('_') && asked.parameter.parameter->paths.empty() && asked.parameter.parameter->same_as == 0) {
    return asked.refuse(errc::unknown_modifier);  // _text, _content: no element
  }
  const bool missing = asked.values[0].parts[0] == "true";
  const std::string shapes = fmt::format("(SELECT id FROM shape WHERE type = {} AND id {}IN (SELECT shape FROM shape_parameter WHERE parameter = {}))",
                                         static_cast<int>(asked.type), missing ? "NOT " : "", asked.parameter.parameter->id);
  leaf made;
  made.direct = [shapes](std::string_view key) {
    if (key == "r.key") return "r.shape IN " + shapes;
    return fmt::format("+EXISTS (SELECT 1 FROM resource WHERE key = {} AND shape IN {})", key, shapes);
  };
  PHR_TRY(auto* select, sql_of(asked.in.at).use("SELECT s.id, EXISTS (SELECT 1 FROM shape_parameter p WHERE p.parameter = ?2 AND p.shape = s.id) "
                                             "FROM shape s WHERE s.type = ?1"));
  const sql::resetting after(*select);
  select->bind(1, static_cast<std::int64_t>(asked.type)).bind(2, std::int64_t{asked.parameter.parameter->id});
  for (;;) {
    PHR_TRY(const bool more, select->step());
    if (!more) break;
    if ((select->integer(1) != 0) == missing) continue;
    row_set one_shape{"resource", fmt::format("shape = {}", select->integer(0))};
    one_shape.first = "updated";
    one_shape.key = "key";
    made.sets.push_back(std::move(one_shape));
  }
  if (made.sets.empty()) made.sets.push_back({"(SELECT 0 AS resource)", "0"});
  return made;
}

result<leaf> id_leaf(search_scope& in, fhir::resource_type type, const query_criterion& asked) {
  if (!asked.modifier.empty()) return error{errc::unknown_modifier}.at("_id").nth(asked.ordinal);
  std::vector<std::int64_t> keys;
  for (const query_value& value : asked.values) {
    if (value.parts.size() != 1 || !is_valid_id(value.parts[0])) return error{errc::malformed_query}.at("_id").nth(asked.ordinal);
    PHR_TRY(const std::int64_t key, find_identity(sql_of(in.at), type, value.parts[0]));
    if (key != 0) keys.push_back(key);
  }
  leaf made;
  made.direct_is_few = true;
  const std::string list = list_of(keys);
  made.direct = [list](std::string_view key) { return fmt::format("{} IN ({})", key, list); };
  row_set few{"resource", fmt::format("key IN ({})", list)};
  few.key = "key";
  made.sets.push_back(std::move(few));
  return made;
}

std::string updated_condition(search_prefix prefix, const time_interval& in, std::int64_t slack) {
  switch (prefix) {
    case search_prefix::eq: return fmt::format("updated >= {} AND updated < {}", in.low, in.high);
    case search_prefix::ne: return fmt::format("(updated < {} OR updated >= {})", in.low, in.high);
    case search_prefix::ge: return fmt::format("updated >= {}", in.low);
    case search_prefix::lt:
    case search_prefix::eb: return fmt::format("updated < {}", in.low);
    case search_prefix::le: return fmt::format("updated < {}", in.high);
    case search_prefix::ap: return fmt::format("updated >= {} AND updated < {}", in.low - slack, in.high + slack);
    default: return fmt::format("updated >= {}", in.high);
  }
}

result<leaf> updated_leaf(search_scope& in, fhir::resource_type type, const query_criterion& asked) {
  const auto refuse = [&](errc code) { return error{code}.at("_lastUpdated").nth(asked.ordinal); };
  if (!asked.modifier.empty()) return refuse(errc::unknown_modifier);
  std::vector<std::string> where;
  for (const query_value& value : asked.values) {
    if (value.parts.size() != 1) return refuse(errc::malformed_query);
    std::string_view text = value.parts[0];
    const auto prefix = take_prefix(text);
    if (!prefix) return refuse(errc::unknown_prefix);
    const auto parsed = parse_search_date(text);
    if (!parsed) return refuse(errc::malformed_date);
    const time_interval asked_for = parsed.value().as_interval();
    where.push_back(updated_condition(*prefix, asked_for, std::abs(in.now - asked_for.low) / 10));
  }
  const std::string text = any_of(where);
  leaf made;
  made.direct = [text](std::string_view key) {
    if (key == "r.key") {  // the columns of the resource that is searched
      std::string qualified = text;
      for (std::size_t at = qualified.find("updated"); at != std::string::npos; at = qualified.find("updated", at + 9)) qualified.insert(at, "r.");
      return qualified;
    }
    return fmt::format("+EXISTS (SELECT 1 FROM resource WHERE key = {} AND {})", key, text);
  };
  PHR_TRY(auto* select, sql_of(in.at).use("SELECT id FROM shape WHERE type = ?1"));
  const sql::resetting after(*select);
  select->bind(1, static_cast<std::int64_t>(type));
  for (;;) {
    PHR_TRY(const bool more, select->step());
    if (!more) break;
    row_set one_shape{"resource", fmt::format("shape = {} AND {}", select->integer(0), text)};
    one_shape.first = "updated";
    one_shape.key = "key";
    made.sets.push_back(std::move(one_shape));
  }
  if (made.sets.empty()) made.sets.push_back({"(SELECT 0 AS resource)", "0"});
  return made;
}

// _list=id: what the entries of a List are about.
result<leaf> list_leaf(search_scope& in, fhir::resource_type type, const query_criterion& asked) {
  const auto refuse = [&](errc code) { return error{code}.at("_list").nth(asked.ordinal); };
  if (!asked.modifier.empty()) return refuse(errc::unknown_modifier);
  const auto* item = fhir::find_search_parameter(fhir::resource_type::List, "item");
  leaf made;
  for (const query_value& value : asked.values) {
    if (value.parts.size() != 1) return refuse(errc::malformed_query);
    if (value.parts[0].starts_with('$')) return refuse(errc::unsupported);  // lists that a server makes up ($current-problems)
    if (!is_valid_id(value.parts[0])) return refuse(errc::malformed_query);
    PHR_TRY(const std::int64_t list, find_identity(sql_of(in.at), fhir::resource_type::List, value.parts[0]));
    if (list == 0) continue;
    std::string where = fmt::format("parameter = {} AND target IN (SELECT key FROM resource WHERE key = target AND shape IN "
                                    "(SELECT id FROM shape WHERE type = {}))",
                                    item->id, static_cast<int>(type));
    if (in.gated) where += fmt::format(" AND phr_visible({})", list);
    row_set one{fmt::format("json_each((SELECT phr_refs(dictionary, body) FROM resource WHERE key = {0})) list CROSS JOIN index_reference f ON f.target = list.value "
                            "AND f.resource = {0}",
                            list),
                std::move(where)};
    one.key = "target";
    one.as_list = true;
    made.sets.push_back(std::move(one));
  }
  if (made.sets.empty()) made.sets.push_back({"(SELECT 0 AS resource)", "0"});
  return made;
}

}  // namespace

error leaf_query::refuse_modifier() const {
  static constexpr std::string_view known[] = {"exact", "contains", "text", "not", "above", "below", "in", "not-in", "of-type", "identifier", "iterate"};
  const bool fhirs = std::find(std::begin(known), std::end(known), modifier) != std::end(known) || fhir::resource_type_named(modifier);
  return refuse(fhirs ? errc::unsupported : errc::unknown_modifier);
}

result<leaf> leaf_of(const leaf_query& asked) {
  if (asked.modifier == "missing") return missing_leaf(asked);
  if (asked.parameter.parameter->code == "_text" || asked.parameter.parameter->code == "_content") return words_leaf(asked);
  switch (asked.parameter.parameter->kind) {
    case search_kind::token: return token_leaf(asked);
    case search_kind::string: return string_leaf(asked);
    case search_kind::date: return date_leaf(asked);
    case search_kind::reference: return reference_leaf(asked);
    case search_kind::quantity: return quantity_leaf(asked);
    case search_kind::number: return number_leaf(asked);
    case search_kind::uri: return uri_leaf(asked);
    case search_kind::composite: return composite_leaf(asked);
    case search_kind::special: return near_leaf(asked);
  }
  return asked.refuse(errc::unsupported);
}

result<std::optional<leaf>> column_leaf(search_scope& in, fhir::resource_type type, const query_criterion& asked) {
  std::optional<leaf> made;
  if (asked.name == "_id") {
    PHR_TRY(made, id_leaf(in, type, asked));
  } else if (asked.name == "_lastUpdated") {
    PHR_TRY(made, updated_leaf(in, type, asked));
  } else if (asked.name == "_list") {
    PHR_TRY(made, list_leaf(in, type, asked));
  }
  return made;
}

}  // namespace phr::storage
