// Patches of resources as JSON: what is not changed stays as it stands.
#include "patch/operations.hpp"

#include <phr/patch/json_patch.hpp>

namespace phr::patch::test {
namespace {

constexpr std::string_view text =
    R"({"birthDate":"1980","name":[{"given":["x"],"family":"F"}],"multipleBirthInteger":2,"active":true,"resourceType":"Patient","id":"p"})";

std::string by_json(std::string_view patch) {
  const auto made = apply_json_patch(text, patch);
  return made ? made.value() : told(made.error());
}
std::string by_path(const std::vector<std::string>& operations) {
  const auto made = apply_fhirpath_patch(text, parameters_of(operations));
  return made ? made.value() : told(made.error());
}

TEST(PatchOfText, KeepsTheOrderOfMembers) {
  EXPECT_EQ(by_json("[]"), text);
  EXPECT_EQ(by_path({}), text);
  constexpr std::string_view changed =
      R"({"birthDate":"1981","name":[{"given":["y"],"family":"F","use":"usual"}],"multipleBirthInteger":2,"resourceType":"Patient","id":"p","gender":"male"})";
  EXPECT_EQ(by_json(R"([{"op":"replace","path":"/birthDate","value":"1981"},{"op":"replace","path":"/name/0/given/0","value":"y"},{"op":"add","path":"/name/0/use","value":"usual"},
                        {"op":"remove","path":"/active"},{"op":"add","path":"/gender","value":"male"}])"),
            changed);
  EXPECT_EQ(by_path({replace("birthDate", R"("valueDate":"1981")"), replace("name.given", R"("valueString":"y")"), add("name", "use", R"("valueCode":"usual")"), erase("active"),
                     add("Patient", "gender", R"("valueCode":"male")")}),
            changed);
  EXPECT_EQ(by_path({move("name", 0, 0), replace("multipleBirth", R"("valueInteger":3)")}),
            R"({"birthDate":"1980","name":[{"given":["x"],"family":"F"}],"multipleBirthInteger":3,"active":true,"resourceType":"Patient","id":"p"})");
}

TEST(PatchOfText, TakesNoWhiteSpaceOver) {
  EXPECT_EQ(apply_json_patch("{ \"resourceType\" : \"Basic\" ,\n \"id\":\"b\" }", "[]").value(), R"({"resourceType":"Basic","id":"b"})");
  EXPECT_EQ(apply_fhirpath_patch("{ \"resourceType\" : \"Basic\" }", fhir::r4::Parameters()).value(), R"({"resourceType":"Basic"})");
}

TEST(PatchOfText, IsOfFhirAndStaysFhir) {
  EXPECT_EQ(apply_json_patch("{", "[]").error().code(), fhir::json_decode("{").error().code());
  EXPECT_EQ(apply_json_patch(R"({"resourceType":"Patient","colour":"red"})", R"([{"op":"remove","path":"/colour"}])").error().code(), errc::unknown_element);
  EXPECT_EQ(apply_fhirpath_patch("{", fhir::r4::Parameters()).error().code(), fhir::json_decode("{").error().code());
  EXPECT_EQ(apply_fhirpath_patch(R"({"colour":"red"})", fhir::r4::Parameters()).error().code(), fhir::json_decode(R"({"colour":"red"})").error().code());
  EXPECT_EQ(by_json(R"([{"op":"add","path":"/colour","value":"red"}])"), "unknown_element: the patched resource");
  EXPECT_EQ(by_json(R"([{"op":"remove","path":"/active"},{"op":"remove","path":"/active"}])"), "not_found 1: JSON Patch: a pointer");
  EXPECT_EQ(by_path({erase("active"), replace("active", R"("valueBoolean":true)")}), "not_found 1: FHIRPath Patch: path");
  EXPECT_EQ(apply_json_patch(text, "[]", {.text_bytes = 20}).error().code(), errc::too_large);
}

}  // namespace
}  // namespace phr::patch::test
