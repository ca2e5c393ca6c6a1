#include "cli/program/output.hpp"

#include "cli/program/store_access.hpp"
#include "core/platform/file.hpp"
#include "core/platform/process.hpp"

#include <utility>

namespace phr::cli {

namespace {

constexpr static_text place = "the output";

error cannot_write(const error& why) {
  switch (why.code()) {
    case errc::no_such_file: return error{errc::no_such_file}.at("the folder of the output");
    case errc::read_only: return error{errc::permission_denied}.at(place);
    case errc::permission_denied:
    case errc::disk_full: return why;
    default: return error{errc::io_failed}.at(place);
  }
}

}  // namespace

result<output> output::open(const std::string& path) {
  if (path == "-") return output({}, {}, nullptr);
  if (platform::is_folder(path)) return error{errc::is_a_directory}.at(place);
  const std::size_t name = path.find_last_of('/') + 1;
  std::string written = path.substr(0, name) + "." + path.substr(name) + "." + std::to_string(platform::process_id()) + ".part";
  auto file = platform::open_stdio(written, platform::stdio_access::create, place);
  if (!file) return cannot_write(file.error());
  return output(path, std::move(written), std::move(file).value());
}

output::output(output&& other) noexcept
    : path_(std::move(other.path_)), written_(std::exchange(other.written_, {})), file_(std::move(other.file_)) {}

output::~output() {
  if (file_ == nullptr) return;
  file_.reset();
  platform::remove(written_);
}

result<void> output::write(std::string_view text) {
  if (path_.empty()) return print(text);
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) return cannot_write(platform::stdio_error(place));
  return success();
}

result<void> output::end() {
  if (path_.empty()) return success();  // flushed and looked at when the program ends
  if (std::fclose(file_.release()) != 0) {
    const error why = platform::stdio_error(place);
    platform::remove(written_);
    return cannot_write(why);
  }
  const auto placed = platform::rename(written_, path_, place);
  if (placed) return success();
  platform::remove(written_);
  return cannot_write(placed.error());
}

}  // namespace phr::cli
