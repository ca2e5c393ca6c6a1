// What the handles of the C API hold.
#pragma once

#include "guard.hpp"

#include <phr/audit.h>
#include <phr/fhir.h>
#include <phr/fhir/json_codec.hpp>
#include <phr/search.h>
#include <phr/session.h>
#include <phr/session/session.hpp>
#include <phr/sharing.h>
#include <phr/summary.h>
#include <phr/trend.h>
#include <phr/validate.h>
#include <phr/validate/outcome.hpp>
#include <phr/validate/profiles.hpp>

#include <vector>

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

struct phr_records {
  phr::c::magic<0x70687204> magic;
  std::vector<phr::record> core;
};

struct phr_hits {
  phr::c::magic<0x70687205> magic;
  phr::hits core;
  phr::resource_summary summary = {};  // what phr_hits_summary lends
};

struct phr_timeline {
  phr::c::magic<0x70687206> magic;
  std::vector<phr::timeline_event> core;
};

struct phr_latest {
  phr::c::magic<0x70687207> magic;
  std::vector<phr::latest_value> core;
};

struct phr_audit {
  phr::c::magic<0x70687208> magic;
  std::vector<phr::audit_entry> core;
};

struct phr_sharing {
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
