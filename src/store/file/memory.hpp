// What a store in memory has in place of files.
#pragma once

#include <phr/core/result.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace phr::storage {

// The name of a store that is nowhere but in memory, as SQLite has it.
inline constexpr const char* in_memory = ":memory:";

// The files of one store, under a name that nothing else has: the database, what SQLite puts beside it, and their locks. No byte of them is
// written anywhere, and they are gone with it.
// Lifetime: files that a connection has open live as long as that. Threads: shared.
class memory_store {
 public:
  // Errors: internal where SQLite cannot be started.
  [[nodiscard]] static result<std::shared_ptr<memory_store>> make();
  memory_store(const memory_store&) = delete;
  memory_store& operator=(const memory_store&) = delete;
  ~memory_store();

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] std::uint64_t size() const noexcept;  // of the database

 private:
  explicit memory_store(std::string name) noexcept : name_(std::move(name)) {}
  std::string name_;
};

// The VFS that finds them; nullptr where it cannot be registered.
[[nodiscard]] const char* memory_vfs() noexcept;

}  // namespace phr::storage
