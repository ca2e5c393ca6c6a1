#include "fuzz/token/question.hpp"

#include "clinical/timeline.hpp"
#include "interactions/everything/everything.hpp"
#include "interactions/records.hpp"
#include "interactions/search.hpp"

#include <fuzz/fuzz.hpp>

#include <map>
#include <utility>

namespace phr::fuzz {

namespace {

using fhir::resource_type;

constexpr std::size_t pages_kept = 4;

std::string name_of(resource_type type, const std::string& id) { return std::string(fhir::name(type)) + "/" + id; }

answer refusal(const error& why) {
  answer made;
  made.refused = why.code();
  return made;
}

answer answer_of(const result<hits>& found) {
  if (!found) return refusal(found.error());
  answer made;
  for (const hit each : found.value()) {
    auto& to = each.is_included() ? made.beside : made.given;
    to.push_back((each.container().empty() ? "" : each.container() + "#") + name_of(each.type(), each.id()));
  }
  if (!found.value().empty()) require(found.value()[0].json().has_value());
  made.next = found.value().next_page();
  return made;
}

answer answer_of(const result<history_page>& found) {
  if (!found) return refusal(found.error());
  answer made;
  for (const record& each : found.value().versions) made.given.push_back(name_of(each.type, each.id) + "/_history/" + std::to_string(each.version));
  made.next = found.value().next;
  return made;
}

// Every event has a place: it is the next one where there may be more.
answer answer_of(const result<std::vector<timeline_event>>& found, std::size_t most) {
  if (!found) return refusal(found.error());
  answer made;
  for (const timeline_event& each : found.value()) made.given.push_back(name_of(each.type, each.id));
  if (found.value().size() == most) made.next = found.value().back().place;
  return made;
}

question of_search(const std::string& text, std::size_t most) {
  const std::string paged = text + (text.find('?') == std::string::npos ? "?" : "&") + "_count=" + std::to_string(most);
  return {"search " + paged, errc::malformed_query, 0, most,
          [paged](gate::door& in, std::string_view place) { return answer_of(interactions::search(in, paged, {.page = place})); },
          [text](gate::door& in) { return answer_of(interactions::search(in, text, {})); }};
}

question of_history(history_query asked, const std::string& sealed_as, std::uint32_t most) {
  return {"history " + sealed_as, errc::invalid_argument, 1, most,
          [asked, most](gate::door& in, std::string_view place) {
            history_query page = asked;
            page.count = most;
            page.page = place;
            return answer_of(interactions::history(in, page));
          },
          [asked](gate::door& in) { return answer_of(interactions::history(in, asked)); }};
}

question of_timeline(timeline_options asked, const std::string& patient_key, std::uint32_t most) {
  return {"timeline " + patient_key, errc::invalid_argument, 2, most,
          [asked, most](gate::door& in, std::string_view place) {
            timeline_options page = asked;
            page.most = most;
            page.behind = place;
            return answer_of(clinical::timeline(in, page), most);
          },
          [asked](gate::door& in) {
            timeline_options all = asked;
            all.most = UINT32_MAX;
            return answer_of(clinical::timeline(in, all), UINT32_MAX);
          }};
}

question of_everything(everything_options asked, const std::string& sealed_as, std::uint32_t most) {
  return {"everything " + sealed_as, errc::malformed_query, 3, most,
          [asked, most](gate::door& in, std::string_view place) {
            everything_options page = asked;
            page.count = most;
            page.page = place;
            return answer_of(interactions::everything(in, page));
          },
          [asked](gate::door& in) { return answer_of(interactions::everything(in, asked)); }};
}

std::vector<question> make_questions() {
  auto& in = world::only();
  const std::string& who = in.patient();
  const auto seen = in.door_of(asker::owner).look().value();
  const std::string key = std::to_string(seen.at.at().key_of(resource_type::Patient, who).value());
  const std::int64_t year = 365LL * 86'400'000'000;
  std::vector<question> all;
  // By every way that a search can go, and what it can bring along.
  all.push_back(of_search("Observation", 20));
  all.push_back(of_search("Observation?code=http://loinc.org|85354-9", 5));
  all.push_back(of_search("Observation?date=ge2015", 7));
  all.push_back(of_search("Observation?value-quantity=gt1", 10));
  all.push_back(of_search("Observation?value-quantity:missing=true&status=final", 10));
  all.push_back(of_search("Observation?_sort=-date", 10));
  all.push_back(of_search("Observation?_sort=status,-date", 10));
  all.push_back(of_search("Observation?_sort=code,_id", 10));
  all.push_back(of_search("Observation?_sort=value-quantity", 10));
  all.push_back(of_search("Observation?_sort=-_lastUpdated", 10));
  all.push_back(of_search("Encounter?_sort=patient", 10));
  all.push_back(of_search("Patient?_sort=family,-birthdate", 3));
  all.push_back(of_search("Observation?patient.gender=female", 10));
  all.push_back(of_search("Observation?patient.gender=female&_sort=-date", 10));
  all.push_back(of_search("Patient?_has:Observation:patient:code=http://loinc.org|4548-4", 2));
  all.push_back(of_search("?_type=Patient,Practitioner,Encounter,Observation", 10));
  all.push_back(of_search("?_type=Observation,Encounter&_sort=-_lastUpdated", 10));
  all.push_back(of_search("Patient?_revinclude=Encounter:patient", 2));
  all.push_back(of_search("Encounter?_include=Encounter:patient", 10));
  all.push_back(of_search("Patient/" + who + "/Observation", 5));
  all.push_back(of_search("Patient/" + who + "/*", 5));
  all.push_back(of_search("Practitioner", 2));
  all.push_back(of_search("Medication?_contained=both&_containedType=contained", 2));
  all.push_back(of_history({.type = resource_type::Observation, .id = "changed1"}, "Observation/changed1", 1));
  all.push_back(of_history({.type = resource_type::Observation}, "Observation/", 10));
  all.push_back(of_history({}, "/", 10));
  all.push_back(of_history({.since = world_now - year}, "/ since " + std::to_string(world_now - year), 10));
  all.push_back(of_timeline({.patient = who}, key, 5));
  all.push_back(of_timeline({.patient = who, .from = world_now - year, .types = {resource_type::Observation}}, key, 5));
  all.push_back(of_everything({.patient = who}, key + " - - -", 5));
  all.push_back(of_everything({.patient = who, .types = {resource_type::Observation, resource_type::Practitioner}, .since = 0}, key + " - - 0 Observation Practitioner", 5));
  return all;
}

// Whether an asker can read what was given by that name: its container, or one version of it.
bool can_read(asker who, std::string_view name) {
  name = name.substr(0, name.find('#'));
  const std::size_t slash = name.find('/');
  const auto type = fhir::resource_type_named(name.substr(0, slash)).value();
  std::string_view id = name.substr(slash + 1);
  std::optional<std::uint32_t> version;
  if (const std::size_t end = id.find('/'); end != std::string_view::npos) {
    version = static_cast<std::uint32_t>(std::stoul(std::string(id.substr(id.rfind('/') + 1))));
    id = id.substr(0, end);
  }
  return interactions::read(world::only().door_of(who), type, id, version, {}).has_value();
}

void check(const told& made, const question& asked, asker who) {
  static std::set<std::pair<asker, std::string>> read;
  for (const std::string& each : made.all) require(who == asker::owner || !read.emplace(who, each).second || can_read(who, each));
  std::set<std::string> given;
  for (const answer& each : made.pages) {
    require(each.refused == made.whole.refused && each.given.size() <= asked.most);
    for (const std::string& one : each.given) require(made.matches.contains(one) && given.insert(one).second);
    for (const std::string& one : each.beside) require(made.all.contains(one));
  }
  if (who == asker::owner) require(made.pages.size() > 1);
  if (who == asker::nobody) require(made.matches.empty());
  if (made.pages.size() < 2) return;
  // Or what is sealed below as one of its places is none.
  require(world::only().door_of(who).places().open(asked.sealed_as, made.pages.front().next).has_value());
}

told ask(asker who, std::size_t nth) {
  const question& asked = questions()[nth];
  auto& in = world::only().door_of(who);
  told made;
  made.whole = asked.whole(in);
  made.matches.insert(made.whole.given.begin(), made.whole.given.end());
  made.all = made.matches;
  made.all.insert(made.whole.beside.begin(), made.whole.beside.end());
  std::string place;
  do {
    made.pages.push_back(asked.page(in, place));
    place = made.pages.back().next;
  } while (!place.empty() && made.pages.size() < pages_kept);
  check(made, asked, who);
  return made;
}

}  // namespace

const std::vector<question>& questions() {
  static const std::vector<question> all = make_questions();
  return all;
}

const told& told_to(asker who, std::size_t nth) {
  static std::map<std::pair<asker, std::size_t>, told> known;
  const auto found = known.find({who, nth});
  return found != known.end() ? found->second : known.emplace(std::pair(who, nth), ask(who, nth)).first->second;
}

}  // namespace phr::fuzz
