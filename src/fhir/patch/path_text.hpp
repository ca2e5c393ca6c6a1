// The part of FHIRPath that patches are written in.
#pragma once

#include <phr/core/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace phr::fhir::patching {

enum class literal_kind : std::uint8_t { string, number, boolean, date };
struct path_literal {
  literal_kind kind = literal_kind::string;
  std::string text = {};
};

// One step of a path, applied to what the steps before it give.
enum class call_kind : std::uint8_t { name, index, first, last, single, where, of_type, as };
struct path_call {
  // `left = right`; where() keeps what meets all of its own.
  struct criterion {
    std::vector<path_call> left;  // none for $this
    path_literal right;
  };
  call_kind kind = call_kind::name;
  std::string text = {};  // a name, or that of a type
  std::uint32_t index = 0;
  std::vector<criterion> criteria = {};
};
using path_calls = std::vector<path_call>;
using path_criterion = path_call::criterion;

// Errors: malformed_query, unsupported, too_deep.
[[nodiscard]] result<path_calls> parse_path(std::string_view text);

}  // namespace phr::fhir::patching
