#include "store/file/vfs.hpp"

#include "store/sqlcipher/system.h"

#include <sqlite3.h>

#include <cstring>

namespace phr::storage {

namespace {

constexpr const char* vfs_name = "phr-header";
constexpr const char* still_vfs_name = "phr-header-still";

// Our file object; the file of the operating system follows it in the same allocation.
struct shifted_file {
  sqlite3_file base;
  int characteristics;  // beside those of the system's file
  sqlite3_file* inner() noexcept { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

sqlite3_file* inner(sqlite3_file* file) noexcept { return reinterpret_cast<shifted_file*>(file)->inner(); }
sqlite3_vfs* system_vfs(sqlite3_vfs* vfs) noexcept { return static_cast<sqlite3_vfs*>(vfs->pAppData); }

int close(sqlite3_file* file) { return inner(file)->pMethods->xClose(inner(file)); }
int read(sqlite3_file* file, void* buffer, int size, sqlite3_int64 at) {
  return inner(file)->pMethods->xRead(inner(file), buffer, size, at + header_bytes);
}
int write(sqlite3_file* file, const void* buffer, int size, sqlite3_int64 at) {
  return inner(file)->pMethods->xWrite(inner(file), buffer, size, at + header_bytes);
}
int truncate(sqlite3_file* file, sqlite3_int64 size) {
  return inner(file)->pMethods->xTruncate(inner(file), size + header_bytes);
}
int sync(sqlite3_file* file, int flags) { return inner(file)->pMethods->xSync(inner(file), flags); }
int file_size(sqlite3_file* file, sqlite3_int64* size) {
  const int status = inner(file)->pMethods->xFileSize(inner(file), size);
  if (status == SQLITE_OK) *size = *size > header_bytes ? *size - header_bytes : 0;
  return status;
}
int lock(sqlite3_file* file, int level) { return inner(file)->pMethods->xLock(inner(file), level); }
int unlock(sqlite3_file* file, int level) { return inner(file)->pMethods->xUnlock(inner(file), level); }
int check_reserved_lock(sqlite3_file* file, int* held) {
  return inner(file)->pMethods->xCheckReservedLock(inner(file), held);
}
int file_control(sqlite3_file* file, int operation, void* argument) {
  if (operation == SQLITE_FCNTL_SIZE_HINT) {  // the hint is a database size: shift it like every offset
    sqlite3_int64 shifted = *static_cast<sqlite3_int64*>(argument) + header_bytes;
    return inner(file)->pMethods->xFileControl(inner(file), operation, &shifted);
  }
  if (operation == SQLITE_FCNTL_MMAP_SIZE) return SQLITE_NOTFOUND;  // mapped pages would miss the shift
  return inner(file)->pMethods->xFileControl(inner(file), operation, argument);
}
int sector_size(sqlite3_file* file) { return inner(file)->pMethods->xSectorSize(inner(file)); }
int device_characteristics(sqlite3_file* file) {
  return inner(file)->pMethods->xDeviceCharacteristics(inner(file)) | reinterpret_cast<shifted_file*>(file)->characteristics;
}
int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** at) {
  return inner(file)->pMethods->xShmMap(inner(file), page, size, extend, at);
}
int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
  return inner(file)->pMethods->xShmLock(inner(file), offset, count, flags);
}
void shm_barrier(sqlite3_file* file) { inner(file)->pMethods->xShmBarrier(inner(file)); }
int shm_unmap(sqlite3_file* file, int remove) { return inner(file)->pMethods->xShmUnmap(inner(file), remove); }

// Version 2: shared memory for the WAL, and no xFetch, so SQLite never maps the file.
constexpr sqlite3_io_methods shifted_methods{
    2,         close,     read,     write,     truncate,    sync, file_size, lock, unlock, check_reserved_lock, file_control,
    sector_size, device_characteristics, shm_map, shm_lock, shm_barrier, shm_unmap, nullptr, nullptr};

int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  sqlite3_vfs* system = system_vfs(vfs);
  // Anything but a main database is opened in place, as the system's own file.
  if ((flags & SQLITE_OPEN_MAIN_DB) == 0) return system->xOpen(system, name, file, flags, out_flags);
  auto* shifted = reinterpret_cast<shifted_file*>(file);
  const int status = system->xOpen(system, name, shifted->inner(), flags, out_flags);
  shifted->base.pMethods = shifted->inner()->pMethods != nullptr ? &shifted_methods : nullptr;
  shifted->characteristics = 0;
  return status;
}

// For a file that nobody can change: no locks, no shared memory, no WAL.
int open_still(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  const int status = open(vfs, name, file, flags, out_flags);
  if (status == SQLITE_OK && (flags & SQLITE_OPEN_MAIN_DB) != 0) reinterpret_cast<shifted_file*>(file)->characteristics = SQLITE_IOCAP_IMMUTABLE;
  return status;
}

int remove(sqlite3_vfs* vfs, const char* name, int sync_directory) {
  return system_vfs(vfs)->xDelete(system_vfs(vfs), name, sync_directory);
}
int access(sqlite3_vfs* vfs, const char* name, int flags, int* answer) {
  return system_vfs(vfs)->xAccess(system_vfs(vfs), name, flags, answer);
}
int full_pathname(sqlite3_vfs* vfs, const char* name, int size, char* out) {
  return system_vfs(vfs)->xFullPathname(system_vfs(vfs), name, size, out);
}
int randomness(sqlite3_vfs* vfs, int size, char* out) { return system_vfs(vfs)->xRandomness(system_vfs(vfs), size, out); }
int sleep(sqlite3_vfs* vfs, int microseconds) { return system_vfs(vfs)->xSleep(system_vfs(vfs), microseconds); }
int current_time(sqlite3_vfs* vfs, double* out) { return system_vfs(vfs)->xCurrentTime(system_vfs(vfs), out); }
int last_error(sqlite3_vfs* vfs, int size, char* out) { return system_vfs(vfs)->xGetLastError(system_vfs(vfs), size, out); }
int current_time_int64(sqlite3_vfs* vfs, sqlite3_int64* out) {
  return system_vfs(vfs)->xCurrentTimeInt64(system_vfs(vfs), out);
}

bool register_vfs(sqlite3_vfs& vfs, const char* name, decltype(&open) opens) noexcept {
  sqlite3_vfs* system = sqlite3_vfs_find(nullptr);
  if (system == nullptr) return false;
  vfs.iVersion = 2;
  vfs.szOsFile = system->szOsFile + static_cast<int>(sizeof(shifted_file));
  vfs.mxPathname = system->mxPathname;
  vfs.zName = name;
  vfs.pAppData = system;
  vfs.xOpen = opens;
  vfs.xDelete = remove;
  vfs.xAccess = access;
  vfs.xFullPathname = full_pathname;
  vfs.xRandomness = randomness;
  vfs.xSleep = sleep;
  vfs.xCurrentTime = current_time;
  vfs.xGetLastError = last_error;
  vfs.xCurrentTimeInt64 = current_time_int64;
  return sqlite3_vfs_register(&vfs, 0) == SQLITE_OK;
}

bool register_both() noexcept {
  static sqlite3_vfs vfs{};  // SQLite links them into its list for the life of the process
  static sqlite3_vfs still{};
  static_cast<void>(phr_watch_memory());  // refused where SQLite has started
  return sqlite3_initialize() == SQLITE_OK && register_vfs(vfs, vfs_name, open) &&
         register_vfs(still, still_vfs_name, open_still);
}

}  // namespace

const char* header_vfs(bool is_still) noexcept {
  static const bool registered = register_both();
  return !registered ? nullptr : is_still ? still_vfs_name : vfs_name;
}

}  // namespace phr::storage
