// Random consents, and an evaluation written from the comment of policy.hpp over the rules as they were drawn, not over
// the compiled form.
#include "consent/consents.hpp"

#include <random>

namespace {

using consents::asking;
using consents::resource_type;

struct drawn_rule {
  int type = 0;                         // 0 none, 1 permit, 2 deny
  std::vector<std::string> actors;
  std::vector<std::string> purposes;
  std::vector<std::string> classes;
  bool in_period = true;
  bool has_period = false;
  bool unsure = false;
  std::vector<drawn_rule> children;
};

class drawer {
 public:
  explicit drawer(unsigned seed) : random_(seed) {}

  bool one_in(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_) == 0; }
  std::string pick(std::initializer_list<const char*> from) {
    return *(from.begin() + std::uniform_int_distribution<std::size_t>(0, from.size() - 1)(random_));
  }
  drawn_rule draw(int depth) {
    drawn_rule made;
    made.type = std::uniform_int_distribution<int>(depth == 0 ? 1 : 0, 2)(random_);
    if (one_in(2)) made.actors.push_back(pick({"Practitioner/x", "Practitioner/y", "Organization/o"}));
    if (one_in(4)) made.purposes.push_back(pick({"TREAT", "ETREAT", "HRESCH"}));
    if (one_in(2)) made.classes.push_back(pick({"Observation", "Condition"}));
    if (one_in(6)) made.classes.push_back("Observation");
    made.has_period = one_in(4);
    made.in_period = !made.has_period || one_in(2);
    made.unsure = one_in(9);
    for (int i = 0; depth < 3 && i < 3; ++i) {
      if (one_in(2)) made.children.push_back(draw(depth + 1));
    }
    return made;
  }

 private:
  std::mt19937 random_;
};

template <class Write>
std::string list(const char* name, const std::vector<std::string>& items, const Write& write) {
  if (items.empty()) return {};
  std::string out = std::string(",\"") + name + "\":[";
  for (std::size_t i = 0; i < items.size(); ++i) out += (i == 0 ? "" : ",") + write(items[i]);
  return out + "]";
}

std::string json(const drawn_rule& from) {
  std::string out = "{\"id\":\"r\"";
  if (from.type != 0) out += from.type == 1 ? R"(,"type":"permit")" : R"(,"type":"deny")";
  out += list("actor", from.actors, [](const std::string& text) { return consents::actor(text); });
  out += list("purpose", from.purposes, consents::purpose);
  out += list("class", from.classes, consents::class_);
  if (from.has_period) out += from.in_period ? R"(,"period":{"start":"2024"})" : R"(,"period":{"end":"2023"})";
  if (from.unsure) out += R"(,"code":[{"text":"x"}])";
  std::vector<std::string> nested;
  for (const auto& child : from.children) nested.push_back(json(child));
  out += list("provision", nested, [](const std::string& text) { return text; });
  return out + "}";
}

template <class Item>
bool among(const Item& item, const std::vector<std::string>& all) {
  return std::find(all.begin(), all.end(), item) != all.end();
}

// 0 nothing, 1 permit, 2 deny.
int says(const drawn_rule& tried, const asking& asked, const std::string& type, bool unsure_above, bool root) {
  if (!tried.in_period) return 0;
  const auto one_of = [](const auto& wanted, const auto& has) {
    return std::any_of(has.begin(), has.end(), [&](const auto& each) { return among(each, wanted); });
  };
  if (!tried.actors.empty() && !one_of(tried.actors, asked.actors)) return 0;
  if (!tried.purposes.empty() && !among(asked.purpose, tried.purposes) && !one_of(tried.purposes, asked.ancestors)) return 0;
  if (!tried.classes.empty() && !among(type, tried.classes)) return 0;
  const bool unsure = unsure_above || tried.unsure;
  int exception = 0;
  for (const auto& child : tried.children) exception = std::max(exception, says(child, asked, type, unsure, false));
  if (exception != 0) return exception;
  const int own = tried.type != 0 || root ? tried.type : 2;
  return own == 1 && unsure ? 0 : own;
}

TEST(ConsentRandom, DecisionsAgreeWithTheRulesAsDrawn) {
  drawer draw(20240601);
  int permitted = 0;
  int denied = 0;
  for (int round = 0; round < 3000; ++round) {
    const std::vector<drawn_rule> roots{draw.draw(0), draw.draw(0)};
    std::vector<phr::consent::policy> policies;
    for (const auto& root : roots) policies.push_back(consents::compile(consents::with(json(root))).value());
    for (const auto& [name, type] : {std::pair{"Observation", resource_type::Observation}, {"Condition", resource_type::Condition},
                                     {"Procedure", resource_type::Procedure}}) {
      asking asked;
      asked.type = type;
      if (draw.one_in(2)) asked.actors = {"Practitioner/y", "Organization/o"};
      if (draw.one_in(3)) {
        asked.purpose = "ETREAT";
        asked.ancestors = {"TREAT", "PurposeOfUse"};
      }
      int expected = 0;
      for (const auto& root : roots) expected = std::max(expected, says(root, asked, name, false, true));
      const auto made = consents::decide(policies, asked);
      ASSERT_EQ(made.permit, expected == 1) << json(roots[0]) << "\n" << json(roots[1]) << "\n" << name;
      ASSERT_EQ(made.reason == phr::consent::reason::denied_by_provision, expected == 2);
      ++(made.permit ? permitted : denied);
    }
  }
  EXPECT_GT(permitted, 500);
  EXPECT_GT(denied, 500);
}

}  // namespace
