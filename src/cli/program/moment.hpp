// A point in time as an option gives it.
#pragma once

#include <phr/core/date_time.hpp>
#include <phr/core/result.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace phr::cli {

// The beginning of a FHIR date or dateTime, in microseconds since 1970 UTC; without an offset it is UTC. Nothing for "".
[[nodiscard]] inline result<std::optional<std::int64_t>> moment_of(const std::string& text, static_text place) {
  if (text.empty()) return std::optional<std::int64_t>{};
  const auto date = parse_date_time(text);
  if (!date) return error{date.error().code()}.at(place);
  return std::optional(date.value().as_interval().low);
}

}  // namespace phr::cli
