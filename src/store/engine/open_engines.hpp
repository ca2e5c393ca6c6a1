// The open stores of this process, which ends with them.
#pragma once

#include <mutex>
#include <vector>

namespace phr::storage {

class engine;

// When the process ends, or the library is unloaded, it closes what is still open and then says that the end has begun: statics are destroyed in
// the opposite order of their making, and this one is made after those of Botan and SQLite, so it goes first. What a global of the host still
// holds finds everything closed.
// Lifetime: from the first opening of a store to the end. Threads: shared. Errors: none; what cannot be written then is as after a crash.
class open_engines {
 public:
  [[nodiscard]] static open_engines& here();
  void add(engine* opened);
  void remove(const engine* closed) noexcept;
  ~open_engines();

 private:
  std::vector<engine*> all_;
};

}  // namespace phr::storage
