#include "views/text/values.hpp"

#include <phr/fhir/json.hpp>
#include <phr/views/text.hpp>

#include <vector>

namespace phr::views {

void append_ndjson(std::string& to, const view& of, const batch& rows) {
  std::vector<std::string> names;  // with what stands around them
  for (const column& each : of.columns()) {
    std::string name(1, names.empty() ? '{' : ',');
    fhir::json::append_quoted(name, each.name);
    names.push_back(name += ':');
  }
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    if (names.empty()) to += '{';
    for (std::size_t at = 0; at < rows.columns(); ++at) {
      to += names[at];
      append_json_row(to, rows.column(at), row);
    }
    to += "}\n";
  }
}

}  // namespace phr::views
