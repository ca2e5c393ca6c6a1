// Reading single resources, their versions, and the trail.
#pragma once

#include <phr/core/progress.hpp>
#include <phr/interactions/history.hpp>
#include <phr/store/audit.hpp>

#include "gate/door.hpp"

namespace phr::interactions {

// Each as the session's call of that name, whose comment says what it does. Without a version: the current one.
[[nodiscard]] result<record> read(gate::door& in, fhir::resource_type type, std::string_view id, std::optional<std::uint32_t> version,
                                  const moment& as_of);
[[nodiscard]] result<history_page> history(gate::door& in, const history_query& asked);
[[nodiscard]] result<std::vector<change_entry>> changes(gate::door& in, std::int64_t after, std::size_t most, const moment& as_of);
[[nodiscard]] result<std::vector<audit_entry>> audit_trail(gate::door& in, std::int64_t most);
[[nodiscard]] result<audit_verdict> verify_audit(gate::door& in, std::string_view expected_head, const progress& watch);

}  // namespace phr::interactions
