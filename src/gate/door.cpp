#include "gate/door.hpp"

#include "gate/moment_state.hpp"

namespace phr::gate {

result<door> door::open(std::shared_ptr<storage::engine> engine, const access::principal& who, access::purpose purpose, std::int64_t now) {
  if (engine->is_read_only() && !who.is_owner()) return error{errc::read_only}.at("reads of others leave a row in the trail: open the store for writing");
  PHR_TRY(const auto key, engine->place_key());
  PHR_TRY(auto places, place_seal::of(key, who, purpose));
  return door(std::move(engine), who, purpose, now, std::move(places));
}

result<view> door::look(const moment& as_of) {
  if (const moment::state* const of = as_of.of()) {
    if (of->engine != engine_) return error{errc::invalid_argument}.at("a moment of another store");
    return look_again(of->reading);
  }
  PHR_TRY(auto begun, engine_->read());
  auto reading = std::make_shared<storage::reading>(std::move(begun));
  PHR_TRY(auto at, authorizer_.guard(reading->look(), now_));
  return view{std::move(reading), std::move(at)};
}

result<view> door::look_again(std::shared_ptr<storage::reading> reading) {
  if (is_owner()) {
    PHR_TRY(auto at, authorizer_.guard(reading->look(), now_));
    return view{std::move(reading), std::move(at)};
  }
  PHR_TRY(const auto today, engine_->read());
  PHR_TRY(auto at, authorizer_.guard(reading->look(), today.look(), now_));
  return view{std::move(reading), std::move(at)};
}

moment moment_of(std::shared_ptr<storage::engine> engine, const view& seen) {
  return moment(owned<moment::state>(new moment::state{std::move(engine), seen.reading}));
}

result<moment> door::fixed(const moment& as_of) {
  if (!as_of.is_now()) return as_of;
  PHR_TRY(auto begun, engine_->read());
  PHR_TRY(begun.begin_here());
  return moment(owned<moment::state>(new moment::state{engine_, std::make_shared<storage::reading>(std::move(begun))}));
}

result<storage::guarded_snapshot> door::look_into(storage::unit& work) {
  PHR_TRY(const storage::snapshot at, work.look());
  return authorizer_.guard(at, now_);
}

storage::audit_row door::row(audit_action action) const {
  storage::audit_row made;
  made.at = now_;
  made.actor = is_owner() ? "owner" : std::string(who_.reference());
  made.purpose = access::code(purpose_);
  made.action = action;
  return made;
}

storage::audit_row door::row(audit_action action, fhir::resource_type type, std::int64_t key, std::int64_t count) const {
  auto made = row(action);
  made.type = static_cast<std::int64_t>(type);
  made.resource = key;
  made.count = count;
  return made;
}

storage::audit_row door::refusal(audit_action action, fhir::resource_type type, std::string_view id) const {
  auto made = row(action, type, 0, 0);
  made.asked = id;
  made.outcome = audit_outcome::denied;
  return made;
}

result<void> door::may(audit_action action, std::optional<fhir::resource_type> target) const {
  if (is_owner()) return success();
  PHR_TRY(note(refusal(action, target.value_or(fhir::resource_type{}))));
  return error{errc::access_denied}.at("only the owner may do this");
}

}  // namespace phr::gate
