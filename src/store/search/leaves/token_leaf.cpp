// Tokens and URIs: what is compared as a whole.
#include "store/intern/interner.hpp"
#include "store/search/leaves/leaf.hpp"
#include "store/search/leaves/terminology.hpp"
#include "store/sql/access.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace phr::storage {

namespace {

// More alternatives than this are not looked up one after the other for each resource: the list of all that match is made once.
constexpr std::size_t most_key_look_ups = 16;
// More than this are not merged: the rows come in the order of the codings.
constexpr std::size_t most_merged = 32;

void add_sets(leaf& into, const resolved_parameter& of, std::string_view table, std::string_view column, std::vector<std::int64_t> keys) {
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  row_set all{std::string(table), fmt::format("{} AND {} IN ({})", of.where("parameter"), column, list_of(keys))};
  all.as_list = keys.size() > most_key_look_ups;
  into.probes.push_back(all);
  for (const std::uint16_t id : of.ids) {
    if (keys.size() > most_merged) {
      row_set one{std::string(table), fmt::format("parameter = {} AND {} IN ({})", id, column, list_of(keys))};
      one.first = column;
      into.sets.push_back(std::move(one));
      continue;
    }
    for (const std::int64_t key : keys) {
      row_set one{std::string(table), fmt::format("parameter = {} AND {} = {}", id, column, key)};
      one.by_key = true;
      into.sets.push_back(std::move(one));
    }
  }
  if (keys.empty()) into.sets.push_back({std::string(table), "0"});
}

// identifier:of-type=system|code|value.
result<leaf> of_type(const leaf_query& asked) {
  leaf made;
  for (const query_value& value : asked.values) {
    if (value.parts.size() != 3 || value.parts[1].empty() || value.parts[2].empty()) return asked.refuse(errc::malformed_query);
    const std::string none;
    PHR_TRY(const auto types, codings_of(asked.in, &value.parts[0], value.parts[1]));
    PHR_TRY(const auto texts, codings_of(asked.in, &none, value.parts[2]));
    row_set one{"index_composite", fmt::format("{} AND first IN ({}) AND second IN ({})", asked.parameter.where("parameter"), list_of(types), list_of(texts))};
    one.as_list = true;
    made.sets.push_back(std::move(one));
  }
  return made;
}

result<std::vector<std::int64_t>> codings_of_token(const leaf_query& asked, const query_value& value) {
  if (asked.modifier == "in" || asked.modifier == "not-in" || asked.modifier == "above" || asked.modifier == "below") {
    return codings_by_terminology(asked, value);
  }
  if (value.parts.size() > 2) return asked.refuse(errc::malformed_query);
  const bool has_system = value.parts.size() == 2;
  if (has_system && value.parts[0].empty() && value.parts[1].empty()) return asked.refuse(errc::malformed_query);
  return codings_of(asked.in, has_system ? &value.parts[0] : nullptr, value.parts.back());
}

std::string whole_of(const query_value& value) {
  std::string whole = value.parts[0];
  for (std::size_t part = 1; part < value.parts.size(); ++part) whole += "|" + value.parts[part];
  return whole;
}

// A term; of a canonical without a version (_profile), those of all its versions, too.
result<std::vector<std::int64_t>> terms_of(const leaf_query& asked, const std::string& uri) {
  PHR_TRY(const std::int64_t exact, find_term(sql_of(asked.in.at), uri));
  std::vector<std::int64_t> keys;
  if (exact != 0) keys.push_back(exact);
  const auto& paths = asked.parameter.parameter->paths;
  if (paths.empty() || paths.front().leaf != fhir::leaf::canonical || uri.find('|') != std::string::npos) return keys;
  PHR_TRY(auto* select, sql_of(asked.in.at).use("SELECT id FROM term WHERE text >= ?1 || '|' AND text < ?1 || '}'"));
  const sql::resetting after(*select);
  select->bind(1, std::string_view(uri));
  for (;;) {
    PHR_TRY(const bool more, select->step());
    if (!more) return keys;
    keys.push_back(select->integer(0));
  }
}

// Terms that stand below a URI, itself among them.
result<std::vector<std::int64_t>> terms_below(search_scope& in, const std::string& uri) {
  const std::string from = uri.ends_with('/') ? uri : uri + "/";
  PHR_TRY(auto select, sql_of(in.at).on().prepare("SELECT id FROM term WHERE text = ?1 OR (text >= ?2 AND text < ?3)"));
  const std::string until = from.substr(0, from.size() - 1) + "0";  // what follows a solidus
  select.bind(1, std::string_view(uri)).bind(2, std::string_view(from)).bind(3, std::string_view(until));
  std::vector<std::int64_t> keys;
  for (;;) {
    PHR_TRY(const bool more, select.step());
    if (!more) return keys;
    keys.push_back(select.integer(0));
  }
}

// Terms of which a URI is a part.
result<std::vector<std::int64_t>> terms_above(search_scope& in, const std::string& uri) {
  std::vector<std::int64_t> keys;
  for (std::size_t end = uri.size(); end != std::string::npos && end > 0; end = uri.rfind('/', end - 1)) {
    for (const std::size_t length : {end, end + 1}) {  // with its solidus and without
      if (length > uri.size() || (length == end + 1 && uri[end] != '/')) continue;
      PHR_TRY(const std::int64_t key, find_term(sql_of(in.at), std::string_view(uri).substr(0, length)));
      if (key != 0) keys.push_back(key);
    }
  }
  return keys;
}

// Resources whose own source has that URI, or one below or above it.
result<void> add_sources(leaf& to, const leaf_query& asked) {
  std::vector<std::int64_t> found;
  for (const query_value& value : asked.values) {
    const std::string whole(source_uri(whole_of(value)));
    const char* const condition = asked.modifier == "below"   ? "SELECT id FROM source WHERE uri = ?1 OR substr(uri, 1, length(?1) + 1) = ?1 || '/'"
                                  : asked.modifier == "above" ? "SELECT id FROM source WHERE uri = ?1 OR substr(?1, 1, length(uri) + 1) = uri || '/'"
                                                              : "SELECT id FROM source WHERE uri = ?1";
    PHR_TRY(auto* select, sql_of(asked.in.at).use(condition));
    const sql::resetting after(*select);
    select->bind(1, std::string_view(whole));
    for (;;) {
      PHR_TRY(const bool more, select->step());
      if (!more) break;
      found.push_back(select->integer(0));
    }
  }
  if (found.empty()) return success();
  row_set rows{"identity", fmt::format("source IN ({}) AND type = {} AND key IN (SELECT key FROM resource)", list_of(found), static_cast<int>(asked.type))};
  rows.key = "key";
  to.probes.push_back(rows);
  to.sets.push_back(std::move(rows));
  return success();
}

}  // namespace

