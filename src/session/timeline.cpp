// The timeline of a patient, and the latest value of each code.
#include "session/patient.hpp"
#include "session/state.hpp"
#include "session/summary.hpp"
#include "store/records/resource_pass.hpp"
#include "store/schema/schema.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace phr {

namespace {

// Keys of a patient's dated resources, newest first, that the session may see.
class dated_resources {
 public:
  dated_resources(const storage::snapshot& at, const storage::visibility& visible) : at_(at), visible_(visible) {}

  result<void> open(std::int64_t patient, std::int64_t from, std::int64_t to) {
    PHR_TRY(rows_, at_.in().on().prepare("SELECT c.happened, c.resource, i.type FROM compartment c JOIN identity i ON i.key = c.resource "
                                         "WHERE c.patient = ?1 AND c.happened >= ?2 AND c.happened < ?3 ORDER BY c.happened DESC, c.resource DESC"));
    rows_.bind(1, patient).bind(2, from).bind(3, to);
    return success();
  }

  struct row {
    std::int64_t happened;
    std::int64_t key;
    fhir::resource_type type;
  };
  // The next of a type that `wanted` takes; nullopt at the end.
  template <class Wanted>
  result<std::optional<row>> next(const Wanted& wanted) {
    for (;;) {
      PHR_TRY(const bool more, rows_.step());
      if (!more) return std::optional<row>{};
      const row found{rows_.integer(0), rows_.integer(1), static_cast<fhir::resource_type>(rows_.integer(2))};
      if (!wanted(found.type)) continue;
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
};

// In the order of the rows; read in the order of the file.
result<std::vector<timeline_event>> events_of(const storage::snapshot& at, const std::vector<dated_resources::row>& rows) {
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rows[a].key < rows[b].key; });
  std::vector<std::int64_t> keys;
  for (const std::size_t nth : order) keys.push_back(rows[nth].key);
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
    const std::size_t nth = order[pass.nth()];
    events[nth] = {rows[nth].happened, pass.type(), pass.id(), summary::title(parsed.root()), {}};
    if (pass.type() == fhir::resource_type::Observation) events[nth].value = summary::value_text(parsed.root());
  }
}

result<void> note_timeline(session::state& in, std::int64_t patient, std::size_t count) {
  auto row = in.row(audit_action::timeline);
  row.resource = patient;
  row.type = static_cast<std::int64_t>(fhir::resource_type::Patient);
  row.count = static_cast<std::int64_t>(count);
  return in.note(std::move(row));
}

}  // namespace

result<std::vector<timeline_event>> session::timeline(const timeline_options& options) {
  PHR_TRY(const auto reading, state_->engine->read());
  const storage::snapshot at = reading.look();
  PHR_TRY(const std::int64_t patient, patient_key(at, options.patient));
  PHR_TRY(const auto visible, state_->gate.open(at, state_->options.now));
  dated_resources rows(at, visible);
  // no_time sorts before every date, so undated resources are not part of it.
  PHR_TRY(rows.open(patient, options.from.value_or(storage::no_time + 1), options.to.value_or(INT64_MAX)));
  std::vector<dated_resources::row> found;
  while (found.size() < options.most) {
    PHR_TRY(const auto row, rows.next([&](fhir::resource_type type) {
      return options.types.empty() || std::find(options.types.begin(), options.types.end(), type) != options.types.end();
    }));
    if (!row) break;
    found.push_back(*row);
  }
  PHR_TRY(auto events, events_of(at, found));
  PHR_TRY(note_timeline(*state_, patient, events.size()));
  return events;
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
  PHR_TRY(rows.open(patient, storage::no_time + 1, INT64_MAX));
  std::vector<latest_value> values;
  std::unordered_map<std::string, bool> seen;
  fhir::json::document parsed;
  for (;;) {
    PHR_TRY(const auto row, rows.next([](fhir::resource_type type) { return type == fhir::resource_type::Observation; }));
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
