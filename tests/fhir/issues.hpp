// What a decoder found wrong with a text, to compare and to print.
#pragma once

#include <phr/fhir/json_codec.hpp>

#include <ostream>
#include <string_view>
#include <vector>

namespace phr::fhir {

inline bool operator==(const decode_issue& a, const decode_issue& b) {
  return a.code == b.code && a.path == b.path && a.line == b.line && a.column == b.column;
}

inline std::ostream& operator<<(std::ostream& out, const decode_issue& issue) {
  const static_text code = name(issue.code);
  return out << std::string_view(code.data(), code.size()) << ' ' << issue.path << ' ' << issue.line << ':' << issue.column;
}

namespace test {

using issues = std::vector<decode_issue>;

// Of a json_decoder or an xml_decoder.
inline issues issues_of(const auto& decoder) { return {decoder.issues().begin(), decoder.issues().end()}; }

}  // namespace test
}  // namespace phr::fhir
