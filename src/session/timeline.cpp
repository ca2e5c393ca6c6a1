// The timeline of a patient, and the latest value of each code.
#include "session/patient.hpp"
#include "session/state.hpp"
#include "session/summary.hpp"
#include "store/records/resource_pass.hpp"
#include "store/schema/schema.hpp"

#include <phr/core/date_time.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

namespace phr {

namespace {

// Where an event stands in the order of the timeline.
struct event_place {
  std::int64_t happened = INT64_MAX;
  std::int64_t key = INT64_MAX;
};

std::string question_of(std::int64_t patient) { return "timeline " + std::to_string(patient); }

result<event_place> parse_place(const sharing::place_seal& places, std::int64_t patient, const std::string& sealed) {
  if (sealed.empty()) return event_place{};
  const auto opened = places.open_numbers<2>(question_of(patient), sealed);
  if (!opened) return error{errc::invalid_argument}.at("the place in the timeline");
  return event_place{(*opened)[0], (*opened)[1]};
}

// Keys of a patient's dated resources, newest first, that the session may see.
class dated_resources {
 public:
  dated_resources(const storage::snapshot& at, const storage::visibility& visible) : at_(at), visible_(visible) {}

  result<void> open(std::int64_t patient, const timeline_options& options, const event_place& behind) {
    PHR_TRY(rows_, at_.in().on().prepare("SELECT c.happened, c.resource, i.type FROM compartment c JOIN identity i ON i.key = c.resource "
                                         "WHERE c.patient = ?1 AND c.happened >= ?2 AND c.happened < ?3 AND c.happened <= ?4 AND (c.happened < ?4 OR c.resource < ?5) "
                                         "ORDER BY c.happened DESC, c.resource DESC"));
    // no_time sorts before every date, so undated resources are not part of it.
    rows_.bind(1, patient).bind(2, options.from.value_or(storage::no_time + 1)).bind(3, options.to.value_or(INT64_MAX));
    rows_.bind(4, behind.happened).bind(5, behind.key);
    types_ = options.types;
    return success();
  }

  struct row {
    std::int64_t happened;
    std::int64_t key;
    fhir::resource_type type;
  };
  // The next of a type that is wanted; nullopt at the end.
  result<std::optional<row>> next() {
    for (;;) {
      PHR_TRY(const bool more, rows_.step());
      if (!more) return std::optional<row>{};
      const row found{rows_.integer(0), rows_.integer(1), static_cast<fhir::resource_type>(rows_.integer(2))};
      if (!types_.empty() && std::find(types_.begin(), types_.end(), found.type) == types_.end()) continue;
      if (visible_) {
        PHR_TRY(const auto patients, at_.patients_of(found.key));
        if (!visible_(patients, found.type)) continue;
      }
      return std::optional<row>{found};
    }
  }

 private:
  const storage::snapshot& at_;
  const storage::visibility& visible_;
  storage::sql::statement rows_;
  std::vector<fhir::resource_type> types_;  // empty for all
};

// In the order of the rows; read in the order of the file.
result<std::vector<timeline_event>> events_of(const storage::snapshot& at, const std::vector<dated_resources::row>& rows, const sharing::place_seal& places,
                                              std::int64_t patient) {
  std::vector<std::int64_t> keys;
  for (const auto& row : rows) keys.push_back(row.key);
  PHR_TRY(auto pass, storage::resource_pass::over(at, keys));
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
    PHR_TRY(events[nth].place, places.seal(question_of(patient), std::array{rows[nth].happened, rows[nth].key}));
    if (pass.type() == fhir::resource_type::Observation) events[nth].value = summary::value_text(parsed.root());
  }
}

result<void> note_timeline(session::state& in, std::int64_t patient, std::size_t count) {
  return in.note(about(in.row(audit_action::timeline), fhir::resource_type::Patient, patient, static_cast<std::int64_t>(count)));
}

}  // namespace

result<std::vector<timeline_event>> session::timeline(const timeline_options& options) {
  PHR_TRY(const auto reading, state_->engine->read());
  const storage::snapshot at = reading.look();
  PHR_TRY(const std::int64_t patient, patient_key(at, options.patient));
  PHR_TRY(const event_place behind, parse_place(state_->places, patient, options.behind));
  PHR_TRY(const auto visible, state_->gate.open(at, state_->options.now));
  dated_resources rows(at, visible);
  PHR_TRY(rows.open(patient, options, behind));
  std::vector<dated_resources::row> found;
  while (found.size() < options.most) {
    PHR_TRY(const auto row, rows.next());
    if (!row) break;
    found.push_back(*row);
  }
  PHR_TRY(auto events, events_of(at, found, state_->places, patient));
  PHR_TRY(note_timeline(*state_, patient, events.size()));
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

result<std::vector<timeline_group>> session::timeline_groups(timeline_period by, const timeline_options& options) {
  if (!options.behind.empty()) return error{errc::invalid_argument}.at("the place in the timeline");
  PHR_TRY(const auto reading, state_->engine->read());
  const storage::snapshot at = reading.look();
  PHR_TRY(const std::int64_t patient, patient_key(at, options.patient));
  PHR_TRY(const auto visible, state_->gate.open(at, state_->options.now));
  dated_resources rows(at, visible);
  PHR_TRY(rows.open(patient, options, {}));
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
  PHR_TRY(note_timeline(*state_, patient, counted));
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

result<std::vector<latest_value>> session::latest(const latest_options& options) {
  PHR_TRY(const auto reading, state_->engine->read());
  const storage::snapshot at = reading.look();
  PHR_TRY(const std::int64_t patient, patient_key(at, options.patient));
  PHR_TRY(const auto visible, state_->gate.open(at, state_->options.now));
  dated_resources rows(at, visible);
  PHR_TRY(rows.open(patient, {.types = {fhir::resource_type::Observation}}, {}));
  std::vector<latest_value> values;
  std::unordered_map<std::string, bool> seen;
  fhir::json::document parsed;
  for (;;) {
    PHR_TRY(const auto row, rows.next());
    if (!row) break;
    PHR_TRY(auto found, at.current(row->key));
    PHR_TRY(parsed.parse(found.json));
    const auto observation = parsed.root();
    if (!options.category.empty() && !has_category(observation, options.category)) continue;
    latest_value value = latest_of(row->happened, std::move(found.id), observation);
    const std::string name = value.system + "\n" + (value.code.empty() ? value.title : value.code);
    if (seen.emplace(name, true).second) values.push_back(std::move(value));
  }
  PHR_TRY(note_timeline(*state_, patient, values.size()));
  return values;
}

}  // namespace phr
