// References that lead nowhere: to what was never written, is deleted or was purged. It is only referred to, and matches nothing.
#include "session/search_fixture.hpp"
#include "session/search_random.hpp"

#include <functional>

namespace {

using namespace phr::test;
using phr::fhir::resource_type;

class DanglingReference : public search_fixture {
 protected:
  void SetUp() override {
    heart("there");
    heart("deleted");
    heart("purged");
    heart("changed");
    of("of-there", {"there"});
    of("of-never", {"never"});
    of("of-deleted", {"deleted"});
    of("of-purged", {"purged"});
    of("of-both", {"never", "there"});
    of("of-none", {});
    add("List", "all", R"("status":"current","mode":"working","entry":[)" + item("never") + "," + item("deleted") + "," + item("purged") + "," + item("there") + "," + item("of-never") + "]");
    auto me = owner();
    ASSERT_TRUE(me.remove(resource_type::Observation, "deleted"));
    ASSERT_TRUE(me.purge(resource_type::Observation, "purged"));
  }

  void heart(const std::string& id) {
    add("Observation", id, R"("status":"final","text":{"status":"generated","div":"<div>a beating heart</div>"},"code":{"coding":[{"system":"urn:c","code":"hr","display":"Heart rate"}]},"note":[{"text":"heart"}],"valueQuantity":{"value":60,"system":"http://unitsofmeasure.org","code":"/min"})");
  }
  void of(const std::string& id, const std::vector<std::string>& targets) {
    std::string list;
    for (const std::string& each : targets) list += (list.empty() ? "" : ",") + reference(each);
    add("Observation", id, R"("status":"final","code":{"coding":[{"system":"urn:c","code":"derived","display":"Derived"}]})" + (list.empty() ? "" : R"(,"derivedFrom":[)" + list + "]"));
  }
  static std::string reference(const std::string& id) { return R"({"reference":"Observation/)" + id + "\"}"; }
  static std::string item(const std::string& id) { return R"({"item":)" + reference(id) + "}"; }

