// The timeline of a patient, and the latest value of each code.
#include "clinical/timeline.hpp"

#include "clinical/patient.hpp"
#include "fhir/summary/summary.hpp"
#include "store/records/resource_pass.hpp"
#include "store/reads/members.hpp"

#include <phr/core/date_time.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <unordered_set>

namespace phr::clinical {

namespace {

std::string question_of(std::int64_t patient) { return "timeline " + std::to_string(patient); }

// Where an event stands in the order of the timeline.
using event_place = std::optional<storage::member_place>;

result<event_place> parse_place(const gate::place_seal& places, std::int64_t patient, const std::string& sealed) {
  if (sealed.empty()) return event_place{};
  const auto opened = places.open_numbers<2>(question_of(patient), sealed);
  if (!opened) return error{errc::invalid_argument}.at("the place in the timeline");
  return event_place{storage::member_place{(*opened)[0], (*opened)[1]}};
}

// A patient's dated resources, newest first, of the types that are wanted.
class dated_resources {
 public:
  static result<dated_resources> of(const storage::guarded_snapshot& at, std::int64_t patient, const timeline_options& options, const event_place& behind) {
    storage::member_query query;
    query.patient = patient;
    query.newest_first = true;
    query.undated = false;
    query.from = options.from;
    query.to = options.to;
    if (behind) query.behind = *behind;
    PHR_TRY(auto rows, storage::members::of(at, query));
    return dated_resources(std::move(rows), options.types);
  }

  // nullopt at the end.
  result<std::optional<storage::member>> next() {
    for (;;) {
      PHR_TRY(const auto found, rows_.next());
      if (!found || types_.empty() || std::find(types_.begin(), types_.end(), found->type) != types_.end()) return found;
    }
  }

