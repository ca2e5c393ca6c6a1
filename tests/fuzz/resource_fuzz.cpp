// What reads a parsed resource: index extraction, the rules of a Consent, the summary. None may fail on any JSON, and each
// must say the same twice.
#include <fuzz/fuzz.hpp>

#include <phr/consent/decision.hpp>
#include <phr/consent/scope.hpp>
#include <phr/fhir/json.hpp>
#include <phr/fhir/summary.hpp>

#include "store/index/extract.hpp"

#include <array>
#include <cstdint>
#include <vector>

using phr::fuzz::require;

namespace {

void check_consent(const phr::fhir::json::value& resource) {
  auto compiled = phr::consent::compile(resource);
  if (!compiled) {
    require(compiled.error().line() >= 1);
    return;
  }
  std::vector<phr::consent::policy> policies;
  policies.push_back(std::move(compiled.value()));
  constexpr std::array<std::string_view, 1> actors{"Practitioner/x"};
  constexpr std::array<std::string_view, 1> wider{"PurposeOfUse"};
  phr::consent::request asked{actors, "TREAT", wider, 1'700'000'000'000'000, {}, {}, phr::consent::action::access};
  const auto scope = phr::consent::compile_scope(policies, asked);
  for (const auto type : {phr::fhir::resource_type::Observation, phr::fhir::resource_type::Patient}) {
    asked.type = type;
    asked.patient = policies.front().patient();
    if (asked.patient.empty()) continue;
    const auto made = phr::consent::decide(policies, asked);
    require(made.permit == scope.visible(asked.patient, type));
    require(!phr::consent::describe(made, policies).empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static phr::fhir::json::document parsed;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (!parsed.parse(text)) return 0;
  const auto resource = parsed.root();
  const auto type = phr::fhir::resource_type_named(resource["resourceType"].raw_text());
  require(phr::summarize(text).has_value() == type.has_value());
  if (!type) return 0;
  phr::storage::index_rows rows;
  phr::storage::index_rows again;
  phr::storage::extract(resource, *type, rows);
  phr::storage::extract(resource, *type, again);
  require(rows.tokens.size() == again.tokens.size() && rows.strings.size() == again.strings.size());
  for (const auto& row : rows.dates) require(row.low < row.high);
  check_consent(resource);
  return 0;
}
