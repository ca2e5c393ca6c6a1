// Adopting what came by import.
#pragma once

#include <phr/gate/adoption.hpp>

#include "gate/door.hpp"

#include <string_view>
#include <vector>

namespace phr::gate {

// Each as the session's call of that name, whose comment says what it does. Errors: access_denied to anyone but the owner; not_found for one that is
// not pending; version_conflict.
[[nodiscard]] result<std::vector<pending_consent>> pending_consents(door& in);
[[nodiscard]] result<std::vector<consent_effect>> preview_consent(door& in, std::string_view id);
[[nodiscard]] result<void> adopt_consent(door& in, std::string_view id, std::uint32_t version);
[[nodiscard]] result<void> reject_consent(door& in, std::string_view id, std::uint32_t version);

}  // namespace phr::gate
