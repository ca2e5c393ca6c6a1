// Importing.
#pragma once

#include <phr/core/byte_source.hpp>
#include <phr/interactions/import_options.hpp>
#include <phr/interactions/import_report.hpp>

#include "gate/door.hpp"

#include <string_view>

namespace phr::interactions {

// What is parsed as a whole at most; a larger Bundle is imported entry by entry (import/large_bundle.hpp).
inline constexpr std::size_t most_whole = std::size_t{16} << 20U;

// Each as the session's call of that name, whose comment says what it does. A Consent that comes by import grants nothing until it is adopted.
[[nodiscard]] result<import_report> import_text(gate::door& in, std::string_view json, const import_options& options, std::size_t whole = most_whole);
[[nodiscard]] result<import_report> import_lines(gate::door& in, std::string_view ndjson, const import_options& options);
[[nodiscard]] result<import_report> import_stream(gate::door& in, const byte_source& source, const import_options& options, std::size_t whole = most_whole);
[[nodiscard]] result<import_report> import_file(gate::door& in, std::string_view path, const import_options& options, std::size_t whole = most_whole);

}  // namespace phr::interactions
