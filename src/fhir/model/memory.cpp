#include <phr/fhir/memory.hpp>

#include "core/platform/process.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <new>

namespace phr::fhir {

// Before each part stand four bytes that tell how far back its chunk begins, 0 for a part of its own, and four bytes that
// the part may use.
struct memory::chunk {
  std::atomic<std::uint32_t> parts;  // not yet given back; a bias more while parts are still taken
  std::uint32_t capacity;            // bytes, this header included
};

namespace {

constexpr std::uint32_t bias = 1U << 31;
constexpr std::size_t part_header = 8;
constexpr std::size_t smallest = 192;  // of chunks, in bytes
constexpr std::size_t largest = 32 << 10;

// Counting needs no bus lock then.
bool alone() noexcept { return platform::has_one_thread(); }

constexpr std::size_t rounded(std::size_t bytes) noexcept { return (bytes + 7) & ~std::size_t{7}; }

void* part_at(char* begin, std::uint32_t back) noexcept {
  std::memcpy(begin, &back, sizeof back);
  return begin + part_header;
}

}  // namespace

void* memory::take_alone(std::size_t bytes) { return part_at(static_cast<char*>(::operator new(part_header + bytes)), 0); }

void* memory::take(std::size_t bytes) {
  const std::size_t wanted = part_header + rounded(bytes);
  if (chunk_ == nullptr || used_ + wanted > chunk_->capacity) [[unlikely]] return take_elsewhere(bytes);
  void* const part = part_at(reinterpret_cast<char*>(chunk_) + used_, static_cast<std::uint32_t>(used_));
  used_ += wanted;
  ++taken_;
  return part;
}

// From a new chunk, as large as what is still to come by what has come so far; a large part alone.
void* memory::take_elsewhere(std::size_t bytes) {
  if (chunk_ != nullptr) {
    total_ += used_;
    const std::size_t done = std::max<std::size_t>(done_, 1);
    next_bytes_ = std::clamp<std::size_t>(total_ * (all_ - std::min(done, all_)) / done, smallest, largest);
  }
  const std::size_t wanted = part_header + rounded(bytes);
  if (wanted > std::max(next_bytes_, smallest)) {
    total_ += wanted;
    return take_alone(bytes);
  }
  finish();
  const std::size_t capacity = sizeof(chunk) + std::max(next_bytes_, smallest);
  chunk_ = ::new (::operator new(capacity)) chunk{{bias}, static_cast<std::uint32_t>(capacity)};
  used_ = sizeof(chunk);
  return take(bytes);
}

// No more parts from this chunk: from now on it goes with the last of them.
void memory::finish() noexcept {
  if (chunk_ == nullptr) return;
  const std::uint32_t spare = bias - taken_;
  if (chunk_->parts.fetch_sub(spare, std::memory_order_acq_rel) == spare) ::operator delete(chunk_);
  chunk_ = nullptr;
  taken_ = 0;
}

void memory::give_back(void* part) noexcept {
  char* const begin = static_cast<char*>(part) - part_header;
  std::uint32_t back = 0;
  std::memcpy(&back, begin, sizeof back);
  if (back == 0) return ::operator delete(begin);
  auto* const of = reinterpret_cast<chunk*>(begin - back);
  const std::uint32_t left = of->parts.load(std::memory_order_acquire);
  if (left == 1) return ::operator delete(of);  // the last part: there are no others to agree with
  if (alone()) {
    of->parts.store(left - 1, std::memory_order_relaxed);
  } else if (of->parts.fetch_sub(1, std::memory_order_acq_rel) == 1) {
    ::operator delete(of);
  }
}

}  // namespace phr::fhir
