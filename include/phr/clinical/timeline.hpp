// A patient's record in time.
#pragma once

#include <phr/fhir/resource_type.hpp>
#include <phr/gate/moment.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace phr {

struct timeline_options {
  std::string patient = {};                    // id; "" for the only patient of the record
  std::optional<std::int64_t> from = {};       // microseconds since 1970 UTC, inclusive
  std::optional<std::int64_t> to = {};         // exclusive
  std::vector<fhir::resource_type> types = {}; // empty for all
  std::uint32_t most = 100;
  std::string behind = {};                     // what `place` of the last event before said; "" for the first page
  moment as_of = {};
};

// One dated resource.
struct timeline_event {
  std::int64_t happened = 0;  // microseconds since 1970 UTC: the start of what the resource says
  fhir::resource_type type = {};
  std::string id;
  std::string title;  // the text or display of its code; "" where it has none
  std::string value;  // of an Observation: "5.4 mmol/L"; "" otherwise
  std::string place;  // for timeline_options::behind
};

// Of the calendar, in UTC.
enum class timeline_period : std::uint8_t { day, month, year };

struct timeline_group {
  std::int64_t begin = 0;  // of the day, month or year: microseconds since 1970 UTC
  fhir::resource_type type = {};
  std::uint64_t count = 0;
};

struct trend_options {
  std::string patient = {};               // as above
  std::optional<std::int64_t> from = {};  // as above
  std::optional<std::int64_t> to = {};
  moment as_of = {};
};

struct latest_options {
  std::string patient = {};   // as above
  std::string category = {};  // "laboratory", "vital-signs"; "" for all
  moment as_of = {};
};

// The newest Observation of one code.
struct latest_value {
  std::int64_t happened = 0;
  std::string id;
  std::string system;
  std::string code;
  std::string title;
  std::string value;           // digits as written; "" where the value is no quantity
  std::string unit;
  std::string interpretation;  // "H", "L", ...; "" where none is given
};

}  // namespace phr
