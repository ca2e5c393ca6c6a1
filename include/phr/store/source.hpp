// Where facts come from.
#pragma once

#include <phr/store/record.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace phr {

// The numbers are part of the file format.
enum class source_kind : std::uint8_t {
  owner = 0,   // what the owner writes
  file = 1,    // imports that do not say where they come from, and all that a file of an earlier format held
  server = 2,  // a FHIR server, by the base of its URLs
  named = 3,   // any other, as the host has called it
};

// "owner", "file", "server", "named".
[[nodiscard]] std::string_view name(source_kind kind) noexcept;

// The URIs of the two that are always there.
inline constexpr std::string_view owner_source = "urn:phr:owner";
inline constexpr std::string_view file_source = "urn:phr:this-file";

// A system whose export was imported. What a resource is called is the source's own matter: identity is (source, type, id there), so that
// two sources' Patient/1 are two resources.
struct source_info {
  std::string uri;   // "https://hospital.example/fhir"
  std::string name;  // for people; the host of the URI until somebody renames it
  source_kind kind = source_kind::named;
  std::int64_t first_seen = 0;  // microseconds since 1970 UTC, of the first and the last import that brought something
  std::int64_t last_seen = 0;
  std::vector<type_count> counts;  // live resources by type
};

// How a source is forgotten: as session::purge or as session::erase takes its resources away.
enum class forget_as : std::uint8_t { purged, erased };

// What forgetting a source takes away.
struct forget_preview {
  std::vector<type_count> counts;  // live resources by type
  std::uint64_t resources = 0;     // deleted ones among them
  std::uint64_t versions = 0;      // of them all
  std::uint64_t edited = 0;        // of those whose newest version another has written, such as the owner
  std::uint64_t still_named = 0;   // that resources of other sources refer to
};

}  // namespace phr
