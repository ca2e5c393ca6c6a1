#include "store/engine/open_engines.hpp"

#include "core/platform/process.hpp"
#include "store/engine/engine.hpp"

#include <algorithm>

namespace phr::storage {

namespace {

// Outlives the list, for engines that end later.
std::mutex& list_mutex() {
  static auto* const made = new std::mutex;
  return *made;
}

}  // namespace

open_engines& open_engines::here() {
  static const bool held_over_forks = [] {
    platform::around_forks({[] { list_mutex().lock(); }, [] { list_mutex().unlock(); }, [] { list_mutex().unlock(); }});
    return true;
  }();
  static_cast<void>(held_over_forks);
  static open_engines made;
  return made;
}

void open_engines::add(engine* opened) {
  const std::scoped_lock held(list_mutex());
  all_.push_back(opened);
}

void open_engines::remove(const engine* closed) noexcept {
  const std::scoped_lock held(list_mutex());
  std::erase(all_, closed);
}

open_engines::~open_engines() {
  const std::scoped_lock held(list_mutex());
  for (engine* const each : all_) static_cast<void>(each->close());
  platform::begin_the_end();
}

}  // namespace phr::storage
