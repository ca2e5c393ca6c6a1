// Whether two JSON texts mean the same to FHIR.
#pragma once

#include <phr/fhir/json.hpp>

#include <string>

namespace phr::fhir::test {

// Objects by their members in any order, numbers by their text, strings by their meaning. Answers with the place of the
// first difference, "" for none.
inline std::string difference(const json::value& a, const json::value& b, const std::string& path = "$") {
  if (a.kind() != b.kind()) return path + ": kinds";
  std::string left;
  std::string right;
  switch (a.kind()) {
    case json::kind::object: {
      if (a.size() != b.size()) return path + ": number of members";
      for (const json::member& each : a.members()) {
        if (!b[each.name]) return path + "." + std::string(each.name) + ": absent";
        const std::string inner = difference(each.value, b[each.name], path + "." + std::string(each.name));
        if (!inner.empty()) return inner;
      }
      return {};
    }
    case json::kind::array: {
      if (a.size() != b.size()) return path + ": number of elements";
      auto other = b.elements().begin();
      std::size_t index = 0;
      for (const json::value& each : a.elements()) {
        const std::string inner = difference(each, *other, path + "[" + std::to_string(index++) + "]");
        if (!inner.empty()) return inner;
        ++other;
      }
      return {};
    }
    case json::kind::string: return a.text(left) == b.text(right) ? std::string() : path + ": text";
    default: return a.source() == b.source() ? std::string() : path + ": value";
  }
}

}  // namespace phr::fhir::test
