// The connection under a snapshot or a unit of work: for this module alone.
#pragma once

#include "store/sql/database.hpp"

namespace phr::storage {

class snapshot;
class unit;

// SQL does not leave the store (decision D18): `tests/arch` sees to it that no other module includes this.
[[nodiscard]] database& sql_of(const snapshot& at) noexcept;
[[nodiscard]] database& sql_of(unit& work) noexcept;

}  // namespace phr::storage
