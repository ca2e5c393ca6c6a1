#include "cli/program/inputs/archive.hpp"

#include "cli/program/inputs/find.hpp"
#include "cli/program/terminal.hpp"
#include "core/input/reader.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <memory>
#include <optional>
#include <utility>

namespace phr::cli {

namespace {

constexpr static_text place = "the archive";

struct close_archive {
  void operator()(archive* of) const noexcept { archive_read_free(of); }
};

// An archive, and what it is read from. A .tar.gz goes through our own reader, for the library looks at no checksum of gzip.
struct opened_archive {
  std::unique_ptr<archive, close_archive> file{archive_read_new()};
  std::optional<input::reader> unpacked;
  std::optional<error> why;  // the reader's

  [[nodiscard]] result<void> open(const std::string& path) {
    constexpr std::size_t block = std::size_t{64} << 10U;
    PHR_TRY(unpacked, input::reader::open(path, place));  // what is wrong with the file is told better than by the library
    PHR_TRY(unpacked->more());
    archive_read_support_format_tar(file.get());
    archive_read_set_option(file.get(), "tar", "read_concatenated_archives", "1");
    if (unpacked->is_compressed()) {
      if (archive_read_open(file.get(), this, nullptr, read_on, nullptr) != ARCHIVE_OK) return failure();
      return success();
    }
    unpacked.reset();
    archive_read_support_format_zip(file.get());
    if (archive_read_open_filename(file.get(), path.c_str(), block) != ARCHIVE_OK) return failure();
    return success();
  }

  // What is wrong, where the library says that something is.
  [[nodiscard]] error failure() const { return why ? *why : error{errc::malformed_archive}.at(place); }

  // Whether all that follows the last member is as gzip says.
  [[nodiscard]] result<void> end() {
    while (unpacked) {
      unpacked->take(unpacked->ahead().size());
      PHR_TRY(const bool grew, unpacked->more());
      if (!grew) break;
    }
    return success();
  }

  [[nodiscard]] std::uint64_t bytes() const {
    return unpacked ? unpacked->come_to(unpacked->taken()) : static_cast<std::uint64_t>(archive_filter_bytes(file.get(), -1));
  }

 private:
  static la_ssize_t read_on(archive* of, void* self, const void** bytes) {
    auto& in = *static_cast<opened_archive*>(self);
    in.unpacked->take(std::exchange(in.given_, 0));
    if (in.unpacked->ahead().empty()) {
      const auto grew = in.unpacked->more();
      if (!grew) {
        in.why = grew.error();
        archive_set_error(of, -1, "the input");
        return -1;
      }
    }
    in.given_ = in.unpacked->ahead().size();
    *bytes = in.unpacked->ahead().data();
    return static_cast<la_ssize_t>(in.given_);
  }
  std::size_t given_ = 0;  // to the library, and not taken yet
};

}  // namespace

result<std::size_t> each_member(const std::string& path, const std::function<result<bool>(const archive_member&)>& visit) {
  opened_archive in;
  PHR_TRY(in.open(path));
  const std::function<std::uint64_t()> so_far = [&] { return in.bytes(); };
  std::size_t visited = 0;
  archive_entry* entry = nullptr;
  for (;;) {
    const int state = archive_read_next_header(in.file.get(), &entry);
    if (state == ARCHIVE_EOF) {
      PHR_TRY(in.end());
      return visited;
    }
    if (state != ARCHIVE_OK && state != ARCHIVE_WARN) return in.failure();
    const char* name = archive_entry_pathname_utf8(entry);
    if (name == nullptr) name = archive_entry_pathname(entry);
    if (name == nullptr || archive_entry_filetype(entry) != AE_IFREG) continue;
    std::string_view whole(name);
    while (whole.starts_with("./")) whole.remove_prefix(2);
    const std::string_view last = whole.substr(whole.find_last_of('/') + 1);
    if (last.starts_with('.') || !may_be_records(last)) continue;
    const auto read = [&](std::span<char> into) -> result<std::size_t> {
      const la_ssize_t got = archive_read_data(in.file.get(), into.data(), into.size());
      if (got < 0) return in.failure();
      return static_cast<std::size_t>(got);
    };
    const byte_source bytes(read);
    ++visited;
    PHR_TRY(const bool goes_on, visit({shown(whole), bytes, so_far}));
    if (!goes_on) return visited;
  }
}

}  // namespace phr::cli
