#include "store/index/pending.hpp"

#include "store/index/date_slot.hpp"
#include "store/schema/schema.hpp"

#include <algorithm>

namespace phr::storage {

namespace {

// act(rows of one kind, their number among the kinds), for each kind.
template <class Rows, class Act>
void each_kind(Rows& of, Act&& act) {
  std::size_t nth = 0;
  const auto all = [&](auto&... kinds) { (act(kinds, nth++), ...); };
  all(of.tokens, of.references, of.uris, of.strings, of.dates, of.quantities, of.numbers, of.composites, of.members);
}

}  // namespace

void pending_rows::clear() noexcept {
  each_kind(*this, [](auto& rows, std::size_t) { rows.clear(); });
}

pending_rows::counts pending_rows::count() const noexcept {
  counts many{};
  each_kind(*this, [&](const auto& rows, std::size_t nth) { many[nth] = rows.size(); });
  return many;
}

void pending_rows::back_to(const counts& before) {
  each_kind(*this, [&](auto& rows, std::size_t nth) { rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(before[nth]), rows.end()); });
}

pending_rows pending_rows::first(const counts& many) const {
  pending_rows copy = *this;
  copy.back_to(many);
  return copy;
}

namespace {

result<std::int64_t> target_of(const reference_row& row, interner& names) {
  if (row.type == fhir::resource_type{}) {
    PHR_TRY(const std::int64_t term, names.term(row.url));
    return -term;
  }
  PHR_TRY(const auto identity, names.identity(row.type, row.id));
  return identity.key;
}

result<pending_rows::composite> composite_of(const composite_row& row, std::int64_t resource, interner& names) {
  pending_rows::composite made{row.parameter, 0, std::int64_t{0}, std::int64_t{0}, resource};
  const auto& [first, second, third] = row.parts;
  if (first.kind == fhir::search_kind::reference) {
    PHR_TRY(made.first, target_of(first.target, names));
  } else if (first.kind == fhir::search_kind::token) {
    PHR_TRY(made.first, names.coding(first.system, first.code));
  }
  if (second.kind == fhir::search_kind::quantity) {
    PHR_TRY(made.second, names.unit(second.system, second.code));
    made.third = second.value;
  } else if (second.kind == fhir::search_kind::number) {
    made.second = second.value;
    made.third = third.value;
  } else if (second.kind == fhir::search_kind::date) {
    made.second = second.value;
    made.third = second.length;
  } else {
    PHR_TRY(made.second, names.coding(second.system, second.code));
  }
  return made;
}

}  // namespace

result<void> pending_rows::add(const index_rows& found, std::int64_t resource, interner& names, std::vector<std::int64_t>* targets) {
  for (const token_row& row : found.tokens) {
    PHR_TRY(const std::int64_t coding, names.coding(row.system, row.code));
    tokens.push_back({row.parameter, coding, resource});
  }
  for (const reference_row& row : found.references) {
    PHR_TRY(const std::int64_t target, target_of(row, names));
    references.push_back({row.parameter, target, resource});
    if (targets != nullptr && target > 0) targets->push_back(target);
  }
  for (const inside_row& row : found.inside) {
    PHR_TRY(const std::int64_t coding, names.coding({}, index_rows::inside_code(row.type)));
    tokens.push_back({row.parameter, coding, resource});
  }
  for (const uri_row& row : found.uris) {
    PHR_TRY(const std::int64_t term, names.term(row.uri));
    uris.push_back({row.parameter, term, resource});
  }
  for (const string_row& row : found.strings) {
    strings.push_back({row.parameter, std::string(row.normal), resource, std::string(row.original)});
  }
  for (const date_row& row : found.dates) {
    dates.push_back({date_slot(row.parameter, row.high - row.low), row.low, row.high - row.low, resource});
  }
  for (const quantity_row& row : found.quantities) {
    PHR_TRY(const std::int64_t unit, names.unit(row.system, row.code));
    quantities.push_back({row.parameter, unit, row.value, resource});
  }
  for (const number_row& row : found.numbers) numbers.push_back({row.parameter, 0, row.value, resource});
  for (const composite_row& row : found.composites) {
    PHR_TRY(composites.emplace_back(), composite_of(row, resource, names));
  }
  for (const std::string_view patient : found.patients) {
    PHR_TRY(const auto identity, names.identity(fhir::resource_type::Patient, patient));
    members.push_back({identity.key, found.happened.value_or(no_time), resource});
  }
  if (found.is_patient) members.push_back({resource, found.happened.value_or(no_time), resource});
  return success();
}

