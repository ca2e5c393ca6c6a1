// What a condition does by what it finds: none, one or several (https://hl7.org/fhir/R4/http.html#cond-update and around it).
#include "session/record_fixture.hpp"

namespace {

using namespace phr::test;
using phr::errc;
using phr::write_kind;
using phr::fhir::resource_type;

std::string named(const std::string& identifier, const std::string& id = "", const std::string& family = "Test") {
  return R"({"resourceType":"Patient",)" + (id.empty() ? "" : R"("id":")" + id + "\",") + R"("identifier":[{"system":"urn:x","value":")" + identifier +
         R"("}],"name":[{"family":")" + family + R"("}]})";
}

class Conditional : public record_fixture {
 protected:
  void SetUp() override { put({named("one", "p1"), named("two", "p2"), named("two", "p3")}); }
  std::string body(const std::string& id) { return owner().read(resource_type::Patient, id).value().json; }
};

TEST_F(Conditional, CreateWithoutAMatchCreates) {
  auto me = owner();
  const auto made = me.create_if_none(named("new"), "identifier=urn:x|new");
  ASSERT_TRUE(made) << phr::describe(made.error());
  EXPECT_EQ(made.value().kind, write_kind::created);
  EXPECT_EQ(found(me, "Patient?identifier=new"), ids{"Patient/" + made.value().id});
}

TEST_F(Conditional, CreateWithOneMatchGivesThatAndWritesNothing) {
  auto me = owner();
  const auto made = me.create_if_none(named("one", "", "Other"), "identifier=urn:x|one");
  ASSERT_TRUE(made);
  EXPECT_EQ(made.value().kind, write_kind::unchanged);
  EXPECT_EQ(made.value().id, "p1");
  EXPECT_EQ(made.value().version, 1U);
  EXPECT_EQ(body("p1").find("Other"), std::string::npos);
}

TEST_F(Conditional, CreateWithSeveralMatchesIsAmbiguous) {
  auto me = owner();
  EXPECT_EQ(me.create_if_none(named("two"), "identifier=two").error().code(), errc::ambiguous_match);
  EXPECT_EQ(found(me, "Patient").size(), 3U);
}

TEST_F(Conditional, UpdateWithoutAMatchCreatesUnderItsOwnIdOrANewOne) {
  auto me = owner();
  const auto under_own = me.update_where(named("new", "mine"), "identifier=new");
  ASSERT_TRUE(under_own);
  EXPECT_EQ(under_own.value().id, "mine");
  EXPECT_EQ(under_own.value().kind, write_kind::created);
  const auto under_new = me.update_where(named("newer"), "identifier=newer");
  ASSERT_TRUE(under_new);
  EXPECT_EQ(under_new.value().kind, write_kind::created);
  EXPECT_EQ(found(me, "Patient?identifier=newer"), ids{"Patient/" + under_new.value().id});
}

TEST_F(Conditional, UpdateWithoutAMatchDoesNotOverwriteAnotherOfItsId) {
  auto me = owner();
  EXPECT_EQ(me.update_where(named("new", "p1"), "identifier=new").error().code(), errc::already_exists);
  EXPECT_EQ(body("p1").find("\"new\""), std::string::npos);
}

TEST_F(Conditional, UpdateWithOneMatchUpdatesThat) {
  auto me = owner();
  const auto without_id = me.update_where(named("one", "", "Changed"), "identifier=one");
  ASSERT_TRUE(without_id) << phr::describe(without_id.error());
  EXPECT_EQ(without_id.value().id, "p1");
  EXPECT_EQ(without_id.value().version, 2U);
  EXPECT_NE(body("p1").find("Changed"), std::string::npos);
  EXPECT_EQ(me.update_where(named("one", "p1", "Again"), "identifier=one").value().version, 3U);
  EXPECT_EQ(me.update_where(named("one", "p1", "Again"), "identifier=one").value().kind, write_kind::unchanged);
  EXPECT_EQ(me.update_where(named("one", "p2"), "identifier=one").error().code(), errc::invalid_value);
}

TEST_F(Conditional, UpdateWithSeveralMatchesIsAmbiguous) {
  auto me = owner();
  EXPECT_EQ(me.update_where(named("two"), "identifier=two").error().code(), errc::ambiguous_match);
}

