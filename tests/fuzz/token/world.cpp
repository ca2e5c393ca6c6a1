#include "fuzz/token/world.hpp"

#include "cli/synth/synth.hpp"
#include "interactions/import/import.hpp"
#include "interactions/writes.hpp"
#include "support/resources.hpp"

#include <fuzz/fuzz.hpp>

#include <filesystem>
#include <fstream>
#include <limits>
#include <string_view>

namespace phr::fuzz {

namespace {

using fhir::resource_type;

// Rows of the trail are durable one by one, which costs nothing where the folder is in memory.
std::filesystem::path where() {
  std::error_code ignored;
  const std::filesystem::path in_memory = "/dev/shm";
  return std::filesystem::is_directory(in_memory, ignored) ? in_memory : std::filesystem::temp_directory_path();
}

std::string report(const std::string& number, const std::string& patient) {
  return R"({"resourceType":"DiagnosticReport","id":"refers)" + number + R"(","status":"final","code":{"text":"of what comes late"},"subject":{"reference":"Patient/)" + patient +
         R"("},"performer":[{"reference":"Practitioner/late)" + number + R"("}],"result":[{"reference":"Observation/late)" + number + R"("}]})";
}

// Its code is a text alone, and its value has two units that are one number.
std::string late_observation(const std::string& number, const std::string& patient) {
  return R"({"resourceType":"Observation","id":"late)" + number + R"(","status":"preliminary","code":{"text":"late"},"subject":{"reference":"Patient/)" + patient +
         R"("},"effectiveDateTime":"2024-05-06","valueQuantity":{"value":5.)" + number + R"(,"unit":"per cent","system":"http://unitsofmeasure.org","code":"%"}})";
}

std::string prescription(const std::string& id, const std::string& patient) {
  return R"({"resourceType":"MedicationRequest","id":")" + id + R"(","status":"active","intent":"order","contained":[{"resourceType":"Medication","id":"m","status":"active"}],)"
         R"("medicationReference":{"reference":"#m"},"subject":{"reference":"Patient/)" + patient + R"("},"authoredOn":"2025-02-03"})";
}

}  // namespace

world& world::only() {
  static world made;
  return made;
}

world::world() : folder_(where()) {
  const passphrase key("x");
  engine_ = storage::engine::open(folder_.path("me.phr"), key, {.create = true, .cost = crypto::argon2_test_cost}).value();
  const auto enter = [&](const principal& who) { doors_.push_back(gate::door::open(engine_, who, purpose::treatment, world_now).value()); };
  enter(owner());
  enter(access::practitioner("Practitioner/mia").value());
  enter(access::practitioner("Practitioner/tom").value());
  enter(access::anonymous());
  import_people();
  write_more();
  permit();
}

void world::import_people() {
  const std::string path = folder_.path("lines.ndjson");
  std::ofstream out(path, std::ios::binary);
  std::size_t left = resources_of_people;
  synth::options chosen;
  chosen.people = std::numeric_limits<int>::max();
  chosen.years = 3;
  chosen.shape = synth::format::ndjson;
  synth::generate(chosen, [&](std::string_view, std::string_view text) {
    while (!text.empty() && left != 0) {
      const std::string_view line = text.substr(0, text.find('\n'));
      text.remove_prefix(line.size() + 1);
      constexpr std::string_view mark = R"({"resourceType":"Patient","id":")";
      if (line.starts_with(mark)) patients_.emplace_back(line.substr(mark.size(), line.find('"', mark.size()) - mark.size()));
      out << line << '\n';
      --left;
    }
    return left != 0;
  });
  out.close();
  const auto report = interactions::import_file(door_of(asker::owner), path, {}).value();
  std::filesystem::remove(path);
  require(report.refused.empty() && report.total() == resources_of_people);
}

void world::write_more() {
  auto& me = door_of(asker::owner);
  const auto put = [&](const std::string& text) { static_cast<void>(interactions::update(me, text, {}).value()); };
  for (int nth = 0; nth < 12; ++nth) {
    const std::string number = std::to_string(nth);
    put(report(number, patient()));
    put(prescription("contains" + number, patient()));
  }
  for (int nth = 11; nth >= 0; --nth) {
    put(R"({"resourceType":"Practitioner","id":"late)" + std::to_string(nth) + "\"}");
    put(late_observation(std::to_string(nth), patient()));
  }
  for (int nth = 0; nth < 8; ++nth) {
    const std::string number = std::to_string(nth);
    for (const char* value : {"5.1", "5.2", "5.3"}) put(test::observation("changed" + number, patient(), "15074-8", "2025-01-0" + std::to_string(nth + 1), value));
    if (nth % 2 == 0) static_cast<void>(interactions::remove(me, resource_type::Observation, "changed" + number, {}).value());
  }
}

void world::permit() {
  auto& me = door_of(asker::owner);
  const auto permit = [&](const std::string& id, const std::string& of, const std::string& whom, std::initializer_list<const char*> types) {
    static_cast<void>(interactions::update(me, test::consent(id, of, whom, types), {}).value());
  };
  for (std::size_t nth = 0; nth < patients_.size(); ++nth) {
    if (nth % 16 == 3) continue;
    permit("mia" + std::to_string(nth), patients_[nth], "mia", {"Patient", "Observation", "Encounter", "Condition", "MedicationRequest"});
  }
  permit("tom", patient(), "tom", {"Patient", "Observation", "MedicationRequest"});
}

}  // namespace phr::fuzz
