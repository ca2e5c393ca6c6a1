// Whatever fails, its error may be logged: no text of a record or of a search is in it.
#include "session/record_fixture.hpp"

#include <phr/views/view.hpp>

namespace {

using namespace phr::test;
using phr::fhir::resource_type;

class Canary : public record_fixture {
 protected:
  // The call has to fail, and to say so without the canary.
  template <class Result>
  void quiet(const char* what, const Result& outcome) {
    ASSERT_FALSE(outcome) << what;
    std::string text = phr::describe(outcome.error());
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    EXPECT_EQ(text.find("canary"), std::string::npos) << what << ": " << text;
    EXPECT_FALSE(text.empty());
    ++asked_;
  }
  int asked_ = 0;
};

TEST_F(Canary, NoErrorOfAWriteHoldsIt) {
  put({patient("canary")});
  auto me = owner();
  quiet("broken JSON", me.update(R"({"resourceType":"Patient","id":"canary","name":[{"family":"Canary"})"));
  quiet("a number", me.update(R"({"resourceType":"Patient","id":"x","birthDate":19canary})"));
  quiet("twice", me.update(R"({"resourceType":"Patient","id":"x","canary":1,"canary":2})"));
  quiet("a type", me.update(R"({"resourceType":"Canary","id":"x"})"));
  quiet("an id", me.update(R"({"resourceType":"Patient","id":"canary canary"})"));
  quiet("a version", me.update(patient("canary"), 9));
  quiet("a resource", me.remove(resource_type::Patient, "canary-gone"));
  quiet("a patch", me.patch(resource_type::Patient, "canary", R"([{"op":"test","path":"/name/0/family","value":"Canary"}])"));
  quiet("a path", me.patch(resource_type::Patient, "canary", R"([{"op":"remove","path":"/canary"}])"));
  quiet("a condition", me.update_where(patient("x"), "identifier=canary&canary=1"));
  quiet("two", me.create_if_none(R"({"resourceType":"Patient"})", "canary:exact=x"));
  quiet("a bundle", me.execute(R"({"resourceType":"Bundle","type":"canary"})"));
  quiet("an entry", me.execute(R"({"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"GET","url":"Patient/canary-gone"}}]})"));
  quiet("a reference", me.execute(R"({"resourceType":"Bundle","type":"transaction","entry":[{"resource":{"resourceType":"Observation","subject":{"reference":"urn:uuid:canary"}},"request":{"method":"POST","url":"Observation"}},{"resource":{"resourceType":"Observation","subject":{"reference":"Patient?identifier=canary"}},"request":{"method":"POST","url":"Observation"}}]})"));
  quiet("an import", me.import_text(R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Canary"}}]})"));
  quiet("a file", me.import_file(folder_.path("canary.json")));
  EXPECT_EQ(asked_, 16);
}

TEST_F(Canary, NoErrorOfAReadHoldsIt) {
  auto me = owner();
  quiet("a read", me.read(resource_type::Patient, "canary"));
  quiet("a version", me.vread(resource_type::Patient, "canary", 3));
  quiet("a history", me.history(resource_type::Patient, "canary"));
  for (const char* query : {"Patient?canary=1", "Patient?name:canary=1", "Patient?birthdate=canary", "Patient?birthdate=2020-canary", "Observation?value-quantity=5|canary", "Patient?_sort=canary",
                            "Patient?_include=Patient:canary", "Canary?name=x", "Patient?_filter=name eq canary canary", "Patient?_filter=canary eq 1", "Patient?name=canary%zz",
                            "Condition?code:in=urn:canary", "Location?near=canary|1", "Patient?canary.name=x", "Patient?_has:Canary:patient:code=x", "Patient?_has:Observation:canary:code=x"}) {
    quiet(query, me.search(query));
  }
  quiet("a page", me.search("Patient?name=canary", {.page = "canary"}));
  quiet("everything", me.everything({.patient = "canary"}));
  quiet("the newest", me.lastn("canary=1"));
  quiet("a trend", me.lab_trend("http://canary|canary"));
  quiet("a parameter", me.add_search_parameter(R"({"resourceType":"SearchParameter","code":"canary","base":["Patient"],"type":"string","expression":"Patient.canary"})"));
  quiet("a view", phr::views::view::compile(R"({"resource":"Patient","select":[{"column":[{"name":"a","path":"canary("}]}]})"));
  put({patient("canary")});
  auto mia = as("mia");
  quiet("what may not be seen", mia.read(resource_type::Patient, "canary"));
  EXPECT_EQ(asked_, 26);
}

}  // namespace
