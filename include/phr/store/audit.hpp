// The audit trail as values.
#pragma once

#include <phr/core/static_text.hpp>
#include <phr/fhir/resource_type.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace phr {

// The numbers are part of the file format.
enum class audit_action : std::uint8_t {
  create_store = 1,
  read = 2,
  search = 3,
  history = 4,
  create = 5,
  update = 6,
  remove = 7,
  import = 8,
  timeline = 9,
  analyse = 10,
  explain = 11,
  report = 12,
  change_keys = 13,
  patch = 14,
  transaction = 15,
  batch = 16,
  purge = 17,
  erase = 18,
  adopt = 19,    // a Consent that came by import counts from now on
  reindex = 20,  // the search index made anew, as opening a file of an earlier version does
  reject = 21,   // a Consent that came by import never counts
  rename_source = 22,
};

enum class audit_outcome : std::uint8_t { done = 1, denied = 2, failed = 3 };

// "create_store", "delete", ...; "denied", .... "" for a number that is none.
[[nodiscard]] static_text name(audit_action action) noexcept;
[[nodiscard]] static_text name(audit_outcome outcome) noexcept;

// One row of the trail. It says who did what kind of thing and to which resource; never a value of the record.
struct audit_entry {
  std::int64_t sequence = 0;
  std::int64_t at = 0;  // microseconds since 1970 UTC, as the session was told
  std::string actor;    // "owner", or a FHIR reference
  std::string purpose;  // v3 PurposeOfUse code
  audit_action action = audit_action::read;
  audit_outcome outcome = audit_outcome::done;
  fhir::resource_type type = {};  // none for operations on many types
  std::string id;                 // none for operations on many resources
  std::int64_t count = 0;         // resources given out or written
};

// What `verify` found: all rows and changes agree with the keyed chain, or the first row that does not.
struct audit_verdict {
  bool intact = false;
  std::int64_t rows = 0;
  std::int64_t first_bad_row = 0;  // 0 when intact
  std::string head;                // hexadecimal MAC of the last row: note it elsewhere to find a cut tail later
};

}  // namespace phr
