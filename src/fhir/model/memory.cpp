#include <phr/fhir/memory.hpp>

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

constexpr std::size_t rounded(std::size_t bytes) noexcept { return (bytes + 7) & ~std::size_t{7}; }

void* part_at(char* begin, std::uint32_t back) noexcept {
  std::memcpy(begin, &back, sizeof back);
  return begin + part_header;
}

}  // namespace

void* memory::take_alone(std::size_t bytes) { return part_at(static_cast<char*>(::operator new(part_header + bytes)), 0); }

void* memory::take(std::size_t bytes) {
  const std::size_t wanted = part_header + rounded(bytes);
  if (chunk_ == nullptr || used_ + wanted > chunk_->capacity) {
    if (wanted > chunk_bytes_ / 4) return take_alone(bytes);  // large parts stand alone
    finish();
    const std::size_t capacity = sizeof(chunk) + chunk_bytes_;
    chunk_ = ::new (::operator new(capacity)) chunk{{bias}, static_cast<std::uint32_t>(capacity)};
    used_ = sizeof(chunk);
  }
  void* const part = part_at(reinterpret_cast<char*>(chunk_) + used_, static_cast<std::uint32_t>(used_));
  used_ += wanted;
  ++taken_;
  return part;
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
  // The last part needs no exchange with other threads: there are no others.
  if (of->parts.load(std::memory_order_acquire) == 1) return ::operator delete(of);
  if (of->parts.fetch_sub(1, std::memory_order_acq_rel) == 1) ::operator delete(of);
}

}  // namespace phr::fhir
