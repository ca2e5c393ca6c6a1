#include "interactions/subset.hpp"

#include <phr/fhir/json.hpp>
#include <phr/fhir/structure.hpp>

#include <algorithm>

namespace phr::interactions {

namespace {

namespace json = fhir::json;
using storage::query_summary;

constexpr std::string_view tag = R"({"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationValue","code":"SUBSETTED"})";

const fhir::field* field_of(const fhir::structure& in, std::string_view name) {
  const int found = in.find(name.starts_with('_') ? name.substr(1) : name);
  return found < 0 ? nullptr : &in.fields[in.names[static_cast<std::size_t>(found)].field];
}

class subset {
 public:
  explicit subset(const storage::query& asked) : asked_(asked) {}

  std::string of(const json::value& resource, const fhir::structure& type) {
    std::string out;
    char separator = '{';
    bool tagged = false;
    for (const json::member& each : resource.members()) {
      if (!wanted(each.name, type)) continue;
      out.push_back(separator);
      separator = ',';
      json::append_quoted(out, each.name);
      out.push_back(':');
      if (each.name == "meta") {
        append_meta(out, each.value);
        tagged = true;
      } else {
        append(out, each.value, field_of(type, each.name), type.name);
      }
    }
    if (!tagged) out += std::string(1, separator) + R"("meta":{"tag":[)" + std::string(tag) + "]}";
    return out + "}";
  }

 private:
  [[nodiscard]] bool wanted(std::string_view name, const fhir::structure& type) const {
    if (name == "resourceType" || name == "id" || name == "meta") return true;
    const fhir::field* const field = field_of(type, name);
    if (field == nullptr) return false;
    if (!asked_.elements.empty()) {
      const auto named = [&](const std::string& one) { return one == name || one == field->name || "_" + one == name || one == std::string(type.name) + "." + std::string(field->name); };
      return field->min > 0 || std::any_of(asked_.elements.begin(), asked_.elements.end(), named);
    }
    if (asked_.summary == query_summary::text) return name == "text" || field->min > 0;
    if (asked_.summary == query_summary::data) return name != "text";
    return field->is_summary || field->min > 0;
  }

  // Within a resource's own parts the summary has its own elements, too; data types are whole.
  void append(std::string& out, const json::value& value, const fhir::field* field, std::string_view resource) {
    const bool is_part = field != nullptr && field->type != nullptr && field->type->definition == resource && field->type->name != resource;
    if (!is_part || asked_.summary != query_summary::yes) return json::append_compact(out, value);
    if (value.is_array()) {
      char separator = '[';
      for (const json::value& each : value.elements()) {
        out.push_back(separator);
        separator = ',';
        append(out, each, field, resource);
      }
      out += separator == '[' ? "[]" : "]";
      return;
    }
    std::string inner;
    for (const json::member& each : value.members()) {
      const fhir::field* const part = field_of(*field->type, each.name);
      if (part == nullptr || (!part->is_summary && part->min == 0)) continue;
      inner.push_back(inner.empty() ? '{' : ',');
      json::append_quoted(inner, each.name);
      inner.push_back(':');
      append(inner, each.value, part, resource);
    }
    out += inner.empty() ? "{}" : inner + "}";
  }

  static void append_meta(std::string& out, const json::value& meta) {
    char separator = '{';
    for (const json::member& each : meta.members()) {
      if (each.name == "tag") continue;
      out.push_back(separator);
      separator = ',';
      json::append_quoted(out, each.name);
      out.push_back(':');
      json::append_compact(out, each.value);
    }
    out += std::string(1, separator) + R"("tag":[)";
    for (const json::value& each : meta["tag"].elements()) {
      json::append_compact(out, each);
      out.push_back(',');
    }
    out += std::string(tag) + "]}";
  }

  const storage::query& asked_;
};

}  // namespace

bool is_subset(const storage::query& asked) noexcept {
  return !asked.elements.empty() || (asked.summary != query_summary::none && asked.summary != query_summary::count);
}

result<std::string> subset_of(std::string_view text, fhir::resource_type type, const storage::query& asked) {
  json::document parsed;
  PHR_TRY(parsed.parse(text));
  return subset(asked).of(parsed.root(), fhir::structure_of(type));
}

}  // namespace phr::interactions