TEST_F(Conditional, UpdateHoldsIfMatchAgainstTheMatch) {
  auto me = owner();
  const auto refused = me.update_where(named("one", "", "Changed"), "identifier=one", 7);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), errc::version_conflict);
  EXPECT_EQ(refused.error().ordinal(), 1U);
  EXPECT_EQ(me.update_where(named("one", "", "Changed"), "identifier=one", 1).value().version, 2U);
}

TEST_F(Conditional, DeleteByWhatIsFound) {
  auto me = owner();
  const auto none = me.remove_where("Patient?identifier=zero");
  ASSERT_TRUE(none);
  EXPECT_EQ(none.value().kind, write_kind::unchanged);
  EXPECT_EQ(none.value().id, "");
  EXPECT_EQ(me.remove_where("Patient?identifier=two").error().code(), errc::ambiguous_match);
  const auto one = me.remove_where("Patient?identifier=one");
  ASSERT_TRUE(one);
  EXPECT_EQ(one.value().id, "p1");
  EXPECT_EQ(one.value().kind, write_kind::deleted);
  EXPECT_EQ(found(me, "Patient"), (ids{"Patient/p2", "Patient/p3"}));
}

constexpr const char* rename_patch = R"([{"op":"replace","path":"/name/0/family","value":"Patched"}])";

TEST_F(Conditional, PatchByWhatIsFound) {
  auto me = owner();
  EXPECT_EQ(me.patch_where("Patient?identifier=zero", rename_patch).error().code(), errc::not_found);
  EXPECT_EQ(me.patch_where("Patient?identifier=two", rename_patch).error().code(), errc::ambiguous_match);
  const auto one = me.patch_where("Patient?identifier=one", rename_patch);
  ASSERT_TRUE(one) << phr::describe(one.error());
  EXPECT_EQ(one.value().id, "p1");
  EXPECT_EQ(one.value().version, 2U);
  EXPECT_NE(body("p1").find("Patched"), std::string::npos);
}

TEST_F(Conditional, AConditionWithoutACriterionOrWithAnUnknownOneIsRefused) {
  auto me = owner();
  for (const char* query : {"Patient", "Patient?", "Patient?_count=1", "Patient?_sort=_id"}) {
    EXPECT_EQ(me.remove_where(query).error().code(), errc::malformed_query) << query;
  }
  EXPECT_EQ(me.create_if_none(named("x"), "").error().code(), errc::malformed_query);
  EXPECT_EQ(me.remove_where("Patient?colour=blue").error().code(), errc::unknown_parameter);
  EXPECT_EQ(me.remove_where("Nothing?x=y").error().code(), errc::unknown_resource_type);
  EXPECT_EQ(found(me, "Patient").size(), 3U);
}

// A count of its own would make several look like one.
TEST_F(Conditional, ACountDoesNotMakeSeveralOne) {
  auto me = owner();
  EXPECT_EQ(me.remove_where("Patient?identifier=two&_count=1").error().code(), errc::ambiguous_match);
  EXPECT_EQ(me.remove_where("Patient?identifier=two&_offset=1").error().code(), errc::ambiguous_match);
}

TEST_F(Conditional, TellsNobodyElseWhatMatches) {
  auto doctor = as("visiting");
  for (const char* query : {"Patient?identifier=zero", "Patient?identifier=one", "Patient?identifier=two"}) {
    EXPECT_EQ(phr::describe(doctor.remove_where(query).error()), phr::describe(doctor.remove_where("Patient?identifier=zero").error()));
    EXPECT_EQ(doctor.patch_where(query, rename_patch).error().code(), errc::access_denied);
  }
  EXPECT_EQ(doctor.create_if_none(named("one"), "identifier=one").error().code(), errc::access_denied);
  EXPECT_EQ(doctor.update_where(named("one"), "identifier=one").error().code(), errc::access_denied);
  auto me = owner();
  const auto trail = me.audit_trail().value();
  EXPECT_EQ(trail.back().outcome, phr::audit_outcome::denied);
  EXPECT_EQ(trail.back().action, phr::audit_action::update);
}

