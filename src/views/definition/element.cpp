#include "views/definition/element.hpp"

#include <algorithm>

namespace phr::views {

namespace json = fhir::json;

result<void> element::has_only(std::span<const std::string_view> known) const {
  if (!of_.is_object()) return wrong(errc::wrong_type, "a ViewDefinition: an object expected");
  for (const auto member : of_.members()) {
    std::string_view name = member.name;
    if (name.starts_with('_')) name.remove_prefix(1);
    if (name == "id" || name == "extension" || name == "modifierExtension") continue;
    if (std::find(known.begin(), known.end(), name) == known.end()) return member.value.locate(error{errc::unknown_element}.at("a ViewDefinition: an element that it does not have"));
  }
  return success();
}

result<std::optional<std::string>> element::text(std::string_view name) const {
  const json::value found = of_[name];
  if (!found) return std::optional<std::string>();
  if (!found.is_string()) return wrong(name, errc::wrong_type, "a ViewDefinition: a string expected");
  std::string scratch;
  return std::optional(std::string(found.text(scratch)));
}

result<std::string> element::needed_text(std::string_view name, static_text what) const {
  PHR_TRY(auto found, text(name));
  if (!found) return wrong(errc::missing_element, what);
  if (found->empty()) return wrong(name, errc::empty_string, what);
  return std::move(*found);
}

result<bool> element::flag(std::string_view name) const {
  const json::value found = of_[name];
  if (!found) return false;
  if (found.kind() != json::kind::boolean) return wrong(name, errc::wrong_type, "a ViewDefinition: true or false expected");
  return found.is_true();
}

result<json::elements> element::list(std::string_view name) const {
  const json::value found = of_[name];
  if (!found) return json::elements();
  if (!found.is_array()) return wrong(name, errc::array_expected, "a ViewDefinition: an array expected");
  if (found.size() == 0) return wrong(name, errc::empty_array, "a ViewDefinition: an array with elements expected");
  return found.elements();
}

}  // namespace phr::views
