// Reading single resources, and the trail.
#include "session/look.hpp"

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

storage::audit_row about(storage::audit_row row, fhir::resource_type type, std::int64_t key, std::int64_t count) {
  row.type = static_cast<std::int64_t>(type);
  row.resource = key;
  row.count = count;
  return row;
}

result<record> session::read(fhir::resource_type type, std::string_view id) {
  PHR_TRY(const auto reading, state_->engine->read());
  auto looked = look_up(*state_, reading.look(), type, id, {});
  if (looked.row) PHR_TRY(state_->note(std::move(*looked.row)));
  return std::move(looked.found);
}

result<record> session::vread(fhir::resource_type type, std::string_view id, std::uint32_t version) {
  PHR_TRY(const auto reading, state_->engine->read());
  auto looked = look_up(*state_, reading.look(), type, id, version);
  if (looked.row) PHR_TRY(state_->note(std::move(*looked.row)));
  return std::move(looked.found);
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
