// Imports bundle.json into labs.phr, finds the newest HbA1c values, and draws them: labs.svg. A second run changes nothing.
#include <phr/analytics/chart.hpp>
#include <phr/analytics/report.hpp>
#include <phr/fhir/r4/observation.hpp>
#include <phr/phr.hpp>

#include <cstdio>
#include <fstream>
#include <iostream>

namespace {

phr::result<void> run() {
  PHR_TRY(auto store, phr::store::open("labs.phr", phr::passphrase("correct horse"), {.create = true}));
  PHR_TRY(auto me, store.session(phr::owner(), {.now = phr::clock_now()}));

  PHR_TRY(const auto report, me.import_file("bundle.json"));
  std::cout << report.created << " created, " << report.unchanged << " unchanged\n";

  PHR_TRY(const auto hits, me.search("Observation?code=http://loinc.org|4548-4&_sort=-date&_count=3"));
  for (const auto& hit : hits) {
    PHR_TRY(const auto seen, hit.as<phr::fhir::r4::Observation>());
    const auto* value = seen.value.as<phr::fhir::r4::Quantity>();
    const auto* when = seen.effective.as<phr::fhir::r4::dateTime>();
    if (value != nullptr && when != nullptr) {  // digits as they were written: 5.10 stays 5.10
      std::cout << when->value().to_string().substr(0, 10) << ' ' << value->value.digits() << ' ' << value->unit.view() << '\n';
    }
  }

  // Refused, where two units occur; the interval of the slope says how much is known.
  PHR_TRY(const auto trend, me.lab_trend("http://loinc.org|4548-4"));
  std::cout << phr::analytics::to_text(trend);
  std::ofstream("labs.svg") << phr::analytics::line_chart_svg(trend.series);
  return store.close();
}

}  // namespace

int main() {
  const auto done = run();
  if (!done) std::fputs((phr::describe(done.error()) + '\n').c_str(), stderr);  // a code and a place, never health data
  return done ? 0 : 1;
}
