// A Bundle that is imported entry by entry, beside the same one parsed as a whole: one report, one content of the store, one error.
#include "gate/door.hpp"
#include "interactions/import/import.hpp"
#include "interactions/import/large_bundle.hpp"
#include "store/sql/access.hpp"
#include "support/resources.hpp"
#include "support/temporary_folder.hpp"

#include <phr/core/describe.hpp>
#include <phr/core/id.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

namespace phr::test {
namespace {

struct record_of {
  explicit record_of(const std::string& path)
      : engine(storage::engine::open(path, passphrase("x"), {.create = true, .cost = crypto::argon2_test_cost}).value()),
        me(gate::door::open(engine, owner(), access::purpose::patient_request, 1'700'000'000'000'000).value()) {}

  // What stands, without the ids that were thrown, and how much else there is.
  std::string content(std::string_view input) {
    auto writing = engine->write().value();
    auto& work = writing.work();
    const auto& on = storage::sql_of(work).on();
    std::vector<std::string> all;
    auto keys = on.prepare("SELECT key FROM resource").value();
    while (keys.step().value()) all.push_back(without_random(work.standing(keys.integer(0)).value().json, input));
    std::sort(all.begin(), all.end());
    std::string text;
    for (const auto& each : all) text += each + "\n";
    for (const char* table : {"identity", "history", "change", "term", "coding", "shape", "subject_set", "index_token", "index_string", "index_date", "index_reference", "index_quantity", "index_uri",
                              "index_composite", "compartment"}) {
      auto count = on.prepare(std::string("SELECT count(*) FROM ") + table).value();
      EXPECT_TRUE(count.step().value());
      text += std::string(table) + " " + std::to_string(count.integer(0)) + "\n";
    }
    return text;
  }

  static std::string without_random(std::string text, std::string_view input) {
    for (std::size_t at = 0; at + 36 <= text.size(); ++at) {
      const std::string_view id = std::string_view(text).substr(at, 36);
      if (is_canonical_uuid(id) && input.find(id) == std::string_view::npos) text.replace(at, 36, "random");
    }
    return text;
  }

  std::shared_ptr<storage::engine> engine;
  gate::door me;
};

std::string told(const result<import_report>& done) {
  if (!done) {
    const error& why = done.error();
    // Of several entries that refer by one condition, another one may be the first to find that it is ambiguous.
    if (why.code() == errc::ambiguous_match) return name(why.code()).data();
    return std::string(name(why.code()).data()) + (why.has_ordinal() ? " [" + std::to_string(why.ordinal()) + "]" : "") + " " + std::to_string(why.line()) + ":" + std::to_string(why.column());
  }
  return to_text(done.value());
}

class LargeBundle : public testing::Test {
 protected:
  // Which of two sources has an id that both use depends on which comes first, and that on the way.
  static constexpr import_options of_one_source{.source = "urn:example:large"};

  // Imports it both ways into stores that may hold something before, and compares.
  void both(const std::string& text, const std::string& before = {}) {
    const std::string number = std::to_string(count_++);
    record_of whole(folder_.path(number + "w"));
    record_of pulled(folder_.path(number + "p"));
    if (!before.empty()) {
      ASSERT_TRUE(interactions::import_text(whole.me, before, of_one_source));
      ASSERT_TRUE(interactions::import_text(pulled.me, before, of_one_source));
    }
    const auto expected = interactions::import_text(whole.me, text, of_one_source, SIZE_MAX);
    auto from = input::reader::in_pieces(text, 777, "a text");
    const auto found = interactions::import_large_bundle(pulled.me, from, of_one_source);
    if (found && !found.value()) {
      ++not_opened_;
      EXPECT_EQ(from.taken(), 0U);
    } else if (found && !found.value()->report) {
      ++as_whole_;
      EXPECT_EQ(found.value()->why.code(), errc::unsupported);
    } else {
      ++by_entries_;
      EXPECT_EQ(told(found ? result<import_report>(*found.value()->report) : result<import_report>(found.error())), told(expected)) << text.substr(0, 3000);
      EXPECT_EQ(pulled.content(text), whole.content(text)) << text.substr(0, 3000);
      if (!found) ++refused_;
    }
  }

  static std::string read(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
  }
  static std::string suites() {
    const char* root = std::getenv("PHR_SUITES");
    return root == nullptr ? "" : root;
  }
  void print() const { std::printf("%d by entries, %d of them refused; %d only as a whole; %d of another form\n", by_entries_, refused_, as_whole_, not_opened_); }

  temporary_folder folder_;
  int count_ = 0;
  int by_entries_ = 0;
  int refused_ = 0;
  int as_whole_ = 0;
  int not_opened_ = 0;
};

TEST_F(LargeBundle, OfSyntheaIsAsItIsAsAWhole) {
  if (suites().empty()) GTEST_SKIP() << "PHR_SUITES is unset: no synthea-10";
  for (const auto& file : std::filesystem::directory_iterator(suites() + "/synthea-10")) {
    if (file.path().extension() == ".json" && file.file_size() < (6U << 20U)) both(read(file.path()));
  }
  print();
  EXPECT_GE(by_entries_, 5);
}

TEST_F(LargeBundle, OfTheExamplesIsAsItIsAsAWhole) {
  if (suites().empty()) GTEST_SKIP() << "PHR_SUITES is unset: no fhir-r4-examples";
  for (const auto& file : std::filesystem::directory_iterator(suites() + "/fhir-r4-examples")) {
    if (file.path().extension() != ".json") continue;
    const std::string text = read(file.path());
    if (text.find("\"resourceType\": \"Bundle\"") != std::string::npos || text.find("\"resourceType\":\"Bundle\"") != std::string::npos) both(text);
  }
  print();
  EXPECT_GE(by_entries_, 5);
}

class bundle_dice {
 public:
  explicit bundle_dice(unsigned seed) : from_(seed) {}
  int operator()(int sides) { return static_cast<int>(from_() % static_cast<unsigned>(sides)); }
  std::string text(int sides) { return std::to_string((*this)(sides)); }

 private:
  std::mt19937 from_;
};

// A Bundle with references that lead forwards, backwards and out of it, and now and then a defect.
std::string random_bundle(bundle_dice& roll) {
  static constexpr const char* types[] = {"transaction", "transaction", "batch", "collection", "searchset", "nonsense"};
  const std::string type = types[roll(50) == 0 ? 5 : roll(5)];
  const bool requests = type == "transaction" || type == "batch";
  const int count = roll(12);
  const bool clean = roll(3) != 0;
  const auto urn = [](int nth) { return "urn:uuid:00000000-0000-4000-8000-0000000000" + std::to_string(10 + nth); };
  const auto full_url = [&](int nth) {
    const std::string kind = nth % 3 == 0 ? "Patient/" : "Observation/";
    switch ((nth * 7 + static_cast<int>(type.size())) % 4) {
      case 0: return std::string();
      case 1: return "http://a.example/fhir/" + kind + "e" + std::to_string(nth);
      default: return urn(nth);
    }
  };
  const auto reference = [&]() -> std::string {
    const int nth = roll(clean ? std::max(count, 1) : count + 2);
    switch (roll(8)) {
      case 0: return "Patient/e" + std::to_string(nth);
      case 1: return "http://a.example/fhir/Patient/e" + std::to_string(nth);
      case 2: return "Patient?identifier=urn:s|" + roll.text(4);
      case 3: return "http://elsewhere.example/Patient/1";
      default: {
        const std::string url = full_url(nth);
        return url.empty() ? "Patient/e" + std::to_string(nth) : url;
      }
    }
  };
  std::string text = roll(8) == 0 ? R"({"type":")" + type + R"(","resourceType":"Bundle",)" : R"({"resourceType":"Bundle", "type":")" + type + "\",\n";
  if (roll(20) == 0) text = R"({"resourceType":"Bundle",)";
  text += R"("entry":[)";
  for (int nth = 0; nth < count; ++nth) {
    const bool is_patient = nth % 3 == 0;
    const std::string kind = is_patient ? "Patient" : "Observation";
    std::string id = "e" + std::to_string(!clean && roll(25) == 0 ? 0 : nth);
    if (!clean && roll(40) == 0) id = "not valid";
    const std::string method = roll(3) == 0 ? "POST" : "PUT";
    std::string resource = R"({"resourceType":")" + (!clean && roll(60) == 0 ? std::string("Nonsense") : kind) + "\"";
    const bool has_id = roll(8) != 0;
    if (has_id) resource += R"(,"id":")" + id + "\"";
    if (is_patient) {
      resource += R"(,"identifier":[{"system":"urn:s","value":")" + roll.text(6) + R"("}],"name":[{"family":"F)" + roll.text(9) + R"("}],"managingOrganization":{"reference":")" + reference() + "\"}}";
    } else {
      resource += R"(,"status":"final","code":{"text":"x"},"subject":{"reference":")" + reference() + R"("},"extension":[{"url":"http://e.example/x","valueUri":")" + (roll(6) == 0 ? reference() : "http://u.example") + "\"}]}";
    }
    if (!clean && roll(80) == 0) resource.insert(resource.size() - 1, ",");
    if (nth != 0) text += roll(2) == 0 ? ",\n" : ",";
    if (roll(30) == 0 && !requests) {
      text += R"({"fullUrl":"urn:x"})";
      continue;
    }
    if (requests && roll(15) == 0) {
      text += R"({"request":{"method":"DELETE","url":"Patient/d)" + roll.text(3) + "\"" + (clean ? "" : R"(,"ifMatch":"W/\"1\"")") + "}}";
      continue;
    }
    text += "{";
    if (const std::string url = full_url(!clean && roll(25) == 0 ? 1 : nth); !url.empty()) text += R"("fullUrl":")" + url + "\",";
    text += "\"resource\":" + resource;
    if (requests) {
      text += R"(,"request":{"method":")" + method + R"(","url":")" + kind + (method == "PUT" ? "/" + id : "") + "\"";
      if (method == "POST" && roll(40) == 0) text += R"(,"ifNoneExist":"identifier=urn:s|)" + roll.text(4) + "\"";
      if (method == "PUT" && !clean && roll(12) == 0) text += R"(,"ifMatch":"W/\"2\"")";
      text += "}";
    }
    text += "}";
  }
  text += "]";
  if (roll(4) == 0) text += R"(, "total": 5)";
  text += "}";
  if (!clean && roll(25) == 0) text.resize(text.size() - static_cast<std::size_t>(1 + roll(9)));
  return text;
}

