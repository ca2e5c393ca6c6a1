// Reads at one moment, decided by the gate. Each says what row of the trail it leaves; whoever calls it leaves that, for a read
// inside a transaction cannot wait for the writer that it is itself.
#pragma once

#include <phr/interactions/history.hpp>

#include "gate/door.hpp"

#include <optional>

namespace phr::interactions {

template <class T>
struct looked_up {
  result<T> found;
  std::optional<storage::audit_row> row;  // none where the owner asks for what is not there, and for failures of the file
};

// A version, or the current one. Errors: as session::read.
[[nodiscard]] looked_up<record> look_up(gate::door& in, const storage::guarded_snapshot& at, fhir::resource_type type, std::string_view id,
                                        std::optional<std::uint32_t> version);
// Errors: as session::history.
[[nodiscard]] looked_up<history_page> look_back(gate::door& in, const storage::guarded_snapshot& at, const history_query& asked);

}  // namespace phr::interactions
