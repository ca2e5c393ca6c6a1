// NDJSON into a store, in batches of whole lines.
#pragma once

#include <phr/interactions/import_options.hpp>
#include <phr/interactions/import_report.hpp>

#include "core/input/reader.hpp"
#include "gate/door.hpp"

namespace phr::interactions {

// A resource or a Bundle on each line, each whole or not at all: a line that is refused is in the report, and leaves nothing behind.
// A batch is one transaction. Between batches nothing is held: there `watch` is called, with the bytes that are in, and may itself write.
// Memory: that of the longest line and of a batch. Errors: those of the store and of the reader, and cancelled; the batches before it are in, and where
// the input is what fails, so are all lines in front of that place.
[[nodiscard]] result<import_report> import_lines(gate::door& in, input::reader& from, const import_options& options);

}  // namespace phr::interactions
