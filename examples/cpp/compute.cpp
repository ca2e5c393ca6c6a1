// Computes on bundle.json without a store: FHIRPath over the text, a unit converted by what is measured, statistics of a column.
#include <phr/analytics/column.hpp>
#include <phr/analytics/kernels.hpp>
#include <phr/core/describe.hpp>
#include <phr/fhir/json.hpp>
#include <phr/fhirpath/expression.hpp>
#include <phr/fhirpath/json_element.hpp>
#include <phr/ucum/ucum.hpp>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

namespace {

using phr::fhirpath::expression;

phr::result<void> run() {
  std::ifstream file("bundle.json");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  phr::fhir::json::document bundle;  // nothing is built: the text as it stands
  PHR_TRY(bundle.parse(text));

  // Compiled once; a name that FHIR does not have is an error here, not an empty answer later.
  PHR_TRY(const auto weights, expression::compile("Bundle.entry.resource.ofType(Observation).where(code.coding.exists(code = '29463-7')).value.ofType(Quantity)"));
  PHR_TRY(const auto number, expression::compile("value"));
  PHR_TRY(const auto code, expression::compile("code"));
  PHR_TRY(const auto found, weights(bundle));

  PHR_TRY(const auto pounds, phr::ucum::unit::parse("[lb_av]"));
  phr::analytics::column column;
  for (const auto& each : found) {
    PHR_TRY(const auto value, number.evaluate({each}));
    PHR_TRY(const auto unit, code.evaluate({each}));
    PHR_TRY(const auto read, phr::decimal::parse(phr::fhirpath::text_of(value.at(0)).value_or("")));
    PHR_TRY(const auto from, phr::ucum::unit::parse(phr::fhirpath::text_of(unit.at(0)).value_or("")));
    PHR_TRY(const auto way, phr::ucum::conversion::between(from, pounds));
    column.push_value(way(read.to_double()));
  }
  const auto told = phr::analytics::summarize(column.view());
  std::printf("%zu weights in pounds: mean %.1f, from %.1f to %.1f\n", told.count, told.mean, told.min, told.max);

  // Mass and amount are another thing: it takes what was measured.
  PHR_TRY(const auto mass, phr::ucum::unit::parse("mg/dL"));
  PHR_TRY(const auto amount, phr::ucum::unit::parse("mmol/L"));
  PHR_TRY(const auto glucose, phr::decimal::parse("97"));
  PHR_TRY(const auto answer, phr::ucum::convert_analyte(glucose, mass, amount, "2339-0"));
  PHR_TRY(const auto shown, answer.value.divide(phr::decimal::from_int64(1), 3));
  std::printf("97 mg/dL of glucose are %s mmol/L\n", shown.to_string().c_str());
  std::printf("without that: %s\n", phr::name(phr::ucum::convert(glucose, "mg/dL", "mmol/L").error().code()).data());
  return phr::success();
}

}  // namespace

int main() {
  const auto done = run();
  if (!done) std::fputs((phr::describe(done.error()) + '\n').c_str(), stderr);
  return done ? 0 : 1;
}
