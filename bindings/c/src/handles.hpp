// What the handles of the C API hold.
#pragma once

#include "guard.hpp"
#include "structs.hpp"

#include <phr/audit.h>
#include <phr/consent.h>
#include <phr/cursor.h>
#include <phr/fhir.h>
#include <phr/fhir/json_codec.hpp>
#include <phr/fhirpath.h>
#include <phr/fhirpath/expression.hpp>
#include <phr/fhirpath/item.hpp>
#include <phr/history.h>
#include <phr/import.h>
#include <phr/parameters.h>
#include <phr/search.h>
#include <phr/session.h>
#include <phr/session/session.hpp>
#include <phr/sharing.h>
#include <phr/sources.h>
#include <phr/summary.h>
#include <phr/trend.h>
#include <phr/ucum.h>
#include <phr/ucum/ucum.hpp>
#include <phr/validate.h>
#include <phr/validate/outcome.hpp>
#include <phr/validate/profiles.hpp>
#include <phr/views.h>
#include <phr/views/stream.hpp>
#include <phr/write.h>

#include <optional>
#include <string>
#include <vector>

namespace phr::c {

// An item of an evaluation, taken out of what it was found in.
struct item_row {
  fhirpath::item_kind kind;
  std::string type;
  std::optional<std::string> text;
  std::string json;
};

// A converted value with its texts.
struct ucum_answer {
  std::string value;
  std::string unit;
  std::string_view rule;
  std::string molar_mass;
  std::string source;
  int charge = 0;
};

// What an erasure did, where the caller wants to know.
inline outcome tell_erased(phr_erased* into, const phr::erase_report& done) noexcept {
  if (into == nullptr) return outcome();
  phr_erased known = PHR_ERASED_INIT;
  known.resources = done.resources;
  known.versions = done.versions;
  known.still_named = done.still_named;
  return fill(into, known);
}

}  // namespace phr::c

struct phr_store {
  phr::c::magic<0x70687201> magic;
  phr::store core;
};

struct phr_session {
  phr::c::magic<0x70687202> magic;
  phr::session core;
};

struct phr_report {
  phr::c::magic<0x70687203> magic;
  phr::import_report core;
};

struct phr_sources {
  phr::c::magic<0x70687230> magic;
  std::vector<phr::source_info> core;
};

struct phr_records {
  phr::c::magic<0x70687204> magic;
  phr::history_page core;
};

struct phr_hits {
  phr::c::magic<0x70687205> magic;
  phr::hits core;
  phr::resource_summary summary = {};  // what phr_hits_summary lends
};

struct phr_events {
  phr::c::magic<0x70687206> magic;
  std::vector<phr::timeline_event> core;
};

struct phr_latest_values {
  phr::c::magic<0x70687207> magic;
  std::vector<phr::latest_value> core;
};

struct phr_audit_rows {
  phr::c::magic<0x70687208> magic;
  std::vector<phr::audit_entry> core;
};

struct phr_explanations {
  phr::c::magic<0x70687209> magic;
  std::vector<phr::shared_type> core;
};

struct phr_trend {
  phr::c::magic<0x7068720A> magic;
  phr::analytics::lab_trend core;
};

struct phr_resource {
  phr::c::magic<0x7068720B> magic;
  phr::fhir::any_resource core;
};

struct phr_issues {
  phr::c::magic<0x7068720C> magic;
  std::vector<phr::fhir::decode_issue> core;
};

struct phr_profiles {
  phr::c::magic<0x7068720D> magic;
  phr::validate::profiles core;
};

struct phr_outcome {
  phr::c::magic<0x7068720E> magic;
  phr::validate::outcome core;
};

struct phr_fhirpath {
  phr::c::magic<0x7068720F> magic;
  phr::fhirpath::expression core;
};

struct phr_items {
  phr::c::magic<0x70687210> magic;
  std::vector<phr::c::item_row> core;
};

struct phr_conversion {
  phr::c::magic<0x70687211> magic;
  phr::ucum::conversion core;
};

struct phr_converted {
  phr::c::magic<0x70687212> magic;
  phr::c::ucum_answer core;
};

struct phr_view {
  phr::c::magic<0x70687213> magic;
  phr::views::view core;
};

struct phr_rows {
  phr::c::magic<0x70687214> magic;
  std::optional<phr::views::stream> core;  // nothing once Arrow has it
};

struct phr_changes {
  phr::c::magic<0x70687215> magic;
  std::vector<phr::change_entry> core;
};

struct phr_consents {
  phr::c::magic<0x70687216> magic;
  std::vector<phr::pending_consent> core;
};

struct phr_effects {
  phr::c::magic<0x70687217> magic;
  std::vector<phr::consent_effect> core;
};

struct phr_moment {
  phr::c::magic<0x70687218> magic;
  phr::moment core;
};

struct phr_cursor {
  phr::c::magic<0x70687219> magic;
  phr::cursor core;
  phr::c::watcher watching;  // asked by every portion
  std::optional<phr::hit> at_hand = {};
  phr::resource_summary summary = {};  // what phr_cursor_summary lends
};

struct phr_event_groups {
  phr::c::magic<0x7068721A> magic;
  std::vector<phr::timeline_group> core;
};

struct phr_type_totals {
  phr::c::magic<0x7068721B> magic;
  std::vector<phr::type_count> core;
};

struct phr_store_parameters {
  phr::c::magic<0x7068721C> magic;
  std::vector<phr::store_parameter> core;
};
