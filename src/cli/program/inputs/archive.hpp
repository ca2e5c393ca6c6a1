// The files in an archive, one after the other.
#pragma once

#include <phr/core/byte_source.hpp>

#include <cstdint>
#include <functional>
#include <string>

namespace phr::cli {

struct archive_member {
  std::string name;
  const byte_source& bytes;
  const std::function<std::uint64_t()>& read;  // bytes of the archive so far
};

// Calls visit for each file of a .zip, .tar or .tar.gz whose name tells that it is for an import, in the order of the archive, until it answers false.
// Nothing is unpacked to anywhere. Returns how many it has visited.
// Errors: no_such_file and the like; malformed_archive for what is no archive, is damaged, cut off or enciphered; also from the bytes of a member.
[[nodiscard]] result<std::size_t> each_member(const std::string& path, const std::function<result<bool>(const archive_member&)>& visit);

}  // namespace phr::cli
