// What an import did.
#pragma once

#include <phr/core/error.hpp>
#include <phr/store/record.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace phr {

// Counts of one import, by what became of each resource, and every line that was refused.
struct import_report {
  std::uint64_t created = 0;
  std::uint64_t updated = 0;
  std::uint64_t unchanged = 0;  // the same version was there already
  std::uint64_t deleted = 0;
  std::uint64_t left_out = 0;   // entries of a searchset about the search itself (search.mode outcome): no facts
  std::vector<type_count> by_type;  // resources that stand in the input, by type, in FHIR's order of names
  struct refusal {
    std::uint64_t line = 0;  // of an NDJSON file, from 1
    error why;
  };
  std::vector<refusal> refused;  // NDJSON only: a Bundle lands whole or not at all
  std::uint64_t bytes = 0;       // read

  // Adds the counts and refused lines of another report. `bytes` too.
  void add(const import_report& part);
  [[nodiscard]] std::uint64_t total() const noexcept { return created + updated + unchanged + deleted; }
};

// The counts as a table for a terminal, of which `refused` lines were refused: those that the report has are not listed.
[[nodiscard]] std::string totals_text(const import_report& report, std::uint64_t refused);
// The report as a table for a terminal, and each line that was refused.
[[nodiscard]] std::string to_text(const import_report& report);

}  // namespace phr
