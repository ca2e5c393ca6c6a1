#include "store/records/unit.hpp"

#include "store/index/extract.hpp"
#include "store/schema/schema.hpp"

#include <algorithm>

namespace phr::storage {

namespace {

constexpr std::uint64_t told_after = 1'000;

}  // namespace

result<void> unit::reindex(const progress& watch, std::int64_t from_schema) {
  PHR_TRY(flush());
  if (from_schema < schema_version) PHR_TRY(upgrade_schema(in_->on(), from_schema));
  PHR_TRY(empty_index(in_->on()));
  names_->forget_index();
  PHR_TRY(const bool words, keeps_words());
  if (words) {  // made anew below, with the rest
    PHR_TRY(in_->on().execute("DELETE FROM full_text"));
  }
  std::uint64_t total = 0;
  {
    PHR_TRY(auto count, in_->on().prepare("SELECT count(*) FROM resource"));
    PHR_TRY(const bool found, count.step());
    if (found) total = static_cast<std::uint64_t>(count.integer(0));
  }
  // From key to key, so that no statement reads what another writes.
  PHR_TRY(auto next, in_->on().prepare("SELECT key FROM resource WHERE key > ?1 ORDER BY key LIMIT 1"));
  PHR_TRY(auto update, in_->on().prepare("UPDATE resource SET shape = ?2, subjects = ?3 WHERE key = ?1"));
  std::int64_t key = 0;
  for (std::uint64_t done = 0;; ++done) {
    if (done % told_after == 0 && !watch({done, total, "resources"})) return error{errc::cancelled}.at("the index");
    {
      const sql::resetting after(next);
      PHR_TRY(const bool more, next.bind(1, key).step());
      if (!more) break;
      key = next.integer(0);
    }
    PHR_TRY(const record found, snapshot(*in_).current(key));
    if (from_schema < schema_version) {  // its body is packed, too
      standing_records one;
      one.emplace_back(key, found);
      PHR_TRY(write_again(one));
      continue;
    }
    PHR_TRY(old_.parse(found.json));
    text_.clear();
    append_stored_text(text_, old_.root());
    PHR_TRY(find_rows(found.type, old_.root(), found_));
    PHR_TRY(const indexed made, index(key, found.type, old_.root()));
    PHR_TRY(update.bind(1, key).bind(2, made.shape).bind(3, made.subjects).run());
  }
  return flush();
}

namespace {

// The parameter of the type that a URL names by its last part. R4's begin with the type, or with the group of types that have it:
// Observation-value-quantity, clinical-code.
result<const fhir::search_parameter*> named_by(database& in, fhir::resource_type type, std::string_view url) {
  constexpr std::string_view r4 = "http://hl7.org/fhir/SearchParameter/";
  const std::string_view name = url.substr(url.rfind('/') + 1);
  const bool is_r4 = url.starts_with(r4) && url.size() == r4.size() + name.size();
  const auto* const found = fhir::find_search_parameter(type, is_r4 ? name.substr(name.find('-') + 1) : name);
  if (found != nullptr) return found;
  PHR_TRY(const custom_parameter* const own, find_custom_parameter(in, type, name));
  if (own == nullptr || is_r4) return error{errc::not_found}.at("SearchParameter.component.definition");
  return &own->parameter;
}

// A code, and then another, a quantity, a date, a number or two numbers: what a row of a composite can hold.
bool can_be(const std::vector<composite_text::component>& parts) {
  using fhir::search_kind;
  if (parts.size() < 2 || parts.size() > 3 || parts[0].kind != search_kind::token) return false;
  const search_kind second = parts[1].kind;
  if (parts.size() == 3) return second == search_kind::number && parts[2].kind == search_kind::number;
  return second == search_kind::token || second == search_kind::quantity || second == search_kind::date || second == search_kind::number;
}

result<std::string> stored_text(database& in, fhir::resource_type type, const custom_definition& of) {
  if (of.kind != fhir::search_kind::composite) {
    PHR_TRY(fhirpath::expression::compile(of.expression, {.type = fhir::name(type)}));
    return of.expression;
  }
  composite_text made{of.expression, {}};
  for (const custom_definition::component& each : of.components) {
    PHR_TRY(const auto* const by, named_by(in, type, each.definition));
    made.components.push_back({std::string(by->code), by->kind, each.expression});
  }
  if (!can_be(made.components)) return error{errc::unsupported}.at("SearchParameter.component");
  std::vector<custom_parameter::component> compiled;
  PHR_TRY(compile_composite(made, type, compiled));
  return made.to_string();
}

}  // namespace

result<void> unit::add_parameter(fhir::resource_type type, const custom_definition& of) {
  const error there = error{errc::already_exists}.at("a search parameter of that name");
  if (fhir::find_search_parameter(type, of.code) != nullptr) return there;
  PHR_TRY(const custom_parameter* const own, find_custom_parameter(*in_, type, of.code));
  if (own != nullptr) return there;
  PHR_TRY(const std::string text, stored_text(*in_, type, of));
  // The greatest that was ever given, for an id in use is known to connections by its expression.
  PHR_TRY(auto last, in_->on().prepare("SELECT max(coalesce((SELECT max(id) FROM custom_parameter), 0), coalesce((SELECT value FROM setting WHERE name = 'custom'), 0))"));
  PHR_TRY(const bool found, last.step());
  const std::int64_t id = std::max<std::int64_t>(found ? last.integer(0) + 1 : 0, first_custom_parameter);
  if (id > UINT16_MAX) return error{errc::too_large}.at("the search parameters of the store");
  PHR_TRY(auto insert, in_->on().prepare("INSERT INTO custom_parameter VALUES(?1, ?2, ?3, ?4, ?5)"));
  insert.bind(1, id).bind(2, static_cast<std::int64_t>(type)).bind(3, std::string_view(of.code)).bind(4, static_cast<std::int64_t>(of.kind)).bind(5, std::string_view(text));
  PHR_TRY(insert.run());
  PHR_TRY(auto given, in_->on().prepare("INSERT INTO setting(name, value) VALUES('custom', ?1) ON CONFLICT(name) DO UPDATE SET value = ?1"));
  customs_.clear();
  return given.bind(1, id).run();
}

result<void> unit::remove_parameter(fhir::resource_type type, std::string_view code) {
  PHR_TRY(auto gone, in_->on().prepare("DELETE FROM custom_parameter WHERE type = ?1 AND code = ?2"));
  PHR_TRY(gone.bind(1, static_cast<std::int64_t>(type)).bind(2, code).run());
  if (in_->on().changes() == 0) return error{errc::not_found}.at("a search parameter of the store's own");
  customs_.clear();
  return success();
}

}  // namespace phr::storage
