// Where the parts of models live.
#pragma once

#include <cstddef>
#include <cstdint>

namespace phr::fhir {

// Memory for the parts of one model: decoding makes dozens of small ones, which stand in a few chunks side by side instead
// of in a heap allocation each. Every part is given back by itself, from any thread; a chunk goes with its last part, so
// a part that is moved elsewhere keeps its chunk.
// Lifetime: its parts outlive it. Threads: one at a time; give_back() any. Errors: std::bad_alloc.
class memory {
 public:
  // A first chunk of so many bytes. `done` of `all` tells how far the work is, and so how large the next one should be.
  memory(std::size_t first_bytes, const std::size_t& done, std::size_t all) noexcept : next_bytes_(first_bytes), done_(done), all_(all) {}
  memory(const memory&) = delete;
  memory& operator=(const memory&) = delete;
  ~memory() { finish(); }

  // Room of at least so many bytes, aligned to eight. The four bytes before it are the part's own to use.
  [[nodiscard]] void* take(std::size_t bytes);
  static void give_back(void* part) noexcept;
  // From `memory`, or an allocation of its own where there is none.
  [[nodiscard]] static void* take_from(memory* memory, std::size_t bytes) { return memory != nullptr ? memory->take(bytes) : take_alone(bytes); }

 private:
  struct chunk;
  static void* take_alone(std::size_t bytes);
  void finish() noexcept;
  [[nodiscard]] void* take_elsewhere(std::size_t bytes);

  std::size_t next_bytes_;
  const std::size_t& done_;
  std::size_t all_;
  chunk* chunk_ = nullptr;
  std::size_t used_ = 0;
  std::size_t total_ = 0;  // in all chunks but the last
  std::uint32_t taken_ = 0;
};

}  // namespace phr::fhir
