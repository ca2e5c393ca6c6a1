// A store to search, for tests that assert the whole set of ids.
#pragma once

#include "session/record_fixture.hpp"

#include <set>

namespace phr::test {

using these = std::set<std::string>;  // a whole set of ids

class search_fixture : public record_fixture {
 protected:
  // Writes one resource; `body` is its members without type and id, and may be empty.
  void add(const std::string& type, const std::string& id, const std::string& body) {
    put({R"({"resourceType":")" + type + R"(","id":")" + id + "\"" + (body.empty() ? "" : ",") + body + "}"});
  }

  // The ids of all hits as they come, of one type.
  ids ordered(const std::string& query) {
    auto me = owner();
    const auto hits = me.search(query);
    EXPECT_TRUE(hits) << query << ": " << (hits ? "" : phr::describe(hits.error()));
    ids out;
    if (!hits) return out;
    const std::string type = query.substr(0, query.find('?'));
    for (const auto& hit : hits.value()) {
      EXPECT_EQ(phr::fhir::name(hit.type()), type) << query;
      out.push_back(hit.id());
    }
    return out;
  }

  // The same as a set. Each hit is given once.
  these matching(const std::string& query) {
    const ids hits = ordered(query);
    these out(hits.begin(), hits.end());
    EXPECT_EQ(out.size(), hits.size()) << query;
    return out;
  }

  // The error of a search that has to be refused.
  phr::error refusal(const std::string& query) {
    auto me = owner();
    const auto hits = me.search(query);
    EXPECT_FALSE(hits) << query;
    return hits ? phr::error{} : hits.error();
  }
};

}  // namespace phr::test
