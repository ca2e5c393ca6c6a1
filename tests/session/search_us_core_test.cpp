// The combinations of parameters that US Core asks of servers, each compared with what R4's own expressions say of every resource.
#include "session/search_asked.hpp"
#include "session/search_fixture.hpp"
#include "session/us_core_record.hpp"

#include <cstdlib>

namespace {

using namespace phr::test;
using namespace phr::test::model;

// A line of the list: `v6.1.0,CarePlan,"patient, category",token_search_params=category;possible_status_search`.
struct combination {
  std::string line;
  std::string type;
  std::vector<std::string> parameters;
  std::string flags;

  [[nodiscard]] bool has(const std::string& flag) const { return (";" + flags + ";").find(";" + flag + ";") != std::string::npos; }
  // Whether a flag like `multiple_or_search_params=intent, status` names the parameter.
  [[nodiscard]] bool has(const std::string& flag, const std::string& parameter) const {
    const std::size_t at = flags.find(flag + "=");
    if (at == std::string::npos) return false;
    const std::size_t begin = at + flag.size() + 1;
    return (", " + flags.substr(begin, flags.find(';', begin) - begin) + ", ").find(", " + parameter + ", ") != std::string::npos;
  }
};

std::vector<std::string> parts_of(const std::string& text, const std::string& mark) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, begin)) {
    parts.push_back(text.substr(begin, at - begin));
    begin = at + mark.size();
  }
  parts.push_back(text.substr(begin));
  return parts;
}

std::vector<combination> read_combinations(const std::string& path) {
  std::vector<combination> all;
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);  // the heading
  while (std::getline(file, line)) {
    std::vector<std::string> cells{""};
    bool quoted = false;
    for (const char c : line) {
      if (c == '"') quoted = !quoted;
      if (c == ',' && !quoted) cells.emplace_back();
      if (c != '"' && (c != ',' || quoted) && c != '\r') cells.back() += c;
    }
    if (cells.size() == 4) all.push_back({line, cells[1], parts_of(cells[2], ", "), cells[3]});
  }
  return all;
}

class UsCoreSearch : public search_fixture {
 protected:
  void SetUp() override {
    const char* root = std::getenv("PHR_SUITES");
    if (root == nullptr || *root == '\0') GTEST_SKIP() << "PHR_SUITES is unset: no combinations and definitions";
    suites_ = root;
    known_ = std::make_unique<definitions>(suites_ + "/fhir-r4-definitions");
    own("CareTeam", "role", "token", "CareTeam.participant.role");
    own("Encounter", "discharge-disposition", "token", "Encounter.hospitalization.dischargeDisposition");
    own("Goal", "description", "token", "Goal.description");
    own("Condition", "asserted-date", "date", "Condition.extension.where(url = 'http://hl7.org/fhir/StructureDefinition/condition-assertedDate').value.ofType(dateTime)");
    make();
  }

