// Thousands of random searches, each compared with looking at every resource.
#include "session/search_fixture.hpp"
#include "session/search_random.hpp"

namespace {

using namespace phr::test;
using namespace phr::test::model;

// ---- the comparison ----

class SearchOracle : public search_fixture {
 protected:
  // Writes resources, some of them over and over and some deleted again, so that the index has a history.
  void fill(dice& roll, std::vector<entry>& into, const char* type, std::size_t many, std::size_t writes) {
    auto me = owner();
    const bool patients = std::string_view(type) == "Patient";
    into.resize(many);
    for (std::size_t turn = 0; turn < writes; ++turn) {
      const std::size_t which = turn < many ? turn : roll.below(many);
      entry made;
      made.id = "r" + std::to_string(which);
      made.first_written = which;
      if (patients) {
        make_patient(roll, made);
      } else {
        make_observation(roll, made);
      }
      const auto written = me.update(made.json);
      ASSERT_TRUE(written) << made.json << " " << phr::describe(written.error());
      if (roll.chance(10)) {
        made.live = false;
        ASSERT_TRUE(me.remove(*phr::fhir::resource_type_named(type), made.id));
      }
      into[which] = std::move(made);
    }
  }

  // As FHIR defines it: every criterion holds.
  static these expected(const std::vector<entry>& all, const std::vector<criterion>& asked) {
    these out;
    for (const entry& each : all) {
      const auto holds = [&](const criterion& one) { return one.matches(each); };
      if (each.live && std::all_of(asked.begin(), asked.end(), holds)) out.insert(each.id);
    }
    return out;
  }

  // Compares `many` searches; says how many of them found some resources but not all.
  int compare(dice& roll, const std::vector<entry>& all, const std::string& type, int many) {
    auto me = owner();
    int telling = 0;
    for (int turn = 0; turn < many && !HasFailure(); ++turn) {
      std::vector<criterion> asked;
      std::string query = type + "?";
      for (std::size_t left = 1 + roll.below(3); left > 0; --left) {
        asked.push_back(random_criterion(roll, type == "Patient"));
        query += (asked.size() == 1 ? "" : "&") + asked.back().written;
      }
      const auto hits = me.search(query);
      EXPECT_TRUE(hits) << query << ": " << (hits ? "" : phr::describe(hits.error()));
      if (!hits) return telling;
      these found;
      for (const auto& hit : hits.value()) EXPECT_TRUE(found.insert(hit.id()).second) << query;
      const these wanted = expected(all, asked);
      EXPECT_EQ(found, wanted) << query;
      if (!wanted.empty() && wanted.size() < all.size() / 2) ++telling;
    }
    return telling;
  }
};

TEST_F(SearchOracle, AgreesOnObservations) {
  dice roll(20240229);
  std::vector<entry> all;
  fill(roll, all, "Observation", 250, 400);
  EXPECT_GT(compare(roll, all, "Observation", 2000), 700);
}

TEST_F(SearchOracle, AgreesOnPatients) {
  dice roll(19800203);
  std::vector<entry> all;
  fill(roll, all, "Patient", 100, 150);
  EXPECT_GT(compare(roll, all, "Patient", 1000), 350);
}

TEST_F(SearchOracle, AgreesOnTheOrderByDateAndOnPages) {
  dice roll(4711);
  std::vector<entry> all;
  fill(roll, all, "Observation", 80, 120);
  const auto low = [](const entry* of) { return of->dates.at("date").front().low; };
  for (int turn = 0; turn < 60 && !HasFailure(); ++turn) {
    const criterion asked = random_criterion(roll, false);
    const bool falling = roll.chance(50);
    std::vector<const entry*> wanted;
    for (const entry& each : all) {
      if (each.live && asked.matches(each)) wanted.push_back(&each);
    }
    std::stable_sort(wanted.begin(), wanted.end(), [&](const entry* a, const entry* b) {
      const bool dated_a = a->dates.contains("date");
      if (dated_a != b->dates.contains("date")) return dated_a;
      if (!dated_a || low(a) == low(b)) return falling ? a->first_written > b->first_written : a->first_written < b->first_written;
      return falling ? low(a) > low(b) : low(a) < low(b);
    });
    ids order;
    for (const entry* each : wanted) order.push_back(each->id);
    const std::string query = "Observation?" + asked.written + "&_sort=" + (falling ? "-date" : "date");
    EXPECT_EQ(ordered(query), order) << query;
    ids pages;
    for (std::size_t from = 0; from <= order.size(); from += 7) {
      const ids page = ordered(query + "&_count=7&_offset=" + std::to_string(from));
      pages.insert(pages.end(), page.begin(), page.end());
    }
    EXPECT_EQ(pages, order) << query;
  }
}

}  // namespace
