// A small world and script that still differ.
#pragma once

#include "noninterference/pair.hpp"

namespace phr::twins {

struct small {
  world of;
  std::vector<operation> script;
  difference found;
};

// Drops operations and writes for as long as the difference stays and no more than so many seconds have gone.
[[nodiscard]] small shrink(const world& of, const std::vector<operation>& script, const difference& found, workplace& in, double seconds);

// As text that says what to do again.
void print(const small& of);

}  // namespace phr::twins
