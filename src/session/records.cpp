// Reading and writing single resources.
#include "session/bundle/plan.hpp"
#include "session/state.hpp"

#include <phr/core/id.hpp>
#include <phr/crypto/random.hpp>

namespace phr {

session::session(owned<state> made) noexcept : state_(std::move(made)) {}
session::session(session&&) noexcept = default;
session& session::operator=(session&&) noexcept = default;
session::~session() = default;

void session::set_now(std::int64_t microseconds_since_1970) noexcept { state_->options.now = microseconds_since_1970; }

storage::audit_row session::state::row(audit_action action) const {
  storage::audit_row made;
  made.at = options.now;
  made.actor = who.is_owner() ? "owner" : std::string(who.reference());
  made.purpose = access::code(options.purpose);
  made.action = action;
  return made;
}

result<void> session::state::owner_only(audit_action action) const {
  if (who.is_owner()) return success();
  auto refused = row(action);
  refused.outcome = audit_outcome::denied;
  PHR_TRY(note(std::move(refused)));
  return error{errc::access_denied}.at("only the owner may do this");
}

namespace {

constexpr std::int64_t number(fhir::resource_type type) noexcept { return static_cast<std::int64_t>(type); }

storage::audit_row about(storage::audit_row row, fhir::resource_type type, std::int64_t key, std::int64_t count) {
  row.type = number(type);
  row.resource = key;
  row.count = count;
  return row;
}

// The refusal of a session to anyone but the owner: the same whether the resource is hidden or, with the key 0, not there
// at all. The trail tells the owner which one was asked for.
result<void> refuse(session::state& in, fhir::resource_type type, std::int64_t key, audit_action action) {
  auto refused = about(in.row(action), type, key, 0);
  refused.outcome = audit_outcome::denied;
  PHR_TRY(in.note(std::move(refused)));
  return error{errc::access_denied}.at("the record");
}

// The key of a resource. Only the owner is told that there is none.
result<std::int64_t> key_for(session::state& in, const storage::snapshot& at, fhir::resource_type type, std::string_view id,
                             audit_action action) {
  const auto key = at.key_of(type, id);
  if (key || in.who.is_owner()) return key;
  PHR_TRY(refuse(in, type, 0, action));
  return key;
}

// One version, if the session may see it and the current one.
result<record> give(session::state& in, const storage::snapshot& at, std::int64_t key, fhir::resource_type type, result<record> found) {
  if (in.who.is_owner()) {
    if (found) PHR_TRY(in.note(about(in.row(audit_action::read), type, key, 1)));
    return found;
  }
  if (!found && found.error().code() != errc::not_found && found.error().code() != errc::gone) return found;
  PHR_TRY(const auto visible, in.gate.open(at, in.options.now));
  PHR_TRY(const auto patients, at.patients_of(key));
  bool permitted = found && visible(patients, type);
  if (permitted) {
    PHR_TRY(permitted, in.gate.permits(at, found.value(), in.options.now));
  }
  if (!permitted) PHR_TRY(refuse(in, type, key, audit_action::read));
  PHR_TRY(in.note(about(in.row(audit_action::read), type, key, 1)));
  return found;
}

}  // namespace

result<record> session::read(fhir::resource_type type, std::string_view id) {
  PHR_TRY(const auto reading, state_->engine->read());
  const storage::snapshot at = reading.look();
  PHR_TRY(const std::int64_t key, key_for(*state_, at, type, id, audit_action::read));
  return give(*state_, at, key, type, at.current(key));
}

result<record> session::vread(fhir::resource_type type, std::string_view id, std::uint32_t version) {
  PHR_TRY(const auto reading, state_->engine->read());
  const storage::snapshot at = reading.look();
  PHR_TRY(const std::int64_t key, key_for(*state_, at, type, id, audit_action::read));
  return give(*state_, at, key, type, at.version(key, version));
}

result<std::vector<record>> session::history(fhir::resource_type type, std::string_view id) {
  PHR_TRY(const auto reading, state_->engine->read());
  const storage::snapshot at = reading.look();
  PHR_TRY(const std::int64_t key, key_for(*state_, at, type, id, audit_action::history));
  auto found = at.versions(key);
  if (!state_->who.is_owner()) {
    PHR_TRY(const auto visible, state_->gate.open(at, state_->options.now));
    PHR_TRY(const auto patients, at.patients_of(key));
    std::vector<record> given;
    if (found && visible(patients, type)) {
      for (record& each : found.value()) {
        PHR_TRY(const bool permitted, state_->gate.permits(at, each, state_->options.now));
        if (permitted) given.push_back(std::move(each));
      }
    }
    if (given.empty()) PHR_TRY(refuse(*state_, type, key, audit_action::history));
    found = std::move(given);
  }
  if (found) PHR_TRY(state_->note(about(state_->row(audit_action::history), type, key, static_cast<std::int64_t>(found.value().size()))));
  return found;
}

namespace {

// The one resource that a text holds, checked as an import checks it.
result<bundles::planned> single(const fhir::json::document& parsed) {
  const auto type = parsed.root()["resourceType"];
  if (type.raw_text() == "Bundle") return type.locate(error{errc::invalid_value}.at("resourceType: import a Bundle"));
  PHR_TRY(auto plan, bundles::make_plan(parsed.root(), {}));
  return std::move(plan.steps.front());
}

}  // namespace

result<write_report> session::create(std::string_view json) {
  PHR_TRY(state_->owner_only(audit_action::create));
  fhir::json::document parsed;
  PHR_TRY(parsed.parse(json));
  PHR_TRY(const auto write, single(parsed));
  std::array<std::uint8_t, 16> random{};
  PHR_TRY(crypto::fill(random));
  PHR_TRY(auto writing, state_->engine->write());
  PHR_TRY(auto report, writing.work().put(write.type, uuid::from_random_bytes(random).to_string(), write.resource, {}, state_->options.now));
  PHR_TRY(writing.commit(about(state_->row(audit_action::create), report.type, 0, 1)));
  return report;
}

result<write_report> session::update(std::string_view json, std::optional<std::uint32_t> if_match) {
  PHR_TRY(state_->owner_only(audit_action::update));
  fhir::json::document parsed;
  PHR_TRY(parsed.parse(json));
  PHR_TRY(const auto write, single(parsed));
  if (!parsed.root()["id"]) return parsed.root().locate(error{errc::missing_element}.at("id"));
  PHR_TRY(auto writing, state_->engine->write());
  PHR_TRY(auto report, writing.work().put(write.type, write.id, write.resource, {}, state_->options.now, if_match));
  PHR_TRY(const std::int64_t key, storage::find_identity(writing.work().in(), report.type, report.id));
  PHR_TRY(writing.commit(about(state_->row(audit_action::update), report.type, key, 1)));
  return report;
}

result<write_report> session::remove(fhir::resource_type type, std::string_view id, std::optional<std::uint32_t> if_match) {
  PHR_TRY(state_->owner_only(audit_action::erase));
  PHR_TRY(auto writing, state_->engine->write());
  PHR_TRY(auto report, writing.work().remove(type, id, state_->options.now, if_match));
  PHR_TRY(const std::int64_t key, storage::find_identity(writing.work().in(), type, id));
  PHR_TRY(writing.commit(about(state_->row(audit_action::erase), type, key, 1)));
  return report;
}

result<std::vector<audit_entry>> session::audit_trail(std::int64_t most) {
  PHR_TRY(state_->owner_only(audit_action::report));
  PHR_TRY(state_->engine->settle());
  PHR_TRY(const auto reading, state_->engine->read());
  PHR_TRY(auto entries, storage::read_audit(reading.look().in(), most));
  PHR_TRY(state_->note(about(state_->row(audit_action::report), {}, 0, static_cast<std::int64_t>(entries.size()))));
  return entries;
}

result<audit_verdict> session::verify_audit(std::string_view expected_head, const progress& watch) {
  PHR_TRY(state_->owner_only(audit_action::report));
  PHR_TRY(state_->engine->settle());
  PHR_TRY(const auto reading, state_->engine->read());
  return storage::verify_audit(reading.look().in(), state_->engine->file().audit, expected_head, watch);
}

}  // namespace phr
