// _text and _content, and what codes are called.
#include "store/index/normalize.hpp"
#include "store/index/words.hpp"
#include "store/search/leaves/leaf.hpp"

#include <fmt/format.h>

namespace phr::storage {

namespace {

// "a" "b": every word, as FTS5 wants them.
std::string all_of(std::string_view words) {
  std::string text;
  while (!words.empty()) {
    const std::size_t blank = words.find(' ');
    text += (text.empty() ? "\"" : " \"") + std::string(words.substr(0, blank)) + "\"";
    words = blank == std::string_view::npos ? std::string_view{} : words.substr(blank + 1);
  }
  return text;
}

}  // namespace

// Alternatives, each of which is words that all occur. By the full text index where the store has one, else by looking at each resource
// that the other criteria leave.
result<leaf> words_leaf(const leaf_query& asked) {
  if (!asked.modifier.empty()) return asked.refuse_modifier();
  const bool narrative = asked.parameter.parameter->code == "_text";
  PHR_TRY(const bool indexed, asked.in.at.has_full_text());
  leaf made;
  std::string lines;
  for (const query_value& value : asked.values) {
    std::string whole;
    for (const std::string& part : value.parts) whole += " " + part;
    const std::string words = words_of(whole);
    if (words.empty()) return asked.refuse(errc::malformed_query);
    if (!indexed) {
      lines += (lines.empty() ? "" : "\n") + words;
      continue;
    }
    const std::string query = asked.in.values.add(fmt::format("{} : ({})", narrative ? "narrative" : "content", all_of(words)));
    row_set one{"full_text", fmt::format("full_text MATCH {} AND EXISTS (SELECT 1 FROM resource WHERE key = full_text.rowid AND shape IN "
                                         "(SELECT id FROM shape WHERE type = {}))",
                                         query, static_cast<int>(asked.type))};
    one.key = "rowid";
    one.as_list = true;
    made.sets.push_back(std::move(one));
  }
  if (indexed) return made;
  made.direct = [bound = asked.in.values.add(lines), narrative](std::string_view key) { return fmt::format("phr_words({}, {}, {})", key, narrative ? 1 : 0, bound); };
  return made;
}

// code:text=...: the beginning of Coding.display, CodeableConcept.text or Identifier.type.text, as strings are compared. These have no
// index: each resource that has the parameter, and that the other criteria leave, is looked at, once for all alternatives.
result<leaf> label_leaf(const leaf_query& asked) {
  std::string lines;
  for (const query_value& value : asked.values) {
    std::string whole = value.parts[0];
    for (std::size_t part = 1; part < value.parts.size(); ++part) whole += "|" + value.parts[part];
    const std::string normal = normalize(whole);
    if (normal.empty()) return asked.refuse(errc::malformed_query);
    lines += (lines.empty() ? "" : "\n") + normal;
  }
  leaf made;
  made.direct = [bound = asked.in.values.add(lines), ids = asked.parameter.id_list()](std::string_view key) { return fmt::format("phr_label({}, '{}', {})", key, ids, bound); };
  return made;
}

}  // namespace phr::storage
