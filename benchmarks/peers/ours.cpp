// phr_peers WHAT [INPUTS]: our side of what the scripts beside this do, on the same inputs; one line of JSON for each figure.
#include <phr/fhir/json_codec.hpp>
#include <phr/fhirpath/expression.hpp>
#include <phr/ucum/ucum.hpp>
#include <phr/views/arrow.hpp>
#include <phr/views/stream.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace fhir = phr::fhir;
namespace fhirpath = phr::fhirpath;

constexpr std::size_t resources_a_type = 500;

double seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

// As measure() of side.mjs.
template <class Work>
void measure(const std::string& name, const char* unit, std::size_t count, const Work& work) {
  const double until = seconds() + 0.5;
  double best = 1e300;
  std::int64_t answer = 0;
  for (int round = 0; round < 3 || seconds() < until; ++round) {
    const double begin = seconds();
    answer = work();
    best = std::min(best, seconds() - begin);
  }
  std::printf("{\"name\": \"%s\", \"unit\": \"%s\", \"per_second\": %.6g, \"answer\": %lld}\n", name.c_str(), unit, static_cast<double>(count) / best, static_cast<long long>(answer));
}

std::vector<std::string> lines(const std::filesystem::path& path, std::size_t most = SIZE_MAX) {
  std::vector<std::string> made;
  std::ifstream file(path);
  for (std::string line; made.size() < most && std::getline(file, line);) made.push_back(line);
  return made;
}

std::vector<fhir::any_resource> models(const std::filesystem::path& inputs, const std::string& type) {
  std::vector<fhir::any_resource> made;
  fhir::json_decoder decoder;
  for (const auto& line : lines(inputs / (type + ".ndjson"), resources_a_type)) made.push_back(decoder.decode(line).value());
  return made;
}

void evaluate(const std::string& name, const std::filesystem::path& inputs, const std::string& type, const std::vector<std::string>& texts) {
  std::vector<fhirpath::expression> compiled;
  for (const auto& text : texts) compiled.push_back(fhirpath::expression::compile(text, {.type = type, .check = false}).value());
  const auto all = models(inputs, type);
  measure(name, "evaluations", all.size() * compiled.size(), [&] {
    std::size_t found = 0;
    for (const auto& each : all) {
      for (const auto& run : compiled) found += run(each).value().size();
    }
    return static_cast<std::int64_t>(found);
  });
}

void on_fhirpath(const std::filesystem::path& inputs) {
  evaluate("first given name of the official name", inputs, "Patient", {"Patient.name.where(use='official').given.first()"});
  evaluate("LOINC filter on Observation", inputs, "Observation", {"Observation.code.coding.where(system='http://loinc.org' and code='8867-4').exists()"});
  evaluate("value.ofType(Quantity).value", inputs, "Observation", {"Observation.value.ofType(Quantity).value"});
  std::vector<std::filesystem::path> files;
  for (const auto& each : std::filesystem::directory_iterator(inputs)) {
    if (each.path().extension() == ".txt") files.push_back(each.path());
  }
  std::sort(files.begin(), files.end());
  for (const auto& each : files) evaluate("search parameters of " + each.stem().string(), inputs, each.stem().string(), lines(each));
}

void on_ucum() {
  constexpr std::array<std::pair<const char*, const char*>, 8> pairs{{{"mg/dL", "g/L"}, {"[lb_av]", "kg"}, {"mm[Hg]", "kPa"}, {"[in_i]", "cm"},
                                                                      {"10*3/uL", "10*9/L"}, {"mmol/L", "umol/L"}, {"min", "s"}, {"ug", "mg"}}};
  std::vector<phr::ucum::conversion> ways;
  for (const auto& [from, to] : pairs) ways.push_back(phr::ucum::conversion::between(phr::ucum::unit::parse(from).value(), phr::ucum::unit::parse(to).value()).value());
  std::vector<phr::decimal> values;
  std::vector<double> plain;
  for (const char* const text : {"5.4", "120", "0.9", "98.6", "1013.25", "7", "36.6", "0.0125"}) {
    values.push_back(phr::decimal::parse(text).value());
    plain.push_back(values.back().to_double());
  }
  constexpr int rounds = 2000;
  const std::size_t conversions = rounds * ways.size() * values.size();
  measure("in double, units read beforehand", "conversions", conversions, [&] {
    double sum = 0;
    for (int round = 0; round < rounds; ++round) {
      for (const auto& way : ways) {
        for (const double value : plain) sum += way(value);
      }
    }
    return static_cast<std::int64_t>(std::llround(sum / rounds));
  });
  std::vector<phr::decimal> made;
  measure("exact decimals, theirs by the texts of codes", "conversions", conversions, [&] {
    for (int round = 0; round < rounds; ++round) {
      made.clear();
      for (const auto& way : ways) {
        for (const auto& value : values) made.push_back(way(value).value());
      }
    }
    double sum = 0;
    for (const auto& each : made) sum += each.to_double();
    return static_cast<std::int64_t>(std::llround(sum));
  });
}

std::string text_of(const std::filesystem::path& path) {
  std::string made;
  for (const auto& line : lines(path)) made += line + "\n";
  return made;
}

// From the file to Arrow's columns, all of which are kept until the end.
std::size_t rows_of(const phr::views::view& view, const std::string& file) {
  std::vector<ArrowArray> columns;
  std::size_t rows = 0;
  phr::views::stream from(view, phr::views::files({&file, 1}));
  for (auto next = from.next().value(); next; next = from.next().value()) {
    rows += next->rows();
    std::move(*next).move_to(columns.emplace_back());
  }
  for (auto& each : columns) each.release(&each);
  return rows;
}

void on_views(const std::filesystem::path& definitions, const std::filesystem::path& inputs) {
  for (const char* const name : {"patient_demographics", "observation_values", "blood_pressure"}) {
    const auto view = phr::views::view::compile(text_of(definitions / (std::string(name) + ".json"))).value();
    const std::string file = (inputs / (std::string(phr::fhir::name(view.resource())) + ".ndjson")).string();
    measure(std::string("view ") + name, "resources", lines(file).size(), [&] { return static_cast<std::int64_t>(rows_of(view, file)); });
  }
}

}  // namespace

int main(int count, char** given) {
  const std::string what = count > 1 ? given[1] : "";
  if (what == "fhirpath" && count == 3) return on_fhirpath(given[2]), 0;
  if (what == "ucum") return on_ucum(), 0;
  if (what == "views" && count == 4) return on_views(given[2], given[3]), 0;
  std::fprintf(stderr, "phr_peers fhirpath INPUTS | ucum | views DEFINITIONS INPUTS\n");
  return 2;
}
