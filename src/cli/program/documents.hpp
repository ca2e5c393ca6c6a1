// The FHIR texts in files: one in a file, or one on each line.
#pragma once

#include <phr/core/result.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace phr::cli {

enum class text_format : std::uint8_t { json, xml };

// One text. Lifetime: borrowed during the call.
struct document {
  std::string_view text;
  text_format format;
  std::uint64_t line;  // of the file, on which it begins; from 1
  bool among_lines;    // NDJSON
};

// Calls `each` with every text of a file ("-": standard input) until it answers false. A file is NDJSON where its first line
// is whole, begins with '{', ends with '}' and is not the last; then it is read line by line, so that its size does not matter.
// Errors: no_such_file, is_a_directory, permission_denied, io_failed; empty_input; too_large for a text of more than 1 GiB.
[[nodiscard]] result<void> read_documents(const std::string& path, const std::function<bool(const document&)>& each);
// The one text of a file. Errors: also invalid_value for lines of NDJSON.
[[nodiscard]] result<std::string> read_document(const std::string& path);

}  // namespace phr::cli