 private:
  dated_resources(storage::members rows, std::vector<fhir::resource_type> types) : rows_(std::move(rows)), types_(std::move(types)) {}
  storage::members rows_;
  std::vector<fhir::resource_type> types_;  // empty for all
};

// In the order of the rows; read in the order of the file.
result<std::vector<timeline_event>> events_of(const storage::guarded_snapshot& at, const std::vector<storage::member>& rows, const gate::place_seal& places,
                                              std::int64_t patient) {
  std::vector<std::int64_t> keys;
  for (const auto& row : rows) keys.push_back(row.key);
  PHR_TRY(auto pass, storage::resource_pass::over(at.at(), keys));
  std::vector<timeline_event> events(rows.size());
  fhir::json::document parsed;
  std::string text;
  for (;;) {
    PHR_TRY(const bool more, pass.next());
    if (!more) return events;
    text.clear();
    PHR_TRY(pass.append_outline(text));
    PHR_TRY(parsed.parse(text));
    const std::size_t nth = pass.nth();
    events[nth] = {rows[nth].happened, pass.type(), pass.id(), summary::title(parsed.root()), {}, {}};
    PHR_TRY(events[nth].place, places.seal(question_of(patient), std::array{rows[nth].happened, rows[nth].place}));
    if (pass.type() == fhir::resource_type::Observation) events[nth].value = summary::value_text(parsed.root());
  }
}

}  // namespace

result<std::vector<timeline_event>> timeline(gate::door& in, const timeline_options& options) {
  PHR_TRY(const auto seen, in.look(options.as_of));
  PHR_TRY(const auto patient, patient_asked_for(seen.at, options.patient));
  PHR_TRY(const event_place behind, parse_place(in.places(), patient.key, options.behind));
  PHR_TRY(auto rows, dated_resources::of(seen.at, patient.key, options, behind));
  std::vector<storage::member> found;
  while (found.size() < options.most) {
    PHR_TRY(const auto row, rows.next());
    if (!row) break;
    found.push_back(*row);
  }
  PHR_TRY(auto events, events_of(seen.at, found, in.places(), patient.key));
  PHR_TRY(note_reading(in, audit_action::timeline, patient, events.size()));
  return events;
}

namespace {

// The begin of the period that a moment is in.
std::int64_t begin_of(std::int64_t moment, timeline_period by) noexcept {
  constexpr std::int64_t day = 86'400'000'000;
  const std::int64_t days = moment / day - (moment % day < 0 ? 1 : 0);
  if (by == timeline_period::day) return days * day;
  civil_date date = civil_from_days(days);
  date.day = 1;
  if (by == timeline_period::year) date.month = 1;
  return days_from_civil(date) * day;
}

}  // namespace

result<std::vector<timeline_group>> timeline_groups(gate::door& in, timeline_period by, const timeline_options& options) {
  if (!options.behind.empty()) return error{errc::invalid_argument}.at("the place in the timeline");
  PHR_TRY(const auto seen, in.look(options.as_of));
  PHR_TRY(const auto patient, patient_asked_for(seen.at, options.patient));
  PHR_TRY(auto rows, dated_resources::of(seen.at, patient.key, options, {}));
  std::vector<timeline_group> groups;
  std::map<fhir::resource_type, std::uint64_t> counts;  // of the period that begins at `begin`
  std::int64_t begin = INT64_MAX;
  std::size_t counted = 0;
  const auto close = [&] {
    for (const auto& [type, count] : counts) groups.push_back({begin, type, count});
    counts.clear();
  };
  for (;;) {
    PHR_TRY(const auto row, rows.next());
    // Rows fall in time: the period is the same until one is before its begin.
    if (!row || row->happened < begin) close();
    if (!row || (counts.empty() && groups.size() >= options.most)) break;
    begin = begin_of(row->happened, by);
    ++counts[row->type];
    ++counted;
  }
  PHR_TRY(note_reading(in, audit_action::timeline, patient, counted));
  return groups;
}

namespace {

bool has_category(const fhir::json::value& observation, std::string_view wanted) {
  for (const auto& category : observation["category"].elements()) {
    for (const auto& coding : category["coding"].elements()) {
      if (coding["code"].raw_text() == wanted) return true;
    }
  }
  return false;
}

std::string text_of(const fhir::json::value& at) {
  std::string scratch;
  return std::string(at.text(scratch));
}

latest_value latest_of(std::int64_t happened, std::string id, const fhir::json::value& observation) {
  latest_value value;
  value.happened = happened;
  value.id = std::move(id);
  const auto coding = observation["code"]["coding"].at(0);
  value.system = text_of(coding["system"]);
  value.code = text_of(coding["code"]);
  value.title = summary::concept_text(observation["code"]);
  if (const auto quantity = observation["valueQuantity"]) {
    value.value = text_of(quantity["comparator"]) + std::string(quantity["value"].number_text());
    value.unit = quantity["unit"] ? text_of(quantity["unit"]) : text_of(quantity["code"]);
  } else {
    value.value = summary::value_text(observation);
  }
  value.interpretation = text_of(observation["interpretation"].at(0)["coding"].at(0)["code"]);
  return value;
}

}  // namespace

result<std::vector<latest_value>> latest(gate::door& in, const latest_options& options) {
  PHR_TRY(const auto seen, in.look(options.as_of));
  PHR_TRY(const auto patient, patient_asked_for(seen.at, options.patient));
  PHR_TRY(auto rows, dated_resources::of(seen.at, patient.key, {.types = {fhir::resource_type::Observation}}, {}));
  std::vector<latest_value> values;
  std::unordered_set<std::string> given;
  fhir::json::document parsed;
  for (;;) {
    PHR_TRY(const auto row, rows.next());
    if (!row) break;
    PHR_TRY(auto found, seen.at.at().current(row->key));
    PHR_TRY(parsed.parse(found.json));
    const auto observation = parsed.root();
    if (!options.category.empty() && !has_category(observation, options.category)) continue;
    latest_value value = latest_of(row->happened, std::move(found.id), observation);
    const std::string name = value.system + "\n" + (value.code.empty() ? value.title : value.code);
    if (given.insert(name).second) values.push_back(std::move(value));
  }
  PHR_TRY(note_reading(in, audit_action::timeline, patient, values.size()));
  return values;
}

}  // namespace phr::clinical
