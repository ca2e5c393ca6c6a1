#include "store/intern/catalogue.hpp"

namespace phr::storage {

namespace {

// Ids are given once, so what is compiled stays right.
result<const custom_parameter*> compiled(database& in, fhir::resource_type type, const sql::statement& row) {
  const auto id = static_cast<std::uint16_t>(row.integer(0));
  auto& kept = in.customs()[id];
  if (kept == nullptr) {
    const auto kind = static_cast<fhir::search_kind>(row.integer(2));
    std::vector<custom_parameter::component> components;
    const auto expression_of = [&](std::string_view text) -> result<fhirpath::expression> {
      if (kind != fhir::search_kind::composite) return fhirpath::expression::compile(text, {.type = fhir::name(type)});
      PHR_TRY(const composite_text read, composite_text::parse(text));
      return compile_composite(read, type, components);
    };
    PHR_TRY(auto expression, expression_of(row.text(3)));
    kept = std::make_shared<const custom_parameter>(id, type, std::string(row.text(1)), kind, std::move(expression), std::move(components));
  }
  return kept.get();
}

}  // namespace

result<std::vector<const custom_parameter*>> custom_parameters(database& in, fhir::resource_type type) {
  PHR_TRY(auto* select, in.use("SELECT id, code, kind, expression FROM custom_parameter WHERE type = ?1 ORDER BY id"));
  const sql::resetting after(*select);
  select->bind(1, static_cast<std::int64_t>(type));
  std::vector<const custom_parameter*> all;
  for (;;) {
    PHR_TRY(const bool more, select->step());
    if (!more) return all;
    PHR_TRY(all.emplace_back(), compiled(in, type, *select));
  }
}

result<const custom_parameter*> find_custom_parameter(database& in, fhir::resource_type type, std::string_view code) {
  PHR_TRY(auto* select, in.use("SELECT id, code, kind, expression FROM custom_parameter WHERE type = ?1 AND code = ?2"));
  const sql::resetting after(*select);
  PHR_TRY(const bool found, select->bind(1, static_cast<std::int64_t>(type)).bind(2, code).step());
  if (!found) return static_cast<const custom_parameter*>(nullptr);
  return compiled(in, type, *select);
}

}  // namespace phr::storage
