// The one door: a principal with a purpose at a store (DESIGN.md, choke points).
#pragma once

#include <phr/access/principal.hpp>
#include <phr/access/purpose.hpp>
#include <phr/gate/moment.hpp>
#include <phr/store/audit.hpp>

#include "gate/authorizer.hpp"
#include "gate/place_seal.hpp"
#include "store/engine/engine.hpp"

#include <memory>
#include <optional>

namespace phr::gate {

// A moment of the store as the principal may see it, and the reading that keeps it.
struct view {
  std::shared_ptr<storage::reading> reading;
  storage::guarded_snapshot at;
};

// The moment that it is of. The engine is that of the door that gave it.
[[nodiscard]] moment moment_of(std::shared_ptr<storage::engine> engine, const view& seen);

// All that the modules above read and write through. Every call leaves its row in the trail.
// Lifetime: as its session. Threads: per-thread. Errors: access_denied, and those of the engine.
class door {
 public:
  [[nodiscard]] static result<door> open(std::shared_ptr<storage::engine> engine, const access::principal& who, access::purpose purpose, std::int64_t now);

  [[nodiscard]] bool is_owner() const noexcept { return who_.is_owner(); }
  [[nodiscard]] std::int64_t now() const noexcept { return now_; }
  void set_now(std::int64_t now) noexcept { now_ = now; }
  [[nodiscard]] storage::engine& engine() const noexcept { return *engine_; }
  [[nodiscard]] const std::shared_ptr<storage::engine>& shared_engine() const noexcept { return engine_; }
  [[nodiscard]] const place_seal& places() const noexcept { return *places_; }
  [[nodiscard]] const std::shared_ptr<const place_seal>& shared_places() const noexcept { return places_; }

  // The store as of a moment, by the consents of now: what was withdrawn since is not seen any more. Errors: invalid_argument for a moment of another store.
  [[nodiscard]] result<view> look(const moment& as_of = {});
  // That moment; where it is now, the one of this call, for reads of later.
  [[nodiscard]] result<moment> fixed(const moment& as_of = {});
  // What a unit of work sees, in the middle of its writing.
  [[nodiscard]] result<storage::guarded_snapshot> look_into(storage::unit& work);

  // Whether this principal may do that to a resource of the type, or to the store: writes, keys, reports are the owner's. Leaves the row of a refusal.
  [[nodiscard]] result<void> may(audit_action action, std::optional<fhir::resource_type> target = {}) const;

  // An audit row of this principal, to be filled in; and one of that resource and so many of them.
  [[nodiscard]] storage::audit_row row(audit_action action) const;
  [[nodiscard]] storage::audit_row row(audit_action action, fhir::resource_type type, std::int64_t key, std::int64_t count) const;
  // The row of a refusal: of what was asked for, by its name, there or not.
  [[nodiscard]] storage::audit_row refusal(audit_action action, fhir::resource_type type = {}, std::string_view id = {}) const;
  // Leaves the row: see engine::note.
  [[nodiscard]] result<void> note(storage::audit_row row) const { return engine_->note(std::move(row), is_owner()); }

 private:
  [[nodiscard]] result<view> look_again(std::shared_ptr<storage::reading> reading);
  door(std::shared_ptr<storage::engine> engine, access::principal who, access::purpose purpose, std::int64_t now, place_seal places)
      : engine_(std::move(engine)), who_(who), purpose_(purpose), now_(now), authorizer_(std::move(who), purpose), places_(std::make_shared<const place_seal>(std::move(places))) {}

  std::shared_ptr<storage::engine> engine_;
  access::principal who_;
  access::purpose purpose_;
  std::int64_t now_;
  authorizer authorizer_;
  std::shared_ptr<const place_seal> places_;
};

}  // namespace phr::gate
