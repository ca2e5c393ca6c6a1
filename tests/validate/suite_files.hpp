// The files of the suites.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace phr::validate::test {

// The folder of a suite; empty where PHR_SUITES is unset.
inline std::filesystem::path suite(const std::string& name) {
  const char* const root = std::getenv("PHR_SUITES");
  return root == nullptr || *root == '\0' ? std::filesystem::path{} : std::filesystem::path(root) / name;
}

inline std::vector<std::filesystem::path> json_files(const std::string& name) {
  std::vector<std::filesystem::path> found;
  const auto folder = suite(name);
  if (folder.empty()) return found;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".json") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

inline std::string read(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace phr::validate::test
