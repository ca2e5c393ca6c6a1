// Evaluating compiled expressions on decoded models.
#include "report.hpp"
#include "resources.hpp"

#include <phr/fhir/json_codec.hpp>
#include <phr/fhirpath/expression.hpp>

namespace {

namespace bench = phr::bench;
namespace fhir = phr::fhir;
namespace fhirpath = phr::fhirpath;

constexpr double wanted = 5;  // million evaluations a second

// The sample's resources of one type.
std::vector<fhir::any_resource> models_of(fhir::resource_type type) {
  fhir::json_decoder decoder;
  std::vector<fhir::any_resource> made;
  for (const auto& text : bench::resources()) {
    auto read = decoder.decode(text).value();
    if (read.type() == type) made.push_back(std::move(read));
    if (made.size() == 2000) break;
  }
  return made;
}

void evaluate(benchmark::State& state, fhir::resource_type type, const char* text) {
  const auto models = models_of(type);
  const auto expression = fhirpath::expression::compile(text, {.type = fhir::name(type)}).value();
  if (models.empty()) return state.SkipWithError("PHR_SUITES is unset: no resources");
  const std::size_t rounds = 400'000 / models.size() + 1;
  std::vector<double> spent;
  for (auto _ : state) {
    spent.push_back(bench::seconds_of([&] {
      for (std::size_t round = 0; round < rounds; ++round) {
        for (const auto& each : models) benchmark::DoNotOptimize(expression(each).value().size());
      }
    }));
  }
  const double evaluations = static_cast<double>(rounds * models.size());
  bench::report(state, "M evaluations/s", evaluations / bench::median(spent) / 1e6, "limit", wanted, bench::better::higher);
}

BENCHMARK_CAPTURE(evaluate, official_given, fhir::resource_type::Patient, "Patient.name.where(use='official').given.first()")
    ->Iterations(5)->Unit(benchmark::kMillisecond)->Name("fhirpath: first given name of the official name");
BENCHMARK_CAPTURE(evaluate, loinc, fhir::resource_type::Observation, "Observation.code.coding.where(system='http://loinc.org' and code='8867-4').exists()")
    ->Iterations(5)->Unit(benchmark::kMillisecond)->Name("fhirpath: LOINC filter on Observation");
BENCHMARK_CAPTURE(evaluate, quantity, fhir::resource_type::Observation, "Observation.value.ofType(Quantity).value")
    ->Iterations(5)->Unit(benchmark::kMillisecond)->Name("fhirpath: value.ofType(Quantity).value");

void compile(benchmark::State& state) {
  std::vector<double> spent;
  for (auto _ : state) {
    spent.push_back(bench::seconds_of([] {
      for (int round = 0; round < 10'000; ++round) benchmark::DoNotOptimize(fhirpath::expression::compile("Patient.name.where(use='official').given.first()", {.type = "Patient"}).has_value());
    }));
  }
  bench::report(state, "us to compile", bench::median(spent) / 10'000 * 1e6, "limit", 20, bench::better::lower);
}
BENCHMARK(compile)->Iterations(5)->Unit(benchmark::kMillisecond)->Name("fhirpath: compile with checks");

}  // namespace
