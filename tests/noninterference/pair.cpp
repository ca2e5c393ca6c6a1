#include "noninterference/pair.hpp"

#include "noninterference/crash.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace phr::twins {

namespace {

void must(const result<void>& done, const char* what) {
  if (done) return;
  std::printf("noninterference: %s: %s\n", what, describe(done.error()).c_str());
  std::exit(2);
}

// Some of each type, of patients who permit everything.
result<store> make_elsewhere(const std::string& path) {
  dice by(42);
  world made{policy(by, 1)};
  for (const char* patient : {"p0", "p1", "p2", "p3"}) made.roster["Patient"].emplace_back(patient);
  const auto add = [&](std::string type, std::string id, const std::string& json) {
    act one;
    one.type = std::move(type);
    one.id = std::move(id);
    one.json.fill(json);
    one.now = script_now - 1;
    made.acts.push_back(std::move(one));
  };
  for (const std::string& patient : made.roster["Patient"]) {
    cast in{&made.roster, {patient}};
    add("Patient", patient, body_of(by, form_of("Patient"), patient, in));
    add("Consent", "k" + patient, R"({"resourceType":"Consent","id":"k)" + patient + R"(","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope",)"
                                  R"("code":"patient-privacy"}]},"category":[{"text":"all"}],"patient":{"reference":"Patient/)" + patient + R"("},"provision":{"type":"permit"}})");
    for (const form& each : forms()) {
      for (int nth = 0; nth < (each.type == "Patient" ? 0 : 3); ++nth) add(std::string(each.type), patient + "-" + std::to_string(nth), body_of(by, each, patient + "-" + std::to_string(nth), in));
    }
  }
  return build(made, twin::without, path);
}

std::vector<std::string> audit_rows(session& owner, const policy& rules) {
  std::vector<std::string> rows;
  const auto trail = owner.audit_trail(1'000'000);
  if (!trail) return {"the trail cannot be read: " + describe(trail.error())};
  for (const audit_entry& each : trail.value()) {
    if (each.actor != rules.who().reference()) continue;
    std::string row(phr::name(each.action).data());
    row.append(" ").append(phr::name(each.outcome).data()).append(": ").append(std::to_string(each.at)).append(" ").append(each.purpose);
    row.append(" ").append(fhir::name(each.type)).append(" ").append(std::to_string(each.count));
    if (each.outcome == audit_outcome::done && each.count > 0) row += " " + each.id;  // of what was given out
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<std::string> shown_rows(session& owner, const policy& rules) {
  std::vector<std::string> rows;
  const auto told = owner.explain(rules.who(), rules.purpose());
  if (!told) return {"it cannot be explained: " + describe(told.error())};
  for (const shared_type& each : told.value()) {
    if (each.visible > 0) rows.push_back(std::string(fhir::name(each.type)) + " of " + (each.patient.empty() ? "nobody" : each.patient) + ": " + std::to_string(each.visible));
  }
  return rows;
}

// The first line that differs, and what it is of.
std::optional<difference> first_of(const std::vector<std::string>& left, const std::vector<std::string>& right) {
  const std::size_t most = std::max(left.size(), right.size());
  for (std::size_t at = 0; at < most; ++at) {
    const std::string none = "nothing more";
    const std::string& a = at < left.size() ? left[at] : none;
    const std::string& b = at < right.size() ? right[at] : none;
    if (a == b) continue;
    difference made;
    const std::string& named = at < left.size() ? a : b;
    made.what = named.substr(0, named.find(':'));
    made.left = a;
    made.right = b;
    return made;
  }
  return {};
}

// The lines of the left that the right has not.
std::vector<difference> only_in(const std::vector<std::string>& left, const std::vector<std::string>& right, bool swapped) {
  std::vector<difference> all;
  for (const std::string& each : left) {
    if (std::find(right.begin(), right.end(), each) != right.end()) continue;
    difference made;
    made.what = each.substr(0, each.find(':'));
    made.left = swapped ? "not " + each : each;
    made.right = swapped ? each : "not " + each;
    all.push_back(std::move(made));
  }
  return all;
}

}  // namespace

workplace::workplace() {
  std::error_code none;
  const std::filesystem::path in = std::filesystem::is_directory("/dev/shm", none) ? std::filesystem::path("/dev/shm") : std::filesystem::temp_directory_path();
  std::string pattern = (in / "phr-twins-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) std::abort();
  folder_ = pattern;
  auto made = make_elsewhere(path("elsewhere.phr"));
  if (!made) must(made.as_failure(), "the other store cannot be made");
  elsewhere_.emplace(std::move(made.value()));
}

workplace::~workplace() {
  elsewhere_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

result<transcript> run_twin(const world& of, const std::vector<operation>& script, twin which, workplace& in) {
  note_doing(in.doing + ", the writes");
  PHR_TRY(auto made, build(of, which, in.path("twin.phr")));
  const session_options how{.purpose = of.rules.purpose(), .now = script_now};
  PHR_TRY(auto who, made.session(of.rules.who(), how));
  PHR_TRY(auto owner, made.session(phr::owner(), how));
  PHR_TRY(const auto colleague, access::practitioner("Practitioner/another"));
  PHR_TRY(auto another, made.session(colleague, how));
  PHR_TRY(auto elsewhere, in.elsewhere().session(of.rules.who(), how));
  transcript gave;
  gave.shown = shown_rows(owner, of.rules);
  stage on;
  on.of = &of;
  on.which = which;
  on.who = &who;
  on.owner = &owner;
  on.another = &another;
  on.elsewhere = &elsewhere;
  for (const operation& each : script) {
    answer to;
    const std::string doing = std::string(twin_names[static_cast<std::size_t>(which)]) + ": " + each.kind + ": " + each.text;
    note_doing(in.doing + ", " + doing);
    if (in.trace) std::printf("%s\n", doing.c_str());
    const auto begin = std::chrono::steady_clock::now();
    each.run(on, to);
    gave.nanoseconds.push_back(std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begin).count());
    gave.answers.push_back(to.lines());
  }
  gave.audit = audit_rows(owner, of.rules);
  gave.faults = std::move(on.faults);
  return gave;
}

std::vector<difference> compare(const transcript& with, const transcript& against, twin which, const std::vector<operation>& script) {
  std::vector<difference> all;
  const auto add = [&](std::optional<difference> found, std::size_t operation, const std::string& kind) {
    if (!found) return;
    found->operation = operation;
    found->kind = kind;
    found->against = which;
    all.push_back(std::move(*found));
  };
  // Where more can be seen, all else follows from that; and where an answer differs, its row in the trail may too.
  for (const bool swapped : {false, true}) {
    for (auto& each : only_in(swapped ? against.shown : with.shown, swapped ? with.shown : against.shown, swapped)) {
      const auto same = [&](const difference& other) { return other.what == each.what; };
      if (std::none_of(all.begin(), all.end(), same)) add(std::move(each), script.size(), "explain");
    }
  }
  if (!all.empty()) return all;
  for (std::size_t nth = 0; nth < script.size(); ++nth) add(first_of(with.answers[nth], against.answers[nth]), nth, script[nth].kind);
  if (all.empty()) add(first_of(with.audit, against.audit), script.size(), "audit");
  return all;
}

}  // namespace phr::twins