namespace {

void bind(sql::statement& to, const pending_rows::pair& row) {
  to.bind(1, row.parameter).bind(2, row.value).bind(3, row.resource);
}
void bind(sql::statement& to, const pending_rows::text& row) {
  to.bind(1, row.parameter).bind(2, std::string_view(row.normal)).bind(3, row.resource).bind(4, std::string_view(row.original));
}
void bind(sql::statement& to, const pending_rows::date& row) {
  to.bind(1, row.slot).bind(2, row.low).bind(3, row.length).bind(4, row.resource);
}
void bind(sql::statement& to, const pending_rows::amount& row) {
  to.bind(1, row.parameter).bind(2, row.unit).bind(3, row.value).bind(4, row.resource);
}
void bind(sql::statement& to, int parameter, const std::variant<std::int64_t, double>& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) to.bind(parameter, *number);
  if (const auto* real = std::get_if<double>(&value)) to.bind(parameter, *real);
}
void bind(sql::statement& to, const pending_rows::composite& row) {
  to.bind(1, row.parameter).bind(2, row.first).bind(5, row.resource);
  bind(to, 3, row.second);
  bind(to, 4, row.third);
}
void bind(sql::statement& to, const pending_rows::member& row) {
  to.bind(1, row.patient).bind(2, row.happened).bind(3, row.resource);
}

template <class Row>
result<void> run_sorted(database& on, std::vector<Row>& rows, const char* text) {
  if (rows.empty()) return success();
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  PHR_TRY(auto* statement, on.use(text));
  for (const Row& row : rows) {
    bind(*statement, row);
    PHR_TRY(statement->run());
  }
  rows.clear();
  return success();
}

}  // namespace

result<void> insert_rows(database& into, pending_rows& rows) {
  PHR_TRY(run_sorted(into, rows.tokens, "INSERT INTO index_token VALUES(?1, ?2, ?3)"));
  PHR_TRY(run_sorted(into, rows.references, "INSERT INTO index_reference VALUES(?1, ?2, ?3)"));
  PHR_TRY(run_sorted(into, rows.uris, "INSERT INTO index_uri VALUES(?1, ?2, ?3)"));
  PHR_TRY(run_sorted(into, rows.strings, "INSERT INTO index_string VALUES(?1, ?2, ?3, ?4)"));
  PHR_TRY(run_sorted(into, rows.dates, "INSERT INTO index_date VALUES(?1, ?2, ?3, ?4)"));
  PHR_TRY(run_sorted(into, rows.quantities, "INSERT INTO index_quantity VALUES(?1, ?2, ?3, ?4)"));
  PHR_TRY(run_sorted(into, rows.numbers, "INSERT INTO index_number(parameter, value, resource) SELECT ?1, ?3, ?4 WHERE ?2 = 0"));
  PHR_TRY(run_sorted(into, rows.composites, "INSERT INTO index_composite VALUES(?1, ?2, ?3, ?4, ?5)"));
  return run_sorted(into, rows.members, "INSERT INTO compartment VALUES(?1, ?2, ?3)");
}

result<void> remove_rows(database& from, pending_rows& rows) {
  PHR_TRY(run_sorted(from, rows.tokens, "DELETE FROM index_token WHERE parameter = ?1 AND coding = ?2 AND resource = ?3"));
  PHR_TRY(run_sorted(from, rows.references, "DELETE FROM index_reference WHERE parameter = ?1 AND target = ?2 AND resource = ?3"));
  PHR_TRY(run_sorted(from, rows.uris, "DELETE FROM index_uri WHERE parameter = ?1 AND term = ?2 AND resource = ?3"));
  PHR_TRY(run_sorted(from, rows.strings, "DELETE FROM index_string WHERE parameter = ?1 AND normal = ?2 AND resource = ?3 AND original = ?4"));
  PHR_TRY(run_sorted(from, rows.dates, "DELETE FROM index_date WHERE slot = ?1 AND low = ?2 AND length = ?3 AND resource = ?4"));
  PHR_TRY(run_sorted(from, rows.quantities, "DELETE FROM index_quantity WHERE parameter = ?1 AND unit = ?2 AND value = ?3 AND resource = ?4"));
  PHR_TRY(run_sorted(from, rows.numbers, "DELETE FROM index_number WHERE parameter = ?1 AND value = ?3 AND resource = ?4 AND ?2 = 0"));
  PHR_TRY(run_sorted(from, rows.composites,
                     "DELETE FROM index_composite WHERE parameter = ?1 AND first = ?2 AND second = ?3 AND third = ?4 AND resource = ?5"));
  return run_sorted(from, rows.members, "DELETE FROM compartment WHERE patient = ?1 AND happened = ?2 AND resource = ?3");
}

}  // namespace phr::storage
