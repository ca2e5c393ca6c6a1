// Searches of Synthea's people and HL7's examples, each compared with what R4's own expressions say of every resource.
#include "session/search_asked.hpp"
#include "session/search_fixture.hpp"

#include <cstdlib>
#include <filesystem>

namespace {

using namespace phr::test;
using namespace phr::test::model;

class FhirpathOracle : public search_fixture {
 protected:
  void SetUp() override {
    const char* root = std::getenv("PHR_SUITES");
    if (root == nullptr || *root == '\0') GTEST_SKIP() << "PHR_SUITES is unset: no Synthea, examples and definitions";
    suites_ = root;
    known_ = std::make_unique<definitions>(suites_ + "/fhir-r4-definitions");
  }

  void import_synthea() {
    auto me = owner();
    for (const auto& file : std::filesystem::directory_iterator(suites_ + "/synthea-10")) {
      if (file.path().extension() != ".json") continue;
      ASSERT_TRUE(me.import_file(file.path().string()));
    }
  }
  void import_examples() {
    auto me = owner();
    for (const auto& file : std::filesystem::directory_iterator(suites_ + "/fhir-r4-examples")) {
      if (file.path().extension() != ".json") continue;
      phr::fhir::json::document parsed;
      const std::string text = file_text(file.path().string());
      if (!parsed.parse(text) || parsed.root()["resourceType"].raw_text() == "Bundle") continue;
      if (me.update(text)) ++written_;
    }
  }

  // Parameters beside R4's, composites among them.
  void add_own() {
    auto me = owner();
    const auto own = [&](const char* type, const std::string& code, const std::string& kind, const std::string& expression) {
      const auto added = me.add_search_parameter(R"({"resourceType":"SearchParameter","code":")" + code + R"(","base":[")" + type + R"("],"type":")" + kind + R"(","expression":")" + expression + "\"}");
      ASSERT_TRUE(added) << code << phr::describe(added.error());
      known_->add(type, code, kind, expression);
    };
    const auto pair = [&](const char* type, const std::string& code, const std::string& expression, const std::array<std::string, 4>& first, const std::array<std::string, 4>& second) {
      std::string text = R"({"resourceType":"SearchParameter","code":")" + code + R"(","base":[")" + type + R"("],"type":"composite","expression":")" + expression + R"(","component":[)";
      for (const auto* each : {&first, &second}) text += (each == &second ? "," : "") + (R"({"definition":")" + (*each)[0]) + R"(","expression":")" + (*each)[3] + "\"}";
      const auto added = me.add_search_parameter(text + "]}");
      ASSERT_TRUE(added) << code << phr::describe(added.error());
      known_->add(type, code, "composite", expression, {{first[1], first[2], first[3]}, {second[1], second[2], second[3]}});
    };
    const std::string r4 = "http://hl7.org/fhir/SearchParameter/";
    own("Patient", "id-type", "token", "Patient.identifier.type");
    own("Patient", "id-value", "token", "Patient.identifier.value");
    own("Claim", "item-code", "token", "Claim.item.productOrService");
    own("Claim", "item-net", "quantity", "Claim.item.net");
    pair("Patient", "typed-id", "Patient.identifier", {"urn:own/id-type", "id-type", "token", "type"}, {"urn:own/id-value", "id-value", "token", "value"});
    pair("Observation", "code-date", "Observation", {r4 + "clinical-code", "code", "token", "code"}, {r4 + "clinical-date", "date", "date", "effective.ofType(dateTime)"});
    pair("Claim", "item-code-net", "Claim.item", {"urn:own/item-code", "item-code", "token", "productOrService"}, {"urn:own/item-net", "item-net", "quantity", "net"});
  }

  // Every resource as it is stored, with what its type's expressions say of it.
  void look() {
    auto me = owner();
    named_types host;
    const auto about = store_.info().value();
    for (const auto& counted : about.counts) {
      const std::string type(phr::fhir::name(counted.type));
      auto& all = all_[type];
      phr::fhir::json::document parsed;
      const auto found = me.search(type).value();
      for (const auto& hit : found) {
        ASSERT_TRUE(parsed.parse(hit.json().value()));
        held one{hit.id(), {}};
        for (const definition& each : known_->of(type)) {
          if (each.code == "_id" || each.code == "_lastUpdated") continue;  // of the store, which has tests of them
          said told = known_->facts(each, parsed, host);
          for (const std::string& name : told.inside) add_inside(parsed, name, one.inside[each.code]);
          if (told.present) one.says.emplace(each.code, std::move(told));
        }
        all.push_back(std::move(one));
      }
    }
  }