TEST_F(LargeBundle, OfAnyKindIsAsItIsAsAWhole) {
  const std::string before = R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"d0"}},{"resource":{"resourceType":"Patient","id":"d1"}},
    {"resource":{"resourceType":"Patient","id":"e3"}},{"resource":{"resourceType":"Patient","id":"i","identifier":[{"system":"urn:s","value":"1"}]}}]})";
  const char* const first = std::getenv("PHR_FIRST_SEED");
  const unsigned begin = first == nullptr ? 0 : static_cast<unsigned>(std::atoi(first));
  const char* const more = std::getenv("PHR_NIGHTLY");
  const unsigned seeds = more != nullptr && *more != '\0' ? 4000 : 120;
  for (unsigned seed = begin; seed < begin + seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    bundle_dice roll(seed);
    both(random_bundle(roll), before);
  }
  print();
  EXPECT_GT(by_entries_, static_cast<int>(seeds) / 2);
  EXPECT_GT(refused_, static_cast<int>(seeds) / 20);
}

TEST_F(LargeBundle, LandsWholeOrNotAtAllFromAFile) {
  const std::string head = R"({"resourceType":"Bundle","type":"collection","entry":[)";
  std::string text = head;
  for (int nth = 0; nth < 300; ++nth) text += (nth == 0 ? "" : ",") + ("{\"resource\":" + patient("n" + std::to_string(nth)) + "}");
  const std::string path = folder_.path("b.json");
  record_of in(folder_.path("me.phr"));
  std::ofstream(path) << text << ",{\"resource\":{\"resourceType\":\"Nonsense\"}}]}";
  const auto refused = interactions::import_file(in.me, path, {}, 1000);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), errc::unknown_resource_type);
  EXPECT_EQ(refused.error().ordinal(), 300U);
  EXPECT_EQ(in.content(text).find("Patient"), std::string::npos);
  std::ofstream(path) << text << "]}";
  std::uint64_t last = 0;
  auto tell = [&](const progress_step& step) {
    EXPECT_GE(step.done, last);
    last = step.done;
    EXPECT_EQ(step.total, text.size() + 2);
    return true;
  };
  const auto done = interactions::import_file(in.me, path, {.watch = tell}, 1000);
  ASSERT_TRUE(done) << describe(done.error());
  EXPECT_EQ(done.value().created, 300U);
  EXPECT_EQ(done.value().bytes, text.size() + 2);
  auto stop = [](const progress_step&) { return false; };
  EXPECT_EQ(interactions::import_file(in.me, path, {.watch = stop}, 1000).error().code(), errc::cancelled);
}

// What entry by entry cannot be told is imported as a whole where the input can be read again, and refused where it cannot.
TEST_F(LargeBundle, WithAConditionIsReadAgain) {
  const std::string text = R"({"resourceType":"Bundle","type":"transaction","entry":[{"resource":{"resourceType":"Patient","identifier":[{"system":"urn:s","value":"1"}]},
    "request":{"method":"POST","url":"Patient","ifNoneExist":"identifier=urn:s|1"}}]})";
  const std::string path = folder_.path("b.json");
  std::ofstream(path) << text;
  record_of in(folder_.path("me.phr"));
  EXPECT_EQ(interactions::import_file(in.me, path, {}, 10).value().created, 1U);
  EXPECT_EQ(interactions::import_text(in.me, text, {}, 10).value().unchanged, 1U);
  auto from = input::reader::in_pieces(text, 10, "a text");
  EXPECT_EQ(interactions::import_large_bundle(in.me, from, {}).value()->why.code(), errc::unsupported);
}

}  // namespace
}  // namespace phr::test
