// References, by what they are to.
#include "store/intern/interner.hpp"
#include "store/search/leaves/leaf.hpp"
#include "store/sql/access.hpp"

#include <phr/core/id.hpp>
#include <phr/fhir/reference.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace phr::storage {

namespace {

constexpr std::size_t most_look_ups = 16;  // beyond that the list of all that match is made once

// A canonical URL without a version is that of any version.
result<void> add_terms(database& in, std::string_view url, std::vector<std::int64_t>& keys) {
  PHR_TRY(const std::int64_t exact, find_term(in, url));
  if (exact != 0) keys.push_back(-exact);
  if (url.find('|') != std::string_view::npos) return success();
  PHR_TRY(auto* select, in.use("SELECT id FROM term WHERE text >= ?1 || '|' AND text < ?1 || '}'"));  // '}' follows the bar
  const sql::resetting after(*select);
  select->bind(1, url);
  for (;;) {
    PHR_TRY(const bool more, select->step());
    if (!more) return success();
    keys.push_back(-select->integer(0));
  }
}

// The resource of a known source that a URL is of, as references to it are stored.
struct served {
  fhir::resource_type type = {};
  std::int64_t key = 0;
};
result<served> served_as(database& in, std::string_view url) {
  const auto parts = fhir::split_reference(url);
  const std::string base = base_of_url(url);
  if (base.empty() || !parts.type) return served{};
  PHR_TRY(auto* select, in.use("SELECT coalesce((SELECT f.key FROM foreign_name f WHERE f.source = s.id AND f.type = ?2 AND f.id = ?3), "
                               "(SELECT i.key FROM identity i WHERE i.type = ?2 AND i.id = ?3 AND i.source = s.id), 0) FROM source s WHERE s.uri = ?1"));
  const sql::resetting after(*select);
  const stored_id stored(parts.id);
  stored.bind(select->bind(1, std::string_view(base)).bind(2, static_cast<std::int64_t>(*parts.type)), 3);
  PHR_TRY(const bool found, select->step());
  return served{*parts.type, found ? select->integer(0) : 0};
}

// subject:identifier=system|value: what a reference says of itself. Its tokens stand under the same parameter.
result<leaf> by_identifier(const leaf_query& asked) {
  leaf_query as_token{asked.in, asked.type, asked.parameter, "", asked.values, asked.ordinal};
  return token_leaf(as_token);
}

}  // namespace

result<std::vector<std::int64_t>> targets_of(const leaf_query& asked, const query_value& value,
                                             const std::vector<fhir::resource_type>& types) {
  std::string text = value.parts[0];
  for (std::size_t part = 1; part < value.parts.size(); ++part) text += "|" + value.parts[part];
  std::vector<std::int64_t> keys;
  const auto add = [&](fhir::resource_type type, std::string_view id) -> result<void> {
    PHR_TRY(const std::int64_t key, find_identity(sql_of(asked.in.at), type, id));
    // Whatever refers to a patient of whom nothing may be seen is hidden itself: it is left out before any row of it is read.
    const bool is_hidden = type == fhir::resource_type::Patient && !asked.in.guarded.by().knows(key);
    if (key != 0 && !is_hidden) keys.push_back(key);
    return success();
  };
  if (is_valid_id(text)) {  // an id, or a URL without any sign of one
    for (const fhir::resource_type type : types) PHR_TRY(add(type, text));
    PHR_TRY(const std::int64_t term, find_term(sql_of(asked.in.at), text));
    if (term != 0) keys.push_back(-term);
    return keys;
  }
  const std::size_t slash = text.find('/');
  const auto type = slash == std::string::npos ? std::nullopt : fhir::resource_type_named(std::string_view(text).substr(0, slash));
  if (!type) {
    PHR_TRY(add_terms(sql_of(asked.in.at), text, keys));
    PHR_TRY(const auto served, served_as(sql_of(asked.in.at), text));
    const bool is_asked = served.key != 0 && (asked.modifier.empty() || std::find(types.begin(), types.end(), served.type) != types.end());
    const bool is_hidden = served.type == fhir::resource_type::Patient && !asked.in.guarded.by().knows(served.key);
    if (is_asked && !is_hidden) keys.push_back(served.key);
    return keys;
  }
  std::string_view id = std::string_view(text).substr(slash + 1);
  if (const std::size_t history = id.find("/_history/"); history != std::string_view::npos) id = id.substr(0, history);
  if (!is_valid_id(id)) return asked.refuse(errc::malformed_query);
  // Records refer to types that the definition does not name; only a parameter that resolves them (patient) leaves them out.
  const bool any = asked.modifier.empty() && !asked.parameter.parameter->narrowed;
  if (any || std::find(types.begin(), types.end(), *type) != types.end()) PHR_TRY(add(*type, id));
  return keys;
}

result<leaf> reference_leaf(const leaf_query& asked) {
  if (asked.modifier == "identifier") return by_identifier(asked);
  std::vector<fhir::resource_type> types = asked.parameter.targets;
  if (!asked.modifier.empty()) {
    const auto named = fhir::resource_type_named(asked.modifier);
    if (!named) return asked.refuse_modifier();
    if (!asked.parameter.may_refer_to(*named)) return asked.refuse(errc::unknown_modifier);
    types = {*named};
  }
  std::vector<std::int64_t> keys;
  for (const query_value& value : asked.values) {
    PHR_TRY(const auto some, targets_of(asked, value, types));
    keys.insert(keys.end(), some.begin(), some.end());
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  leaf made;
  row_set all{"index_reference", fmt::format("{} AND target IN ({})", asked.parameter.where("parameter"), list_of(keys))};
  all.as_list = keys.size() > most_look_ups;
  made.probes.push_back(all);
  for (const std::uint16_t id : asked.parameter.ids) {
    if (keys.size() > 32) {
      row_set one{"index_reference", fmt::format("parameter = {} AND target IN ({})", id, list_of(keys))};
      one.first = "target";
      made.sets.push_back(std::move(one));
      continue;
    }
    for (const std::int64_t key : keys) {
      row_set one{"index_reference", fmt::format("parameter = {} AND target = {}", id, key)};
      one.by_key = true;
      made.sets.push_back(std::move(one));
    }
  }
  if (keys.empty()) made.sets.push_back({"index_reference", "0"});
  return made;
}

}  // namespace phr::storage
