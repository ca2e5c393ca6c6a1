#include "store/index/leaf.hpp"

#include "store/index/normalize.hpp"

#include <phr/core/decimal.hpp>
#include <phr/core/id.hpp>

#include <algorithm>
#include <charconv>

namespace phr::storage {

namespace {

namespace json = fhir::json;
using row_of = index_node::row;

// The text of a string value, kept alive as long as the rows. nullopt where it is absent or no string.
std::optional<std::string_view> text_of(const json::value& at, index_rows& out) {
  if (!at) return {};
  if (!at.is_string()) {
    ++out.malformed;
    return {};
  }
  if (!at.has_escapes()) return at.raw_text();
  std::string scratch;
  return out.keep(std::string(at.text(scratch)));
}

void add_token(const row_of& row, const json::value& system, const json::value& code, index_rows& out) {
  const auto code_text = text_of(code, out);
  if (!code_text || code_text->empty()) return;
  out.tokens.push_back({row.parameter, text_of(system, out).value_or(""), *code_text});
}

void add_string(const row_of& row, const json::value& at, index_rows& out) {
  if (at.is_array()) {
    for (const json::value& each : at.elements()) add_string(row, each, out);
    return;
  }
  const auto text = text_of(at, out);
  if (text && !text->empty()) out.strings.push_back({row.parameter, out.keep(normalize(*text)), *text});
}

void add_strings(const row_of& row, const json::value& at, std::initializer_list<std::string_view> members, index_rows& out) {
  for (const std::string_view name : members) add_string(row, at[name], out);
}

void add_interval(const row_of& row, std::optional<time_interval> low, std::optional<time_interval> high, index_rows& out) {
  if (!low && !high) return;
  out.dates.push_back({row.parameter, low ? low->low : beginning_of_time, high ? high->high : end_of_time});
}

void add_period(const row_of& row, const json::value& at, index_rows& out) {
  const auto start = interval_of(at["start"]);
  const auto end = interval_of(at["end"]);
  const bool reversed = start && end && start->low >= end->high;  // no moment lies in it
  if ((at["start"] && !start) || (at["end"] && !end) || (!start && !end) || reversed) {
    ++out.malformed;
    return;
  }
  add_interval(row, start, end, out);
}

void add_date(const row_of& row, const json::value& at, index_rows& out) {
  const auto interval = interval_of(at);
  if (interval) {
    add_interval(row, interval, interval, out);
  } else {
    ++out.malformed;
  }
}

// A Timing is searched by the moments it names and by its outer bounds.
void add_timing(const row_of& row, const json::value& at, index_rows& out) {
  for (const json::value& event : at["event"].elements()) add_date(row, event, out);
  if (const json::value bounds = at["repeat"]["boundsPeriod"]) add_period(row, bounds, out);
}

std::optional<double> number_of(const json::value& at) {
  const std::string_view text = at.number_text();
  double number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || read.ec != std::errc{}) return {};
  return number;
}

void add_amount(const row_of& row, const json::value& value, const json::value& system, const json::value& code, const json::value& unit,
                index_rows& out) {
  if (!value) return;  // a Quantity may have no value
  const auto number = number_of(value);
  if (!number) {
    ++out.malformed;
    return;
  }
  const std::string_view code_text = text_of(code, out).value_or("");
  const std::string_view unit_text = text_of(unit, out).value_or("");
  if (!code_text.empty()) out.quantities.push_back({row.parameter, *number, text_of(system, out).value_or(""), code_text});
  if (code_text.empty() || (!unit_text.empty() && unit_text != code_text)) {
    out.quantities.push_back({row.parameter, *number, "", unit_text});
  }
}

void add_quantity(const row_of& row, const json::value& at, index_rows& out) {
  add_amount(row, at["value"], at["system"], at["code"], at["unit"], out);
}

void add_number(const row_of& row, const json::value& at, index_rows& out) {
  if (const auto number = number_of(at)) {
    out.numbers.push_back({row.parameter, *number});
  } else {
    ++out.malformed;
  }
}

// A Range is found by either of its ends.
void add_range(const row_of& row, const json::value& at, index_rows& out) {
  for (const std::string_view end : {"low", "high"}) {
    const json::value one = at[end];
    if (row.kind != fhir::search_kind::number) {
      add_quantity(row, one, out);
    } else if (one["value"]) {
      add_number(row, one["value"], out);
    }
  }
}

// Type/id, with or without /_history/version, after an optional base that the store does not know: only a relative
// reference names a resource of this file.
bool add_relative(const row_of& row, std::string_view text, index_rows& out) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return false;
  const auto type = fhir::resource_type_named(text.substr(0, slash));
  std::string_view id = text.substr(slash + 1);
  if (const std::size_t history = id.find("/_history/"); history != std::string_view::npos) id = id.substr(0, history);
  if (!type || !is_valid_id(id)) return false;
  out.references.push_back({row.parameter, *type, id, {}});
  if (row.patient && *type == fhir::resource_type::Patient &&
      std::find(out.patients.begin(), out.patients.end(), id) == out.patients.end()) {
    out.patients.push_back(id);
  }
  return true;
}

