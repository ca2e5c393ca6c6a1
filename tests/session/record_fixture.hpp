// A store of one small family, open, for tests of sessions.
#pragma once

#include <phr/core/describe.hpp>
#include <phr/session/session.hpp>

#include "support/resources.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

namespace phr::test {

inline constexpr std::int64_t test_now = 1'700'000'000'000'000;  // 2023-11-14T22:13:20Z

class record_fixture : public testing::Test {
 protected:
  record_fixture()
      : store_(phr::store::open(path(), phr::passphrase("x"), {.create = true, .cost = phr::crypto::argon2_test_cost}).value()) {}

  phr::session owner() { return store_.session(phr::owner(), {.now = test_now}).value(); }
  phr::session as(std::string_view practitioner, phr::purpose purpose = phr::purpose::treatment, std::int64_t now = test_now) {
    return store_.session(phr::access::practitioner("Practitioner/" + std::string(practitioner)).value(), {.purpose = purpose, .now = now}).value();
  }

  // Writes resources under their own ids.
  void put(std::initializer_list<std::string> resources) {
    auto me = owner();
    for (const std::string& each : resources) {
      const auto written = me.update(each);
      ASSERT_TRUE(written) << each << " " << phr::describe(written.error());
    }
  }

  // "Observation/o1" of all hits, sorted.
  static std::vector<std::string> found(phr::session& in, std::string_view query) {
    const auto hits = in.search(query);
    EXPECT_TRUE(hits) << query << ": " << (hits ? "" : phr::describe(hits.error()));
    std::vector<std::string> ids;
    if (!hits) return ids;
    for (const auto& hit : hits.value()) ids.push_back(std::string(phr::fhir::name(hit.type())) + "/" + hit.id());
    std::sort(ids.begin(), ids.end());
    return ids;
  }

  // A file; with PHR_TEST_IN_MEMORY nowhere but in memory, for those tests that ask no file.
  std::string path() { return std::getenv("PHR_TEST_IN_MEMORY") != nullptr ? ":memory:" : folder_.path("me.phr"); }

  phr::test::temporary_folder folder_;
  phr::store store_;
};

using ids = std::vector<std::string>;

}  // namespace phr::test
