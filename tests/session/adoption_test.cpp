// Consents are adopted: what an import brings grants nothing.
#include "session/record_fixture.hpp"

namespace {

using namespace phr::test;
using phr::errc;
using phr::fhir::resource_type;

// Everything of the patient for everybody: OPTIN without provision.
std::string open_to_all(const std::string& id, const std::string& of) {
  return R"({"resourceType":"Consent","id":")" + id +
         R"(","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},)"
         R"("category":[{"text":"Sharing"}],"patient":{"reference":"Patient/)" + of +
         R"("},"policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTIN"}]}})";
}

// Denies the practitioner one type.
std::string denial(const std::string& id, const std::string& of, const std::string& practitioner, const char* type) {
  std::string text = consent(id, of, practitioner, {type});
  text.replace(text.find("permit"), 6, "deny");
  return text;
}

std::string bundle(std::initializer_list<std::string> resources) {
  std::string text = R"({"resourceType":"Bundle","type":"collection","entry":[)";
  for (const std::string& each : resources) text += (text.ends_with('[') ? "" : ",") + (R"({"resource":)" + each + "}");
  return text + "]}";
}

class Adoption : public record_fixture {
 protected:
  void SetUp() override { put({patient("p"), observation("o1", "p", "1", "2020", "5"), condition("c1", "p", "2020")}); }
  void import(std::initializer_list<std::string> resources) {
    const auto report = owner().import_text(bundle(resources));
    ASSERT_TRUE(report) << phr::describe(report.error());
  }
  ids seen(const std::string& query, const char* by = "mia") {
    auto session = as(by);
    return found(session, query);
  }
};

TEST_F(Adoption, AnImportGrantsNothing) {
  import({open_to_all("k", "p"), consent("k2", "p", "mia", {"Observation"})});
  EXPECT_EQ(seen("Observation"), ids{});
  auto nobody = store_.session(phr::access::anonymous(), {.now = test_now}).value();
  EXPECT_EQ(found(nobody, "Observation"), ids{});
  ASSERT_TRUE(owner().import_text(open_to_all("alone", "p")));
  EXPECT_EQ(seen("Observation"), ids{});
  const auto pending = owner().pending_consents().value();
  ASSERT_EQ(pending.size(), 3U);
  EXPECT_EQ(pending[0].id, "k");
  EXPECT_EQ(pending[0].version, 1U);
  EXPECT_EQ(pending[0].patient, "p");
  EXPECT_EQ(pending[0].title, "Sharing");
  EXPECT_EQ(pending[0].adopted, 0U);
  EXPECT_FALSE(pending[0].deleted);
}

TEST_F(Adoption, AnonymousIsPermittedNothingWhateverIsAdopted) {
  put({open_to_all("k", "p")});
  EXPECT_EQ(seen("Observation"), ids{"Observation/o1"});
  auto nobody = store_.session(phr::access::anonymous(), {.now = test_now}).value();
  EXPECT_EQ(found(nobody, "Observation"), ids{});
  EXPECT_EQ(nobody.read(resource_type::Observation, "o1").error().code(), errc::access_denied);
}

TEST_F(Adoption, IsOfOneVersionAndPreviewed) {
  import({consent("k", "p", "mia", {"Observation"})});
  const auto effects = owner().preview_consent("k").value();
  ASSERT_EQ(effects.size(), 1U);
  EXPECT_EQ(effects[0].principal, "Practitioner/mia");
  EXPECT_EQ(effects[0].purpose, phr::purpose::treatment);
  EXPECT_EQ(effects[0].type, resource_type::Observation);
  EXPECT_EQ(effects[0].before, 0U);
  EXPECT_EQ(effects[0].after, 1U);
  EXPECT_EQ(seen("Observation"), ids{}) << "a preview changes nothing";
  EXPECT_EQ(owner().adopt_consent("k", 2).error().code(), errc::version_conflict);
  ASSERT_TRUE(owner().adopt_consent("k", 1));
  EXPECT_EQ(seen("Observation"), ids{"Observation/o1"});
  EXPECT_TRUE(owner().pending_consents().value().empty());
  EXPECT_EQ(owner().adopt_consent("k", 1).error().code(), errc::not_found);
  EXPECT_EQ(owner().preview_consent("k").error().code(), errc::not_found);
}

TEST_F(Adoption, AnOpenSessionLearnsOfIt) {
  import({consent("k", "p", "mia", {"Observation"})});
  auto mia = as("mia");
  EXPECT_EQ(found(mia, "Observation"), ids{});
  ASSERT_TRUE(owner().adopt_consent("k", 1));
  EXPECT_EQ(found(mia, "Observation"), ids{"Observation/o1"});
}

