// JSON Pointers: RFC 6901.
#pragma once

#include "patch/json_tree.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace phr::patch {

// The tokens of "/name/0/given", unescaped. Errors: invalid_argument for what is no pointer.
[[nodiscard]] result<std::vector<std::string>> parse_pointer(std::string_view text);
void append_token(std::string& pointer, std::string_view name);  // "/" and the name, escaped

// The index that a token means in an array of so many items: "0", or digits that do not begin with 0, below `size`.
// Errors: not_found.
[[nodiscard]] result<std::size_t> array_index(std::string_view token, std::size_t size);

// The value at `tokens`. Errors: not_found.
[[nodiscard]] result<tree*> resolve(tree& root, const std::string* first, const std::string* last);

}  // namespace phr::patch
