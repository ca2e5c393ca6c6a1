// Resources as compact JSON to models and back, beside simdjson's DOM on the same bytes; as XML beside expat.
#include "report.hpp"
#include "resources.hpp"

#include <phr/fhir/lazy_json.hpp>
#include <phr/fhir/xml_codec.hpp>

#include <expat.h>
#include <simdjson.h>

#include <malloc.h>

namespace {

namespace bench = phr::bench;
using bench::bytes_of;
using bench::resources;
namespace fhir = phr::fhir;

void decode(benchmark::State& state) {
  const auto& texts = resources();
  const std::vector<simdjson::padded_string> padded(texts.begin(), texts.end());
  fhir::json_decoder ours;
  simdjson::dom::parser theirs;
  std::vector<double> spent;
  std::vector<double> peer;
  for (auto _ : state) {
    spent.push_back(bench::seconds_of([&] {
      for (const auto& each : texts) benchmark::DoNotOptimize(ours.decode(each).has_value());
    }));
    peer.push_back(bench::seconds_of([&] {
      for (const auto& each : padded) benchmark::DoNotOptimize(theirs.parse(each).error());
    }));
  }
  const double bytes = bytes_of(texts);
  bench::report(state, "MB/s", bytes / bench::median(spent) / 1e6, "simdjson DOM, same bytes", bytes / bench::median(peer) / 1e6, bench::better::higher);
}
BENCHMARK(decode)->Iterations(7)->Unit(benchmark::kMillisecond)->Name("models: decode and check, one resource each");

// Opens each resource and looks at its status.
void lazy(benchmark::State& state) {
  const auto& texts = resources();
  const std::vector<simdjson::padded_string> padded(texts.begin(), texts.end());
  fhir::lazy_json ours;
  simdjson::dom::parser theirs;
  std::vector<double> spent;
  std::vector<double> peer;
  for (auto _ : state) {
    spent.push_back(bench::seconds_of([&] {
      for (const auto& each : texts) benchmark::DoNotOptimize(ours.open(each).has_value() && ours.text("status").empty());
    }));
    peer.push_back(bench::seconds_of([&] {
      for (const auto& each : padded) benchmark::DoNotOptimize(theirs.parse(each).error());
    }));
  }
  const double bytes = bytes_of(texts);
  bench::report(state, "MB/s", bytes / bench::median(spent) / 1e6, "simdjson DOM, same bytes", bytes / bench::median(peer) / 1e6, bench::better::higher);
}
BENCHMARK(lazy)->Iterations(7)->Unit(benchmark::kMillisecond)->Name("models: lazy view, one element read");

void encode(benchmark::State& state) {
  const auto& texts = resources();
  std::vector<fhir::any_resource> models;
  for (const auto& each : texts) models.push_back(fhir::json_decode(each).value());
  std::string out;
  std::vector<double> spent;
  double bytes = 0;
  for (auto _ : state) {
    bytes = 0;
    spent.push_back(bench::seconds_of([&] {
      for (const auto& each : models) {
        out.clear();
        fhir::append_json(out, each);
        bytes += static_cast<double>(out.size());
      }
    }));
  }
  bench::report(state, "MB/s", bytes / bench::median(spent) / 1e6, "limit", 1000, bench::better::higher);
}
BENCHMARK(encode)->Iterations(7)->Unit(benchmark::kMillisecond)->Name("models: encode");

// Beside expat with nothing to tell: one parser for all texts, no namespaces, its events unheard.
void xml_decode(benchmark::State& state) {
  std::vector<std::string> texts;
  for (const auto& each : resources()) texts.push_back(fhir::xml_encode(fhir::json_decode(each).value()).value());
  fhir::xml_decoder ours;
  XML_Parser theirs = XML_ParserCreate("UTF-8");
  std::vector<double> spent;
  std::vector<double> peer;
  for (auto _ : state) {
    spent.push_back(bench::seconds_of([&] {
      for (const auto& each : texts) benchmark::DoNotOptimize(ours.decode(each).has_value());
    }));
    peer.push_back(bench::seconds_of([&] {
      for (const auto& each : texts) {
        XML_ParserReset(theirs, "UTF-8");
        benchmark::DoNotOptimize(XML_Parse(theirs, each.data(), static_cast<int>(each.size()), XML_TRUE));
      }
    }));
  }
  XML_ParserFree(theirs);
  const double bytes = bytes_of(texts);
  bench::report(state, "MB/s", bytes / bench::median(spent) / 1e6, "expat alone, same bytes", bytes / bench::median(peer) / 1e6, bench::better::higher);
}
BENCHMARK(xml_decode)->Iterations(7)->Unit(benchmark::kMillisecond)->Name("models: XML decode");

// All Observations kept at once: what the heap grew by, against the bytes of their JSON.
void memory(benchmark::State& state) {
  std::vector<std::string> texts;
  for (const auto& each : resources()) {
    if (each.find("\"resourceType\":\"Observation\"") != std::string::npos) texts.push_back(each);
  }
  double grown = 0;
  for (auto _ : state) {
    fhir::json_decoder decoder;
    std::vector<fhir::any_resource> kept;
    kept.reserve(texts.size());
    benchmark::DoNotOptimize(decoder.decode(texts.front()).has_value());
    const std::size_t before = mallinfo2().uordblks;
    for (const auto& each : texts) kept.push_back(decoder.decode(each).value());
    grown = static_cast<double>(mallinfo2().uordblks - before);
    benchmark::DoNotOptimize(kept.data());
  }
  bench::report(state, "of compact JSON", grown / bytes_of(texts), "limit", 2, bench::better::lower);
}
BENCHMARK(memory)->Iterations(1)->Unit(benchmark::kMillisecond)->Name("models: memory of decoded Observations");

}  // namespace
