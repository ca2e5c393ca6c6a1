// The sample's resources, one text each.
#pragma once

#include "sample.hpp"

#include <phr/fhir/json.hpp>

#include <string>
#include <vector>

namespace phr::bench {

// Every entry of the sample's Bundles as a text of its own, without white space.
inline const std::vector<std::string>& resources() {
  static const std::vector<std::string> made = [] {
    std::vector<std::string> texts;
    fhir::json::document bundle;
    for (const auto& each : records().bundles) {
      if (!bundle.parse(each)) continue;
      for (const auto& entry : bundle.root()["entry"].elements()) fhir::json::append_compact(texts.emplace_back(), entry["resource"]);
    }
    return texts;
  }();
  return made;
}

inline double bytes_of(const std::vector<std::string>& texts) {
  double bytes = 0;
  for (const auto& each : texts) bytes += static_cast<double>(each.size());
  return bytes;
}

}  // namespace phr::bench
