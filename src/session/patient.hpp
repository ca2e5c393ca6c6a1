// Which patient a call is about.
#pragma once

#include "store/records/snapshot.hpp"

#include <string>

namespace phr {

// The key of the patient that the caller names, or of the only one. Errors: not_found; ambiguous_match for several.
[[nodiscard]] result<std::int64_t> patient_key(const storage::snapshot& at, const std::string& id);

}  // namespace phr
