// To whom something is hidden, it answers as what is not there: every call, every error, every row of the trail.
#include "session/record_fixture.hpp"

#include <functional>

namespace {

using namespace phr::test;
using phr::fhir::resource_type;

// Texts of answers; names of what was asked for are taken out, since they are the question's.
template <class T>
std::string told(const phr::result<T>& of, const std::function<std::string(const T&)>& as) {
  return of ? "ok " + as(of.value()) : "error " + phr::describe(of.error()) + " " + std::to_string(static_cast<int>(of.error().code()));
}

std::string told(const phr::result<phr::record>& of) {
  return told<phr::record>(of, [](const phr::record& one) { return one.json; });
}

std::string told(const phr::result<phr::hits>& of) {
  return told<phr::hits>(of, [](const phr::hits& all) {
    std::string text = std::to_string(all.matched()) + (all.total() ? " of " + std::to_string(*all.total()) : "") + (all.next_page().empty() ? "" : " and more");
    for (const auto& each : all) text += "\n" + each.json().value();
    return text;
  });
}

template <class T>
std::string counted(const phr::result<T>& of) {
  return told<T>(of, [](const T& all) { return std::to_string(all.size()); });
}

template <class T>
std::string done(const phr::result<T>& of) {
  return of ? "ok" : "error " + phr::describe(of.error());
}

std::string run(phr::session& in, const std::string& query) { return told(in.search(query)); }

std::string get(const std::string& url, const char* type = "batch") {
  return std::string(R"({"resourceType":"Bundle","type":")") + type + R"(","entry":[{"request":{"method":"GET","url":")" + url + R"("}}]})";
}

struct call {
  const char* name;
  // `id` is that of a patient and, behind a letter, of what is of the patient.
  std::function<std::string(phr::session&, const std::string& id)> ask;
};

const std::vector<call>& calls() {
  static const std::vector<call> all{
      {"read", [](auto& in, auto& id) { return told(in.read(resource_type::Observation, "o" + id)); }},
      {"read of the patient", [](auto& in, auto& id) { return told(in.read(resource_type::Patient, id)); }},
      {"read of a type without compartment", [](auto& in, auto& id) { return told(in.read(resource_type::Device, "d" + id)); }},
      {"vread", [](auto& in, auto& id) { return told(in.vread(resource_type::Observation, "o" + id, 1)); }},
      {"vread of no version", [](auto& in, auto& id) { return told(in.vread(resource_type::Observation, "o" + id, 9)); }},
      {"history", [](auto& in, auto& id) { return counted(in.history(resource_type::Observation, "o" + id)); }},
      {"history since", [](auto& in, auto& id) { return told<phr::history_page>(in.history({.type = resource_type::Observation, .id = "o" + id, .since = 0, .count = 1}), [](auto& page) { return std::to_string(page.versions.size()) + (page.next.empty() ? "" : "+"); }); }},
      {"search by id", [](auto& in, auto& id) { return run(in, "Observation?_id=o" + id); }},
      {"search by patient", [](auto& in, auto& id) { return run(in, "Observation?patient=" + id + "&_total=accurate"); }},
      {"search by subject and code", [](auto& in, auto& id) { return run(in, "Observation?subject=Patient/" + id + "&code=1&_sort=-date&_count=1"); }},
      {"search of the compartment", [](auto& in, auto& id) { return run(in, "Patient/" + id + "/Observation?code=1"); }},
      {"search of the whole compartment", [](auto& in, auto& id) { return run(in, "Patient/" + id + "/*"); }},
      {"search with an include", [](auto& in, auto& id) { return run(in, "Observation?_id=o" + id + "&_include=*&_revinclude=*"); }},
      {"search along a chain", [](auto& in, auto& id) { return run(in, "Observation?patient._id=" + id); }},
      {"search back along a reference", [](auto& in, auto& id) { return run(in, "Patient?_id=" + id + "&_has:Observation:patient:code=1"); }},
      {"search by a chain to a name", [](auto& in, auto& id) { return run(in, "Observation?patient.identifier=" + id); }},
      {"search by a filter", [](auto& in, auto& id) { return run(in, "Observation?_filter=patient eq \"Patient/" + id + "\" and code eq 1"); }},
      {"search by text", [](auto& in, auto& id) { return run(in, "Observation?_content=word" + id); }},
      {"search by a value set", [](auto& in, auto& id) { return run(in, "Observation?code:in=ValueSet/v" + id); }},
      {"search by a list", [](auto& in, auto& id) { return run(in, "Observation?_list=l" + id); }},
      {"search within resources", [](auto& in, auto& id) { return run(in, "Medication?_contained=true&identifier=" + id); }},
      {"search for a count", [](auto& in, auto& id) { return run(in, "Observation?patient=" + id + "&_summary=count"); }},
      {"search that is lenient", [](auto& in, auto& id) { return told(in.search("Observation?patient=" + id + "&nonsense=1", {.lenient = true})); }},
      {"everything", [](auto& in, auto& id) { return told(in.everything({.patient = id})); }},
      {"everything in pages", [](auto& in, auto& id) { return told(in.everything({.patient = id, .count = 1})); }},
      {"everything as a stream", [](auto& in, auto& id) { auto take = [](std::string_view) { return true; }; return told<std::uint64_t>(in.everything({.patient = id}, take), [](auto& many) { return std::to_string(many); }); }},
      {"lastn", [](auto& in, auto& id) { return told(in.lastn("patient=" + id)); }},
      {"timeline", [](auto& in, auto& id) { return counted(in.timeline({.patient = id})); }},
      {"groups of a timeline", [](auto& in, auto& id) { return counted(in.timeline_groups(phr::timeline_period::year, {.patient = id})); }},
      {"timeline behind a place that is none", [](auto& in, auto& id) { return counted(in.timeline({.patient = id, .behind = "AAAA"})); }},
      {"latest values", [](auto& in, auto& id) { return counted(in.latest({.patient = id})); }},
      {"trend", [](auto& in, auto& id) { return told<phr::analytics::lab_trend>(in.lab_trend("1", {.patient = id}), [](auto& trend) { return std::to_string(trend.series.points.size()); }); }},
      {"batch: read", [](auto& in, auto& id) { return in.execute(get("Observation/o" + id)).value(); }},
      {"batch: version", [](auto& in, auto& id) { return in.execute(get("Observation/o" + id + "/_history/1")).value(); }},
      {"batch: history", [](auto& in, auto& id) { return in.execute(get("Observation/o" + id + "/_history")).value(); }},
      {"batch: search", [](auto& in, auto& id) { return in.execute(get("Observation?patient=" + id)).value(); }},
      {"transaction: read", [](auto& in, auto& id) { return done(in.execute(get("Observation/o" + id, "transaction"))); }},
      {"update", [](auto& in, auto& id) { return done(in.update(observation("o" + id, id, "1", "2020", "1"))); }},
      {"delete", [](auto& in, auto& id) { return done(in.remove(resource_type::Observation, "o" + id)); }},
      {"delete by a search", [](auto& in, auto& id) { return done(in.remove_where("Observation?_id=o" + id)); }},
      {"patch", [](auto& in, auto& id) { return done(in.patch(resource_type::Observation, "o" + id, "[]")); }},
      {"create if there is none", [](auto& in, auto& id) { return done(in.create_if_none(observation("o" + id, id, "1", "2020", "1"), "_id=o" + id)); }},
      {"import", [](auto& in, auto& id) { return done(in.import_text(observation("o" + id, id, "1", "2020", "1"))); }},
      {"purge", [](auto& in, auto& id) { return done(in.purge(resource_type::Observation, "o" + id)); }},
      {"erase", [](auto& in, auto& id) { return done(in.erase(resource_type::Observation, "o" + id)); }},
      {"explain", [](auto& in, auto& id) { return done(in.explain(phr::owner(), phr::purpose::treatment, resource_type::Observation, "o" + id)); }},
      {"adopt", [](auto& in, auto& id) { return done(in.adopt_consent("k" + id, 1)); }},
      {"preview", [](auto& in, auto& id) { return done(in.preview_consent("k" + id)); }},
  };
  return all;
}

class AbsentAndHidden : public record_fixture {
 protected:
  void SetUp() override {
    for (const std::string id : {"seen", "hide"}) write(id);
    put({consent("k", "seen", "mia", {"Patient", "Observation", "Device", "List", "MedicationRequest"})});
  }
  void write(const std::string& id) {
    put({R"({"resourceType":"Patient","id":")" + id + R"(","identifier":[{"value":")" + id + R"("}]})",
         observation("o" + id, id, "1", "2020-01-01", "5", "mmol/L", R"(,"note":[{"text":"word)" + id + R"("}])"), observation("o" + id, id, "1", "2020-01-01", "6", "mmol/L", R"(,"note":[{"text":"word)" + id + R"("}])"),
         condition("c" + id, id, "2020"), R"({"resourceType":"Device","id":"d)" + id + R"(","patient":{"reference":"Patient/)" + id + R"("}})",
         R"({"resourceType":"List","id":"l)" + id + R"(","status":"current","mode":"working","subject":{"reference":"Patient/)" + id + R"("},"entry":[{"item":{"reference":"Observation/o)" + id + R"("}}]})",
         R"({"resourceType":"MedicationRequest","id":"m)" + id + R"(","status":"active","intent":"order","subject":{"reference":"Patient/)" + id +
             R"("},"contained":[{"resourceType":"Medication","id":"m","identifier":[{"value":")" + id + R"("}]}],"medicationReference":{"reference":"#m"}})",
         R"({"resourceType":"ValueSet","id":"v)" + id + R"(","status":"active","useContext":[{"code":{"code":"x"},"valueReference":{"reference":"Patient/)" + id +
             R"("}}],"compose":{"include":[{"system":"http://loinc.org","concept":[{"code":"1"}]}]}})"});
  }
  // The answer, and the rows that it left.
  std::pair<std::string, std::vector<std::string>> answer(const call& of, const std::string& id) {
    auto me = owner();
    const std::int64_t before = me.audit_trail().value().back().sequence;
    auto mia = as("mia");
    std::string text = of.ask(mia, id);
    std::vector<std::string> rows;
    const auto trail = me.audit_trail().value();
    for (const auto& row : trail) {
      if (row.sequence <= before || row.actor != "Practitioner/mia") continue;
      rows.push_back(std::string(phr::name(row.action).data()) + " " + phr::name(row.outcome).data() + " " + std::to_string(static_cast<int>(row.type)) + " " + row.id + " " +
                     std::to_string(row.count) + " " + row.purpose);
    }
    return {without(text, id), rows};
  }
  static std::string without(std::string text, const std::string& id) {
    for (std::size_t at = text.find(id); at != std::string::npos; at = text.find(id)) text.replace(at, id.size(), "-");
    return text;
  }
  static std::vector<std::string> without(std::vector<std::string> rows, const std::string& id) {
    for (std::string& each : rows) each = without(each, id);
    return rows;
  }
};