TEST_F(Adoption, WhatTheOwnerWritesCountsAtOnce) {
  put({consent("k", "p", "mia", {"Observation"})});
  EXPECT_EQ(seen("Observation"), ids{"Observation/o1"});
  ASSERT_TRUE(owner().execute(R"({"resourceType":"Bundle","type":"transaction","entry":[{"resource":)" + consent("b", "p", "tom", {"Condition"}) +
                              R"(,"request":{"method":"PUT","url":"Consent/b"}}]})"));
  EXPECT_EQ(seen("Condition", "tom"), ids{"Condition/c1"});
  ASSERT_TRUE(owner().create(consent("x", "p", "eva", {"Condition"})));
  EXPECT_EQ(seen("Condition", "eva"), ids{"Condition/c1"});
  EXPECT_TRUE(owner().pending_consents().value().empty());
}

TEST_F(Adoption, WritingTheSameTextAgainAdoptsIt) {
  const std::string text = consent("k", "p", "mia", {"Observation"});
  import({text});
  EXPECT_EQ(seen("Observation"), ids{});
  put({text});
  EXPECT_EQ(seen("Observation"), ids{"Observation/o1"});
}

// An import can neither widen what others see, by a version that permits more or by one that denies less, nor by a deletion.
TEST_F(Adoption, ANewVersionByImportWaits) {
  put({consent("k", "p", "mia", {"Observation"})});
  import({consent("k", "p", "mia", {"Observation", "Condition"})});
  EXPECT_EQ(seen("Condition"), ids{});
  EXPECT_EQ(seen("Observation"), ids{}) << "what is replaced permits nothing";
  const auto pending = owner().pending_consents().value();
  ASSERT_EQ(pending.size(), 1U);
  EXPECT_EQ(pending[0].version, 2U);
  EXPECT_EQ(pending[0].adopted, 1U);
  ASSERT_TRUE(owner().reject_consent("k", 2));
  EXPECT_EQ(seen("Observation"), ids{"Observation/o1"}) << "what was adopted counts as it did";
  EXPECT_EQ(seen("Condition"), ids{});
  EXPECT_TRUE(owner().pending_consents().value().empty());
}

TEST_F(Adoption, WhatWasDeniedStaysDeniedUntilTheOwnerHasLooked) {
  put({open_to_all("open", "p"), denial("k", "p", "mia", "Condition")});
  ASSERT_EQ(seen("Condition"), ids{});
  ASSERT_EQ(seen("Observation"), ids{"Observation/o1"});
  import({consent("k", "p", "mia", {"Condition"})});
  EXPECT_EQ(seen("Condition"), ids{});
  EXPECT_EQ(seen("Observation"), ids{"Observation/o1"});
  ASSERT_TRUE(owner().adopt_consent("k", 2));
  EXPECT_EQ(seen("Condition"), ids{"Condition/c1"});
}

TEST_F(Adoption, ADeletionByImportWaitsToo) {
  put({open_to_all("open", "p"), denial("k", "p", "mia", "Condition")});
  ASSERT_TRUE(owner().import_text(R"({"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"DELETE","url":"Consent/k"}}]})"));
  EXPECT_EQ(seen("Condition"), ids{});
  const auto pending = owner().pending_consents().value();
  ASSERT_EQ(pending.size(), 1U);
  EXPECT_TRUE(pending[0].deleted);
  ASSERT_TRUE(owner().adopt_consent("k", pending[0].version));
  EXPECT_EQ(seen("Condition"), ids{"Condition/c1"});
}

TEST_F(Adoption, TheOwnersDeletionCountsAtOnce) {
  put({consent("k", "p", "mia", {"Observation"})});
  ASSERT_EQ(seen("Observation"), ids{"Observation/o1"});
  ASSERT_TRUE(owner().remove(resource_type::Consent, "k"));
  EXPECT_EQ(seen("Observation"), ids{});
  EXPECT_TRUE(owner().pending_consents().value().empty());
  import({consent("k", "p", "mia", {"Observation"})});
  EXPECT_EQ(seen("Observation"), ids{}) << "an import does not bring it back to life";
}

TEST_F(Adoption, AnUnreadableOneHidesNothingUntilItIsAdopted) {
  put({open_to_all("open", "p")});
  import({R"({"resourceType":"Consent","id":"bad","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},)"
          R"("patient":{"reference":"Patient/p"},"provision":{"period":{"start":"soon"}}})"});
  EXPECT_EQ(seen("Observation"), ids{"Observation/o1"});
  EXPECT_FALSE(owner().pending_consents().value().at(0).readable);
  ASSERT_TRUE(owner().adopt_consent("bad", 1));
  EXPECT_EQ(seen("Observation"), ids{});
}