// Latitude and longitude, for `near`.
void add_position(const row_of& row, const json::value& at, index_rows& out) {
  const auto latitude = number_of(at["latitude"]);
  const auto longitude = number_of(at["longitude"]);
  if (!latitude || !longitude) {
    ++out.malformed;
    return;
  }
  composite_row made{row.parameter, {}};
  made.parts[0].kind = fhir::search_kind::number;
  made.parts[1] = {fhir::search_kind::number, {}, {}, *latitude};
  made.parts[2] = {fhir::search_kind::number, {}, {}, *longitude};
  out.composites.push_back(made);
}

// A resource within another counts as a reference to it.
void add_resource(const row_of& row, const json::value& at, index_rows& out) {
  const auto type = fhir::resource_type_named(at["resourceType"].raw_text());
  const auto id = text_of(at["id"], out);
  if (type && id && is_valid_id(*id)) out.references.push_back({row.parameter, *type, *id, {}});
}

// The type of what a resource contains under that id, or that a URL names by its last parts; none where neither tells.
fhir::resource_type type_behind(std::string_view text, const index_rows& out) {
  if (text.starts_with('#')) {
    for (const json::value& each : out.root["contained"].elements()) {
      if (each["id"].raw_text() == text.substr(1)) return fhir::resource_type_named(each["resourceType"].raw_text()).value_or(fhir::resource_type{});
    }
    return {};
  }
  text = text.substr(0, text.find("/_history/"));
  const std::size_t slash = text.rfind('/');
  if (slash == std::string_view::npos || slash == 0) return {};
  const std::string_view before = text.substr(0, slash);
  return fhir::resource_type_named(before.substr(before.rfind('/') + 1)).value_or(fhir::resource_type{});
}

void add_reference(const row_of& row, const json::value& at, index_rows& out) {
  if (const json::value logical = at["identifier"]) add_token(row, logical["system"], logical["value"], out);  // for :identifier
  const auto text = text_of(at.is_object() ? at["reference"] : at, out);
  const bool has_text = text && !text->empty();
  const auto behind = has_text ? type_behind(*text, out) : fhir::resource_type{};
  out.present.push_back({row.parameter, behind});
  if (!has_text) return;  // a logical reference
  if (text->front() == '#') {
    if (behind != fhir::resource_type{}) out.inside.push_back({row.parameter, behind, text->substr(1)});
    return;
  }
  if (!add_relative(row, *text, out)) out.references.push_back({row.parameter, fhir::resource_type{}, {}, *text});
}

void add_label(const row_of& row, const json::value& at, index_rows& out) {
  if (!out.with_labels) return;
  const auto text = text_of(at, out);
  if (text && !text->empty()) out.labels.push_back({row.parameter, out.keep(normalize(*text)), *text});
}

void add_coded(const row_of& row, const json::value& at, index_rows& out) {
  add_label(row, at["text"], out);
  for (const json::value& coding : at["coding"].elements()) add_label(row, coding["display"], out);
  for (const json::value& coding : at["coding"].elements()) add_token(row, coding["system"], coding["code"], out);
}

// With the codings of its type, for :of-type.
void add_identifier(const row_of& row, const json::value& at, index_rows& out) {
  add_token(row, at["system"], at["value"], out);
  const auto value = text_of(at["value"], out);
  if (!value || value->empty()) return;
  for (const json::value& coding : at["type"]["coding"].elements()) {
    const auto code = text_of(coding["code"], out);
    if (!code || code->empty()) continue;
    composite_row made{row.parameter, {}};
    made.parts[0] = {fhir::search_kind::token, text_of(coding["system"], out).value_or(""), *code};
    made.parts[1] = {fhir::search_kind::token, {}, *value};
    out.composites.push_back(made);
  }
}

