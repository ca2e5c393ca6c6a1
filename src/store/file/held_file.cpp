#include "store/file/held_file.hpp"

#include "core/platform/clock.hpp"
#include "core/platform/process.hpp"
#include "store/file/vfs.hpp"
#include "store/sqlcipher/system.h"

#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace phr::storage {

namespace {

using platform::file_access;

constexpr static_text opening = "opening the file";
constexpr static_text creating = "creating the file";
constexpr int pause_for_others = 5;
constexpr int most_empty_looks = 50;  // at a file without a byte, which somebody may be about to lock and fill

error not_a_file(platform::name_kind kind) {
  switch (kind) {
    case platform::name_kind::nothing: return error{errc::no_such_file}.at(opening);
    case platform::name_kind::folder: return error{errc::is_a_directory}.at(opening);
    default: return error{errc::not_a_phr_file}.at(opening);
  }
}

}  // namespace

// All of this process. Never destroyed: a store in a global may be the last to end.
struct held_files {
  std::mutex mutex;
  // Its name remains until the handles of an entry are closed, so that nobody opens the file between its last owner and its closing.
  std::map<platform::file_identity, std::weak_ptr<held_file>> by_identity;
  std::map<platform::file_identity, std::vector<platform::file>> kept;  // other handles of the same files
  std::map<platform::file_identity, held_file*> all;

  static held_files& here() {
    static auto* const made = [] {
      auto* const files = new held_files;
      platform::around_forks({before_fork, after_fork, in_child});
      return files;
    }();
    return *made;
  }

  static void before_fork() {
    here().mutex.lock();
    phr_before_fork();
  }
  static void after_fork() {
    phr_after_fork(0);
    here().mutex.unlock();
  }
  // The handles that a child inherits keep the parent's lock, and closing them takes nothing from the parent.
  static void in_child() {
    held_files& files = here();
    phr_after_fork(1);
    for (auto& [identity, each] : files.all) {
      each->readable_.reset();
      each->writable_.reset();
    }
    files.all.clear();
    files.kept.clear();
    files.by_identity.clear();
    files.mutex.unlock();
  }
};

held_file::~held_file() {
  held_files& files = held_files::here();
  const std::scoped_lock held(files.mutex);
  const auto mine = files.all.find(identity_);
  if (mine == files.all.end() || mine->second != this) return;
  if (readable_ && !writable_) clear_side_files();
  readable_.reset();
  writable_.reset();
  files.kept.erase(identity_);
  files.by_identity.erase(identity_);
  files.all.erase(mine);
}

// SQLite leaves the WAL and its index where the last connection could only read. Empty, they say nothing, and another user could not write beside them.
void held_file::clear_side_files() const {
  constexpr static_text place = "closing the file";
  if (!platform::can_share_files() || !check_name()) return;
  const auto wal = platform::look_up(path_ + "-wal", place);
  if (!wal || wal.value().kind != platform::name_kind::file || wal.value().size != 0) return;
  const auto alone = readable_->lock(platform::file::lock_kind::exclusive, place);
  if (!alone || !alone.value()) return;
  platform::remove(path_ + "-wal");
  platform::remove(path_ + "-shm");
}

// One try, with the table held by the caller; none where somebody is in the way.
result<std::shared_ptr<held_file>> held_file::try_open(const std::string& path, bool read_only, int& empty_looks) {
  constexpr auto later = [] { return std::shared_ptr<held_file>(); };
  held_files& files = held_files::here();
  PHR_TRY(const auto there, platform::look_up(path, opening));
  if (there.kind != platform::name_kind::file) return not_a_file(there.kind);
  // What is not yet in the file lies beside its name: under another name it would be missed, and lost.
  if (there.names > 1) return error{errc::unsupported}.at("the file: it has several names (hard links); open a copy of it");
  if (const auto known = files.by_identity.find(there.identity); known != files.by_identity.end()) {
    auto held = known->second.lock();
    if (held == nullptr || held->in_the_making_ || held->path_ != path || !platform::can_share_files()) return later();
    if (read_only || held->writable_) return held;
    PHR_TRY(auto wider, platform::file::open(path, file_access::read_write, opening));
    PHR_TRY(const auto identity, wider.identity(opening));
    if (identity == held->identity_) {
      held->writable_.emplace(std::move(wider));
      return held;
    }
    if (files.all.contains(identity)) files.kept[identity].push_back(std::move(wider));
    return later();
  }
  PHR_TRY(auto opened, platform::file::open(path, read_only ? file_access::read : file_access::read_write, opening));
  PHR_TRY(const auto identity, opened.identity(opening));
  if (identity != there.identity) {  // replaced meanwhile, perhaps by one that is held
    if (files.all.contains(identity)) files.kept[identity].push_back(std::move(opened));
    return later();
  }
  using lock = platform::file::lock_kind;
  PHR_TRY(const bool locked, opened.lock(platform::can_share_files() ? lock::shared : lock::exclusive, opening));
  if (!locked) return later();
  PHR_TRY(const std::uint64_t size, opened.size(opening));
  if (size == 0 && empty_looks++ < most_empty_looks) return later();
  std::shared_ptr<held_file> held(new held_file(path, identity));
  (read_only ? held->readable_ : held->writable_).emplace(std::move(opened));
  files.by_identity.insert_or_assign(identity, held);
  files.all.insert_or_assign(identity, held.get());
  return held;
}

