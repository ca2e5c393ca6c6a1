// What the handles of this module hold.
#pragma once

#include <phr/session/session.hpp>

#include "session/gate.hpp"
#include "session/place_seal.hpp"
#include "store/engine/engine.hpp"
#include "store/search/answer/search.hpp"

#include <memory>
#include <vector>

namespace phr {

struct store::state {
  std::shared_ptr<storage::engine> engine;
};

struct session::state {
  std::shared_ptr<storage::engine> engine;
  access::principal who;
  session_options options;
  sharing::gate gate;
  sharing::place_seal places;

  // An audit row of this session, to be filled in.
  [[nodiscard]] storage::audit_row row(audit_action action) const;
  // Leaves the row: see engine::note.
  [[nodiscard]] result<void> note(storage::audit_row row) const { return engine->note(std::move(row), who.is_owner()); }
  // Of now, or of the moment of hits.
  [[nodiscard]] result<std::shared_ptr<storage::reading>> reading_at(const hits* moment_of) const;
  // For calls that only the owner may make; leaves a row of the refusal.
  [[nodiscard]] result<void> owner_only(audit_action action) const;
};

// The row, of that resource and so many of them.
[[nodiscard]] storage::audit_row about(storage::audit_row row, fhir::resource_type type, std::int64_t key, std::int64_t count);

struct hits::state {
  std::shared_ptr<storage::engine> engine;
  std::shared_ptr<storage::reading> reading;  // of one moment
  storage::search_answer found;
  storage::query asked;  // for what it wants of each resource
  std::string next;      // the page behind this one, sealed
  bool is_portion = false;
};

}  // namespace phr