  // What a contained resource says, with its type.
  void add_inside(const json::document& whole, const std::string& name, std::vector<std::pair<std::string, held>>& into) {
    named_types host;
    phr::fhir::json::document inner;
    for (const json::value& each : whole.root()["contained"].elements()) {
      if (text_at(each["id"]) != name) continue;
      std::string text;
      json::append_compact(text, each);
      ASSERT_TRUE(inner.parse(text));
      const std::string type = text_at(each["resourceType"]);
      held one{name, {}};
      for (const definition& by : known_->of(type)) {
        if (by.code == "_id" || by.code == "_lastUpdated") continue;
        said told = known_->facts(by, inner, host);
        if (told.present) one.says.emplace(by.code, std::move(told));
      }
      into.emplace_back(type, std::move(one));
    }
  }

  // What resources contain, by type: "Type/id#name", and what it says.
  void look_inside() {
    auto me = owner();
    named_types host;
    phr::fhir::json::document outer;
    phr::fhir::json::document inner;
    const auto found = me.search("?");
    ASSERT_TRUE(found) << phr::describe(found.error());
    for (const auto& hit : found.value()) {
      ASSERT_TRUE(outer.parse(hit.json().value()));
      for (const json::value& each : outer.root()["contained"].elements()) {
        std::string text;
        json::append_compact(text, each);
        ASSERT_TRUE(inner.parse(text));
        const std::string type = text_at(each["resourceType"]);
        held one{std::string(phr::fhir::name(hit.type())) + "/" + hit.id() + "#" + text_at(each["id"]), {}};
        for (const definition& by : known_->of(type)) {
          said told = known_->facts(by, inner, host);
          if (told.present && by.code != "_id" && by.code != "_lastUpdated") one.says.emplace(by.code, std::move(told));
        }
        all_[type].push_back(std::move(one));
      }
    }
  }

  // The contained matches of one criterion, and their containers.
  void compare_inside(const std::string& type, const asked& one) {
    these wanted;
    these containers;
    for (const held& each : all_[type]) {
      if (!one.holds(each)) continue;
      wanted.insert(each.id);
      containers.insert(each.id.substr(0, each.id.find('#')));
    }
    auto me = owner();
    const std::string query = type + "?" + one.text + "&_contained=true";
    const auto inside = me.search(query + "&_containedType=contained");
    const auto around = me.search(query);
    ASSERT_TRUE(inside && around) << query;
    these got;
    for (const auto& hit : inside.value()) EXPECT_TRUE(got.insert(hit.container() + "#" + hit.id()).second) << query;
    EXPECT_EQ(got, wanted) << query;
    got.clear();
    for (const auto& hit : around.value()) EXPECT_TRUE(got.insert(std::string(phr::fhir::name(hit.type())) + "/" + hit.id()).second) << query;
    EXPECT_EQ(got, containers) << query;
    ++compared_;
    if (!wanted.empty() && wanted.size() < all_[type].size()) ++telling_;
  }

  void compare(const std::string& type, const std::vector<asked>& all) {
    std::string query = type + "?";
    for (const asked& each : all) query += (query.back() == '?' ? "" : "&") + each.text;
    these wanted;
    for (const held& each : all_[type]) {
      if (std::all_of(all.begin(), all.end(), [&](const asked& one) { return one.holds(each); })) wanted.insert(each.id);
    }
    auto me = owner();
    const auto hits = me.search(query);
    ASSERT_TRUE(hits) << query << ": " << phr::describe(hits.error());
    these got;
    for (const auto& hit : hits.value()) EXPECT_TRUE(got.insert(hit.id()).second) << query;
    EXPECT_EQ(got, wanted) << query;
    ++compared_;
    if (!wanted.empty() && wanted.size() < all_[type].size()) ++telling_;
  }

  // A random criterion of a type, with a chain or _has at times.
  std::optional<asked> random_of(dice& roll, const std::string& type, int depth) {
    const auto& all = all_[type];
    if (all.empty()) return {};
    return random_from(roll, type, roll.of(all), depth);
  }

  // The same by a value of that resource.
  std::optional<asked> random_from(dice& roll, const std::string& type, const held& from, int depth) {
    if (from.says.empty()) return {};
    auto chosen = from.says.begin();
    std::advance(chosen, static_cast<std::ptrdiff_t>(roll.below(from.says.size())));
    const auto& known = known_->of(type);
    const auto by = std::find_if(known.begin(), known.end(), [&](const definition& each) { return each.code == chosen->first; });
    if (by->kind == "reference" && depth > 0 && roll.chance(60)) return roll.chance(60) ? chain(roll, *by, from, depth) : has(roll, type, depth);
    if (roll.chance(5) && by->kind != "composite") return missing_of(by->code, roll.chance(50));
    return ask(roll, *by, chosen->second);
  }

