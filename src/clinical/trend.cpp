// The numbers of one code over time.
#include "clinical/trend.hpp"

#include "clinical/patient.hpp"
#include "fhir/summary/summary.hpp"
#include "store/index/extract.hpp"
#include "store/search/answer/search.hpp"

#include <algorithm>
#include <charconv>

namespace phr::clinical {

namespace {

namespace json = fhir::json;

// "system|code", or a code of any system.
struct wanted_code {
  std::string system;
  std::string code;
  bool any_system = true;

  explicit wanted_code(std::string_view text) {
    const std::size_t bar = text.find('|');
    any_system = bar == std::string_view::npos;
    if (!any_system) system = text.substr(0, bar);
    code = any_system ? text : text.substr(bar + 1);
  }
  // The coding of the concept that is meant; absent for none.
  [[nodiscard]] json::value in(const json::value& concept_value) const {
    std::string scratch;
    for (const json::value& coding : concept_value["coding"].elements()) {
      if (coding["code"].text(scratch) == code && (any_system || coding["system"].text(scratch) == system)) return coding;
    }
    return {};
  }
};

std::string string_of(const json::value& at) {
  std::string scratch;
  return std::string(at.text(scratch));
}

std::optional<double> number_of(const json::value& at) {
  const std::string_view digits = at.number_text();
  double number = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || read.ec != std::errc{}) return std::nullopt;
  return number;
}

bool counts(const json::value& observation) {
  const std::string_view status = observation["status"].raw_text();
  return status != "entered-in-error" && status != "cancelled";
}

// The range for everybody: without a type, or of type normal.
json::value usual_range(const json::value& measured) {
  for (const json::value& range : measured["referenceRange"].elements()) {
    const json::value type = range["type"]["coding"].at(0)["code"];
    if (!type || type.raw_text() == "normal") return range;
  }
  return {};
}

struct measured_unit {
  std::string system;
  std::string code;
  std::string text;
  friend bool operator==(const measured_unit& a, const measured_unit& b) {
    return a.code.empty() && b.code.empty() ? a.text == b.text : a.code == b.code && a.system == b.system;
  }
};

// A reference range may give its unit as text only, or none: then it is that of the value.
bool is_of_unit(const measured_unit& range, const measured_unit& value) {
  if (!range.code.empty() && range.system == value.system) return range.code == value.code;
  return range.text.empty() || range.text == value.text || range.text == value.code;
}

measured_unit unit_of(const json::value& quantity) {
  measured_unit unit{string_of(quantity["system"]), string_of(quantity["code"]), string_of(quantity["unit"])};
  if (unit.text.empty()) unit.text = unit.code;
  return unit;
}

// Collects measurements, the oldest first.
class collector {
 public:
  explicit collector(std::string_view code) : wanted_(code) {}

  result<void> add(const json::value& observation, std::int64_t at, std::string id) {
    if (!counts(observation)) return success();
    PHR_TRY(add_measured(observation, at, id));
    for (const json::value& component : observation["component"].elements()) PHR_TRY(add_measured(component, at, id));
    return success();
  }
  [[nodiscard]] analytics::lab_series take() { return std::move(series_); }

  void leave_out() noexcept { ++series_.left_out; }

 private:
  result<void> add_measured(const json::value& measured, std::int64_t at, const std::string& id) {
    const json::value coding = wanted_.in(measured["code"]);
    if (!coding) return success();
    std::string system = string_of(coding["system"]);
    if (seen_ && system != series_.system) return error{errc::ambiguous_match}.at("the code: name its system, as in http://loinc.org|4548-4");
    const json::value quantity = measured["valueQuantity"];
    const auto number = number_of(quantity["value"]);
    if (!number || quantity["comparator"]) {
      ++series_.left_out;
      return success();
    }
    measured_unit unit = unit_of(quantity);
    if (!seen_) unit_ = unit;
    if (!(unit == unit_)) return error{errc::unit_mismatch}.at("the measurements of the code").nth(series_.points.size());
    seen_ = true;
    // The newest says what it is called and what is usual.
    series_.system = std::move(system);
    series_.code = wanted_.code;
    series_.title = summary::concept_text(measured["code"]);
    series_.unit = std::move(unit.text);
    series_.unit_code = std::move(unit.code);
    take_range(usual_range(measured));
    series_.points.push_back({at, *number, id});
    return success();
  }

  void take_range(const json::value& range) {
    if (!range) return;
    const json::value low = range["low"];
    const json::value high = range["high"];
    if ((low && !is_of_unit(unit_of(low), unit_)) || (high && !is_of_unit(unit_of(high), unit_))) return;
    series_.reference_low = number_of(low["value"]);
    series_.reference_high = number_of(high["value"]);
  }

  wanted_code wanted_;
  analytics::lab_series series_;
  measured_unit unit_;
  bool seen_ = false;
};

result<storage::query> query_of(const storage::snapshot& at, std::string_view code, std::int64_t patient) {
  PHR_TRY(const storage::identity who, at.identity_of(patient));
  storage::query asked;
  asked.types = {fhir::resource_type::Observation};
  storage::query_value value;
  const std::size_t bar = code.find('|');
  if (bar != std::string_view::npos) value.parts.emplace_back(code.substr(0, bar));
  value.parts.emplace_back(bar == std::string_view::npos ? code : code.substr(bar + 1));
  asked.criteria.push_back({{}, "combo-code", "", {std::move(value)}, 0});
  asked.criteria.push_back({{}, "patient", "", {{{}, {"Patient/" + who.id}}}, 1});
  return asked;
}

struct dated {
  std::int64_t at;
  std::string id;
  std::string json;
};

}  // namespace

result<analytics::lab_trend> lab_trend(gate::door& in, std::string_view code, const trend_options& options) {
  if (code.empty() || code.back() == '|') return error{errc::invalid_argument}.at("the code");
  PHR_TRY(const auto seen, in.look(options.as_of));
  PHR_TRY(const auto patient, patient_asked_for(seen.at, options.patient));
  std::vector<storage::match> matches;
  if (patient.key != 0) {
    PHR_TRY(const auto asked, query_of(seen.at.at(), code, patient.key));
    storage::search_setting setting;
    setting.now = in.now();
    PHR_TRY(matches, storage::run_search(seen.at, asked, setting));
  }

  collector found(code);
  std::vector<dated> rows;
  json::document parsed;
  for (const auto& match : matches) {
    PHR_TRY(auto stored, seen.at.at().current(match.key));
    PHR_TRY(parsed.parse(stored.json));
    const auto happened = storage::happened(parsed.root(), match.type);
    if (!happened) {
      found.leave_out();
    } else if (*happened >= options.from.value_or(INT64_MIN) && *happened < options.to.value_or(INT64_MAX)) {
      rows.push_back({*happened, std::move(stored.id), std::move(stored.json)});
    }
  }
  // What was read was seen, also where no trend can be made of it.
  PHR_TRY(note_reading(in, audit_action::analyse, patient, rows.size()));
  std::stable_sort(rows.begin(), rows.end(), [](const dated& a, const dated& b) { return a.at < b.at; });
  for (const dated& row : rows) {
    PHR_TRY(parsed.parse(row.json));
    PHR_TRY(found.add(parsed.root(), row.at, row.id));
  }
  return analytics::analyse(found.take());
}

}  // namespace phr::clinical
