// $everything.
#pragma once

#include <phr/core/progress.hpp>
#include <phr/fhir/resource_type.hpp>
#include <phr/gate/moment.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phr {

class hits;

// Which part of a patient's record. Times are microseconds since 1970 UTC.
struct everything_options {
  std::string patient = {};                     // id; "" for the only patient of the record
  std::optional<std::int64_t> start = {};       // care at this moment or later, by when it began
  std::optional<std::int64_t> end = {};         // care before this moment
  std::vector<fhir::resource_type> types = {};  // _type; empty for all
  std::optional<std::int64_t> since = {};       // _since: written at this moment or later
  std::uint32_t count = 0;                      // _count: at most so many; 0 for all
  std::string_view page = {};                   // what next_page() said of the same patient and options; "" for the first page
  const hits* moment_of = nullptr;              // as search_options::moment_of
  progress watch = {};                          // as search_options::watch
  moment as_of = {};
};

}  // namespace phr
