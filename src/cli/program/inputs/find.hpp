// Which files an import reads.
#pragma once

#include <phr/core/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phr::cli {

struct input_file {
  std::string path;  // "-" for standard input
  bool is_archive = false;
  std::uint64_t bytes = 0;  // as it lies there; 0 where that is not known beforehand
  std::optional<error> why_not{};  // of a name that leads to none
};

// Whether a name is of what an import reads: of .json, .ndjson, .jsonl and .xml, as it is or .gz.
[[nodiscard]] bool may_be_records(std::string_view name) noexcept;
// Whether it is of an archive: .zip, .tar, .tgz, .tar.gz.
[[nodiscard]] bool is_archive(std::string_view name) noexcept;

// Each file that is named; those that a pattern with * and ? in its last part names, where no file is called so; and those below each folder whose names tell that
// they are for an import. Each of these in the order of their names, without those that begin with a dot, and without pipes and devices. A folder is gone through
// once, whatever links lead to it.
// A name that leads to none is among them, with its error: not_found for a folder or a pattern without any; too_deep; those of the file system.
[[nodiscard]] std::vector<input_file> find_inputs(const std::vector<std::string>& named);

}  // namespace phr::cli
