// Synthea's people dealt out to three sources at random, under ids that collide, against a model: nothing lost, nothing merged.
#include <phr/core/describe.hpp>
#include <phr/fhir/reference.hpp>
#include <phr/session/session.hpp>

#include "search_model.hpp"
#include "support/file_bytes.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <map>
#include <set>

namespace {

namespace json = phr::fhir::json;
using phr::test::model::dice;

constexpr std::size_t sources_of_a_split = 3;

// A Bundle of Synthea, and the types of what its fullUrls name.
struct person {
  std::string text;
  json::document parsed;
  std::map<std::string, std::string, std::less<>> types;
};

// What one source says: its resources under ids of its own, which are those of every other source as well.
struct export_of {
  std::string uri;
  std::map<std::string, std::string> resources;  // "Type/id" to compact JSON
  std::map<std::string, std::size_t> counts;      // of each type
  std::map<std::string, std::string> renamed;     // urn:uuid: to "Type/id"

  std::string name(const std::string& full_url, const std::string& type) {
    auto& known = renamed[full_url];
    if (known.empty()) known = type + "/" + std::to_string(++counts[type]);
    return known;
  }
};

void write(std::string& out, const json::value& from, export_of& of, const person& who, bool is_reference) {
  if (from.is_object() || from.is_array()) {
    char separator = from.is_object() ? '{' : '[';
    const char begin = separator;
    for (const json::member& each : from.members()) {
      out += std::exchange(separator, ',');
      out += '"' + std::string(each.name) + "\":";
      write(out, each.value, of, who, each.name == "reference");
    }
    for (const json::value& each : from.elements()) {
      out += std::exchange(separator, ',');
      write(out, each, of, who, false);
    }
    if (separator == begin) out += separator;
    out += begin == '{' ? '}' : ']';
    return;
  }
  if (!is_reference) {
    out += from.source();
    return;
  }
  const std::string text(from.raw_text());
  const auto type = who.types.find(text);
  const std::size_t question = text.find('?');
  const std::string other = question == std::string::npos ? "Organization" : text.substr(0, question);
  out += '"' + of.name(text, type == who.types.end() ? other : type->second) + '"';
}

std::string rest_of(std::string_view text) {
  json::document parsed;
  EXPECT_TRUE(parsed.parse(text));
  std::string rest;
  for (const json::member& each : parsed.root().members()) {
    if (each.name != "resourceType" && each.name != "id" && each.name != "meta") rest += std::string(each.name) + ":" + std::string(each.value.source()) + "\n";
  }
  return rest;
}

class SourceSplits : public testing::Test {
 protected:
  void SetUp() override {
    const char* const suites = std::getenv("PHR_SUITES");
    if (suites == nullptr) GTEST_SKIP() << "PHR_SUITES is not set";
    std::set<std::filesystem::path> files;
    for (const auto& each : std::filesystem::directory_iterator(std::filesystem::path(suites) / "synthea-10")) {
      const std::string name = each.path().filename().string();
      if (name.ends_with(".json") && name.find("Information") == std::string::npos) files.insert(each.path());
    }
    for (const auto& path : files) {
      person& who = people_.emplace_back();
      who.text = phr::test::read_file(path.string());
      ASSERT_TRUE(who.parsed.parse(who.text));
      for (const json::value& each : who.parsed.root()["entry"].elements()) {
        who.types.emplace(each["fullUrl"].raw_text(), each["resource"]["resourceType"].raw_text());
      }
    }
    ASSERT_FALSE(people_.empty());
    store_.emplace(phr::store::open(folder_.path("me.phr"), phr::passphrase("x"), {.create = true, .cost = phr::crypto::argon2_test_cost}).value());
    me_.emplace(store_->session(phr::owner(), {.now = 1'700'000'000'000'000}).value());
  }

  export_of deal(std::size_t split, std::size_t nth, dice& throws) {
    export_of made;
    made.uri = "https://s" + std::to_string(nth) + ".example/" + std::to_string(split);
    for (std::size_t people = 1 + throws.below(2); people-- > 0;) {
      const person& who = people_[throws.below(people_.size())];
      const json::value entries = who.parsed.root()["entry"];
      const std::size_t first = throws.below(entries.size());
      for (std::size_t at = first == 0 ? 0 : first; at < std::min<std::size_t>(first + 12, entries.size()); ++at) add(entries.at(static_cast<std::uint32_t>(at)), made, who);
      add(entries.at(0), made, who);  // the Patient
    }
    return made;
  }

  static void add(const json::value& entry, export_of& to, const person& who) {
    const json::value resource = entry["resource"];
    const std::string name = to.name(std::string(entry["fullUrl"].raw_text()), std::string(resource["resourceType"].raw_text()));
    const std::size_t slash = name.find('/');
    std::string text = R"({"resourceType":")" + name.substr(0, slash) + R"(","id":")" + name.substr(slash + 1) + '"';
    for (const json::member& each : resource.members()) {
      if (each.name == "resourceType" || each.name == "id" || each.name == "meta") continue;
      text += ",\"" + std::string(each.name) + "\":";
      write(text, each.value, to, who, false);
    }
    to.resources.emplace(name, text + "}");
  }

  // Some of what a source says as one import.
  void import(const export_of& of, std::size_t first, std::size_t last, bool by_url, phr::import_report& sum) {
    std::string bundle = R"({"resourceType":"Bundle","type":"collection","entry":[)";
    std::size_t nth = 0;
    for (const auto& [name, text] : of.resources) {
      if (nth >= first && nth < last) {
        if (bundle.back() != '[') bundle += ',';
        bundle += '{' + (by_url ? R"("fullUrl":")" + of.uri + "/" + name + "\"," : std::string()) + R"("resource":)" + text + '}';
      }
      ++nth;
    }
    const auto done = me_->import_text(bundle + "]}", phr::import_options{.source = by_url ? std::string_view() : std::string_view(of.uri)});
    ASSERT_TRUE(done) << phr::describe(done.error());
    sum.add(done.value());
  }

  phr::import_report import_all(const std::vector<export_of>& all, dice& throws) {
    struct part {
      std::size_t of, first, last;
    };
    std::vector<part> parts;
    for (std::size_t nth = 0; nth < all.size(); ++nth) {
      const std::size_t size = all[nth].resources.size();
      const std::size_t middle = throws.below(size + 1);
      parts.push_back({nth, 0, middle});
      parts.push_back({nth, middle, size});
    }
    for (std::size_t left = parts.size(); left > 1; --left) std::swap(parts[left - 1], parts[throws.below(left)]);
    phr::import_report sum;
    for (const part& each : parts) {
      if (each.first != each.last) import(all[each.of], each.first, each.last, throws.chance(50), sum);
    }
    return sum;
  }

  void check(const export_of& of) {
    std::map<std::string, std::string> given;
    const auto take = [&](std::string_view text) {
      json::document parsed;
      EXPECT_TRUE(parsed.parse(text));
      given.emplace(std::string(parsed.root()["resourceType"].raw_text()) + "/" + std::string(parsed.root()["id"].raw_text()), rest_of(text));
      return true;
    };
    ASSERT_TRUE(me_->export_source(of.uri, take));
    ASSERT_EQ(given.size(), of.resources.size());
    for (const auto& [name, text] : of.resources) ASSERT_EQ(given[name], rest_of(text)) << of.uri << " " << name;
  }

  // What each of the source's patients is referred to by, here, is what the source says so of.
  void check_references(const export_of& of) {
    const auto patients = me_->search("Patient?_source=" + of.uri).value();
    std::size_t found = 0;
    for (const auto& each : patients) {
      const auto hits = me_->search("Observation?subject=Patient/" + each.id()).value();
      for (const auto& hit : hits) {
        EXPECT_EQ(hit.source().value(), of.uri);
        ++found;
      }
    }
    std::size_t said = 0;
    std::size_t with_type = 0;
    for (const auto& [name, text] : of.resources) {
      json::document parsed;
      ASSERT_TRUE(parsed.parse(text));
      with_type += name.starts_with("Observation/") ? 1 : 0;
      said += name.starts_with("Observation/") && of.resources.contains(std::string(parsed.root()["subject"]["reference"].raw_text())) ? 1 : 0;
    }
    EXPECT_EQ(found, said) << of.uri;
    EXPECT_EQ(me_->search("Observation?_source=" + of.uri).value().size(), with_type);
  }

  std::deque<person> people_{};
  phr::test::temporary_folder folder_;
  std::optional<phr::store> store_;
  std::optional<phr::session> me_;
};

TEST_F(SourceSplits, OfTwoHundredLoseNothingAndMergeNothing) {
  dice throws(20261130);
  std::vector<export_of> all;
  std::uint64_t resources = 0;
  for (std::size_t split = 0; split < 200; ++split) {
    std::vector<export_of> dealt;
    std::uint64_t size = 0;
    for (std::size_t nth = 0; nth < sources_of_a_split; ++nth) {
      dealt.push_back(deal(split, nth, throws));
      size += dealt.back().resources.size();
    }
    const auto first = import_all(dealt, throws);
    ASSERT_EQ(first.created, size) << split;
    const auto second = import_all(dealt, throws);
    ASSERT_EQ(second.unchanged, size) << split;
    ASSERT_EQ(second.total(), size);
    for (const export_of& each : dealt) {
      check(each);
      check_references(each);
      if (HasFatalFailure()) return;
    }
    resources += size;
    all.push_back(std::move(dealt.front()));
  }
  for (const export_of& each : all) check(each);  // whatever came after it
  const auto info = store_->info().value();
  std::uint64_t there = 0;
  for (const auto& each : info.counts) there += each.count;
  EXPECT_EQ(there, resources);
  std::printf("200 splits over 3 sources, %llu resources under colliding ids: nothing lost, nothing merged\n", static_cast<unsigned long long>(resources));
}

}  // namespace
