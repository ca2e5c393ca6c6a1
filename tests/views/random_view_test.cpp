// Random views over random resources have the rows of a naive evaluator, written here after the specification's own algorithm.
#include <phr/core/describe.hpp>
#include <phr/fhirpath/expression.hpp>
#include <phr/views/stream.hpp>
#include <phr/views/text.hpp>

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace phr::views {
namespace {

namespace json = fhir::json;

class dice {
 public:
  explicit dice(std::uint32_t seed) : random_(seed) {}
  [[nodiscard]] std::uint32_t below(std::uint32_t most) { return static_cast<std::uint32_t>(random_() % most); }
  [[nodiscard]] bool once_in(std::uint32_t times) { return below(times) == 0; }
  [[nodiscard]] std::string one_of(std::initializer_list<const char*> all) { return *(all.begin() + below(static_cast<std::uint32_t>(all.size()))); }

 private:
  std::mt19937 random_;
};

// Patients with everything that a view may stumble over: missing elements, extensions beside primitives, nulls that pad, escapes.
class patient_maker {
 public:
  explicit patient_maker(std::uint32_t seed) : dice_(seed) {}

  std::string make(int number) {
    std::string text = R"({"resourceType":"Patient","id":"p)" + std::to_string(number) + '"';
    if (!dice_.once_in(3)) text += std::string(",\"active\":") + (dice_.once_in(2) ? "true" : "false");
    if (!dice_.once_in(3)) text += ",\"gender\":" + quoted({"male", "female", "other"});
    if (!dice_.once_in(4)) text += ",\"birthDate\":" + quoted({"1970-01-02", "1970-01", "1970"});
    if (dice_.once_in(12)) text += R"(,"_birthDate":{"extension":[{"url":"http://x.org/time","valueDateTime":"1970-01-02T03:04:05Z"}]})";
    if (dice_.once_in(4)) text += dice_.once_in(2) ? R"(,"deceasedBoolean":true)" : R"(,"deceasedDateTime":"2020-03-04")";
    if (dice_.once_in(4)) text += R"(,"multipleBirthInteger":)" + std::to_string(dice_.below(3));
    text += list("name", [&] { return name(); }) + list("telecom", [&] { return telecom(); }) + list("contact", [&] { return contact(); });
    text += list("link", [&] { return R"({"type":"seealso","other":{"reference":)" + quoted({"Patient/p1", "Patient/p2/_history/3", "http://x.org/Patient/9", "#c", "RelatedPerson/r"}) + "}}"; });
    return text + "}";
  }

 private:
  std::string quoted(std::initializer_list<const char*> all) { return '"' + dice_.one_of(all) + '"'; }
  template <class Item>
  std::string list(const char* member, const Item& item) {
    std::string made;
    for (std::uint32_t left = dice_.below(4); left > 0; --left) made += (made.empty() ? "" : ",") + item();
    return made.empty() ? std::string() : ",\"" + std::string(member) + "\":[" + made + "]";
  }
  std::string name() {
    std::string made = "{\"use\":" + quoted({"official", "usual", "old"});
    if (!dice_.once_in(3)) made += ",\"family\":" + quoted({"Lovelace", "King", "O'Neil \\\"x\\\"", "M\\u00fcller"});
    if (dice_.once_in(10)) return made + R"(,"given":[null,"Ada"],"_given":[{"id":"g"},null]})";
    if (!dice_.once_in(3)) made += ",\"given\":[" + quoted({"Ada", "Augusta"}) + (dice_.once_in(2) ? "," + quoted({"Byron", "B"}) : "") + "]";
    return made + "}";
  }
  std::string telecom() {
    std::string made = "{\"system\":" + quoted({"phone", "email"});
    if (!dice_.once_in(3)) made += ",\"value\":" + quoted({"1", "2", "a@b"});
    if (!dice_.once_in(3)) made += ",\"rank\":" + std::to_string(1 + dice_.below(3));
    return made + "}";
  }
  std::string contact() { return "{" + (dice_.once_in(2) ? "\"name\":" + name() : std::string("\"gender\":\"male\"")) + list("telecom", [&] { return telecom(); }) + "}"; }

  dice dice_;
};

// What the specification calls a select, as a test writes one.
struct made_select {
  std::string for_each;
  std::string for_each_or_null;
  std::vector<std::string> repeat;
  std::vector<std::pair<std::string, std::string>> columns;  // name, path
  std::vector<bool> collections;
  std::vector<made_select> selects;
  std::vector<made_select> branches;
};

class view_maker {
 public:
  explicit view_maker(std::uint32_t seed) : dice_(seed) {}

  made_select make() {
    made_select root;
    for (std::uint32_t left = 1 + dice_.below(2); left > 0; --left) root.selects.push_back(select("Patient", 2));
    return root;
  }
  std::string where() {
    if (!dice_.once_in(3)) return {};
    return dice_.one_of({"active", "active = true", "gender != 'male'", "name.where(use = 'official').exists()", "name.exists(family = 'King' or use = 'old')", "telecom.empty()", "deceased.ofType(boolean)",
                         "birthDate < @1980", "(gender = 'male').not()", "name.family = 'King'"});
  }

 private:
  std::string column_path(const std::string& type) {
    if (type == "HumanName") return dice_.one_of({"family", "use", "given", "given.first()", "given[1]", "$this.use = 'official'", "given.join('-')", "%rowIndex", "given.count()", "'x'", "period.start"});
    if (type == "ContactPoint") return dice_.one_of({"system", "value", "rank", "%rowIndex + 1", "system & value", "rank > 1"});
    if (type == "Patient.contact") return dice_.one_of({"gender", "name.family", "telecom.value", "telecom.where(system = 'phone').value.first()", "%rowIndex", "name.given[0]"});
    if (type == "string") return dice_.one_of({"$this", "length()", "%rowIndex"});
    return dice_.one_of({"id", "getResourceKey()", "active", "gender", "birthDate", "name.family", "name.given", "name.where(use = 'official').family.first()", "name[0].given[0]", "deceased.ofType(boolean)",
                         "deceased.ofType(dateTime)", "multipleBirth.ofType(integer)", "link.other.getReferenceKey()", "link.other.getReferenceKey(Patient).first()", "contact.telecom.value.first()", "gender = 'male'",
                         "telecom.rank.first()", "name.exists()", "active and name.exists()", "birthDate.extension.value.first()", "telecom.where(rank = 1).value", "name.first().family", "%rowIndex", "Patient.name.use.first()"});
  }
  void add_columns(const std::string& type, made_select& to) {
    for (std::uint32_t left = 1 + dice_.below(3); left > 0; --left) {
      to.columns.emplace_back("c" + std::to_string(number_++), column_path(type));
      to.collections.push_back(!dice_.once_in(3));
    }
  }
  made_select select(const std::string& type, int depth) {
    made_select made;
    std::string inner = type;
    if (dice_.once_in(2)) inner = iterate(type, made);
    add_columns(inner, made);
    if (depth > 0 && dice_.once_in(2)) made.selects.push_back(select(inner, depth - 1));
    if (depth > 0 && dice_.once_in(4)) made.selects.push_back(select(inner, 0));
    if (depth > 0 && dice_.once_in(4)) {
      for (int branch = 0; branch < 2; ++branch) {
        made_select each;
        const std::string of = dice_.once_in(2) ? iterate(inner, each) : inner;
        each.columns.emplace_back("u" + std::to_string(number_), of == "Patient" ? "id" : of == "HumanName" ? "family" : of == "string" ? "$this" : of == "Patient.contact" ? "gender" : "value");
        each.collections.push_back(false);
        made.branches.push_back(each);
      }
      ++number_;
    }
    return made;
  }
  // An iteration, and the type of its items.
  std::string iterate(const std::string& type, made_select& to) {
    std::string& path = dice_.once_in(2) ? to.for_each : to.for_each_or_null;
    if (type == "Patient") {
      switch (dice_.below(5)) {
        case 0: path = dice_.one_of({"name", "name.where(use = 'official')", "Patient.name", "name.first()"}); return "HumanName";
        case 1: path = dice_.one_of({"telecom", "telecom.where(system = 'phone')", "contact.telecom"}); return "ContactPoint";
        case 2: path = "contact"; return "Patient.contact";
        case 3: path = dice_.one_of({"name.given", "name.family", "name.given.first()"}); return "string";
        default: to.repeat = {"contact", "telecom"}; return "ContactPoint or contact";
      }
    }
    if (type == "Patient.contact") {
      path = "telecom";
      return "ContactPoint";
    }
    if (type == "HumanName") {
      path = "given";
      return "string";
    }
    path = "$this";
    return type;
  }

  dice dice_;
  int number_ = 0;
};

std::string text_of(const std::string& text) {
  std::string made;
  json::append_quoted(made, text);
  return made;
}

std::string definition_of(const made_select& of) {
  std::string made = "{";
  const auto add = [&](const std::string& name, const std::string& value) { made += (made.size() > 1 ? "," : "") + ("\"" + name + "\":") + value; };
  if (!of.for_each.empty()) add("forEach", text_of(of.for_each));
  if (!of.for_each_or_null.empty()) add("forEachOrNull", text_of(of.for_each_or_null));
  std::string paths;
  for (const auto& each : of.repeat) paths += (paths.empty() ? "" : ",") + text_of(each);
  if (!paths.empty()) add("repeat", "[" + paths + "]");
  std::string columns;
  for (std::size_t at = 0; at < of.columns.size(); ++at) {
    columns += std::string(columns.empty() ? "" : ",") + "{\"name\":" + text_of(of.columns[at].first) + ",\"path\":" + text_of(of.columns[at].second) + ",\"type\":\"string\",\"collection\":" + (of.collections[at] ? "true" : "false") + "}";
  }
  if (!columns.empty()) add("column", "[" + columns + "]");
  const auto all = [&](const std::vector<made_select>& each) {
    std::string list;
    for (const auto& one : each) list += (list.empty() ? "" : ",") + definition_of(one);
    return "[" + list + "]";
  };
  if (!of.selects.empty()) add("select", all(of.selects));
  if (!of.branches.empty()) add("unionAll", all(of.branches));
  return made + "}";
}

// The naive evaluator: rows are texts by the names of columns; everything is evaluated anew, by FHIRPath over the whole text.
class naive {
 public:
  using row = std::map<std::string, std::string>;
  struct failure {};

  explicit naive(const json::value& resource) : root_(fhirpath::value(fhirpath::json_element::of(resource))) {}

  [[nodiscard]] fhirpath::collection evaluate(const std::string& path, const fhirpath::collection& on, std::int64_t index) const {
    const fhirpath::constant constants[] = {{"rowIndex", {index}}};
    fhirpath::environment around;
    around.constants = constants;
    around.whole = &root_;
    auto made = fhirpath::expression::compile(path, {.check = false, .joins_nothing = true}).value().evaluate(on, around);
    if (!made) throw failure{};
    return std::move(made.value());
  }

  [[nodiscard]] std::vector<row> rows(const made_select& of, const fhirpath::value& focus, std::int64_t index) const {
    fhirpath::collection items{focus};
    const bool iterates = !of.for_each.empty() || !of.for_each_or_null.empty() || !of.repeat.empty();
    if (!of.for_each.empty()) items = evaluate(of.for_each, {focus}, index);
    if (!of.for_each_or_null.empty()) items = evaluate(of.for_each_or_null, {focus}, index);
    if (!of.repeat.empty()) items = repeated(of.repeat, focus, index);
    std::vector<row> made;
    for (std::size_t at = 0; at < items.size(); ++at) {
      std::vector<row> here = {columns(of, {items[at]}, iterates ? static_cast<std::int64_t>(at) : index)};
      const std::int64_t inner = iterates ? static_cast<std::int64_t>(at) : index;
      for (const made_select& each : of.selects) here = product(here, rows(each, items[at], inner));
      if (!of.branches.empty()) {
        std::vector<row> united;
        for (const made_select& each : of.branches) {
          for (row& one : rows(each, items[at], inner)) united.push_back(std::move(one));
        }
        here = product(here, united);
      }
      made.insert(made.end(), here.begin(), here.end());
    }
    if (items.empty() && !of.for_each_or_null.empty()) made.push_back(nulls(of));
    return made;
  }

 private:
  [[nodiscard]] fhirpath::collection repeated(const std::vector<std::string>& paths, const fhirpath::value& focus, std::int64_t index) const {
    fhirpath::collection made;
    for (const std::string& path : paths) {
      for (const auto& item : evaluate(path, {focus}, index)) {
        made.push_back(item);
        for (auto& below : repeated(paths, item, index)) made.push_back(std::move(below));
      }
    }
    return made;
  }
  static std::vector<row> product(const std::vector<row>& a, const std::vector<row>& b) {
    std::vector<row> made;
    for (const row& one : a) {
      for (const row& other : b) {
        made.push_back(one);
        made.back().insert(other.begin(), other.end());
      }
    }
    return made;
  }
  [[nodiscard]] row columns(const made_select& of, const fhirpath::collection& on, std::int64_t index) const {
    row made;
    for (std::size_t at = 0; at < of.columns.size(); ++at) {
      std::string list;
      const auto found = evaluate(of.columns[at].second, on, index);
      if (!of.collections[at] && found.size() > 1) throw failure{};
      for (const auto& each : found) {
        const auto text = fhirpath::text_of(each);
        list += (list.empty() ? "" : ",") + (text ? text_of_item(*text) : std::string("null"));
      }
      made[of.columns[at].first] = of.collections[at] ? "[" + list + "]" : list.empty() ? "null" : list;
    }
    return made;
  }
  static std::string text_of_item(const std::string& text) { return views::text_of(text); }
  // Null in every column; only what tells of %rowIndex knows something, which is 0.
  [[nodiscard]] row nulls(const made_select& of) const {
    row made;
    for (std::size_t at = 0; at < of.columns.size(); ++at) {
      const std::string& path = of.columns[at].second;
      made[of.columns[at].first] = "null";
      if (path.find("%rowIndex") == std::string::npos) continue;
      const auto found = evaluate(path, {}, 0);
      if (found.empty()) continue;
      const std::string text = text_of_item(*fhirpath::text_of(found[0]));
      made[of.columns[at].first] = of.collections[at] ? "[" + text + "]" : text;
    }
    for (const auto& each : of.selects) {
      for (const auto& [name, value] : all_null(each)) made[name] = value;
    }
    for (const auto& each : of.branches) {
      for (const auto& [name, value] : all_null(each)) made[name] = value;
    }
    return made;
  }
  static row all_null(const made_select& of) {
    row made;
    for (const auto& each : of.columns) made[each.first] = "null";
    for (const auto* const parts : {&of.selects, &of.branches}) {
      for (const auto& each : *parts) {
        for (const auto& [name, value] : all_null(each)) made[name] = value;
      }
    }
    return made;
  }

  fhirpath::value root_;
};

std::string shown(const std::vector<naive::row>& rows, const view& of) {
  std::string made;
  for (const auto& row : rows) {
    std::string line;
    for (const column& each : of.columns()) line += (line.empty() ? "{" : ",") + views::text_of(each.name) + ":" + row.at(each.name);
    made += line + "}\n";
  }
  return made;
}

TEST(RandomViews, HaveTheRowsOfANaiveEvaluator) {
  std::size_t compared = 0;
  std::size_t failed = 0;
  std::size_t rows = 0;
  for (std::uint32_t seed = 0; seed < 1500; ++seed) {
    view_maker maker(seed);
    const made_select root = maker.make();
    const std::string where = maker.where();
    std::string definition = definition_of(root);
    definition.insert(1, R"("resource":"Patient",)" + (where.empty() ? std::string() : "\"where\":[{\"path\":" + views::text_of(where) + "}],"));
    const auto of = view::compile(definition);
    ASSERT_TRUE(of) << definition << "\n" << describe(of.error());
    patient_maker patients(seed);
    for (int number = 0; number < 6; ++number) {
      const std::string text = patients.make(number);
      json::document document;
      ASSERT_TRUE(document.parse(text)) << text;
      const naive evaluator(document.root());
      const auto item = fhirpath::value(fhirpath::json_element::of(document.root()));
      std::string expected;
      bool fails = false;
      try {
        const auto condition = where.empty() ? fhirpath::collection{true} : evaluator.evaluate(where, {item}, 0);
        fails = condition.size() > 1;
        const bool passes = condition.size() == 1 && fhirpath::as_boolean(condition[0]).value_or(false);
        if (passes) expected = shown(evaluator.rows(root, item, 0), of.value());
      } catch (const naive::failure&) {
        fails = true;
      }
      run running(of.value());
      const auto added = running.add(text);
      ASSERT_EQ(added.has_value(), !fails) << definition << "\n" << text << "\n" << (added ? "" : describe(added.error()));
      const batch found = running.take();
      ++(fails ? failed : compared);
      std::string made;
      append_ndjson(made, of.value(), found);
      rows += found.rows();
      ASSERT_EQ(made, fails ? std::string() : expected) << definition << "\n" << text << "\n" << of.value().explain();
    }
  }
  std::cout << compared << " results with " << rows << " rows are alike, " << failed << " are refused by both\n";
  EXPECT_GT(rows, 5000U);
  EXPECT_GT(failed, 20U);
}

}  // namespace
}  // namespace phr::views
