#include "sample.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace phr::bench {

namespace {

sample load() {
  const char* suites = std::getenv("PHR_SUITES");
  if (suites == nullptr || *suites == '\0') return {"no suites", {}};
  sample made{"Synthea, 100 people", {}};
  std::vector<std::filesystem::path> files;
  for (const auto& each : std::filesystem::directory_iterator(std::filesystem::path(suites) / "synthea-100")) {
    if (each.path().extension() == ".json") files.push_back(each.path());
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    made.bundles.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return made;
}

}  // namespace

const sample& records() {
  static const sample made = load();
  return made;
}

}  // namespace phr::bench