class Patching : public record_fixture {
 protected:
  void SetUp() override { put({named("one", "p1")}); }
};

TEST_F(Patching, JsonAndFhirPathPatchesMakeAVersion) {
  auto me = owner();
  const auto by_json = me.patch(resource_type::Patient, "p1", rename_patch);
  ASSERT_TRUE(by_json) << phr::describe(by_json.error());
  EXPECT_EQ(by_json.value().version, 2U);
  EXPECT_EQ(by_json.value().kind, write_kind::updated);
  EXPECT_EQ(found(me, "Patient?family=patched"), ids{"Patient/p1"});
  EXPECT_EQ(found(me, "Patient?family=test"), ids{});
  const auto by_path = me.patch(resource_type::Patient, "p1", R"({"resourceType":"Parameters","parameter":[{"name":"operation","part":[
    {"name":"type","valueCode":"add"},{"name":"path","valueString":"Patient"},{"name":"name","valueString":"birthDate"},{"name":"value","valueDate":"1980-02-03"}]}]})");
  ASSERT_TRUE(by_path) << phr::describe(by_path.error());
  EXPECT_EQ(by_path.value().version, 3U);
  EXPECT_EQ(found(me, "Patient?birthdate=1980-02-03"), ids{"Patient/p1"});
}

// now() of a path is the session's, not the clock's.
TEST_F(Patching, AsksAtTheMomentOfTheSession) {
  auto me = owner();
  const auto remove_if = [](std::string_view condition) {
    return R"({"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"delete"},
      {"name":"path","valueString":"Patient.name.where()" + std::string(condition) + R"x()"}]}]})x";
  };
  me.set_now(test_now + 60'000'000);
  EXPECT_EQ(me.patch(resource_type::Patient, "p1", remove_if("today() != @2023-11-14")).value().kind, write_kind::unchanged);
  EXPECT_EQ(me.patch(resource_type::Patient, "p1", remove_if("now() = @2023-11-14T22:14:20.000Z")).value().kind, write_kind::updated);
}

TEST_F(Patching, APatchThatChangesNothingMakesNoVersion) {
  auto me = owner();
  EXPECT_EQ(me.patch(resource_type::Patient, "p1", "[]").value().kind, write_kind::unchanged);
  EXPECT_EQ(me.patch(resource_type::Patient, "p1", R"([{"op":"replace","path":"/name/0/family","value":"Test"}])").value().version, 1U);
}

TEST_F(Patching, IsRefusedForAnotherVersionAnotherIdAndWhatIsNotThere) {
  auto me = owner();
  EXPECT_EQ(me.patch(resource_type::Patient, "p1", rename_patch, 4).error().code(), errc::version_conflict);
  EXPECT_EQ(me.patch(resource_type::Patient, "p1", R"([{"op":"replace","path":"/id","value":"p9"}])").error().code(), errc::invalid_value);
  EXPECT_EQ(me.patch(resource_type::Patient, "nobody", rename_patch).error().code(), errc::not_found);
  ASSERT_TRUE(me.remove(resource_type::Patient, "p1"));
  EXPECT_EQ(me.patch(resource_type::Patient, "p1", rename_patch).error().code(), errc::gone);
  auto doctor = as("visiting");
  EXPECT_EQ(doctor.patch(resource_type::Patient, "p1", rename_patch).error().code(), errc::access_denied);
}

// Copies of copies would double the resource with each operation.
TEST_F(Patching, CopiesOfCopiesHaveAnEnd) {
  put({R"({"resourceType":"Basic","id":"b","code":{"text":"x"},"extension":[{"url":"u","valueString":"x"}]})"});
  std::string doubling = R"([{"op":"copy","from":"/extension","path":"/extension/0/extension"})";
  for (int turn = 1; turn < 40; ++turn) {
    doubling += R"(,{"op":"copy","from":"/extension","path":"/modifierExtension"},{"op":"copy","from":"/modifierExtension","path":"/extension/0/)" +
                std::string(turn % 2 == 0 ? "extension" : "modifierExtension") + "\"}";
  }
  const auto refused = owner().patch(phr::fhir::resource_type::Basic, "b", doubling + "]");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), errc::too_large) << phr::describe(refused.error());
}

}  // namespace
