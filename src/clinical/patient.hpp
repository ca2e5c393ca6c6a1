// Whose record a reading for people is about.
#pragma once

#include "gate/door.hpp"

#include <string>

namespace phr::clinical {

// The patient that is named, or the only one of whom anything may be seen. To anyone but the owner, one of whom nothing may be seen is as one
// that is not there: the key 0, with an empty record. Errors: ambiguous_match for several; to the owner, not_found.
struct asked_patient {
  std::int64_t key = 0;
  std::string id;  // that was asked for
};
[[nodiscard]] result<asked_patient> patient_asked_for(const storage::guarded_snapshot& at, const std::string& id);

// The row of a reading of so many resources of that patient.
[[nodiscard]] result<void> note_reading(const gate::door& in, audit_action action, const asked_patient& patient, std::size_t count);

}  // namespace phr::clinical
