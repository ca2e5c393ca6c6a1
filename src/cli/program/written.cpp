#include "cli/program/written.hpp"

#include "cli/program/json_text.hpp"
#include "cli/program/store_access.hpp"

#include <fmt/format.h>

namespace phr::cli {

const char* name_of(write_kind kind) noexcept {
  switch (kind) {
    case write_kind::created: return "created";
    case write_kind::updated: return "updated";
    case write_kind::deleted: return "deleted";
    case write_kind::unchanged: return "unchanged";
    case write_kind::purged: return "purged";
    case write_kind::erased: return "erased";
  }
  return "unknown";
}

std::string reference_to(fhir::resource_type type, const std::string& id) {
  std::string text(fhir::name(type));
  if (!id.empty()) text += "/" + id;
  return text;
}

result<void> print_written(const write_report& done, bool as_json) {
  const bool is_known = !done.id.empty();
  if (as_json) {
    json_object told;
    if (is_known) told.add("resource", reference_to(done.type, done.id)).add("version", done.version);
    return print(told.add("what", name_of(done.kind)).text() + "\n");
  }
  if (!is_known) return print("nothing matches: nothing to do\n");
  return print(fmt::format("{}, version {}: {}\n", reference_to(done.type, done.id), done.version, name_of(done.kind)));
}

}  // namespace phr::cli
