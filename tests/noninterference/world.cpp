#include "noninterference/world.hpp"

#include <algorithm>

namespace phr::twins {

namespace {

constexpr std::int64_t begin_of_writes = 1'692'000'000'000'000;  // 2023-08-14
constexpr std::int64_t time_of_writes = 7'000'000'000'000;       // 81 days

struct planned {
  const form* of;
  std::string id;
  std::vector<std::string> patients;
  bool hidden;
  std::vector<std::string> before = {};  // patients of its first version, where others
  bool purged = false;                   // hidden because it has been taken out of the file again
};

class maker {
 public:
  maker(dice by, world& into, const world_options& how) : by_(by), into_(into), how_(how) {}

  void run() {
    choose_setting();
    plan_patients();
    plan_terms();
    for (int nth = 0; nth < commons_; ++nth) plan_common();
    for (int nth = 0; nth < hidden_; ++nth) by_.chance(96) ? plan_hidden() : plan_purged();
    fill_roster();
    std::vector<std::vector<act>> lines;
    for (const planned& each : plan_) lines.push_back(acts_of(each));
    for (const consent_text& each : into_.rules.consents()) lines.push_back({consent_act(each)});
    merge(lines);
    choose_later();
    stamp();
  }

 private:
  void choose_setting() {
    setting& of = into_.setting;
    const std::size_t size = by_.below(100);
    of.large = size >= 97;
    commons_ = size < 80 ? by_.between(8, 60) : by_.between(20, 100);
    hidden_ = size < 80 ? by_.between(4, 50) : size < 97 ? by_.between(60, 240) : by_.between(400, 1'400);
    of.words_before = by_.chance(10);
    of.words_after = !of.words_before && by_.chance(10);
    of.parameters = by_.chance(15);
    of.reindexed = by_.chance(8);
    of.reopened = by_.chance(20);
    if (by_.below(250) == 0) choose_huge();
    favourite_ = by_.chance(50) ? "Observation" : by_.word("Condition|Encounter|MedicationRequest|Observation|DocumentReference|Practitioner");
  }

  // Beyond all limits of plans, of a patient of whom something else is shown.
  void choose_huge() {
    for (const std::string& patient : into_.rules.patients()) {
      const form& of = form_of(by_.word("Observation|Condition|Encounter|MedicationRequest"));
      if (into_.rules.shown_type(by_, patient).empty() || !into_.rules.hides(of, {patient})) continue;
      into_.setting.large = true;
      hidden_ = by_.between(5'200, 6'000);
      huge_ = {&of, {patient}};
      return;
    }
  }

  std::string new_id() {
    const std::string number = std::to_string(++ids_);
    switch (by_.below(5)) {
      case 0: return number;
      case 1: return "00000000-0000-4000-8000-" + std::string(12 - number.size(), '0') + number;
      case 2: return "A." + number;
      default: return "r" + number;
    }
  }

  const form& any_form() {
    static const int all = [] {
      int sum = 0;
      for (const form& each : forms()) sum += each.weight;
      return sum;
    }();
    int left = by_.between(0, all - 1);
    for (const form& each : forms()) {
      left -= each.weight;
      if (left < 0) return each;
    }
    return forms().front();
  }

  std::vector<std::string> some_patients(const form& of) {
    if (by_.chance(of.placement == placement::shared ? 88 : of.placement == placement::held ? 25 : 6)) return {};
    std::vector<std::string> some{by_.pick(into_.rules.patients())};
    if (by_.chance(12)) {
      const std::string& more = by_.pick(into_.rules.patients());
      if (more != some.front()) some.push_back(more);
    }
    return some;
  }

  void plan_patients() {
    for (const std::string& each : into_.rules.patients()) {
      const form& of = form_of("Patient");
      plan_.push_back({&of, each, {each}, into_.rules.hides(of, {each}) && by_.chance(70)});
    }
    plan_.push_back({&form_of("Practitioner"), "doc", {}, false});
    if (by_.chance(50)) plan_.push_back({&form_of("Organization"), "ward", {}, false});
  }

  // Value sets and code systems of the same URLs, of which some are somebody's and hidden.
  void plan_terms() {
    for (std::size_t more = by_.below(5); more > 0; --more) {
      const form& of = form_of(by_.word("ValueSet|ValueSet|CodeSystem"));
      const std::string& patient = by_.pick(into_.rules.patients());
      const bool hidden = by_.chance(50) && into_.rules.hides(of, {patient}) && !how_.skipped.contains(std::string(of.type));
      plan_.push_back({&of, new_id(), hidden ? std::vector<std::string>{patient} : std::vector<std::string>{}, hidden});
    }
  }

  void plan_common() {
    const form* of = &any_form();
    planned made{of, new_id(), some_patients(*of), false};
    // Most are of what is shown.
    const std::string& patient = by_.pick(into_.rules.patients());
    const std::string shown = into_.rules.shown_type(by_, patient);
    if (!shown.empty() && by_.chance(60)) {
      made.of = &form_of(by_.chance(50) && !into_.rules.hides(form_of("Observation"), {patient}) ? "Observation" : shown);
      made.patients = {patient};
      const std::string& earlier = by_.pick(into_.rules.patients());
      if (by_.chance(6) && !how_.skipped.contains("moved") && into_.rules.hides(*made.of, {earlier})) made.before = {earlier};
    }
    plan_.push_back(std::move(made));
  }

  // Shown, until it was taken out of the file before anybody looked.
  void plan_purged() {
    const std::string& patient = by_.pick(into_.rules.patients());
    const std::string type = into_.rules.shown_type(by_, patient);
    if (type.empty() || how_.skipped.contains(type)) return plan_hidden();
    plan_.push_back({&form_of(type), new_id(), {patient}, true, {}, true});
  }

  // Most often new; else that of a resource of another type.
  std::string hidden_id(const form& of) {
    if (!by_.chance(8)) return new_id();
    const std::string& id = by_.pick(plan_).id;
    const bool taken = std::any_of(plan_.begin(), plan_.end(), [&](const planned& each) { return each.of == &of && each.id == id; });
    return taken ? new_id() : id;
  }

  void plan_hidden() {
    for (int tries = 0; tries < 60; ++tries) {
      const form* of = &any_form();
      if (into_.setting.large && by_.chance(70)) of = &form_of(favourite_);
      if (by_.chance(6)) of = &form_of(by_.word("ValueSet|CodeSystem|ValueSet|Practitioner|Location|Medication"));
      planned made{of, {}, some_patients(*of), true};
      if (of->placement == placement::shared && made.patients.empty() && by_.chance(60)) made.patients = {by_.pick(into_.rules.patients())};
      if (huge_.first != nullptr && by_.chance(95)) {
        made.of = huge_.first;
        made.patients = huge_.second;
        of = huge_.first;
      }
      if (how_.skipped.contains(std::string(of->type)) || !into_.rules.hides(*of, made.patients)) continue;
      // The first of its patients is named for certain, the second may be left out.
      if (made.patients.size() > 1 && !into_.rules.hides(*of, {made.patients.front()})) continue;
      made.id = hidden_id(*of);
      const std::string& earlier = by_.pick(into_.rules.patients());
      if (of->placement == placement::patient && by_.chance(6)) made.before = {earlier};  // what was shown then is hidden with it
      plan_.push_back(std::move(made));
      return;
    }
  }

  void fill_roster() {
    for (const planned& each : plan_) {
      into_.roster[std::string(each.of->type)].push_back(each.id);
      into_.names.push_back({std::string(each.of->type), each.id, each.hidden});
    }
    into_.roster["Patient"].emplace_back("stranger");
    into_.roster["Device"].emplace_back("pump");
    into_.roster["RelatedPerson"].emplace_back("kin");
    into_.roster["PractitionerRole"].emplace_back("chief");
    for (const consent_text& each : into_.rules.consents()) into_.names.push_back({"Consent", each.id, false});
  }

  std::string body(const planned& of, const std::vector<std::string>& patients, flavour taste) {
    cast in;
    in.roster = &into_.roster;
    in.patients = patients;
    in.taste = taste;
    in.may_name_patients = !(of.hidden && patients.empty());
    if (of.hidden && into_.setting.large) in.fat = 7;
    return body_of(by_, *of.of, of.id, in);
  }

  act put(const planned& of, const std::vector<std::string>& patients) {
    act made;
    made.type = of.of->type;
    made.id = of.id;
    made.hidden = of.hidden;
    if (!of.hidden) {
      made.json.fill(body(of, patients, flavour::common));
      return made;
    }
    made.json[1] = body(of, patients, flavour::hidden);
    made.json[2] = body(of, patients, flavour::other);
    made.in = {false, true, true};
    return made;
  }
  act other_verb(const planned& of, verb what) {
    act made;
    made.what = what;
    made.type = of.of->type;
    made.id = of.id;
    made.hidden = of.hidden;
    if (of.hidden) made.in = {false, true, true};
    return made;
  }

  // Of one resource, in order.
  std::vector<act> acts_of(const planned& of) {
    std::vector<act> line;
    if (!of.before.empty() && of.hidden) line.push_back(put(of, of.before));
    if (!of.before.empty() && !of.hidden) {
      act first = put(of, of.before);
      first.json[1] = body(of, of.before, flavour::hidden);
      first.json[2] = body(of, of.before, flavour::other);
      line.push_back(std::move(first));
    }
    line.push_back(put(of, of.patients));
    if (by_.chance(20)) line.push_back(put(of, of.patients));
    if (by_.chance(7)) line.push_back(put(of, of.patients));
    if (of.of->type != "Patient" && by_.chance(7)) {
      line.push_back(other_verb(of, verb::remove));
      if (by_.chance(30)) line.push_back(put(of, of.patients));
    }
    if (!into_.setting.large && by_.chance(2)) line.push_back(other_verb(of, by_.chance(45) ? verb::purge_history : by_.chance(80) ? verb::purge : verb::erase));
    if (of.purged) {
      line.push_back(other_verb(of, !into_.setting.large && by_.chance(15) ? verb::erase : verb::purge));
    } else if (of.hidden) {
      vary(of, line);
    }
    return line;
  }

  // The other twin has more, fewer, or other versions.
  void vary(const planned& of, std::vector<act>& line) {
    if (by_.chance(15)) {
      for (act& each : line) each.in[2] = false;
    } else if (by_.chance(15)) {
      act more = put(of, of.patients);
      more.in[1] = false;
      line.push_back(std::move(more));
    } else if (by_.chance(5)) {
      act gone = other_verb(of, verb::remove);
      gone.in[1] = false;
      line.push_back(std::move(gone));
    }
    if (!by_.chance(15)) return;
    planned more = of;
    more.id = new_id();
    act added = put(more, more.patients);
    added.in[1] = false;
    line.push_back(std::move(added));
  }

  act consent_act(const consent_text& of) {
    act made;
    made.type = "Consent";
    made.id = of.id;
    made.json.fill(of.json);
    made.by = of.by;
    if (!of.speaks && into_.rules.hides_consents_of(of.patient) && by_.chance(60)) {
      made.hidden = true;
      made.in = {false, true, by_.chance(50)};
    }
    return made;
  }

  // Into one order, at random; each line keeps its own.
  void merge(std::vector<std::vector<act>>& lines) {
    std::vector<std::size_t> turns;
    for (std::size_t nth = 0; nth < lines.size(); ++nth) turns.insert(turns.end(), lines[nth].size(), nth);
    for (std::size_t nth = turns.size(); nth > 1; --nth) std::swap(turns[nth - 1], turns[by_.below(nth)]);
    std::vector<std::size_t> next(lines.size(), 0);
    for (const std::size_t line : turns) into_.acts.push_back(std::move(lines[line][next[line]++]));
    if (how_.hidden_last) std::stable_partition(into_.acts.begin(), into_.acts.end(), [](const act& each) { return !each.hidden; });
  }

  void choose_later() {
    for (std::size_t nth = by_.below(4); nth > 0 && into_.acts.size() > 20; --nth) {
      // The last act may as well be done later. Not that of a Consent, nor the one by which a resource came to be hidden.
      const act& last = into_.acts.back();
      const auto earlier = std::count_if(into_.acts.begin(), into_.acts.end(), [&](const act& each) { return each.type == last.type && each.id == last.id; }) > 1;
      if (last.type == "Consent" || (last.hidden && earlier)) return;
      into_.later.insert(into_.later.begin(), last);
      into_.acts.pop_back();
    }
  }

  // Times that grow, and transactions of neighbours.
  void stamp() {
    std::int64_t now = begin_of_writes;
    const auto step = static_cast<std::size_t>(time_of_writes / static_cast<std::int64_t>(into_.acts.size() + 1));
    std::uint32_t chunk = 0;
    std::set<std::pair<std::string, std::string>> in_chunk;
    std::size_t left = 0;
    for (act& each : into_.acts) {
      const bool fits = left > 0 && each.what == verb::put && each.by == arrival::written && in_chunk.emplace(each.type, each.id).second;
      if (fits) {
        --left;
        each.chunk = chunk;
      } else {
        now += static_cast<std::int64_t>(by_.below(step + 1));
        in_chunk.clear();
        left = 0;
        if (each.what == verb::put && each.by == arrival::written && by_.chance(into_.setting.large ? 80 : 15)) {
          left = by_.below(into_.setting.large ? 60 : 8);
          each.chunk = left > 0 ? ++chunk : 0;
          in_chunk.emplace(each.type, each.id);
        }
      }
      each.now = now;
    }
    for (act& each : into_.later) each.now = script_now;
  }

  dice by_;
  world& into_;
  const world_options& how_;
  std::vector<planned> plan_;
  std::string favourite_;
  std::pair<const form*, std::vector<std::string>> huge_{nullptr, {}};
  int commons_ = 0;
  int hidden_ = 0;
  int ids_ = 0;
};

}  // namespace

world make_world(dice by, const world_options& how) {
  dice rules = by.fork();
  const std::size_t patients = 1 + rules.below(4);
  world made(policy(rules, patients));
  maker(by.fork(), made, how).run();
  return made;
}

bool add_visible(dice by, world& to) {
  for (const std::string& patient : to.rules.patients()) {
    const std::string type = to.rules.shown_type(by, patient);
    if (type.empty()) continue;
    cast in;
    in.roster = &to.roster;
    in.patients = {patient};
    in.may_name_patients = false;
    in.may_contain = false;
    act made;
    made.type = type;
    made.id = "control";
    made.json.fill(body_of(by, form_of(type), made.id, in));
    made.now = to.acts.empty() ? script_now - 1 : to.acts.back().now;
    to.acts.push_back(std::move(made));
    return true;
  }
  return false;
}

}  // namespace phr::twins
