// One file of a store in memory, and the locks that connections of this process have on it.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <span>
#include <vector>

namespace phr::storage {

// Levels and locks are SQLite's (https://www.sqlite.org/lockingv3.html, https://www.sqlite.org/walformat.html#wal_locks).
// Threads: shared. Each function of a lock answers false where another holder is in the way.
class memory_file {
 public:
  // Fewer bytes than asked for where the file ends; the others become zero.
  [[nodiscard]] std::size_t read(std::span<std::uint8_t> into, std::uint64_t at) const noexcept;
  // Throws std::bad_alloc.
  void write(std::span<const std::uint8_t> bytes, std::uint64_t at);
  void truncate(std::uint64_t size) noexcept;
  [[nodiscard]] std::uint64_t size() const noexcept;

  enum class level : std::uint8_t { none, shared, reserved, pending, exclusive };
  // What one connection holds.
  struct holder {
    level has = level::none;
    std::uint8_t shared_slots = 0;  // of the shared memory, as bits
    std::uint8_t exclusive_slots = 0;
    bool maps = false;
  };
  [[nodiscard]] bool lock(holder& by, level wanted) noexcept;
  void unlock(holder& by, level kept) noexcept;
  [[nodiscard]] bool is_reserved() const noexcept;

  // The nth piece of the memory that connections share; nullptr where it is not there and is not to be made. Throws std::bad_alloc.
  [[nodiscard]] volatile void* map(holder& by, std::size_t nth, std::size_t bytes, bool extend);
  [[nodiscard]] bool lock_slots(holder& by, std::uint8_t slots, bool exclusive) noexcept;
  void unlock_slots(holder& by, std::uint8_t slots) noexcept;
  void unmap(holder& by) noexcept;

 private:
  static constexpr std::size_t block_bytes = std::size_t{64} << 10U;
  using block = std::array<std::uint8_t, block_bytes>;
  static constexpr std::size_t slot_count = 8;

  mutable std::shared_mutex content_;
  std::vector<std::unique_ptr<block>> blocks_;
  std::uint64_t size_ = 0;

  mutable std::mutex locks_;
  std::uint64_t sharing_ = 0;       // holders of `shared` or more
  const holder* writer_ = nullptr;  // of `reserved` or more
  std::vector<std::unique_ptr<std::uint8_t[]>> pieces_;
  std::uint64_t mapping_ = 0;
  std::array<int, slot_count> slots_{};  // how many share it; -1 for one alone
};

}  // namespace phr::storage
