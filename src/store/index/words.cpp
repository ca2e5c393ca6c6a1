#include "store/index/words.hpp"

#include "store/index/normalize.hpp"

#include <algorithm>
#include <unordered_set>

namespace phr::storage {

namespace {

namespace json = fhir::json;

bool is_of_word(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

void add_words(std::string& to, std::string_view text) {
  const std::string normal = normalize(text);
  bool open = false;
  for (const char c : normal) {
    if (is_of_word(c)) {
      if (!open && !to.empty()) to.push_back(' ');
      to.push_back(c);
    }
    open = is_of_word(c);
  }
}

// Tags become blanks, and the entities of XML what they stand for.
std::string without_tags(std::string_view xhtml) {
  std::string plain;
  bool inside = false;
  for (const char c : xhtml) {
    if (c == '<') inside = true;
    if (!inside) plain.push_back(c);
    if (c == '>') {
      inside = false;
      plain.push_back(' ');
    }
  }
  for (const auto& [entity, character] : {std::pair{"&amp;", " "}, std::pair{"&lt;", " "}, std::pair{"&gt;", " "}, std::pair{"&quot;", " "}, std::pair{"&#39;", "'"}}) {
    for (std::size_t at = plain.find(entity); at != std::string::npos; at = plain.find(entity, at)) plain.replace(at, std::string_view(entity).size(), character);
  }
  return plain;
}

void add_all(std::string& to, const json::value& from) {
  std::string scratch;
  if (from.is_string()) {
    const std::string_view text = from.text(scratch);
    add_words(to, text.starts_with("<div") ? without_tags(text) : std::string(text));
  }
  for (const json::value& each : from.elements()) add_all(to, each);
  for (const json::member& each : from.members()) {
    if (each.name != "resourceType" && each.name != "id" && each.name != "versionId" && each.name != "lastUpdated") add_all(to, each.value);
  }
}

}  // namespace

std::string words_of_narrative(const json::value& resource) {
  std::string words;
  std::string scratch;
  const json::value div = resource["text"]["div"];
  if (div.is_string()) add_words(words, without_tags(div.text(scratch)));
  return words;
}

std::string words_of_content(const json::value& resource) {
  std::string words;
  add_all(words, resource);
  return words;
}

std::string words_of(std::string_view text) {
  std::string words;
  add_words(words, text);
  return words;
}

bool has_words(std::string_view words, const std::vector<std::string>& wanted) {
  std::unordered_set<std::string_view> there;
  const auto each = [](std::string_view text, const auto& visit) {
    while (!text.empty()) {
      const std::size_t blank = text.find(' ');
      if (!visit(text.substr(0, blank))) return false;
      text = blank == std::string_view::npos ? std::string_view{} : text.substr(blank + 1);
    }
    return true;
  };
  each(words, [&](std::string_view word) {
    there.insert(word);
    return true;
  });
  // Those that begin with a word stand together.
  const auto is_there = [&](std::string_view word) { return there.contains(word); };
  return std::any_of(there.begin(), there.end(), [&](std::string_view word) {
    for (auto text = std::lower_bound(wanted.begin(), wanted.end(), word); text != wanted.end() && text->starts_with(word); ++text) {
      if (text->size() > word.size() && (*text)[word.size()] != ' ') break;
      if (each(std::string_view(*text).substr(std::min(word.size() + 1, text->size())), is_there)) return true;
    }
    return false;
  });
}

}  // namespace phr::storage
