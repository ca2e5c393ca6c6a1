// A Bundle that is too large to be parsed as a whole: entry by entry, whole or not at all.
#pragma once

#include <phr/interactions/import_options.hpp>
#include <phr/interactions/import_report.hpp>

#include "core/input/reader.hpp"
#include "gate/door.hpp"

#include <optional>

namespace phr::interactions {

// What importing it entry by entry came to.
struct large_import {
  std::optional<import_report> report;
  // Where there is none: what in it cannot be told from the entries that came before. Nothing is written then; the input has to be parsed as a whole.
  error why;
};

// Writes the entries as they come, in one transaction. An entry that refers to a fullUrl which no entry before it had waits, as its text, for the end of
// the Bundle; so does one whose conditional reference finds nothing yet. Held beside it: the largest entry, and the names of all.
// Nullopt: the input is no such Bundle, or one whose head tells too little, and none of it is taken. A failure of an entry is told when all of the input
// has been read, for the Bundle as a whole may have an earlier one. Errors: as session::import_file.
[[nodiscard]] result<std::optional<large_import>> import_large_bundle(gate::door& in, input::reader& from, const import_options& options);

}  // namespace phr::interactions
