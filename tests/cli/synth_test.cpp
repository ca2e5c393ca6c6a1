// Sample data: the same bytes everywhere, and Bundles and lines that hang together.
#include "cli/made.hpp"

#include <phr/crypto/digest.hpp>

#include <algorithm>
#include <set>

namespace {

using made::many;
using made::resource;
using made::run;
using made::text;
using made::value;
using phr::synth::format;
using phr::synth::options;

std::string bytes_of(const options& chosen) {
  std::string all;
  phr::synth::generate(chosen, [&](std::string_view name, std::string_view content) {
    all.append(name).append("\n").append(content);
    return true;
  });
  return all;
}

std::string sha256_of(const std::string& content) {
  const auto digest =
      phr::crypto::sha256({reinterpret_cast<const std::uint8_t*>(content.data()), content.size()}).value();
  std::string hex;
  for (const std::uint8_t byte : digest) {
    hex += "0123456789abcdef"[byte >> 4U];
    hex += "0123456789abcdef"[byte & 15U];
  }
  return hex;
}

TEST(SynthBytes, AreTheRecordedOnesOnEveryPlatform) {
  EXPECT_EQ(sha256_of(bytes_of({.seed = 1, .people = 6, .years = 2, .shape = format::bundle})),
            "8c14a6e214e4340e01583d304d1c590ab2583106f8bf750d01664fb87541c3ad");
  EXPECT_EQ(sha256_of(bytes_of({.seed = 1, .people = 6, .years = 2, .shape = format::ndjson})),
            "083f8218191f675c8d63252869380d089ff5586063f1008a62d3a2e8d1b88f33");
}

TEST(SynthBytes, AreTheSameForTheSameOptions) {
  for (const format shape : {format::bundle, format::ndjson}) {
    const options chosen{.seed = 42, .people = 7, .years = 3, .end = {2020, 2, 29}, .shape = shape};
    EXPECT_EQ(bytes_of(chosen), bytes_of(chosen));
  }
}

TEST(SynthBytes, DifferForDifferentSeeds) {
  std::set<std::string> seen;
  for (std::uint64_t seed = 0; seed < 50; ++seed) seen.insert(bytes_of({.seed = seed, .people = 1, .years = 1}));
  EXPECT_EQ(seen.size(), 50U);
}

TEST(SynthPeople, AreNotChangedByMorePeople) {
  for (const format shape : {format::bundle, format::ndjson}) {
    phr::synth::generator few({.seed = 9, .people = 2, .years = 3, .shape = shape});
    phr::synth::generator more({.seed = 9, .people = 200, .years = 3, .shape = shape});
    for (unsigned index = 0; index < 8; ++index) {
      const std::string alone(few.person(index));
      EXPECT_EQ(alone, more.person(index)) << index;
    }
    EXPECT_EQ(std::string(few.shared()), more.shared());
  }
}

TEST(SynthPeople, AreMadeInAnyOrder) {
  phr::synth::generator forward({.seed = 3});
  phr::synth::generator backward({.seed = 3});
  std::vector<std::string> expected;
  for (unsigned index = 0; index < 6; ++index) expected.emplace_back(forward.person(index));
  for (unsigned index = 6; index-- > 0;) EXPECT_EQ(backward.person(index), expected[index]) << index;
}

TEST(SynthDocuments, AreNamedByPersonAndShape) {
  std::vector<std::string> names;
  const auto keep = [&](std::string_view name, std::string_view) {
    names.emplace_back(name);
    return true;
  };
  phr::synth::generate({.people = 2, .years = 1, .shape = format::ndjson}, keep);
  phr::synth::generate({.people = 1, .years = 1}, keep);
  EXPECT_EQ(names, (std::vector<std::string>{"shared.ndjson", "person-0001.ndjson", "person-0002.ndjson",
                                             "person-0001.json"}));
  EXPECT_EQ(phr::synth::person_file_name({}, 12344), "person-12345.json");
}

TEST(SynthDocuments, EndWhenTheSinkSaysSo) {
  unsigned calls = 0;
  phr::synth::generate({.people = 100, .years = 1}, [&](std::string_view, std::string_view) { return ++calls < 3; });
  EXPECT_EQ(calls, 3U);
  calls = 0;
  phr::synth::generate({.people = 100, .years = 1, .shape = format::ndjson}, [&](std::string_view, std::string_view) {
    ++calls;
    return false;
  });
  EXPECT_EQ(calls, 1U);
}

TEST(SynthOptions, OutOfRangeAreBroughtIntoRange) {
  EXPECT_EQ(bytes_of({.people = 1, .years = 0}), bytes_of({.people = 1, .years = 1}));
  EXPECT_EQ(bytes_of({.people = 1, .years = 4000}), bytes_of({.people = 1, .years = 120}));
  EXPECT_EQ(bytes_of({.people = 1, .end = {1500, 1, 1}}), bytes_of({.people = 1, .end = {1930, 1, 1}}));
  EXPECT_EQ(bytes_of({.people = 1, .end = {9000, 1, 1}}), bytes_of({.people = 1, .end = {2200, 1, 1}}));
}

TEST(SynthBundle, IsATransactionThatSaysWhatToDoWithEachEntry) {
  const run all(many(format::bundle));
  ASSERT_EQ(all.bundles().size(), 18U);
  for (const value& bundle : all.bundles()) {
    EXPECT_EQ(text(bundle["resourceType"]), "Bundle");
    EXPECT_EQ(text(bundle["type"]), "transaction");
  }
  const std::set<std::string> shared{"Organization", "Practitioner"};
  for (const value& entry : all.entries()) {
    const std::string type = text(entry["resource"]["resourceType"]);
    const std::string id = text(entry["resource"]["id"]);
    const bool put = shared.contains(type);
    EXPECT_EQ(text(entry["request"]["method"]), put ? "PUT" : "POST");
    EXPECT_EQ(text(entry["request"]["url"]), put ? type + "/" + id : type);
    EXPECT_TRUE(put || text(entry["fullUrl"]) == "urn:uuid:" + id) << id;
  }
}

TEST(SynthResources, AreCountedAsWritten) {
  for (const format shape : {format::bundle, format::ndjson}) {
    const run all(many(shape));
    EXPECT_EQ(all.written(), all.resources().size());
  }
}

TEST(SynthResources, OfAllTypesAreThere) {
  const run all({.people = 6});
  std::set<std::string> seen;
  for (const resource& each : all.resources()) seen.insert(each.type());
  EXPECT_EQ(seen,
            (std::set<std::string>{"AllergyIntolerance", "Condition", "Consent", "DiagnosticReport",
                                   "DocumentReference", "Encounter", "Immunization", "MedicationRequest", "Observation",
                                   "Organization", "Patient", "Practitioner", "Procedure", "RelatedPerson"}));
}

bool is_uuid_of_version_4(const std::string& id) {
  if (id.size() != 36) return false;
  for (std::size_t at = 0; at < id.size(); ++at) {
    const bool dash = at == 8 || at == 13 || at == 18 || at == 23;
    if (dash ? id[at] != '-' : std::string_view("0123456789abcdef").find(id[at]) == std::string_view::npos)
      return false;
  }
  return id[14] == '4' && std::string_view("89ab").find(id[19]) != std::string_view::npos;
}

TEST(SynthIds, AreUniqueAndUuidsButForWhatIsShared) {
  const run all(many(format::ndjson));
  std::set<std::string> seen;
  for (const resource& each : all.resources()) {
    EXPECT_TRUE(seen.insert(text(each.json["id"])).second) << each.name();
    const bool shared = each.document == phr::synth::shared_file_name();
    EXPECT_NE(is_uuid_of_version_4(text(each.json["id"])), shared) << each.name();
  }
  EXPECT_TRUE(seen.contains(std::string(phr::synth::visiting_clinician_id)));
}

TEST(SynthIds, OfTwoThousandPeopleDiffer) {
  phr::synth::generator make({.people = 2000, .years = 1, .shape = format::ndjson});
  std::set<std::string> seen;
  for (unsigned index = 0; index < 2000; ++index) {
    const std::string person(make.person(index));
    for (std::size_t at = person.find("\"id\":\""); at != std::string::npos; at = person.find("\"id\":\"", at + 1)) {
      EXPECT_TRUE(seen.insert(person.substr(at + 6, 36)).second);
    }
  }
  EXPECT_EQ(seen.size(), make.resources());
}

// What a reference may point to, by the member that holds it.
const std::map<std::string, std::set<std::string>> targets{
    {"Patient.generalPractitioner", {"Practitioner"}},
    {"Patient.managingOrganization", {"Organization"}},
    {"RelatedPerson.patient", {"Patient"}},
    {"Encounter.subject", {"Patient"}},
    {"Encounter.participant.individual", {"Practitioner"}},
    {"Encounter.serviceProvider", {"Organization"}},
    {"Condition.subject", {"Patient"}},
    {"Condition.recorder", {"Practitioner"}},
    {"MedicationRequest.subject", {"Patient"}},
    {"MedicationRequest.requester", {"Practitioner"}},
    {"MedicationRequest.reasonReference", {"Condition"}},
    {"AllergyIntolerance.patient", {"Patient"}},
    {"Procedure.subject", {"Patient"}},
    {"Procedure.performer.actor", {"Practitioner"}},
    {"Immunization.patient", {"Patient"}},
    {"Immunization.performer.actor", {"Organization"}},
    {"Observation.subject", {"Patient"}},
    {"Observation.encounter", {"Encounter"}},
    {"Observation.performer", {"Practitioner", "Organization"}},
    {"DiagnosticReport.subject", {"Patient"}},
    {"DiagnosticReport.encounter", {"Encounter"}},
    {"DiagnosticReport.performer", {"Organization"}},
    {"DiagnosticReport.result", {"Observation"}},
    {"DocumentReference.subject", {"Patient"}},
    {"DocumentReference.author", {"Practitioner"}},
    {"Consent.patient", {"Patient"}},
    {"Consent.provision.actor.reference", {"Practitioner"}},
};

// Bundle: to an entry of the same Bundle. Lines: to a line of the same person or a shared one.
void expect_references_resolve(const run& all) {
  std::map<std::string, std::set<std::string>> names;  // by document
  std::map<std::string, std::string> types;
  for (const resource& each : all.resources()) {
    const std::string name = each.full_url.empty() ? each.name() : each.full_url;
    names[each.document].insert(name);
    types[name] = each.type();
  }
  const std::set<std::string>& shared = names[std::string(phr::synth::shared_file_name())];
  std::set<std::string> unused;
  for (const auto& [path, allowed] : targets) unused.insert(path);
  for (const resource& each : all.resources()) {
    made::walk(each.json, [&](const std::string& path, std::string_view name, const value& json) {
      if (name != "reference" || !json.is_string()) return;
      const std::string to = text(json);
      const std::string from = each.type() + "." + path.substr(0, path.size() - std::string_view(".reference").size());
      EXPECT_TRUE(names[each.document].contains(to) || shared.contains(to)) << each.name() << " " << path;
      ASSERT_TRUE(targets.contains(from)) << from;
      EXPECT_TRUE(targets.at(from).contains(types[to])) << from << " to " << to;
      unused.erase(from);
    });
  }
  EXPECT_EQ(unused, std::set<std::string>{});
}

TEST(SynthReferences, ResolveWithinTheBundle) { expect_references_resolve(run(many(format::bundle))); }

TEST(SynthReferences, ResolveWithinThePersonsLinesAndTheSharedOnes) {
  expect_references_resolve(run(many(format::ndjson)));
}

TEST(SynthReferences, OfAReportAreTheValuesOfItsVisit) {
  const run all(many(format::ndjson));
  std::map<std::string, std::string> encounters;
  std::map<std::string, unsigned> reports;
  for (const resource& each : all.of("Observation"))
    encounters[each.name()] = text(each.json["encounter"]["reference"]);
  for (const resource& each : all.of("DiagnosticReport")) {
    EXPECT_GT(each.json["result"].size(), 0U);
    for (const value result : each.json["result"].elements()) {
      const std::string name = text(result["reference"]);
      EXPECT_EQ(encounters[name], text(each.json["encounter"]["reference"]));
      EXPECT_EQ(++reports[name], 1U) << name;
    }
  }
}

// The resource's text with references as lines have them.
std::string as_line(std::string line, const std::map<std::string, std::string>& names) {
  const std::string_view begin = "\"reference\":\"urn:uuid:";
  for (std::size_t at = line.find(begin); at != std::string::npos; at = line.find(begin, at + 1)) {
    const std::size_t from = at + std::string_view("\"reference\":\"").size();
    line.replace(from, 45, names.at(line.substr(from, 45)));
  }
  return line;
}

TEST(SynthShapes, HoldTheSameResources) {
  const run bundles(many(format::bundle));
  const run lines(many(format::ndjson));
  std::map<std::string, std::string> names;
  for (const resource& each : bundles.resources()) names[each.full_url] = each.name();
  std::set<std::string> from_bundles;
  std::set<std::string> from_lines;
  for (const resource& each : bundles.resources()) from_bundles.insert(as_line(std::string(each.json.source()), names));
  for (const resource& each : lines.resources()) from_lines.insert(std::string(each.json.source()));
  EXPECT_EQ(from_bundles.size(), from_lines.size());
  EXPECT_TRUE(from_bundles == from_lines);
}

// The newest day that a resource names as its own.
std::string day_of(const resource& each) {
  std::string newest;
  for (const char* name : {"authoredOn", "effectiveDateTime", "issued", "occurrenceDateTime", "date"}) {
    newest = std::max(newest, text(each.json[name]).substr(0, 10));
  }
  for (const char* name : {"period", "effectivePeriod"})
    newest = std::max(newest, text(each.json[name]["end"]).substr(0, 10));
  return newest;
}

TEST(SynthYears, AddOlderResourcesAndChangeNone) {
  options chosen{.seed = 11, .people = 12, .years = 3, .shape = format::ndjson};
  const run few(chosen);
  chosen.years = 10;
  const run more(chosen);
  std::set<std::string> expected;
  std::set<std::string> found;
  for (const resource& each : few.resources()) expected.insert(std::string(each.json.source()));
  std::size_t older = 0;
  for (const resource& each : more.resources()) {
    const std::string source(each.json.source());
    found.insert(source);
    if (expected.contains(source)) continue;
    EXPECT_LT(day_of(each), "2023-01-01") << each.name();
    EXPECT_NE(day_of(each), "") << each.name();
    ++older;
  }
  EXPECT_TRUE(std::includes(found.begin(), found.end(), expected.begin(), expected.end()));
  EXPECT_GT(older, expected.size());
}

}  // namespace
