// An error as text for people.
#pragma once

#include <phr/core/error.hpp>

#include <string>

namespace phr {

// One line: code, place, ordinal, line and column, then what to do next. Holds no health data, so hosts may log it.
[[nodiscard]] std::string describe(const error& problem);

}  // namespace phr
