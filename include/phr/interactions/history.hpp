// Versions over time, and the feed of changes.
#pragma once

#include <phr/core/date_time.hpp>
#include <phr/fhir/resource_type.hpp>
#include <phr/gate/moment.hpp>
#include <phr/store/change.hpp>
#include <phr/store/record.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace phr {

// Which versions: of one resource, of a type, or of the whole store.
struct history_query {
  std::optional<fhir::resource_type> type = {};   // none: all types
  std::string id = {};                            // of the type; "": all of it
  std::optional<std::int64_t> since = {};         // _since: made at this moment or later; microseconds since 1970 UTC
  std::optional<time_interval> at = {};           // _at: that were the current ones at some moment of it
  std::uint32_t count = 0;                        // _count: at most so many; 0 for all
  std::string page = {};                          // what `next` of the page before said
  moment as_of = {};
};

// Newest first, deletions among them. All pages are of the moment of the first one: what is written in between is on none of them. What
// is purged or erased in between is missing from the later ones.
struct history_page {
  std::vector<record> versions;
  std::string next;  // "" where this is the last page
};

// The page as a FHIR Bundle of type history.
[[nodiscard]] std::string to_bundle(const history_page& page);

}  // namespace phr