  std::optional<asked> chain(dice& roll, const definition& by, const held& of, int depth) {
    const said& from = says(of, by.code);
    // To what stands apart, or to what is contained, whose own values are then asked for.
    const auto contained = of.inside.find(by.code);
    const bool inside = contained != of.inside.end() && !contained->second.empty() && (from.references.empty() || roll.chance(50));
    if (from.references.empty() && !inside) return {};
    const auto* const part = inside ? &roll.of(contained->second) : nullptr;
    const std::string target = inside ? part->first : roll.of(from.references);
    const std::string type = target.substr(0, target.find('/'));
    if (!inside && !all_.contains(type)) return {};
    auto inner = inside ? random_from(roll, type, part->second, depth - 1) : random_of(roll, type, depth - 1);
    if (!inner) return {};
    const auto with = [this, code = by.code, type](const std::function<bool(const held&)>& condition) {
      return [this, code, type, condition](const held& at) {
        const auto within = at.inside.find(code);
        if (within != at.inside.end() && any(within->second, [&](const auto& each) { return each.first == type && condition(each.second); })) return true;
        return any(says(at, code).references, [&](const std::string& each) {
          return each.starts_with(type + "/") && any(all_[type], [&](const held& other) { return type + "/" + other.id == each && condition(other); });
        });
      };
    };
    asked made{by.code + ":" + type + "." + inner->text, with(inner->holds)};
    if (!is_positive(inner->filter)) return made;
    made.filter = by.code + ":" + type + "." + inner->filter;
    const auto also = random_of(roll, type, 0);
    if (!also || also->filter.empty() || roll.chance(50)) return made;
    made.filter = by.code + ":" + type + "[" + also->filter + "]." + inner->filter;
    return asked{"_filter=" + made.filter, with([inner = *inner, also = *also](const held& at) { return inner.holds(at) && also.holds(at); }), made.filter};
  }

  // `ne` at the end of a chain is of the whole chain, which `:not` is not.
  static bool is_positive(const std::string& filter) { return !filter.empty() && filter.find(" ne ") == std::string::npos; }

  // Several criteria as one _filter.
  static asked together(dice& roll, const std::vector<asked>& all) {
    std::string text = all[0].filter;
    std::function<bool(const held&)> holds = all[0].holds;
    if (roll.chance(30)) {
      text = "not (" + text + ")";
      holds = [holds](const held& of) { return !holds(of); };
    }
    for (std::size_t nth = 1; nth < all.size(); ++nth) {
      const bool both = roll.chance(50);
      text = "(" + text + (both ? ") and " : ") or ") + all[nth].filter;
      holds = [both, holds, other = all[nth].holds](const held& of) { return both ? holds(of) && other(of) : holds(of) || other(of); };
    }
    return {"_filter=" + text, holds, text};
  }

  std::optional<asked> has(dice& roll, const std::string& type, int depth) {
    auto other = all_.begin();
    std::advance(other, static_cast<std::ptrdiff_t>(roll.below(all_.size())));
    const std::string from = other->first;
    std::vector<std::string> references;
    for (const definition& each : known_->of(from)) {
      const auto refers = [&](const held& of) { return any(says(of, each.code).references, [&](const std::string& one) { return one.starts_with(type + "/"); }); };
      if (each.kind == "reference" && any(other->second, refers)) references.push_back(each.code);
    }
    if (references.empty()) return {};
    const std::string code = roll.of(references);
    auto inner = random_of(roll, from, depth - 1);
    if (!inner) return {};
    const std::string filter = is_positive(inner->filter) ? "_has:" + from + ":" + code + ":" + inner->filter : "";
    return asked{"_has:" + from + ":" + code + ":" + inner->text, [this, code, type, from, inner = *inner](const held& of) {
                   return any(all_[from], [&](const held& one) {
                     return any(says(one, code).references, [&](const std::string& each) { return each == type + "/" + of.id; }) && inner.holds(one);
                   });
                 },
                 filter};
  }

  // Each parameter that has values: whether they are missing, and questions from values of its own.
  void every_parameter(dice& roll, int questions) {
    std::set<std::string> asked_for;
    for (const auto& [type, all] : all_) {
      for (const definition& by : known_->of(type)) {
        std::vector<const said*> values;
        for (const held& each : all) {
          if (says(each, by.code).present) values.push_back(&says(each, by.code));
        }
        if (values.empty() || by.kind == "special") continue;
        if (by.kind != "composite") compare(type, {missing_of(by.code, roll.chance(50))});
        const bool own = by.kind == "composite" && std::set<std::string>{"typed-id", "code-date", "item-code-net"}.contains(by.code);
        for (int turn = 0; turn < (own ? 10 * questions : questions); ++turn) {
          const auto one = ask(roll, by, *roll.of(values));
          if (!one) continue;
          compare(type, {*one});
          if (!one->filter.empty() && roll.chance(30)) compare(type, {together(roll, {*one})});
          asked_for.insert(type + "." + by.code);
        }
        if (HasFatalFailure()) return;
      }
    }
    std::printf("%zu parameters, %d searches, %d of them telling\n", asked_for.size(), compared_, telling_);
    parameters_ = asked_for.size();
  }