TEST_F(Adoption, IsTheOwnersAndLeavesItsRow) {
  import({consent("k", "p", "mia", {"Observation"})});
  auto mia = as("mia");
  EXPECT_EQ(mia.pending_consents().error().code(), errc::access_denied);
  EXPECT_EQ(mia.preview_consent("k").error().code(), errc::access_denied);
  EXPECT_EQ(mia.adopt_consent("k", 1).error().code(), errc::access_denied);
  EXPECT_EQ(mia.reject_consent("k", 1).error().code(), errc::access_denied);
  ASSERT_TRUE(owner().adopt_consent("k", 1));
  const auto trail = owner().audit_trail().value();
  EXPECT_EQ(trail.back().action, phr::audit_action::adopt);
  EXPECT_EQ(trail.back().id, "k");
  EXPECT_EQ(trail.back().actor, "owner");
}

// What opens or shuts something is told, whomever it concerns.
TEST_F(Adoption, PreviewsTellWhatIsTakenAndWhatIsGivenUnnamed) {
  put({consent("own", "p", "mia", {"Observation"})});
  const auto effect = [&](const std::string& id) {
    const auto all = owner().preview_consent(id);
    EXPECT_TRUE(all) << phr::describe(all.error());
    std::string text;
    for (const auto& each : all.value()) {
      if (each.type == resource_type::Observation) text += each.principal + " " + std::to_string(each.before) + " to " + std::to_string(each.after) + "; ";
    }
    return text;
  };
  import({R"({"resourceType":"Consent","id":"bad","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},)"
          R"("patient":{"reference":"Patient/p"},"provision":{"period":{"start":"soon"}}})",
          open_to_all("opens", "p")});
  std::string shuts = open_to_all("shuts", "p");
  import({shuts.replace(shuts.find("OPTIN"), 5, "OPTOUT")});
  EXPECT_EQ(effect("bad"), "Practitioner/mia 1 to 0; ");
  EXPECT_EQ(effect("shuts"), "Practitioner/mia 1 to 0; ");
  EXPECT_EQ(effect("opens"), " 0 to 1; ");
}

// The version that counts is not in the way of a purge, and stays: without it nobody could say what it denied.
TEST_F(Adoption, PurgingTheHistoryLiftsNoDenial) {
  put({open_to_all("all", "p"), denial("k", "p", "mia", "Condition")});
  ASSERT_EQ(seen("Condition"), ids{});
  std::string withdrawn = denial("k", "p", "mia", "Condition");
  withdrawn.replace(withdrawn.find("active"), 6, "inactive");
  import({withdrawn});
  auto me = owner();
  EXPECT_EQ(me.purge_history(resource_type::Consent, "k").value().kind, phr::write_kind::unchanged);
  EXPECT_EQ(seen("Condition"), ids{}) << "it waits";
  const auto waiting = me.pending_consents().value();
  ASSERT_EQ(waiting.size(), 1U);
  ASSERT_TRUE(me.reject_consent("k", waiting[0].version));
  ASSERT_TRUE(me.purge_history(resource_type::Consent, "k"));
  EXPECT_EQ(seen("Condition"), ids{}) << "what was adopted before counts as it did";
  EXPECT_EQ(me.history(resource_type::Consent, "k").value().size(), 2U);

  ASSERT_TRUE(me.update(denial("k", "p", "mia", "Condition")));  // adopted again: nothing earlier counts
  EXPECT_EQ(me.purge_history(resource_type::Consent, "k").value().kind, phr::write_kind::purged);
  EXPECT_EQ(me.history(resource_type::Consent, "k").value().size(), 1U);
  EXPECT_EQ(seen("Condition"), ids{});
}

TEST_F(Adoption, PurgingTheHistoryOfADeletionLiftsNoDenial) {
  put({open_to_all("all", "p"), denial("k", "p", "mia", "Condition")});
  ASSERT_TRUE(owner().import_text(R"({"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"DELETE","url":"Consent/k"}}]})"));
  auto me = owner();
  static_cast<void>(me.purge_history(resource_type::Consent, "k"));
  EXPECT_EQ(seen("Condition"), ids{});
  ASSERT_TRUE(me.pending_consents());
  EXPECT_EQ(me.pending_consents().value().size(), 1U);
}

