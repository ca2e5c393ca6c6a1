// Writing single resources, by their ids or by conditions.
#include "interactions/writes.hpp"

#include "interactions/bundle/patched.hpp"
#include "interactions/bundle/run.hpp"

#include <phr/core/id.hpp>
#include <phr/crypto/random.hpp>

namespace phr::interactions {

namespace {

// The one resource that a text holds, checked as an import checks it.
result<bundles::planned> single(const fhir::json::document& parsed) {
  const auto type = parsed.root()["resourceType"];
  if (type.raw_text() == "Bundle") return type.locate(error{errc::invalid_value}.at("resourceType: import a Bundle"));
  PHR_TRY(auto plan, bundles::make_plan(parsed.root(), {}));
  return std::move(plan.steps.front());
}

// The owner writes: what a Consent says counts at once.
result<storage::writing> begin(gate::door& in) {
  PHR_TRY(auto writing, in.engine().write());
  writing.work().adopt_consents();
  return writing;
}

// Commits what was done to one resource, with its row.
result<write_report> land(gate::door& in, storage::writing& writing, audit_action action, write_report report) {
  std::int64_t key = 0;
  if (!report.id.empty()) {
    PHR_TRY(key, writing.work().key_of(report.type, report.id));
  }
  PHR_TRY(writing.commit(in.row(action, report.type, key, report.id.empty() ? 0 : 1)));
  return report;
}

// One step of a plan whose target a search names.
result<write_report> conditional(gate::door& in, audit_action action, bundles::planned step) {
  bundles::plan plan;
  plan.steps.push_back(std::move(step));
  plan.entries = 1;
  PHR_TRY(auto writing, begin(in));
  write_report report;
  PHR_TRY(bundles::runner(in, writing.work()).run(plan, [&](const bundles::planned&, const write_report& done) -> result<void> {
    report = done;
    return success();
  }));
  // A match that took the place of a creation, or was found to be the same: the caller wants its version.
  if (report.version == 0 && !report.id.empty()) {
    PHR_TRY(const std::int64_t key, writing.work().key_of(report.type, report.id));
    PHR_TRY(const record standing, writing.work().standing(key));
    report.version = standing.version;
  }
  return land(in, writing, action, std::move(report));
}

result<bundles::planned> by_query(bundles::verb what, std::string_view query, std::optional<std::uint32_t> expected) {
  const auto type = fhir::resource_type_named(query.substr(0, query.find('?')));
  if (!type) return error{errc::unknown_resource_type}.at("the condition");
  bundles::planned step;
  step.what = what;
  step.type = *type;
  step.by_search = query;
  step.expected = expected;
  return step;
}

}  // namespace

result<write_report> create(gate::door& in, std::string_view json) {
  PHR_TRY(in.may(audit_action::create));
  fhir::json::document parsed;
  PHR_TRY(parsed.parse(json));
  PHR_TRY(const auto write, single(parsed));
  std::array<std::uint8_t, 16> random{};
  PHR_TRY(crypto::fill(random));
  PHR_TRY(auto writing, begin(in));
  PHR_TRY(auto report, writing.work().put(write.type, uuid::from_random_bytes(random).to_string(), write.resource, {}, in.now()));
  return land(in, writing, audit_action::create, std::move(report));
}

result<write_report> update(gate::door& in, std::string_view json, std::optional<std::uint32_t> if_match) {
  PHR_TRY(in.may(audit_action::update));
  fhir::json::document parsed;
  PHR_TRY(parsed.parse(json));
  PHR_TRY(const auto write, single(parsed));
  if (!parsed.root()["id"]) return parsed.root().locate(error{errc::missing_element}.at("id"));
  PHR_TRY(auto writing, begin(in));
  PHR_TRY(auto report, writing.work().put(write.type, write.id, write.resource, {}, in.now(), if_match));
  return land(in, writing, audit_action::update, std::move(report));
}

result<write_report> remove(gate::door& in, fhir::resource_type type, std::string_view id, std::optional<std::uint32_t> if_match) {
  PHR_TRY(in.may(audit_action::remove));
  PHR_TRY(auto writing, begin(in));
  PHR_TRY(auto report, writing.work().remove(type, id, in.now(), if_match));
  return land(in, writing, audit_action::remove, std::move(report));
}

result<write_report> patch(gate::door& in, fhir::resource_type type, std::string_view id, std::string_view description,
                                    std::optional<std::uint32_t> if_match) {
  PHR_TRY(in.may(audit_action::patch));
  PHR_TRY(auto writing, begin(in));
  PHR_TRY(auto report, bundles::patch_record(writing.work(), {type, id, if_match}, description, {}, in.now()));
  return land(in, writing, audit_action::patch, std::move(report));
}

result<write_report> create_if_none(gate::door& in, std::string_view json, std::string_view criteria) {
  PHR_TRY(in.may(audit_action::create));
  fhir::json::document parsed;
  PHR_TRY(parsed.parse(json));
  PHR_TRY(auto step, single(parsed));
  std::array<std::uint8_t, 16> random{};
  PHR_TRY(crypto::fill(random));
  step.what = bundles::verb::post;
  step.id = uuid::from_random_bytes(random).to_string();
  step.only_if_none = criteria;
  if (criteria.empty()) return error{errc::malformed_query}.at("a condition without a criterion");
  return conditional(in, audit_action::create, std::move(step));
}

result<write_report> update_where(gate::door& in, std::string_view json, std::string_view criteria, std::optional<std::uint32_t> if_match) {
  PHR_TRY(in.may(audit_action::update));
  fhir::json::document parsed;
  PHR_TRY(parsed.parse(json));
  PHR_TRY(auto step, single(parsed));
  step.by_search = std::string(fhir::name(step.type)) + "?" + std::string(criteria);
  step.expected = if_match;
  return conditional(in, audit_action::update, std::move(step));
}

result<write_report> patch_where(gate::door& in, std::string_view query, std::string_view description, std::optional<std::uint32_t> if_match) {
  PHR_TRY(in.may(audit_action::patch));
  PHR_TRY(auto step, by_query(bundles::verb::patch, query, if_match));
  step.description = description;
  return conditional(in, audit_action::patch, std::move(step));
}

result<write_report> remove_where(gate::door& in, std::string_view query, std::optional<std::uint32_t> if_match) {
  PHR_TRY(in.may(audit_action::remove));
  PHR_TRY(auto step, by_query(bundles::verb::remove, query, if_match));
  return conditional(in, audit_action::remove, std::move(step));
}

}  // namespace phr::interactions
