// From text to tree.
#pragma once

#include "fhirpath/syntax/tree.hpp"

#include <phr/core/result.hpp>

#include <cstdint>
#include <string_view>

namespace phr::fhirpath {

struct parse_limits {
  std::uint32_t text_bytes = 1U << 20;
  std::uint32_t depth = 200;  // of parentheses, arguments and operators in each other
  std::uint32_t height = 2000;  // of the tree: also of a chain a.b.c
};

// The grammar of FHIRPath 2.0.0 (http://hl7.org/fhirpath/N1/grammar.html). Errors, with line and column: malformed_query;
// too_deep, too_large.
[[nodiscard]] result<tree> parse(std::string_view text, const parse_limits& most = {});

}  // namespace phr::fhirpath
