// Checking resources against R4, invariants included: as texts, and once they are models.
#include "report.hpp"
#include "resources.hpp"

#include <phr/fhir/json_codec.hpp>
#include <phr/validate/validate.hpp>

namespace {

namespace bench = phr::bench;
namespace fhir = phr::fhir;
namespace validate = phr::validate;
using bench::bytes_of;
using bench::resources;

constexpr double wanted = 200;  // MB/s

void models(benchmark::State& state) {
  fhir::json_decoder decoder;
  std::vector<fhir::any_resource> read;
  for (const auto& each : resources()) read.push_back(decoder.decode(each).value());
  std::vector<double> spent;
  for (auto _ : state) {
    spent.push_back(bench::seconds_of([&] {
      for (const auto& each : read) benchmark::DoNotOptimize(validate::check(each).issues.size());
    }));
  }
  bench::report(state, "MB/s of JSON", bytes_of(resources()) / bench::median(spent) / 1e6, "limit", wanted, bench::better::higher);
}
BENCHMARK(models)->Iterations(7)->Unit(benchmark::kMillisecond)->Name("validate: models");

void texts(benchmark::State& state) {
  std::vector<double> spent;
  for (auto _ : state) {
    spent.push_back(bench::seconds_of([&] {
      for (const auto& each : resources()) benchmark::DoNotOptimize(validate::check_text(each).issues.size());
    }));
  }
  bench::report(state, "MB/s", bytes_of(resources()) / bench::median(spent) / 1e6, "limit", wanted, bench::better::higher);
}
BENCHMARK(texts)->Iterations(7)->Unit(benchmark::kMillisecond)->Name("validate: texts, decoding included");

}  // namespace
