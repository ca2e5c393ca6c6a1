// What an import did, added up and as text.
#include <phr/interactions/import_report.hpp>

#include <phr/core/describe.hpp>
#include <phr/fhir/resource_type.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace phr {

void import_report::add(const import_report& part) {
  created += part.created;
  updated += part.updated;
  unchanged += part.unchanged;
  deleted += part.deleted;
  left_out += part.left_out;
  bytes += part.bytes;
  refused.insert(refused.end(), part.refused.begin(), part.refused.end());
  for (const type_count& each : part.by_type) {
    const auto at = std::find_if(by_type.begin(), by_type.end(), [&](const type_count& known) { return known.type >= each.type; });
    if (at != by_type.end() && at->type == each.type) {
      at->count += each.count;
    } else {
      by_type.insert(at, each);
    }
  }
}

std::string totals_text(const import_report& report, std::uint64_t refused) {
  std::string text;
  for (const type_count& each : report.by_type) text += fmt::format("{:<28}{:>10}\n", fhir::name(each.type), each.count);
  text += fmt::format("{:<28}{:>10}\n", "total", report.total());
  text += fmt::format("{} created, {} updated, {} unchanged, {} deleted, {} lines refused\n", report.created, report.updated,
                      report.unchanged, report.deleted, refused);
  if (report.left_out != 0) text += fmt::format("{} entries about the search itself left out\n", report.left_out);
  return text;
}

std::string to_text(const import_report& report) {
  std::string text = totals_text(report, report.refused.size());
  for (const auto& each : report.refused) text += fmt::format("line {}: {}\n", each.line, describe(each.why));
  return text;
}

}  // namespace phr
