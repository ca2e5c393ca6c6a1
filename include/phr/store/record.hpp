// Versions of resources as values.
#pragma once

#include <phr/fhir/resource_type.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace phr {

// One version of one resource, as JSON text with id, meta.versionId and meta.lastUpdated filled in.
struct record {
  fhir::resource_type type = {};
  std::string id;
  std::uint32_t version = 0;
  std::int64_t updated = 0;  // microseconds since 1970 UTC
  bool deleted = false;      // a deletion: json is empty
  std::string json;
};

// The numbers are part of the file format: those of versions and of the feed of changes.
enum class write_kind : std::uint8_t {
  created = 1,
  updated = 2,
  deleted = 3,
  unchanged = 4,  // of reports only
  purged = 5,     // taken out of this file alone; earlier versions or all of them
  erased = 6,     // the same, and no byte of it left
};

// What a write did. An identical body makes no new version.
struct write_report {
  fhir::resource_type type = {};
  std::string id;
  std::uint32_t version = 0;
  write_kind kind = write_kind::created;
};

// Type/id
struct resource_name {
  fhir::resource_type type = {};
  std::string id;
};

struct erase_report {
  std::uint64_t resources = 0;
  std::uint64_t versions = 0;     // of them all, deletions among them
  std::uint64_t still_named = 0;  // whose Type/id stays, because other resources refer to them
};

struct type_count {
  fhir::resource_type type = {};
  std::uint64_t count = 0;
};

}  // namespace phr