void add_text_token(const row_of& row, std::string_view code, index_rows& out) { out.tokens.push_back({row.parameter, "", code}); }

// Leaves that are objects in JSON.
void add_object(const row_of& row, const json::value& at, index_rows& out) {
  switch (row.leaf) {
    case fhir::leaf::coding: add_label(row, at["display"], out); return add_token(row, at["system"], at["code"], out);
    case fhir::leaf::codeable_concept: return add_coded(row, at, out);
    case fhir::leaf::identifier: add_label(row, at["type"]["text"], out); return add_identifier(row, at, out);
    case fhir::leaf::contact_point:
      if (!row.system.empty() && at["system"].raw_text() != row.system) return;
      out.present.push_back({row.parameter, {}});
      return add_token(row, {}, at["value"], out);
    case fhir::leaf::human_name: return add_strings(row, at, {"family", "given", "prefix", "suffix", "text"}, out);
    case fhir::leaf::address:
      return add_strings(row, at, {"line", "city", "district", "state", "country", "postalCode", "text"}, out);
    case fhir::leaf::period: return add_period(row, at, out);
    case fhir::leaf::timing: return add_timing(row, at, out);
    case fhir::leaf::reference: return add_reference(row, at, out);
    case fhir::leaf::quantity: return add_quantity(row, at, out);
    case fhir::leaf::money: return add_amount(row, at["value"], {}, at["currency"], {}, out);
    case fhir::leaf::sampled_data: return add_quantity(row, at["origin"], out);
    case fhir::leaf::range: return add_range(row, at, out);
    case fhir::leaf::resource: return add_resource(row, at, out);
    case fhir::leaf::position: return add_position(row, at, out);
    default: ++out.malformed;
  }
}

// A leaf that is a string in JSON, by what its parameter makes of it.
void add_plain(const row_of& row, const json::value& at, index_rows& out) {
  const auto text = text_of(at, out);
  if (!text || text->empty()) return;
  switch (row.kind) {
    case fhir::search_kind::token: return add_text_token(row, *text, out);
    case fhir::search_kind::string: return add_string(row, at, out);
    case fhir::search_kind::reference: return add_reference(row, at, out);
    case fhir::search_kind::uri: out.uris.push_back({row.parameter, *text}); return;
    default: ++out.malformed;
  }
}

// The search for `deceased` asks whether a person is dead; absence says no.
void add_deceased(const row_of& row, const json::value& patient, index_rows& out) {
  const bool dead = patient["deceasedBoolean"].is_true() || static_cast<bool>(patient["deceasedDateTime"]);
  add_text_token(row, dead ? "true" : "false", out);
}

}  // namespace

void add_text(std::uint16_t parameter, std::string_view text, index_rows& out) {
  if (!text.empty()) out.strings.push_back({parameter, out.keep(normalize(text)), text});
}

std::optional<time_interval> interval_of(const json::value& text) {
  if (!text.is_string()) return {};
  const auto parsed = parse_date_time(text.raw_text());
  if (!parsed) return {};
  return parsed.value().as_interval();
}

void add_leaf(const row_of& row, const json::value& at, index_rows& out) {
  if (at.kind() == json::kind::null) return;  // a null in an array keeps the place of an extension
  const bool tells_itself = row.kind == fhir::search_kind::reference || row.leaf == fhir::leaf::contact_point;
  if (!tells_itself || row.leaf == fhir::leaf::resource) out.present.push_back({row.parameter, {}});
  if (row.leaf == fhir::leaf::deceased) return add_deceased(row, at, out);
  if (at.is_object()) return add_object(row, at, out);
  switch (row.leaf) {
    case fhir::leaf::boolean:
      if (at.kind() != json::kind::boolean) break;
      return add_text_token(row, at.is_true() ? "true" : "false", out);
    case fhir::leaf::decimal: return add_number(row, at, out);
    case fhir::leaf::date:
    case fhir::leaf::date_time:
    case fhir::leaf::instant: return add_date(row, at, out);
    case fhir::leaf::canonical:
    case fhir::leaf::uri:
    case fhir::leaf::code:
    case fhir::leaf::string: return add_plain(row, at, out);
    default: break;
  }
  ++out.malformed;
}

}  // namespace phr::storage