  // A parameter of US Core's own.
  void own(const std::string& type, const std::string& code, const std::string& kind, const std::string& expression) {
    auto me = owner();
    const auto added = me.add_search_parameter(R"({"resourceType":"SearchParameter","code":")" + code + R"(","base":[")" + type + R"("],"type":")" + kind + R"(","expression":")" + expression + "\"}");
    ASSERT_TRUE(added) << code << phr::describe(added.error());
    known_->add(type, code, kind, expression);
  }

  // The resources, each written at a time of its own, with what they say.
  void make() {
    dice roll(20260401);
    named_types host;
    phr::fhir::json::document parsed;
    auto me = owner();
    for (const made_type& type : us_core_types()) {
      for (std::size_t nth = 0; nth < us_core_each; ++nth) {
        held one{"r" + std::to_string(nth), {}};
        const std::string text = made_resource(roll, type, one.id);
        const std::int64_t now = test_now + static_cast<std::int64_t>(roll.below(4)) * 86'400'000'000;
        me.set_now(now);
        const auto written = me.update(text);
        ASSERT_TRUE(written) << text << phr::describe(written.error());
        ASSERT_TRUE(parsed.parse(text));
        for (const definition& each : known_->of(type.name)) {
          said told = known_->facts(each, parsed, host);
          if (told.present) one.says.insert_or_assign(each.code, std::move(told));
        }
        one.says["_id"].tokens = {{"", one.id}};
        one.says["_lastUpdated"].dates = {{now, now + 1}};
        all_[type.name].push_back(std::move(one));
      }
    }
  }

  const definition& defined(const std::string& type, const std::string& code) {
    for (const definition& each : known_->of(type)) {
      if (each.code == code) return each;
    }
    ADD_FAILURE() << type << " has no parameter " << code;
    return known_->of(type).front();
  }

  these wanted(const std::string& type, const std::vector<asked>& criteria) {
    these out;
    for (const held& each : all_[type]) {
      if (std::all_of(criteria.begin(), criteria.end(), [&](const asked& one) { return one.holds(each); })) out.insert(each.id);
    }
    return out;
  }

  void compare(const combination& of, const std::vector<asked>& criteria, bool finds = false) {
    std::string query = of.type + "?";
    for (const asked& each : criteria) query += (query.back() == '?' ? "" : "&") + each.text;
    const these right = wanted(of.type, criteria);
    EXPECT_EQ(matching(query), right) << of.line << ": " << query;
    EXPECT_TRUE(!finds || !right.empty()) << of.line << ": " << query;
    ++compared_;
    if (!right.empty() && right.size() < all_[of.type].size()) ++telling_;
  }

  // One criterion by a value of the resource. Of a token, by system and code or by code alone.
  asked one_of(dice& roll, const std::string& type, const std::string& code, const held& from, bool with_system) {
    const said& values = says(from, code);
    if (code == "_id") return {"_id=" + from.id, [id = from.id](const held& of) { return of.id == id; }};
    if (code == "_lastUpdated") return date_of(roll, code, roll.of(values.dates), "");
    const definition& by = defined(type, code);
    if (by.kind == "token") return token_of(code, roll.of(values.tokens), with_system ? 1 : 0, false);
    if (by.kind == "string") return string_of(roll, code, roll.of(values.strings), 0);
    if (by.kind == "date") return date_of(roll, code, roll.of(values.dates), "");
    return reference_of(roll, by, roll.of(values.references));
  }

  // A resource that has a value under each parameter.
  const held* having_all(dice& roll, const combination& of) {
    std::vector<const held*> all;
    for (const held& each : all_[of.type]) {
      if (std::all_of(of.parameters.begin(), of.parameters.end(), [&](const std::string& code) { return each.says.contains(code); })) all.push_back(&each);
    }
    EXPECT_FALSE(all.empty()) << of.line;
    return all.empty() ? nullptr : roll.of(all);
  }

  // Every value of a token that occurs, as alternatives.
  asked every_token(const std::string& type, const std::string& code) {
    std::set<std::string> codes;
    for (const held& each : all_[type]) {
      for (const token& one : says(each, code).tokens) codes.insert(one.code);
    }
    std::string text;
    for (const std::string& one : codes) text += (text.empty() ? "" : ",") + written(one);
    return {code + "=" + text, [code](const held& of) { return !says(of, code).tokens.empty(); }};
  }

  void each_alone_and_all_together(dice& roll, const combination& of, const held& from) {
    const bool dated = std::any_of(of.parameters.begin(), of.parameters.end(), [&](const std::string& code) { return !says(from, code).dates.empty(); });
    for (const bool with_system : {false, true}) {
      std::vector<asked> together;
      for (const std::string& code : of.parameters) {
        if (with_system && !of.has("token_search_params", code)) {
          together.push_back(one_of(roll, of.type, code, from, false));
          continue;
        }
        together.push_back(one_of(roll, of.type, code, from, with_system));
        compare(of, {together.back()}, !dated);  // a date is asked for at random precision
      }
      compare(of, together, !dated);
    }
  }

  void by_comparators(dice& roll, const combination& of, const held& from) {
    for (const std::string& code : of.parameters) {
      if (!of.has("params_with_comparators", code)) continue;
      for (const char* prefix : {"eq", "ne", "gt", "lt", "ge", "le", "sa", "eb"}) {
        std::vector<asked> together;
        for (const std::string& other : of.parameters) {
          together.push_back(other == code ? date_of(roll, code, roll.of(says(from, code).dates), prefix) : one_of(roll, of.type, other, from, false));
        }
        compare(of, together);
      }
    }
  }

  void by_alternatives(dice& roll, const combination& of, const held& from) {
    for (const std::string& code : of.parameters) {
      if (!of.has("multiple_or_search_params", code)) continue;
      std::vector<asked> together;
      for (const std::string& other : of.parameters) together.push_back(of.has("multiple_or_search_params", other) ? every_token(of.type, other) : one_of(roll, of.type, other, from, false));
      compare(of, together);
      const asked some{code + "=" + written(says(from, code).tokens[0].code) + ",nothing", [code, value = says(from, code).tokens[0].code](const held& each) {
                         return any(says(each, code).tokens, [&](const token& one) { return one.code == value; });
                       }};
      compare(of, {some}, true);
    }
  }

  // Servers may ask for a status beside; with every status the answer is that of those that have one.
  void with_a_status(dice& roll, const combination& of, const held& from) {
    for (const char* status : {"status", "lifecycle-status", "clinical-status"}) {
      const auto& known = known_->of(of.type);
      if (std::none_of(known.begin(), known.end(), [&](const definition& each) { return each.code == status; })) continue;
      std::vector<asked> together;
      for (const std::string& code : of.parameters) together.push_back(one_of(roll, of.type, code, from, false));
      together.push_back(every_token(of.type, status));
      compare(of, together);
      return;
    }
  }

  // Patient/id, id, and with the type as modifier find the same.
  void by_forms_of_the_reference(const combination& of, const held& from) {
    const std::string id = says(from, "patient").references.at(0).substr(8);
    const auto holds = [id](const held& each) { return any(says(each, "patient").references, [&](const std::string& one) { return one == "Patient/" + id; }); };
    for (const char* form : {"patient=Patient/", "patient=", "patient:Patient="}) compare(of, {{form + id, holds}}, true);
  }

  // The body of a POST has every mark percent-encoded.
  void as_a_form(dice& roll, const combination& of, const held& from) {
    std::vector<asked> together;
    for (const std::string& code : of.parameters) {
      asked one = one_of(roll, of.type, code, from, true);
      std::string text;
      const std::size_t equals = one.text.find('=');
      for (std::size_t at = equals + 1; at < one.text.size(); ++at) {
        const char c = one.text[at];
        constexpr const char* digits = "0123456789abcdef";
        const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '%';
        text += plain ? std::string(1, c) : std::string{'%', digits[static_cast<unsigned char>(c) >> 4], digits[static_cast<unsigned char>(c) & 15]};
      }
      one.text = one.text.substr(0, equals + 1) + text;
      together.push_back(std::move(one));
    }
    compare(of, together);
  }

  void with_medications(dice& roll, const combination& of, const held& from) {
    std::vector<asked> criteria;
    for (const std::string& code : of.parameters) criteria.push_back(of.has("multiple_or_search_params", code) ? every_token(of.type, code) : one_of(roll, of.type, code, from, false));
    these right;
    const these ids = wanted(of.type, criteria);
    for (const held& each : all_[of.type]) {
      if (!ids.contains(each.id)) continue;
      right.insert(of.type + "/" + each.id);
      for (const std::string& one : says(each, "medication").references) right.insert("+" + one);
    }
    std::string query = of.type + "?";
    for (const asked& each : criteria) query += each.text + "&";
    auto me = owner();
    const auto hits = me.search(query + "_include=" + of.type + ":medication");
    ASSERT_TRUE(hits) << query << phr::describe(hits.error());
    these got;
    for (const auto& hit : hits.value()) got.insert((hit.is_included() ? "+" : "") + std::string(phr::fhir::name(hit.type())) + "/" + hit.id());
    EXPECT_EQ(got, right) << of.line << ": " << query;
    included_ += static_cast<int>(right.size() - ids.size());
  }

  std::string suites_;
  std::unique_ptr<definitions> known_;
  std::map<std::string, std::vector<held>> all_;
  int compared_ = 0;
  int telling_ = 0;
  int included_ = 0;
};

TEST_F(UsCoreSearch, EveryCombinationFindsExactlyItsResources) {
  const auto all = read_combinations(suites_ + "/search-behaviour-lists/us-core-search-combinations.csv");
  EXPECT_EQ(all.size(), 366U);
  dice roll(20260402);
  for (const combination& each : all) {
    ASSERT_TRUE(all_.contains(each.type)) << each.line;
    const held* from = having_all(roll, each);
    ASSERT_NE(from, nullptr);
    each_alone_and_all_together(roll, each, *from);
    by_comparators(roll, each, *from);
    by_alternatives(roll, each, *from);
    if (each.has("possible_status_search")) with_a_status(roll, each, *from);
    if (each.has("test_reference_variants")) by_forms_of_the_reference(each, *from);
    if (each.has("test_post_search")) as_a_form(roll, each, *from);
    if (each.has("test_medication_inclusion")) with_medications(roll, each, *from);
    if (HasFailure()) return;
  }
  std::printf("%zu combinations, %d searches, %d of them telling, %d included\n", all.size(), compared_, telling_, included_);
  EXPECT_GT(compared_, 2000);
  EXPECT_GT(telling_, compared_ / 2);
  EXPECT_GT(included_, 50);
}

}  // namespace
