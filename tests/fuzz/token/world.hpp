// A store of 6,000 resources and some, open, and those who ask it.
#pragma once

#include "gate/door.hpp"
#include "support/temporary_folder.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace phr::fuzz {

inline constexpr std::size_t resources_of_people = 6'000;
inline constexpr std::int64_t world_now = 1'767'225'600'000'000;  // 2026-01-01, when the records end

// The owner; a practitioner who sees much of most patients' records, too much to go through it all; one who sees a little of one patient's;
// nobody known, who sees nothing.
enum class asker : std::uint8_t { owner, mia, tom, nobody };
inline constexpr std::size_t askers = 4;

// Made-up people (`phr synth`), and what they lack: resources that others had referred to before they were there, several versions, deletions, a
// resource within another. Nothing is written once it is made, so that each question has one answer.
// Lifetime: until the program ends. Threads: one. Errors: none; what fails in the making ends the program.
class world {
 public:
  [[nodiscard]] static world& only();

  [[nodiscard]] gate::door& door_of(asker who) { return doors_.at(static_cast<std::size_t>(who)); }
  // A patient of whom both practitioners see something.
  [[nodiscard]] const std::string& patient() const noexcept { return patients_.front(); }

 private:
  world();
  void import_people();
  void write_more();
  void permit();

  test::temporary_folder folder_;
  std::shared_ptr<storage::engine> engine_;
  std::vector<gate::door> doors_;
  std::vector<std::string> patients_;
};

}  // namespace phr::fuzz
