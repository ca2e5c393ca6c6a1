// The JSON Patch from one resource to another.
#include <phr/patch/json_patch.hpp>

#include "patch/json_tree.hpp"
#include "patch/pointer.hpp"
#include "patch/written.hpp"

#include <algorithm>

namespace phr::patch {

namespace {

void write(std::string& out, std::string_view op, const std::string& path, const tree* value) {
  if (!out.empty()) out.push_back(',');
  out += "{\"op\":\"";
  out += op;
  out += "\",\"path\":";
  json::append_quoted(out, path);
  if (value != nullptr) {
    out += ",\"value\":";
    value->append_to(out);
  }
  out.push_back('}');
}

std::string child(const std::string& path, std::string_view name) {
  std::string made = path;
  append_token(made, name);
  return made;
}

void differ(std::string& out, const std::string& path, const tree& before, const tree& after);

void objects(std::string& out, const std::string& path, const tree& before, const tree& after) {
  for (const tree_member& each : before.items) {
    const tree* const other = after.find(each.name);
    if (other == nullptr) {
      write(out, "remove", child(path, each.name), nullptr);
    } else {
      differ(out, child(path, each.name), each.value, *other);
    }
  }
  for (const tree_member& each : after.items) {
    if (before.find(each.name) == nullptr) write(out, "add", child(path, each.name), &each.value);
  }
}

// What is the same at both ends stays. Between them what stands at the same place is compared, and the rest is taken
// out from the last on, or put in from the first on.
void arrays(std::string& out, const std::string& path, const tree& before, const tree& after) {
  const std::size_t least = std::min(before.items.size(), after.items.size());
  std::size_t first = 0;
  while (first < least && identical(before.items[first].value, after.items[first].value)) ++first;
  std::size_t behind = 0;
  const auto from_end = [&](const tree& of) -> const tree& { return of.items[of.items.size() - 1 - behind].value; };
  while (behind < least - first && identical(from_end(before), from_end(after))) ++behind;
  const std::size_t both = least - behind;
  for (std::size_t index = first; index < both; ++index) {
    differ(out, child(path, std::to_string(index)), before.items[index].value, after.items[index].value);
  }
  for (std::size_t index = before.items.size() - behind; index-- > both;) {
    write(out, "remove", child(path, std::to_string(index)), nullptr);
  }
  for (std::size_t index = both; index < after.items.size() - behind; ++index) {
    write(out, "add", child(path, std::to_string(index)), &after.items[index].value);
  }
}

void differ(std::string& out, const std::string& path, const tree& before, const tree& after) {
  if (identical(before, after)) return;
  std::string parts;
  if (before.is_object() && after.is_object()) objects(parts, path, before, after);
  if (before.is_array() && after.is_array()) arrays(parts, path, before, after);
  std::string whole;
  write(whole, "replace", path, &after);
  if (!out.empty()) out.push_back(',');
  // The root is told in parts, so that nothing of it that stays is said again.
  out += parts.empty() || (parts.size() > whole.size() && !path.empty()) ? whole : parts;
}

}  // namespace

std::string json_patch_between(const fhir::any_resource& before, const fhir::any_resource& after) {
  const auto of = [](const fhir::any_resource& resource) {
    auto made = resource ? tree_of(resource) : result<tree>(tree::null());
    return made ? std::move(made.value()) : tree::null();
  };
  std::string out;
  if (before.structure() != after.structure()) {
    const tree whole = of(after);
    write(out, "replace", {}, &whole);
  } else {
    differ(out, {}, of(before), of(after));
  }
  return "[" + out + "]";
}

}  // namespace phr::patch