TEST_F(AbsentAndHidden, AnswerAlike) {
  std::size_t telling = 0;
  for (const call& each : calls()) {
    const auto [hidden, hidden_rows] = answer(each, "hide");
    const auto [absent, absent_rows] = answer(each, "none");
    EXPECT_EQ(hidden, absent) << each.name;
    EXPECT_EQ(without(hidden_rows, "hide"), without(absent_rows, "none")) << each.name;
    EXPECT_EQ(hidden.find("hide"), std::string::npos) << each.name;
    EXPECT_FALSE(hidden_rows.empty() && hidden.find("error") == std::string::npos) << each.name << " leaves no row";
    const auto [seen, seen_rows] = answer(each, "seen");
    if (seen != hidden) ++telling;
  }
  std::printf("%zu calls, %zu of them tell what is permitted from what is not\n", calls().size(), telling);
  EXPECT_GE(telling, 28U) << "the comparison can fail";
}

// Without a patient's name: how many there are is no answer either.
TEST_F(AbsentAndHidden, TheOnlyPatientIsTheOnlyOneThatMayBeSeen) {
  auto mia = as("mia");
  EXPECT_EQ(mia.timeline().value().size(), 1U);
  EXPECT_EQ(mia.everything({}).value().size(), owner().everything({.patient = "seen"}).value().size() - 2) << "but for the Condition and the Consent";
  auto stranger = as("stranger");
  EXPECT_TRUE(stranger.timeline().value().empty());
  EXPECT_EQ(stranger.lab_trend("1").error().code(), phr::errc::no_values);
  EXPECT_EQ(stranger.everything({}).error().code(), phr::errc::access_denied);
}

}  // namespace
