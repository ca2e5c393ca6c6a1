#include "patch/pointer.hpp"

namespace phr::patch {

namespace {

constexpr error malformed_pointer = error{errc::invalid_argument}.at("JSON Patch: a pointer");
constexpr error nowhere = error{errc::not_found}.at("JSON Patch: a pointer");

}  // namespace

result<std::vector<std::string>> parse_pointer(std::string_view text) {
  std::vector<std::string> tokens;
  if (text.empty()) return tokens;
  if (text[0] != '/') return malformed_pointer;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '/') {
      tokens.emplace_back();
    } else if (text[at] != '~') {
      tokens.back().push_back(text[at]);
    } else {
      if (++at == text.size() || (text[at] != '0' && text[at] != '1')) return malformed_pointer;
      tokens.back().push_back(text[at] == '0' ? '~' : '/');
    }
  }
  return tokens;
}

void append_token(std::string& pointer, std::string_view name) {
  pointer.push_back('/');
  for (const char c : name) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer.push_back(c);
    }
  }
}

result<std::size_t> array_index(std::string_view token, std::size_t size) {
  constexpr std::size_t most_digits = 9;
  if (token.empty() || token.size() > most_digits || (token.size() > 1 && token[0] == '0')) return nowhere;
  std::size_t index = 0;
  for (const char c : token) {
    if (c < '0' || c > '9') return nowhere;
    index = index * 10 + static_cast<std::size_t>(c - '0');
  }
  if (index >= size) return nowhere;
  return index;
}

result<tree*> resolve(tree& root, const std::string* first, const std::string* last) {
  tree* at = &root;
  for (; first != last; ++first) {
    if (at->is_array()) {
      PHR_TRY(const std::size_t index, array_index(*first, at->items.size()));
      at = &at->items[index].value;
    } else {
      at = at->find(*first);
      if (at == nullptr) return nowhere;
    }
  }
  return at;
}

}  // namespace phr::patch
