// The 14 searches of the published benchmark of Google's Android FHIR engine, under its names, over ten thousand patients with encounters,
// conditions, practitioners and organizations. Beside them stands what that project publishes for a Pixel 7 (its documentation, "FHIR Engine
// Library Benchmarks"), which is another machine: the shape of the list counts, not a factor of two. Each gives the resources, as theirs does.
#include "report.hpp"
#include "synthetic.hpp"

#include <algorithm>
#include <string_view>

namespace {

namespace bench = phr::bench;

constexpr std::string_view wanted_types[] = {"Patient", "Encounter", "Condition", "Practitioner", "Organization"};

bool is_wanted(std::string& line) {
  constexpr std::string_view mark = R"({"resourceType":")";
  const std::string_view type = std::string_view(line).substr(mark.size(), line.find('"', mark.size()) - mark.size());
  return std::find(std::begin(wanted_types), std::end(wanted_types), type) != std::end(wanted_types);
}

// Their parameter of an app's own.
constexpr const char* index_number =
    R"({"resourceType":"SearchParameter","url":"http://example.org/index-number","name":"IndexNumber","status":"active","description":"x","code":"index-number","base":["Patient"],)"
    R"("type":"number","expression":"Patient.extension.where(url = 'http://example.org/index-number').value"})";

// Their own additions to the data.
std::string additions() {
  std::string entries;
  const auto add = [&](const std::string& resource) {
    entries += (entries.empty() ? "" : ",") + (R"({"resource":)" + resource + R"(,"request":{"method":"POST","url":")" +
                                               resource.substr(17, resource.find('"', 17) - 17) + R"("}})");
  };
  for (int nth = 0; nth < 1000; ++nth) {
    const std::string number = std::to_string(nth * 3);
    add(R"({"resourceType":"RiskAssessment","status":"final","subject":{"display":"x"},"prediction":[{"probabilityDecimal":)" + number + "}]}");
    add(R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":)" + number + R"(,"system":"http://unitsofmeasure.org","code":"g"}})");
  }
  add(R"({"resourceType":"RiskAssessment","status":"final","subject":{"display":"x"},"prediction":[{"probabilityDecimal":99.5}]})");
  add(R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":5.403,"system":"http://unitsofmeasure.org","code":"g"}})");
  add(R"({"resourceType":"Condition","code":{"coding":[{"system":"http://snomed.info/sct","code":"44054006"}]},"subject":{"reference":"Patient/bond"}})");
  add(R"({"resourceType":"Patient","birthDate":"2025-02-08"})");
  add(R"({"resourceType":"Patient","birthDate":"2025-02-09"})");
  add(R"({"resourceType":"Patient","name":[{"given":["Mirian768"]}]})");
  add(R"({"resourceType":"Patient","name":[{"given":["Julio255"]}],"extension":[{"url":"http://example.org/index-number","valueInteger":10}]})");
  add(R"({"resourceType":"Patient","name":[{"given":["James"],"family":"Gorden-01"}],"generalPractitioner":[{"reference":"Practitioner/family-doctor"}]})");
  return R"({"resourceType":"Bundle","type":"transaction","entry":[)" + entries + "]}";
}

bench::filled_store& clinic() {
  static bench::filled_store made = [] {
    auto filled = bench::fill(42'505, 1, is_wanted);  // of exactly 10,000 people
    auto me = filled.me();
    static_cast<void>(me.update(R"({"resourceType":"Patient","id":"bond","name":[{"given":["James-12"],"family":"Bond-01"}]})").value());
    static_cast<void>(me.import_text(additions()).value());
    static_cast<void>(me.add_search_parameter(index_number).value(), 0);
    return filled;
  }();
  return made;
}

void search(benchmark::State& state, const char* query, double published) {
  auto me = clinic().me();
  std::vector<double> spent;
  std::size_t bytes = 0;
  auto take = [&](std::string_view json) {
    bytes += json.size();
    return true;
  };
  for (auto _ : state) spent.push_back(bench::seconds_of([&] { static_cast<void>(me.search(query).value().each(take).value(), 0); }));
  if (bytes == 0) state.SkipWithError("the query finds nothing");
  bench::report(state, "us, p50", bench::median(spent) * 1e6, "published, Pixel 7", published * 1e3, bench::better::lower);
}

#define PHR_ANDROID(name, query, published) BENCHMARK_CAPTURE(search, name, query, published)->Iterations(200)->Name("android-fhir: " #name)
PHR_ANDROID(searchPatientGivenWithDisjunctValues, "Patient?given:exact=Mirian768,Julio255", 34.47);
PHR_ANDROID(searchEncounterLocalLastUpdated, "Encounter?_sort=-_lastUpdated&_count=1", 428.07);
PHR_ANDROID(searchPatientHasEncounter, "Patient?_has:Encounter:patient:type=http://snomed.info/sct|185349003&_count=1", 104.66);
PHR_ANDROID(searchPatientSortedByBirthDate, "Patient?_sort=-birthdate&_count=1", 612.62);
PHR_ANDROID(searchPatientSortedByName, "Patient?_sort=-name&_count=1", 497.06);
PHR_ANDROID(searchPatientWithIncludeGeneralPractitioner, "Patient?name:contains=Gorden-01&_include=Patient:general-practitioner", 9.53);
PHR_ANDROID(searchPatientWithRevIncludeConditions, "Patient?name:contains=Bond-01&_revinclude=Condition:subject", 8.32);
PHR_ANDROID(searchPatientIdWithTokenIdentifier, "Patient?_id=bond", 11.11);
PHR_ANDROID(searchPatientWithEitherGivenNameOrBirthDate, "Patient?_filter=given eq \"Mirian768\" or birthdate eq 2025-02-09", 16.17);
PHR_ANDROID(searchPatientWithEitherGivenNameOrIndexNumber, "Patient?_filter=given eq \"Mirian768\" or index-number eq 10", 15.61);
PHR_ANDROID(searchWithTypeDateSearchParameter, "Patient?birthdate=2025-02-08", 5.65);
PHR_ANDROID(searchWithTypeNumberSearchParameter, "RiskAssessment?probability=100", 1.68);
PHR_ANDROID(searchWithTypeQuantitySearchParameter, "Observation?value-quantity=5.403|http://unitsofmeasure.org|g", 3.12);
PHR_ANDROID(searchWithTypeStringSearchParameter, "Patient?name:contains=Mirian768", 24.49);
#undef PHR_ANDROID

}  // namespace
