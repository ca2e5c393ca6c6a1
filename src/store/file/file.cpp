#include "store/file/file.hpp"

#include "core/platform/clock.hpp"

#include <utility>

namespace phr::storage {

namespace {

constexpr static_text reading_header = "reading the header";
constexpr static_text writing_header = "writing the header";
constexpr int most_tries = 40;  // at a copy that may be half written
constexpr int pause_between_copies = 5;

result<header> read_copy(const platform::file& from, std::uint64_t offset) {
  header_copy copy{};
  PHR_TRY(const std::size_t have, from.read_at(copy, offset, reading_header));
  return decode(std::span(copy).first(have));
}

}  // namespace

result<file> file::open(std::string_view path, const manner& how) {
  PHR_TRY(const std::string name, platform::absolute(std::string(path), "opening the file"));
  PHR_TRY(auto held, held_file::open(name, how.read_only, how.busy_milliseconds));
  file opened(std::move(held), how);
  PHR_TRY(opened.read_header());
  return opened;
}

// Whoever changes the header writes the spare copy first: where the spare is whole and the first is not, the first is being written, or damaged.
result<void> file::read_header() {
  if (held_ == nullptr) return error{errc::suspended}.at(reading_header);
  if (memory_ != nullptr) return success();
  for (int tries = 1;; ++tries) {
    auto found = read_copy(held_->to_read(), 0);
    if (found || found.error().code() != errc::damaged_header) {
      PHR_TRY(header_, std::move(found));
      return success();
    }
    const auto spare = read_copy(held_->to_read(), header_copy_bytes);
    if (spare && how_.use_spare) {
      header_ = spare.value();
      return success();
    }
    if (!spare || tries == most_tries) return found.as_failure();
    platform::sleep_milliseconds(pause_between_copies);
  }
}

result<file> file::create(std::string_view path, const header& value, const manner& how) {
  PHR_TRY(const std::string name, platform::absolute(std::string(path), "creating the file"));
  PHR_TRY(auto held, held_file::create(name, how.busy_milliseconds));
  file created(std::move(held), how);
  const auto written = [&]() -> result<void> {
    PHR_TRY(const auto* to, created.held_->to_write());
    PHR_TRY(to->truncate(static_cast<std::uint64_t>(header_bytes), "creating the file"));
    return created.write_header(value);
  }();
  if (!written) {
    created.discard();
    return written.as_failure();
  }
  platform::sync_folder_of(created.path_);
  return created;
}

result<file> file::create_in_memory(const header& value, const manner& how) {
  PHR_TRY(auto store, memory_store::make());
  file created(held_file::in_memory(std::move(store)), how);
  created.header_ = value;
  return created;
}

result<void> file::write_header(const header& value) {
  if (held_ == nullptr) return error{errc::suspended}.at(writing_header);
  if (memory_ != nullptr) {
    header_ = value;
    return success();
  }
  PHR_TRY(held_->check_name());
  PHR_TRY(const auto* to, held_->to_write());
  PHR_TRY(const header_copy copy, encode(value));
  for (const std::uint64_t offset : {std::uint64_t{header_copy_bytes}, std::uint64_t{0}}) {
    PHR_TRY(to->write_at(copy, offset, writing_header));
    PHR_TRY(to->sync(writing_header));
  }
  header_ = value;
  return success();
}

result<void> file::take_again() {
  if (memory_ != nullptr) {
    held_ = held_file::in_memory(memory_);
    return success();
  }
  PHR_TRY(auto held, held_file::open(path_, how_.read_only, how_.busy_milliseconds));
  if (held->identity() != identity_) return error{errc::file_replaced}.at("the file");
  held_ = std::move(held);
  const auto file_id = header_.file_id;
  const auto read = read_header();
  if (read && header_.file_id == file_id) return success();
  held_.reset();
  if (!read) return read.as_failure();
  return error{errc::file_replaced}.at("the header");
}

void file::discard() noexcept {
  if (held_ != nullptr && memory_ == nullptr && held_->check_name()) platform::remove(path_);
  release();
}

}  // namespace phr::storage
