// Strings, by their normal form.
#include "store/index/normalize.hpp"
#include "store/search/leaves/leaf.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace phr::storage {

namespace {

constexpr const char* last_character = "\xF4\x8F\xBF\xBF";

constexpr std::size_t most_apart = 16;

// Every word of the text stands at the beginning of one of the value's.
std::string words(search_scope& in, std::string_view normal) {
  std::string all;
  while (!normal.empty()) {
    const std::size_t blank = normal.find(' ');
    if (!all.empty()) all += " AND ";
    all += fmt::format("instr(' ' || normal, {}) > 0", in.values.add(" " + std::string(normal.substr(0, blank))));
    normal = blank == std::string_view::npos ? std::string_view{} : normal.substr(blank + 1);
  }
  return all;
}

}  // namespace

result<leaf> string_leaf(const leaf_query& asked) {
  // "~whole" and "~ends" are _filter's.
  static constexpr std::string_view known[] = {"", "exact", "contains", "text", "~whole", "~ends"};
  if (std::find(std::begin(known), std::end(known), asked.modifier) == std::end(known)) return asked.refuse_modifier();
  std::vector<std::string> where;
  for (const query_value& value : asked.values) {
    std::string whole = value.parts[0];
    for (std::size_t part = 1; part < value.parts.size(); ++part) whole += "|" + value.parts[part];
    const std::string normal = normalize(whole);
    if (normal.empty()) return asked.refuse(errc::malformed_query);  // nothing but blanks or accents would match every string
    if (asked.modifier == "exact") {
      const std::string exact = asked.in.values.add(normal);
      where.push_back(fmt::format("normal = {} AND original = {}", exact, asked.in.values.add(whole)));
    } else if (asked.modifier == "contains") {
      where.push_back(fmt::format("instr(normal, {}) > 0", asked.in.values.add(normal)));
    } else if (asked.modifier == "~whole") {
      where.push_back("normal = " + asked.in.values.add(normal));
    } else if (asked.modifier == "~ends") {
      const std::string end = asked.in.values.add(normal);
      where.push_back(fmt::format("substr(normal, -length({0})) = {0}", end));
    } else if (asked.modifier == "text") {
      where.push_back(words(asked.in, normal));
    } else {  // starts with: from the text up to the text followed by the last character there is
      const std::string from = asked.in.values.add(normal);
      where.push_back(fmt::format("normal >= {} AND normal < {}", from, asked.in.values.add(normal + last_character)));
    }
  }
  leaf made;
  const std::string text = any_of(where);
  made.probes.push_back({"index_string", asked.parameter.where("parameter") + " AND " + text, "index_string_resource"});
  // Alternatives in one condition are looked for in every string of the parameter; each on its own is found by its beginning.
  if (where.size() > most_apart) where = {text};
  for (const std::uint16_t id : asked.parameter.ids) {
    for (const std::string& one_of : where) {
      row_set one{"index_string", fmt::format("parameter = {} AND {}", id, one_of)};
      one.first = "normal";
      made.sets.push_back(std::move(one));
    }
  }
  return made;
}

}  // namespace phr::storage