  // Everything that is asked below, with an index of words and without.
  void chains() {
    const these leads{"of-there", "of-both"};
    for (const char* criterion : {"_content=heart", "_text=beating", "code:text=heart", "code=hr", "code:not=other", "_id=there,never,deleted,purged", "_lastUpdated=gt2000",
                                  "status:missing=false", "subject:missing=true", "code-value-quantity=hr$60", "value-quantity=60", "_content=nothing,heart",
                                  "code:text=nothing,heart", "_filter=code eq hr", "_list=all"}) {
      const std::string chained = std::string("derived-from.") + criterion;
      EXPECT_EQ(matching("Observation?" + chained), leads) << "drives";
      EXPECT_EQ(matching("Observation?derived-from:" + std::string("Observation.") + criterion), leads) << "by type";
      EXPECT_EQ(matching("Observation?status=final&" + chained), leads) << "asked of each";
      EXPECT_EQ(matching("Observation?_id=of-there,of-never,of-deleted,of-purged&" + chained), these{"of-there"}) << "asked of few";
      EXPECT_EQ(matching("Observation?code=derived&_sort=code,-_id&" + chained), leads) << "in order";
      EXPECT_EQ(matching("Observation?_sort=_lastUpdated&_count=50&" + chained), leads) << "on a page";
    }
  }
};

TEST_F(DanglingReference, ChainsEndAtWhatIsThere) { chains(); }

TEST_F(DanglingReference, ChainsEndAtWhatIsThereWithAnIndexOfWords) {
  ASSERT_TRUE(owner().index_full_text());
  chains();
}

TEST_F(DanglingReference, WhatAChainWouldHaveMatchedIsNoMatch) {
  EXPECT_EQ(matching("Observation?derived-from._content=nothing"), these{});
  EXPECT_EQ(matching("Observation?derived-from.code:text=nothing"), these{});
  EXPECT_EQ(matching("Observation?derived-from.code:not=hr"), these{});
  EXPECT_EQ(matching("Observation?derived-from.code:missing=true"), these{});
  EXPECT_EQ(matching("Observation?derived-from._id=never,deleted,purged"), these{});
  EXPECT_EQ(matching("Observation?derived-from.derived-from._content=heart"), these{});
}

// Two steps: the first to what is there, the second not.
TEST_F(DanglingReference, LongerChainsEndThereToo) {
  of("far-there", {"of-there"});
  of("far-never", {"of-never"});
  of("far-lost", {"lost-on-the-way"});
  EXPECT_EQ(matching("Observation?derived-from.derived-from._content=heart"), these{"far-there"});
  EXPECT_EQ(matching("Observation?derived-from.derived-from.code:text=heart,other"), these{"far-there"});
  EXPECT_EQ(matching("Observation?derived-from._content=derived"), (these{"far-there", "far-never"}));
  EXPECT_EQ(matching("Observation?_has:Observation:derived-from:_has:Observation:derived-from:_content=derived"), these{"there"});
}

TEST_F(DanglingReference, HasIsOfWhatIsThere) {
  EXPECT_EQ(matching("Observation?_has:Observation:derived-from:_content=derived"), these{"there"});
  EXPECT_EQ(matching("Observation?_has:Observation:derived-from:code:text=derived"), these{"there"});
  EXPECT_EQ(matching("Observation?_has:Observation:derived-from:code=derived"), these{"there"});
  EXPECT_EQ(matching("Observation?_has:Observation:derived-from:code:not=x"), these{"there"});
  EXPECT_EQ(matching("Observation?code=hr&_has:Observation:derived-from:_content=derived"), these{"there"});
  EXPECT_EQ(matching("Observation?_sort=code&_has:Observation:derived-from:_content=derived"), these{"there"});
  EXPECT_EQ(matching("Observation?_has:List:item:_content=working"), (these{"there", "of-never"}));
  EXPECT_EQ(matching("Observation?_has:List:item:status=current"), (these{"there", "of-never"}));
  EXPECT_EQ(matching("Observation?_has:List:item:_id=all"), (these{"there", "of-never"}));
  ASSERT_TRUE(owner().remove(resource_type::Observation, "of-both"));
  ASSERT_TRUE(owner().remove(resource_type::Observation, "of-there"));
  EXPECT_EQ(matching("Observation?_has:Observation:derived-from:_content=derived"), these{});
}

TEST_F(DanglingReference, FiltersAskWhatIsThere) {
  const these leads{"of-there", "of-both"};
  EXPECT_EQ(matching("Observation?_filter=derived-from.code eq hr"), leads);
  EXPECT_EQ(matching("Observation?_filter=derived-from[status eq final].code eq hr"), leads);
  EXPECT_EQ(matching("Observation?_filter=derived-from[not (status eq draft)].code eq hr"), leads);
  EXPECT_EQ(matching("Observation?_filter=derived-from.status pr true"), leads);
  EXPECT_EQ(matching("Observation?_filter=code eq derived and not (derived-from.code eq hr)"), (these{"of-never", "of-deleted", "of-purged", "of-none"}));
  EXPECT_EQ(matching("Observation?_filter=code eq derived and derived-from.code ne hr"), (these{"of-never", "of-deleted", "of-purged", "of-none"}));
}

TEST_F(DanglingReference, ReferencesThemselvesAreFound) {
  EXPECT_EQ(matching("Observation?derived-from=Observation/never"), (these{"of-never", "of-both"}));
  EXPECT_EQ(matching("Observation?derived-from=deleted"), these{"of-deleted"});
  EXPECT_EQ(matching("Observation?derived-from=purged"), these{"of-purged"});
  EXPECT_EQ(matching("Observation?derived-from:missing=true"), (these{"there", "changed", "of-none"}));
}

TEST_F(DanglingReference, ListsIncludesAndTheStoreGiveWhatIsThere) {
  EXPECT_EQ(matching("Observation?_list=all"), (these{"there", "of-never"}));
  EXPECT_EQ(matching("Observation?_list=all&_content=heart"), these{"there"});
  EXPECT_EQ(matching("Observation?_list=all&_sort=code"), (these{"there", "of-never"}));
  EXPECT_EQ(matching("Observation?_id=of-never,of-deleted,of-purged,of-both&_include=Observation:derived-from"), (these{"of-never", "of-deleted", "of-purged", "of-both", "there"}));
  EXPECT_EQ(matching("Observation?_id=there&_revinclude=Observation:derived-from&_revinclude:iterate=Observation:derived-from"), (these{"there", "of-there", "of-both"}));
  EXPECT_EQ(matching("Observation?_content=heart"), (these{"there", "changed"}));
  EXPECT_EQ(matching("Observation?_content=heart&code:text=heart&_sort=-code"), (these{"there", "changed"}));
  EXPECT_EQ(matching("Observation?_id=never,deleted,purged"), these{});
  EXPECT_EQ(matching("Observation?_id=never,deleted,purged&_content=heart"), these{});
  EXPECT_EQ(matching("Observation?_id=never,deleted,purged&_sort=code"), these{});
}

// From what a resource contains, a chain goes on to the outside.
TEST_F(DanglingReference, ChainsFromWhatIsContainedEndToo) {
  const auto request = [&](const std::string& id, const std::string& maker) {
    add("MedicationRequest", id, R"("status":"active","intent":"order","contained":[{"resourceType":"Medication","id":"m","manufacturer":{"reference":"Organization/)" + maker + R"("}}],"medicationReference":{"reference":"#m"})");
  };
  add("Organization", "maker", R"("name":"Maker","type":[{"text":"Heart works"}])");
  request("made", "maker");
  request("by-nobody", "nobody");
  EXPECT_EQ(matching("MedicationRequest?medication.manufacturer._content=heart"), these{"made"});
  EXPECT_EQ(matching("MedicationRequest?medication.manufacturer.type:text=heart"), these{"made"});
  EXPECT_EQ(matching("MedicationRequest?medication.manufacturer.type:not=x"), these{"made"});
  EXPECT_EQ(matching("MedicationRequest?_contained=true&_containedType=container"), these{});
}

// Of what consent shows, too.
TEST_F(DanglingReference, WhoSeesAPartIsToldTheSame) {
  put({patient("p")});
  add("Observation", "mine", R"("status":"final","code":{"coding":[{"code":"m","display":"Heart"}]},"subject":{"reference":"Patient/p"},"derivedFrom":[{"reference":"Observation/never"},{"reference":"Observation/purged"}])");
  add("Observation", "ours", R"("status":"final","code":{"coding":[{"code":"m"}]},"subject":{"reference":"Patient/p"},"derivedFrom":[{"reference":"Observation/mine"}])");
  put({consent("k", "p", "mia", {"Observation"})});
  auto mia = as("mia");
  EXPECT_EQ(found(mia, "Observation?derived-from._content=heart"), ids{"Observation/ours"});
  EXPECT_EQ(found(mia, "Observation?derived-from.code:text=heart"), ids{"Observation/ours"});
  EXPECT_EQ(found(mia, "Observation?derived-from.code:not=x"), ids{"Observation/ours"});
  EXPECT_EQ(found(mia, "Observation?_has:Observation:derived-from:_content=m"), ids{"Observation/mine"});
}

// ---- at random ----

using namespace phr::test::model;

// Observations that are derived from each other, many of which are not there.
class DanglingOracle : public search_fixture {
 protected:
  struct node {
    entry said;
    bool live = false;
    std::string word;
    std::vector<std::size_t> targets;
  };
  // A question, and whether it holds of a resource that is there.
  struct question {
    std::string written;
    std::function<bool(const node&)> holds;
  };

  void fill(dice& roll, std::size_t many) {
    all_.resize(many);
    for (std::size_t turn = 0; turn < many * 2; ++turn) {
      const std::size_t which = roll.below(many);  // some are never written
      node made;
      made.said.id = "r" + std::to_string(which);
      made.live = true;
      made.word = roll.of(words());
      std::string derived;
      for (std::size_t left = roll.below(4); left > 0; --left) {
        made.targets.push_back(roll.below(many));
        derived += (derived.empty() ? "" : ",") + std::string(R"({"reference":"Observation/r)") + std::to_string(made.targets.back()) + "\"}";
      }
      make_observation(roll, made.said, made.word, derived.empty() ? "" : R"("derivedFrom":[)" + derived + "]");
      auto me = owner();
      const auto written = me.update(made.said.json);
      ASSERT_TRUE(written) << made.said.json << " " << phr::describe(written.error());
      if (roll.chance(20)) {
        made.live = false;
        ASSERT_TRUE(me.remove(resource_type::Observation, made.said.id));
      } else if (roll.chance(10)) {
        made.live = false;
        ASSERT_TRUE(me.purge(resource_type::Observation, made.said.id));
      }
      all_[which] = std::move(made);
    }
  }

  static const std::vector<std::string>& words() {
    static const std::vector<std::string> some{"heart", "lung", "kidney"};
    return some;
  }

  question leaf(dice& roll) const {
    const std::string word = roll.of(words());
    const auto says = [word](const node& each) { return each.word == word; };
    switch (roll.below(4)) {
      case 0: return {"_content=" + word, says};
      case 1: return {"code:text=" + word, says};
      case 2: {
        const std::string id = "r" + std::to_string(roll.below(all_.size()));
        return {"_id=" + id, [id](const node& each) { return each.said.id == id; }};
      }
      default: {
        const criterion one = random_criterion(roll, false);
        return {one.written, [one](const node& each) { return one.matches(each.said); }};
      }
    }
  }

  question chained(dice& roll, int depth) const {
    if (depth == 0) return leaf(roll);
    const question inner = chained(roll, depth - 1);
    if (roll.chance(50)) {
      return {"derived-from." + inner.written, [this, inner](const node& each) {
                return std::any_of(each.targets.begin(), each.targets.end(), [&](std::size_t target) { return all_[target].live && inner.holds(all_[target]); });
              }};
    }
    return {"_has:Observation:derived-from:" + inner.written, [this, inner](const node& each) {
              return std::any_of(all_.begin(), all_.end(), [&](const node& other) {
                const auto refers = [&](std::size_t target) { return &all_[target] == &each; };
                return other.live && inner.holds(other) && std::any_of(other.targets.begin(), other.targets.end(), refers);
              });
            }};
  }

  std::vector<node> all_;
};

TEST_F(DanglingOracle, AgreesWhateverIsNotThere) {
  dice roll(20250917);
  fill(roll, 120);
  int telling = 0;
  for (int turn = 0; turn < 1000 && !HasFailure(); ++turn) {
    std::vector<question> asked{chained(roll, 1 + static_cast<int>(roll.below(2)))};
    if (roll.chance(40)) asked.push_back(chained(roll, static_cast<int>(roll.below(2))));
    std::string query = "Observation?" + asked[0].written + (asked.size() > 1 ? "&" + asked[1].written : "");
    if (roll.chance(30)) query += roll.chance(50) ? "&_sort=-code" : "&_sort=date";
    these wanted;
    for (const node& each : all_) {
      if (each.live && std::all_of(asked.begin(), asked.end(), [&](const question& one) { return one.holds(each); })) wanted.insert(each.said.id);
    }
    EXPECT_EQ(matching(query), wanted) << query;
    if (!wanted.empty() && wanted.size() < all_.size() / 2) ++telling;
  }
  EXPECT_GT(telling, 300);
}

}  // namespace
