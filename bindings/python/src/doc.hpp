// The docstrings of _core.pyi, which the build writes into docs.inc.
#pragma once

#include <string_view>

namespace phr::python {

struct documented {
  std::string_view name;
  const char* text;
};
inline constexpr documented docs[] = {
#include "docs.inc"
};

// Of "Session.search". A name without one does not compile.
[[nodiscard]] consteval const char* doc(std::string_view name) {
  for (const auto& each : docs) {
    if (each.name == name) return each.text;
  }
  throw "no such docstring in _core.pyi";
}

}  // namespace phr::python