result<std::vector<std::int64_t>> codings_of(const search_scope& in, const std::string* system, const std::string& code) {
  std::vector<std::int64_t> keys;
  std::int64_t system_key = 0;
  if (system != nullptr && !system->empty()) {
    PHR_TRY(system_key, find_term(sql_of(in.at), *system));
    if (system_key == 0) return keys;
  }
  PHR_TRY(auto* select, system == nullptr ? sql_of(in.at).use("SELECT id FROM coding WHERE code = ?1")
                        : code.empty()    ? sql_of(in.at).use("SELECT id FROM coding WHERE system = ?2 AND ?1 = ?1")
                                          : sql_of(in.at).use("SELECT id FROM coding WHERE code = ?1 AND system = ?2"));
  const sql::resetting after(*select);
  select->bind(1, std::string_view(code));
  if (system != nullptr) select->bind(2, system_key);
  for (;;) {
    PHR_TRY(const bool more, select->step());
    if (!more) return keys;
    keys.push_back(select->integer(0));
  }
}

result<leaf> token_leaf(const leaf_query& asked) {
  if (asked.modifier == "of-type" && !asked.parameter.parameter->paths.empty()) return of_type(asked);
  if (asked.modifier == "text") return label_leaf(asked);
  static constexpr std::string_view known[] = {"", "not", "in", "not-in", "above", "below"};
  if (std::find(std::begin(known), std::end(known), asked.modifier) == std::end(known)) return asked.refuse_modifier();
  std::vector<std::int64_t> keys;
  for (const query_value& value : asked.values) {
    PHR_TRY(const auto some, codings_of_token(asked, value));
    keys.insert(keys.end(), some.begin(), some.end());
  }
  leaf made;
  made.negative = asked.modifier == "not" || asked.modifier == "not-in";
  add_sets(made, asked.parameter, "index_token", "coding", std::move(keys));
  return made;
}

result<leaf> uri_leaf(const leaf_query& asked) {
  if (!asked.modifier.empty() && asked.modifier != "above" && asked.modifier != "below") return asked.refuse_modifier();
  std::vector<std::int64_t> keys;
  for (const query_value& value : asked.values) {
    const std::string whole = whole_of(value);
    std::vector<std::int64_t> some;
    if (asked.modifier == "below") {
      PHR_TRY(some, terms_below(asked.in, whole));
    } else if (asked.modifier == "above") {
      PHR_TRY(some, terms_above(asked.in, whole));
    } else {
      PHR_TRY(some, terms_of(asked, whole));
    }
    keys.insert(keys.end(), some.begin(), some.end());
  }
  leaf made;
  add_sets(made, asked.parameter, "index_uri", "term", std::move(keys));
  // Beside meta.source, a resource has the source that the store knows it by.
  if (asked.parameter.parameter->code == "_source") PHR_TRY(add_sources(made, asked));
  return made;
}

}  // namespace phr::storage
