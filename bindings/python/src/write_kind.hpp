// What a write did, by name.
#pragma once

#include "text.hpp"

#include <phr/store/record.hpp>

namespace phr::python {

[[nodiscard]] constexpr static_text name_of(write_kind kind) noexcept {
  switch (kind) {
    case write_kind::created: return "created";
    case write_kind::updated: return "updated";
    case write_kind::deleted: return "deleted";
    case write_kind::purged: return "purged";
    case write_kind::erased: return "erased";
    case write_kind::unchanged: break;
  }
  return "unchanged";
}

// A member of a row, as a property.
template <class Row>
[[nodiscard]] auto kind_in(write_kind Row::*kind) {
  return [kind](const Row& from) { return str(name_of(from.*kind)); };
}

}  // namespace phr::python
