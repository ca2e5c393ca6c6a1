#include "store/file/memory_file.hpp"

#include <algorithm>
#include <cstring>

namespace phr::storage {

std::size_t memory_file::read(std::span<std::uint8_t> into, std::uint64_t at) const noexcept {
  const std::shared_lock held(content_);
  const std::size_t have = at >= size_ ? 0 : static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), size_ - at));
  for (std::size_t done = 0; done < have;) {
    const std::uint64_t here = at + done;
    const std::size_t within = here % block_bytes;
    const std::size_t part = std::min(have - done, block_bytes - within);
    std::memcpy(into.data() + done, blocks_[here / block_bytes]->data() + within, part);
    done += part;
  }
  std::fill(into.begin() + static_cast<std::ptrdiff_t>(have), into.end(), std::uint8_t{0});
  return have;
}

void memory_file::write(std::span<const std::uint8_t> bytes, std::uint64_t at) {
  const std::unique_lock held(content_);
  const std::uint64_t end = at + bytes.size();
  while (blocks_.size() * block_bytes < end) blocks_.push_back(std::make_unique<block>());
  for (std::size_t done = 0; done < bytes.size();) {
    const std::uint64_t here = at + done;
    const std::size_t within = here % block_bytes;
    const std::size_t part = std::min(bytes.size() - done, block_bytes - within);
    std::memcpy(blocks_[here / block_bytes]->data() + within, bytes.data() + done, part);
    done += part;
  }
  size_ = std::max(size_, end);
}

void memory_file::truncate(std::uint64_t size) noexcept {
  const std::unique_lock held(content_);
  if (size >= size_) return;
  blocks_.resize(static_cast<std::size_t>((size + block_bytes - 1) / block_bytes));
  const std::size_t within = size % block_bytes;
  if (within != 0) std::fill(blocks_.back()->begin() + static_cast<std::ptrdiff_t>(within), blocks_.back()->end(), std::uint8_t{0});
  size_ = size;
}

std::uint64_t memory_file::size() const noexcept {
  const std::shared_lock held(content_);
  return size_;
}

bool memory_file::lock(holder& by, level wanted) noexcept {
  if (by.has >= wanted) return true;
  const std::scoped_lock held(locks_);
  if (wanted == level::shared) {
    if (writer_ != nullptr && writer_->has >= level::pending) return false;
    ++sharing_;
    by.has = level::shared;
    return true;
  }
  if (writer_ != nullptr && writer_ != &by) return false;
  writer_ = &by;
  if (wanted == level::exclusive && sharing_ > 1) {
    by.has = level::pending;  // nobody comes in any more
    return false;
  }
  by.has = wanted;
  return true;
}

void memory_file::unlock(holder& by, level kept) noexcept {
  if (by.has <= kept) return;
  const std::scoped_lock held(locks_);
  if (writer_ == &by) writer_ = nullptr;
  if (kept == level::none) --sharing_;
  by.has = kept;
}

bool memory_file::is_reserved() const noexcept {
  const std::scoped_lock held(locks_);
  return writer_ != nullptr;
}

volatile void* memory_file::map(holder& by, std::size_t nth, std::size_t bytes, bool extend) {
  const std::scoped_lock held(locks_);
  if (!by.maps) {
    by.maps = true;
    ++mapping_;
  }
  if (nth >= pieces_.size() && !extend) return nullptr;
  while (pieces_.size() <= nth) pieces_.push_back(std::make_unique<std::uint8_t[]>(bytes));
  return pieces_[nth].get();
}

bool memory_file::lock_slots(holder& by, std::uint8_t slots, bool exclusive) noexcept {
  const std::scoped_lock held(locks_);
  const std::uint8_t mine = exclusive ? by.exclusive_slots : by.shared_slots;
  for (std::size_t nth = 0; nth < slot_count; ++nth) {
    const auto bit = static_cast<std::uint8_t>(1U << nth);
    if ((slots & bit) == 0 || (mine & bit) != 0) continue;
    if (exclusive ? slots_[nth] != 0 : slots_[nth] < 0) return false;
  }
  for (std::size_t nth = 0; nth < slot_count; ++nth) {
    const auto bit = static_cast<std::uint8_t>(1U << nth);
    if ((slots & bit) == 0 || (mine & bit) != 0) continue;
    slots_[nth] = exclusive ? -1 : slots_[nth] + 1;
  }
  (exclusive ? by.exclusive_slots : by.shared_slots) |= slots;
  return true;
}

void memory_file::unlock_slots(holder& by, std::uint8_t slots) noexcept {
  const std::scoped_lock held(locks_);
  for (std::size_t nth = 0; nth < slot_count; ++nth) {
    const auto bit = static_cast<std::uint8_t>(1U << nth);
    if ((slots & bit) == 0) continue;
    if ((by.exclusive_slots & bit) != 0) {
      slots_[nth] = 0;
    } else if ((by.shared_slots & bit) != 0) {
      --slots_[nth];
    }
  }
  by.exclusive_slots &= static_cast<std::uint8_t>(~slots);
  by.shared_slots &= static_cast<std::uint8_t>(~slots);
}

void memory_file::unmap(holder& by) noexcept {
  unlock_slots(by, 0xFF);
  const std::scoped_lock held(locks_);
  if (!by.maps) return;
  by.maps = false;
  if (--mapping_ == 0) pieces_.clear();
}

}  // namespace phr::storage