  std::string suites_;
  std::unique_ptr<definitions> known_;
  std::map<std::string, std::vector<held>> all_;
  int written_ = 0;
  int compared_ = 0;
  int telling_ = 0;
  std::size_t parameters_ = 0;
};

bool is_nightly() { return std::getenv("PHR_NIGHTLY") != nullptr; }

TEST_F(FhirpathOracle, AgreesOnEveryParameterOfSynthea) {
  import_synthea();
  add_own();
  look();
  dice roll(20260101);
  every_parameter(roll, is_nightly() ? 20 : 4);
  EXPECT_GT(parameters_, 150U);
  EXPECT_GT(telling_, 300);
}

TEST_F(FhirpathOracle, AgreesOnEveryParameterOfTheExamples) {
  import_examples();
  EXPECT_GT(written_, 300);
  look();
  dice roll(20260102);
  every_parameter(roll, is_nightly() ? 20 : 4);
  EXPECT_GT(parameters_, 600U);
}

TEST_F(FhirpathOracle, AgreesOnRandomSearchesWithChainsAndHas) {
  import_synthea();
  add_own();
  look();
  dice roll(20260103);
  std::vector<std::string> types;
  for (const auto& [type, all] : all_) types.push_back(type);
  const int many = is_nightly() ? 10'000 : 500;
  int steps = 0;
  int filters = 0;
  while (compared_ < many && !HasFailure()) {
    const std::string& type = roll.of(types);
    std::vector<asked> all;
    for (std::size_t left = 1 + roll.below(3); left > 0; --left) {
      if (auto one = random_of(roll, type, 2)) all.push_back(std::move(*one));
    }
    if (all.empty()) continue;
    const bool has_filters = std::all_of(all.begin(), all.end(), [](const asked& each) { return !each.filter.empty(); });
    if (has_filters && roll.chance(50)) all = {together(roll, all)};
    for (const asked& each : all) filters += each.text.starts_with("_filter") ? 1 : 0;
    for (const asked& each : all) steps += each.text.find('.') < each.text.find('=') || each.text.starts_with("_has") ? 1 : 0;
    compare(type, all);
  }
  std::printf("%d searches, %d with steps, %d filters, %d telling\n", compared_, steps, filters, telling_);
  EXPECT_GT(steps, many / 10);
  EXPECT_GT(filters, many / 10);
  EXPECT_GT(telling_, many / 4);
}

TEST_F(FhirpathOracle, AgreesOnChainsIntoWhatTheExamplesContain) {
  import_examples();
  look();
  dice roll(20260105);
  for (const auto& [type, all] : all_) {
    int turns = is_nightly() ? 50 : 5;
    for (const held& each : all) {
      for (const auto& [code, parts] : each.inside) {
        const auto& known = known_->of(type);
        const auto by = std::find_if(known.begin(), known.end(), [&, name = code](const definition& one) { return one.code == name; });
        if (parts.empty() || turns-- <= 0) continue;
        if (const auto one = chain(roll, *by, each, 2)) compare(type, {*one});
      }
    }
  }
  std::printf("%d searches, %d telling\n", compared_, telling_);
  EXPECT_GT(compared_, 20);
  EXPECT_GT(telling_, 15);
}

TEST_F(FhirpathOracle, AgreesOnWhatTheExamplesContain) {
  import_examples();
  look_inside();
  dice roll(20260104);
  for (const auto& [type, all] : all_) {
    for (std::size_t turn = 0; turn < std::min<std::size_t>(all.size(), is_nightly() ? 20 : 3); ++turn) {
      const held& from = roll.of(all);
      if (from.says.empty()) continue;
      auto chosen = from.says.begin();
      std::advance(chosen, static_cast<std::ptrdiff_t>(roll.below(from.says.size())));
      const auto& known = known_->of(type);
      const auto by = std::find_if(known.begin(), known.end(), [&, code = chosen->first](const definition& each) { return each.code == code; });
      if (by->kind != "composite") compare_inside(type, missing_of(by->code, roll.chance(50)));
      if (const auto one = ask(roll, *by, chosen->second)) compare_inside(type, *one);
    }
  }
  std::printf("%zu types, %d searches, %d telling\n", all_.size(), compared_, telling_);
  EXPECT_GT(compared_, 40);
  EXPECT_GT(telling_, 5);
}

}  // namespace