result<std::shared_ptr<held_file>> held_file::open(const std::string& path, bool read_only, int busy_milliseconds) {
  const std::int64_t end = platform::steady_milliseconds() + busy_milliseconds;
  int empty_looks = 0;
  for (;;) {
    {
      held_files& files = held_files::here();
      const std::scoped_lock held(files.mutex);
      PHR_TRY(auto found, try_open(path, read_only, empty_looks));
      if (found != nullptr) return found;
    }
    const bool is_empty = empty_looks > 0 && empty_looks <= most_empty_looks;  // looked at so often, however short the patience is
    if (!is_empty && platform::steady_milliseconds() >= end) return error{errc::locked}.at(opening);
    platform::sleep_milliseconds(pause_for_others);
  }
}

result<std::shared_ptr<held_file>> held_file::create(const std::string& path, int busy_milliseconds) {
  const std::int64_t end = platform::steady_milliseconds() + busy_milliseconds;
  held_files& files = held_files::here();
  const std::scoped_lock held(files.mutex);
  PHR_TRY(auto opened, platform::file::open(path, file_access::create, creating));
  PHR_TRY(const auto identity, opened.identity(creating));
  for (;;) {  // who opens the file before this has locked it lets it go at once
    PHR_TRY(const bool locked, opened.lock(platform::file::lock_kind::exclusive, creating));
    if (locked) break;
    if (platform::steady_milliseconds() >= end) {
      platform::remove(path);
      return error{errc::locked}.at(creating);
    }
    platform::sleep_milliseconds(1);
  }
  std::shared_ptr<held_file> made(new held_file(path, identity));
  made->writable_.emplace(std::move(opened));
  made->in_the_making_ = true;
  files.by_identity.insert_or_assign(identity, made);
  files.all.insert_or_assign(identity, made.get());
  return made;
}

std::shared_ptr<held_file> held_file::in_memory(std::shared_ptr<memory_store> of) {
  std::shared_ptr<held_file> held(new held_file(of->name(), {}));
  held->memory_ = std::move(of);
  return held;
}

const char* held_file::vfs(bool is_still) const noexcept { return memory_ != nullptr ? memory_vfs() : header_vfs(is_still); }

result<std::uint64_t> held_file::size() const {
  if (memory_ != nullptr) return memory_->size();
  return to_read().size("the file");
}

result<void> held_file::made() {
  if (memory_ != nullptr) return success();
  const std::scoped_lock held(held_files::here().mutex);
  if (platform::can_share_files()) {
    PHR_TRY(const bool shared, writable_->lock(platform::file::lock_kind::shared, creating));
    if (!shared) return error{errc::locked}.at(creating);
  }
  in_the_making_ = false;
  return success();
}

result<void> held_file::check_name() const {
  if (memory_ != nullptr) return success();
  PHR_TRY(const auto there, platform::look_up(path_, "the file"));
  if (there.kind != platform::name_kind::file || there.identity != identity_) return error{errc::file_replaced}.at("the file");
  return success();
}

result<const platform::file*> held_file::to_write() {
  if (!writable_) return error{errc::read_only}.at("the store was opened to be read only");
  return &*writable_;
}

}  // namespace phr::storage
