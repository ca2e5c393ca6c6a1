#include "core/platform/input_file.hpp"

namespace phr::platform {

result<input_file> input_file::open(const std::string& path, static_text place) {
  PHR_TRY(const named_file named, look_up(path, place));
  if (named.kind == name_kind::folder) return error{errc::is_a_directory}.at(place);
  PHR_TRY(auto opened, file::open(path, file_access::read, place));
  return input_file(std::move(opened), named.kind == name_kind::file ? named.size : 0, place);
}

result<std::size_t> input_file::read(std::span<char> into) {
  return file_.read({reinterpret_cast<std::uint8_t*>(into.data()), into.size()}, place_);
}

}  // namespace phr::platform
