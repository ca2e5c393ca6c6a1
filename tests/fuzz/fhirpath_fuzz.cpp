// Expressions: what is read is printed and read again to the same; evaluating it ends within its limits, in a collection or an error.
#include <fuzz/fuzz.hpp>

#include "fhirpath/syntax/parser.hpp"

#include <phr/fhir/json_codec.hpp>
#include <phr/fhirpath/expression.hpp>

#include <string>

using phr::fuzz::require;
namespace fhir = phr::fhir;
namespace fhirpath = phr::fhirpath;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fhir::any_resource patient = fhir::json_decode(
      R"({"resourceType":"Patient","id":"p","extension":[{"url":"http://x","valueQuantity":{"value":1.50,"system":"http://unitsofmeasure.org","code":"mg"}}],"active":true,)"
      R"("name":[{"use":"official","family":"A","given":["B","C"]},{"family":"D"}],"birthDate":"1980-02","_birthDate":{"id":"x"},"deceasedDateTime":"2020-01-01T12:00:00Z","multipleBirthInteger":2})").value();
  if (size > 4096) return 0;
  const auto text = phr::fuzz::as_text(data, size);
  const auto tree = fhirpath::parse(text);
  if (!tree) {
    require(tree.error().line() >= 1 || tree.error().code() == phr::errc::too_large);
    return 0;
  }
  const std::string once = fhirpath::print(tree.value());
  const auto again = fhirpath::parse(once);
  require(again.has_value());
  require(fhirpath::print(again.value()) == once);
  for (const bool check : {false, true}) {
    const fhirpath::compile_options options{.type = check ? "Patient" : "", .check = check};
    const auto compiled = fhirpath::expression::compile(text, options);
    const auto reread = fhirpath::expression::compile(once, options);
    require(compiled.has_value() == reread.has_value());
    if (!compiled) {
      require(compiled.error().line() >= 1);
      continue;
    }
    require(!compiled.value().explain().empty());
    const fhirpath::environment in{.now = "2024-05-06T07:08:09.123Z", .most = {.steps = 20000, .items = 2000, .text_bytes = 1U << 16U}};
    const auto made = compiled.value()(patient, in);
    const auto same = reread.value()(patient, in);
    require(made.has_value() == same.has_value());
    if (!made) continue;
    require(made.value().size() == same.value().size());
    for (std::size_t at = 0; at < made.value().size(); ++at) require(fhirpath::text_of(made.value()[at]) == fhirpath::text_of(same.value()[at]));
    const auto holds = compiled.value().test(fhir::node::of(patient), in);
    require(holds.has_value() || made.value().size() > 1);
  }
  return 0;
}
