// A VFS of SQLite whose files are in memory, and shared by all connections of this process that know their name: so that a store in memory has what
// a file has, readers beside one writer among it, which SQLite's own `:memory:` has not.
#include "store/file/memory.hpp"

#include "core/platform/process.hpp"
#include "store/file/memory_file.hpp"
#include "store/file/vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <map>
#include <new>

namespace phr::storage {

namespace {

constexpr const char* memory_vfs_name = "phr-memory";

// Never destroyed: a store in a global may be the last to end.
struct memory_files {
  std::mutex mutex;
  std::map<std::string, std::shared_ptr<memory_file>, std::less<>> by_name;
  std::uint64_t made = 0;

  static memory_files& here() {
    static auto* const all = [] {
      auto* const files = new memory_files;
      platform::around_forks({[] { here().mutex.lock(); }, [] { here().mutex.unlock(); }, [] { here().mutex.unlock(); }});
      return files;
    }();
    return *all;
  }

  // Of that name, which is made where `creates` says so.
  std::shared_ptr<memory_file> find(std::string_view name, bool creates) {
    const std::scoped_lock held(mutex);
    const auto found = by_name.find(name);
    if (found != by_name.end()) return found->second;
    if (!creates) return nullptr;
    auto made_now = std::make_shared<memory_file>();
    by_name.emplace(name, made_now);
    return made_now;
  }
};

// What SQLite allocates for us, and knows nothing of.
struct opened_file_in_memory {
  sqlite3_file base;
  std::shared_ptr<memory_file> file;
  memory_file::holder by;
};

opened_file_in_memory& of(sqlite3_file* file) noexcept { return *reinterpret_cast<opened_file_in_memory*>(file); }

int close_one(sqlite3_file* file) {
  auto& opened = of(file);
  opened.file->unmap(opened.by);
  opened.file->unlock(opened.by, memory_file::level::none);
  opened.~opened_file_in_memory();
  return SQLITE_OK;
}

int read_some(sqlite3_file* file, void* buffer, int size, sqlite3_int64 at) {
  const std::span into(static_cast<std::uint8_t*>(buffer), static_cast<std::size_t>(size));
  return of(file).file->read(into, static_cast<std::uint64_t>(at)) == into.size() ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write_some(sqlite3_file* file, const void* buffer, int size, sqlite3_int64 at) {
  try {
    of(file).file->write(std::span(static_cast<const std::uint8_t*>(buffer), static_cast<std::size_t>(size)), static_cast<std::uint64_t>(at));
    return SQLITE_OK;
  } catch (const std::bad_alloc&) {
    return SQLITE_FULL;
  }
}

int truncate_to(sqlite3_file* file, sqlite3_int64 size) {
  of(file).file->truncate(static_cast<std::uint64_t>(size));
  return SQLITE_OK;
}

int sync_none(sqlite3_file*, int) { return SQLITE_OK; }

int size_of(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(of(file).file->size());
  return SQLITE_OK;
}

memory_file::level level_of(int level) noexcept {
  switch (level) {
    case SQLITE_LOCK_SHARED: return memory_file::level::shared;
    case SQLITE_LOCK_RESERVED: return memory_file::level::reserved;
    case SQLITE_LOCK_PENDING: return memory_file::level::pending;
    case SQLITE_LOCK_EXCLUSIVE: return memory_file::level::exclusive;
    default: return memory_file::level::none;
  }
}

int lock_to(sqlite3_file* file, int level) { return of(file).file->lock(of(file).by, level_of(level)) ? SQLITE_OK : SQLITE_BUSY; }

int unlock_to(sqlite3_file* file, int level) {
  of(file).file->unlock(of(file).by, level_of(level));
  return SQLITE_OK;
}

int is_reserved(sqlite3_file* file, int* held) {
  *held = of(file).file->is_reserved() ? 1 : 0;
  return SQLITE_OK;
}

int control_none(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_bytes(sqlite3_file*) { return 4096; }
int characteristics(sqlite3_file*) { return SQLITE_IOCAP_ATOMIC | SQLITE_IOCAP_SAFE_APPEND | SQLITE_IOCAP_SEQUENTIAL | SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

int map_piece(sqlite3_file* file, int nth, int size, int extend, void volatile** at) {
  try {
    *at = of(file).file->map(of(file).by, static_cast<std::size_t>(nth), static_cast<std::size_t>(size), extend != 0);
    return SQLITE_OK;
  } catch (const std::bad_alloc&) {
    return SQLITE_NOMEM;
  }
}

int lock_slots(sqlite3_file* file, int first, int count, int flags) {
  const auto slots = static_cast<std::uint8_t>(((1U << static_cast<unsigned>(count)) - 1U) << static_cast<unsigned>(first));
  if ((flags & SQLITE_SHM_UNLOCK) != 0) {
    of(file).file->unlock_slots(of(file).by, slots);
    return SQLITE_OK;
  }
  return of(file).file->lock_slots(of(file).by, slots, (flags & SQLITE_SHM_EXCLUSIVE) != 0) ? SQLITE_OK : SQLITE_BUSY;
}

void barrier(sqlite3_file*) { std::atomic_thread_fence(std::memory_order_seq_cst); }

int unmap_all(sqlite3_file* file, int) {
  of(file).file->unmap(of(file).by);
  return SQLITE_OK;
}

constexpr sqlite3_io_methods methods{2,           close_one,   read_some,    write_some,      truncate_to, sync_none,  size_of, lock_to,   unlock_to, is_reserved,
                                     control_none, sector_bytes, characteristics, map_piece,   lock_slots, barrier, unmap_all, nullptr,   nullptr};

int open_one(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  file->pMethods = nullptr;
  try {
    // One without a name is for the connection alone.
    auto found = name == nullptr ? std::make_shared<memory_file>() : memory_files::here().find(name, (flags & SQLITE_OPEN_MAIN_DB) == 0);
    if (found == nullptr) return SQLITE_CANTOPEN;
    auto* const opened = new (file) opened_file_in_memory{{}, std::move(found), {}};
    opened->base.pMethods = &methods;
    if (out_flags != nullptr) *out_flags = flags;
    return SQLITE_OK;
  } catch (const std::bad_alloc&) {
    return SQLITE_NOMEM;
  }
}

int remove_one(sqlite3_vfs*, const char* name, int) {
  memory_files& files = memory_files::here();
  const std::scoped_lock held(files.mutex);
  const auto found = files.by_name.find(std::string_view(name));
  if (found == files.by_name.end()) return SQLITE_IOERR_DELETE_NOENT;
  files.by_name.erase(found);
  return SQLITE_OK;
}

int is_there(sqlite3_vfs*, const char* name, int, int* answer) {
  *answer = memory_files::here().find(name, false) != nullptr ? 1 : 0;
  return SQLITE_OK;
}

int same_name(sqlite3_vfs*, const char* name, int size, char* out) {
  const std::size_t length = std::strlen(name);
  if (length >= static_cast<std::size_t>(size)) return SQLITE_CANTOPEN;
  std::memcpy(out, name, length + 1);
  return SQLITE_OK;
}

// The system's own, with the files replaced.
bool register_memory() noexcept {
  static sqlite3_vfs vfs{};  // SQLite links it into its list for the life of the process
  if (header_vfs(false) == nullptr) return false;
  const sqlite3_vfs* const system = sqlite3_vfs_find(nullptr);
  if (system == nullptr) return false;
  vfs = *system;
  vfs.iVersion = 2;
  vfs.szOsFile = sizeof(opened_file_in_memory);
  vfs.pNext = nullptr;
  vfs.zName = memory_vfs_name;
  vfs.xOpen = open_one;
  vfs.xDelete = remove_one;
  vfs.xAccess = is_there;
  vfs.xFullPathname = same_name;
  return sqlite3_vfs_register(&vfs, 0) == SQLITE_OK;
}

}  // namespace

const char* memory_vfs() noexcept {
  static const bool registered = register_memory();
  return registered ? memory_vfs_name : nullptr;
}

result<std::shared_ptr<memory_store>> memory_store::make() {
  if (memory_vfs() == nullptr) return error{errc::internal}.at("starting SQLite");
  memory_files& files = memory_files::here();
  std::shared_ptr<memory_store> made;
  {
    const std::scoped_lock held(files.mutex);
    made.reset(new memory_store("memory-" + std::to_string(++files.made)));
  }
  static_cast<void>(files.find(made->name(), true));
  return made;
}

memory_store::~memory_store() {
  memory_files& files = memory_files::here();
  const std::scoped_lock held(files.mutex);
  for (const char* const suffix : {"", "-wal", "-journal"}) {
    if (const auto found = files.by_name.find(name_ + suffix); found != files.by_name.end()) files.by_name.erase(found);
  }
}

std::uint64_t memory_store::size() const noexcept {
  const auto found = memory_files::here().find(name_, false);
  return found == nullptr ? 0 : found->size();
}

}  // namespace phr::storage
