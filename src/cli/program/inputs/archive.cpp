#include "cli/program/inputs/archive.hpp"

#include "cli/program/inputs/find.hpp"
#include "core/platform/input_file.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <memory>

namespace phr::cli {

namespace {

constexpr static_text place = "the archive";

struct close_archive {
  void operator()(archive* of) const noexcept { archive_read_free(of); }
};

}  // namespace

result<std::size_t> each_member(const std::string& path, const std::function<result<bool>(const archive_member&)>& visit) {
  PHR_TRY(platform::input_file::open(path, "the archive to import"));  // what is wrong with the file is told better than by the library
  const std::unique_ptr<archive, close_archive> file(archive_read_new());
  archive_read_support_filter_gzip(file.get());
  archive_read_support_format_tar(file.get());
  archive_read_support_format_zip(file.get());
  constexpr std::size_t block = std::size_t{64} << 10U;
  if (archive_read_open_filename(file.get(), path.c_str(), block) != ARCHIVE_OK) return error{errc::malformed_archive}.at(place);
  const std::function<std::uint64_t()> so_far = [&] { return static_cast<std::uint64_t>(archive_filter_bytes(file.get(), -1)); };
  std::size_t visited = 0;
  archive_entry* entry = nullptr;
  for (;;) {
    const int state = archive_read_next_header(file.get(), &entry);
    if (state == ARCHIVE_EOF) return visited;
    if (state != ARCHIVE_OK && state != ARCHIVE_WARN) return error{errc::malformed_archive}.at(place);
    const char* name = archive_entry_pathname_utf8(entry);
    if (name == nullptr) name = archive_entry_pathname(entry);
    if (name == nullptr || archive_entry_filetype(entry) != AE_IFREG) continue;
    std::string_view whole(name);
    while (whole.starts_with("./")) whole.remove_prefix(2);
    const std::string_view last = whole.substr(whole.find_last_of('/') + 1);
    if (last.starts_with('.') || !may_be_records(last)) continue;
    const auto read = [&](std::span<char> into) -> result<std::size_t> {
      const la_ssize_t got = archive_read_data(file.get(), into.data(), into.size());
      if (got < 0) return error{errc::malformed_archive}.at(place);
      return static_cast<std::size_t>(got);
    };
    const byte_source bytes(read);
    ++visited;
    PHR_TRY(const bool goes_on, visit({std::string(whole), bytes, so_far}));
    if (!goes_on) return visited;
  }
}

}  // namespace phr::cli
