#include "store/search/search.hpp"

#include "store/intern/interner.hpp"
#include "store/search/condition.hpp"

#include <fmt/format.h>

namespace phr::storage {

namespace {

void append_id(std::string& ids, std::uint16_t id) {
  if (!ids.empty()) ids += ", ";
  ids += std::to_string(id);
}

// Rows of a parameter that has rows: its own, or those of the one it shares.
const fhir::search_parameter* by_id(fhir::resource_type type, std::uint16_t id) {
  for (const auto& each : fhir::search_parameters(type)) {
    if (each.id == id) return &each;
  }
  return nullptr;
}

void append_rows(fhir::resource_type type, const fhir::search_parameter& parameter, std::string& ids) {
  if (parameter.same_as != 0) {
    if (const auto* other = by_id(type, parameter.same_as)) append_rows(type, *other, ids);
  } else if (!parameter.any_of.empty()) {
    for (const std::uint16_t id : parameter.any_of) append_id(ids, id);
  } else {
    append_id(ids, parameter.id);
  }
}

// An id is stored as a UUID's bytes or as text; both in one order as text.
constexpr std::string_view id_as_text =
    "CASE typeof(i.id) WHEN 'blob' THEN lower(printf('%s-%s-%s-%s-%s', substr(hex(i.id), 1, 8), substr(hex(i.id), 9, 4), "
    "substr(hex(i.id), 13, 4), substr(hex(i.id), 17, 4), substr(hex(i.id), 21))) ELSE i.id END";

// Lifetime: outlives the statement, which borrows the bound texts.
class planner {
 public:
  planner(const snapshot& at, const query& asked, std::int64_t now) : at_(at), asked_(asked), now_(now) {}

  result<sql::statement> plan() {
    sql_ = "SELECT r.key, i.id, r.version, r.updated FROM resource r CROSS JOIN identity i ON i.key = r.key";
    PHR_TRY(criteria());
    PHR_TRY(order());
    PHR_TRY(auto prepared, at_.in().on().prepare(sql_));
    int parameter = 0;
    for (const auto& value : values_) {
      ++parameter;
      if (const auto* number = std::get_if<std::int64_t>(&value)) prepared.bind(parameter, *number);
      if (const auto* real = std::get_if<double>(&value)) prepared.bind(parameter, *real);
      if (const auto* text = std::get_if<std::string>(&value)) prepared.bind(parameter, std::string_view(*text));
    }
    return prepared;
  }

 private:
  // The first criterion that needs a row drives: its rows give the keys, and the others are probed (the plus sign keeps
  // SQLite from turning that round). Without one, all resources of the type are looked at.
  result<void> criteria() {
    std::vector<condition> conditions;
    std::size_t driver = SIZE_MAX;
    for (std::size_t index = 0; index < asked_.criteria.size(); ++index) {
      PHR_TRY(auto made, condition_of(at_, asked_.type, asked_.criteria[index], now_));
      if (made.positive && driver == SIZE_MAX) driver = index;
      conditions.push_back(std::move(made));
    }
    if (driver == SIZE_MAX) {
      sql_ = fmt::format("SELECT r.key, i.id, r.version, r.updated FROM identity i CROSS JOIN resource r ON r.key = i.key WHERE i.type = {}",
                         static_cast<int>(asked_.type));
    } else {
      sql_ += fmt::format(" WHERE i.type = {} AND {}", static_cast<int>(asked_.type), conditions[driver].sql);
      add_values(conditions[driver]);
    }
    for (std::size_t index = 0; index < conditions.size(); ++index) {
      if (index == driver) continue;
      const auto& each = conditions[index];
      sql_ += each.sql.starts_with("r.key") ? " AND +" + each.sql : " AND " + each.sql;
      add_values(each);
    }
    return success();
  }

  void add_values(const condition& from) { values_.insert(values_.end(), from.values.begin(), from.values.end()); }

  result<void> order() {
    sql_ += " ORDER BY ";
    for (const query_sort& key : asked_.sort) {
      const char* direction = key.descending ? "DESC" : "ASC";
      if (key.name == "_lastUpdated") {
        sql_ += fmt::format("r.updated {}, ", direction);
      } else if (key.name == "_id") {
        sql_ += fmt::format("{} {}, ", id_as_text, direction);
      } else {
        PHR_TRY(const resolved_parameter by, resolve(asked_.type, key.name, key.ordinal));
        if (by.parameter->kind != fhir::search_kind::date) return error{errc::unsupported}.at("_sort").nth(key.ordinal);
        // A resource with several dates stands at its first in rising order, at its last in falling order.
        sql_ += fmt::format("(SELECT {}(d.low) FROM index_date d WHERE d.resource = r.key AND d.parameter IN ({})) {} NULLS LAST, ",
                            key.descending ? "max" : "min", by.ids, direction);
      }
    }
    sql_ += "r.key";
    return success();
  }

  const snapshot& at_;
  const query& asked_;
  std::int64_t now_;
  std::string sql_;
  std::vector<std::variant<std::int64_t, double, std::string>> values_;
};

}  // namespace

result<resolved_parameter> resolve(fhir::resource_type type, const std::string& name, std::uint64_t ordinal) {
  const auto* found = fhir::find_search_parameter(type, name);
  if (found == nullptr) return error{errc::unknown_parameter}.at("a criterion of the search").nth(ordinal);
  if (!found->supported) return error{errc::unsupported}.at("a criterion of the search").nth(ordinal);
  resolved_parameter made;
  made.parameter = found;
  append_rows(type, *found, made.ids);
  made.targets.assign(found->targets.begin(), found->targets.end());
  if (made.targets.empty() && found->kind == fhir::search_kind::reference) {
    for (int number = 1; number <= fhir::resource_type_count; ++number) made.targets.push_back(static_cast<fhir::resource_type>(number));
  }
  return made;
}

result<std::vector<match>> run_search(const snapshot& at, const query& asked, const search_setting& setting) {
  planner planning(at, asked, setting.now);
  PHR_TRY(auto rows, planning.plan());
  std::vector<match> found;
  std::uint32_t skipped = 0;
  while (!asked.count || found.size() < *asked.count) {
    PHR_TRY(const bool more, rows.step());
    if (!more) break;
    const std::int64_t key = rows.integer(0);
    if (setting.visible) {
      PHR_TRY(const auto patients, at.patients_of(key));
      if (!setting.visible(patients, asked.type)) continue;
    }
    if (skipped < asked.skip) {
      ++skipped;
      continue;
    }
    found.push_back({key, asked.type, id_text(rows, 1), static_cast<std::uint32_t>(rows.integer(2)), rows.integer(3)});
  }
  return found;
}

}  // namespace phr::storage
