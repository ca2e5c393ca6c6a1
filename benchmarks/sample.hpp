// The records that the benchmarks work on.
#pragma once

#include <string>
#include <vector>

namespace phr::bench {

struct sample {
  std::string name;                  // "Synthea, 100 people"
  std::vector<std::string> bundles;  // transaction Bundles
};

// Synthea's where PHR_SUITES is set, else of our own making. Made once.
[[nodiscard]] const sample& records();

}  // namespace phr::bench
