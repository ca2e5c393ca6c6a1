// The form in which strings are searched.
#pragma once

#include <string>
#include <string_view>

namespace phr::storage {

// Lower case, without accents, white space folded to single blanks and trimmed: "  José  MÜLLER" is "jose muller". Letters
// of the Latin, Greek and Cyrillic blocks by Unicode 15 decomposition and simple case folding (normalize_table.inc,
// generated); sharp s becomes "ss"; other characters stay. UTF-8 in and out.
[[nodiscard]] std::string normalize(std::string_view text);

}  // namespace phr::storage