// A patch is all that its writer has said: what an import brought stays the import's.
TEST_F(Adoption, APatchOfOneThatWaitsAdoptsNothing) {
  put({consent("k", "p", "mia", {"Observation"})});
  import({consent("k", "p", "mia", {"Observation", "Condition"})});
  auto me = owner();
  ASSERT_TRUE(me.patch(resource_type::Consent, "k", R"([{"op":"add","path":"/language","value":"en"}])"));
  EXPECT_EQ(seen("Condition"), ids{});
  ASSERT_TRUE(me.execute(R"({"resourceType":"Bundle","type":"transaction","entry":[{"resource":{"resourceType":"Binary","contentType":"application/json-patch+json",)"
                         R"("data":"W3sib3AiOiJhZGQiLCJwYXRoIjoiL2xhbmd1YWdlIiwidmFsdWUiOiJkZSJ9XQ=="},"request":{"method":"PATCH","url":"Consent/k"}}]})"));
  EXPECT_EQ(seen("Condition"), ids{});
  ASSERT_EQ(me.pending_consents().value().size(), 1U);
  EXPECT_EQ(me.pending_consents().value()[0].version, 4U);
  ASSERT_TRUE(me.adopt_consent("k", 4));
  EXPECT_EQ(seen("Condition"), ids{"Condition/c1"});
  ASSERT_TRUE(me.patch(resource_type::Consent, "k", R"([{"op":"replace","path":"/language","value":"en"}])"));
  EXPECT_EQ(seen("Condition"), ids{"Condition/c1"}) << "of one that is adopted, a patch counts at once";
}

// What comes from elsewhere does not change what it cannot see: a patch would move another's record to where somebody may see it.
TEST_F(Adoption, AnImportHasNoPatches) {
  put({patient("q"), observation("secret", "q", "1", "2020", "4242"), consent("k", "p", "mia", {"Observation"})});
  const std::string moved = R"({"resourceType":"Bundle","type":"transaction","entry":[{"resource":{"resourceType":"Binary","contentType":"application/json-patch+json","data":)"
                            R"("W3sib3AiOiJyZXBsYWNlIiwicGF0aCI6Ii9zdWJqZWN0L3JlZmVyZW5jZSIsInZhbHVlIjoiUGF0aWVudC9wIn1d"},"request":{"method":"PATCH","url":"Observation?subject=Patient/q"}}]})";
  const auto refused = owner().import_text(moved);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), errc::unsupported);
  EXPECT_EQ(refused.error().ordinal(), 0U);
  EXPECT_EQ(seen("Observation"), ids{"Observation/o1"});
  ASSERT_TRUE(owner().execute(moved)) << "the owner may";
  EXPECT_EQ(seen("Observation"), (ids{"Observation/o1", "Observation/secret"}));
}

// Nor does it ask: what its conditions find would stand where others see it.
TEST_F(Adoption, ConditionsOfAnImportAreIdentifiers) {
  put({patient("q"), observation("secret", "q", "HIV", "2020", "4242"), consent("k", "p", "mia", {"Observation"}),
       R"({"resourceType":"Practitioner","id":"d","identifier":[{"system":"urn:npi","value":"1"}]})"});
  const auto bundle_of = [](const std::string& member, const std::string& request) {
    return R"({"resourceType":"Bundle","type":"transaction","entry":[{"resource":{"resourceType":"Observation","id":"x","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/p"})" + member +
           R"(},"request":{)" + request + "}}]}";
  };
  const std::string put_x = R"("method":"PUT","url":"Observation/x")";
  for (const std::string& each : {bundle_of(R"(,"hasMember":[{"reference":"Observation?subject=Patient/q&code=HIV"}])", put_x),
                                  bundle_of(R"(,"hasMember":[{"reference":"Observation?identifier=a&code=HIV"}])", put_x),
                                  bundle_of("", R"("method":"POST","url":"Observation","ifNoneExist":"value-quantity=gt4000")"),
                                  bundle_of("", R"("method":"PUT","url":"Observation?code=HIV")"),
                                  std::string(R"({"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"DELETE","url":"Observation?value-quantity=gt4000"}}]})")}) {
    const auto refused = owner().import_text(each);
    ASSERT_FALSE(refused) << each;
    EXPECT_EQ(refused.error().code(), errc::unsupported) << each;
  }
  EXPECT_TRUE(owner().import_text(bundle_of(R"(,"performer":[{"reference":"Practitioner?identifier=urn:npi|1"}])", put_x)));
  EXPECT_TRUE(owner().import_text(bundle_of("", R"("method":"POST","url":"Observation","ifNoneExist":"identifier=urn:lab|7")")));
  EXPECT_NE(owner().read(resource_type::Observation, "x").value().json.find("Practitioner/d"), std::string::npos);
}

}  // namespace
