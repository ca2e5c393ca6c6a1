// The feed of changes.
#pragma once

#include <phr/fhir/resource_type.hpp>
#include <phr/store/record.hpp>

#include <cstdint>
#include <string>

namespace phr {

// One row of the feed of changes, from which a host or a sync planner learns what has happened.
struct change_entry {
  std::int64_t sequence = 0;  // counts from 1 in this file
  fhir::resource_type type = {};
  std::string id;  // "" where the resource has been erased
  std::uint32_t version = 0;
  write_kind kind = write_kind::created;
  // The URI of the source that said so, and what tells this version from any other: the same digits on every device, whatever it calls the resource, so
  // that what comes back to where it came from is known. Of a version whose body is not here any more, "".
  std::string origin = {};
  std::string revision = {};

  // Whether it is the record's and to be sent to others. A purge or an erasure is this file's alone: sent as a deletion, it would take
  // the resource from everybody.
  [[nodiscard]] bool is_local() const noexcept { return kind == write_kind::purged || kind == write_kind::erased; }
};

}  // namespace phr
