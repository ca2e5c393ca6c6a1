// An element of a ViewDefinition, read strictly: what it may have, and where it stands.
#pragma once

#include <phr/core/result.hpp>
#include <phr/fhir/json.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace phr::views {

// An object of the definition. Lifetime: borrows from the document. Threads: immutable. Errors: with line and column.
class element {
 public:
  explicit element(const fhir::json::value& of) noexcept : of_(of) {}

  // Errors: wrong_type for what is no object; unknown_element for a member that is not among `known`; of every element are id and extension.
  [[nodiscard]] result<void> has_only(std::span<const std::string_view> known) const;
  // Errors: wrong_type; missing_element of a text that is not there, empty_string of one that is "".
  [[nodiscard]] result<std::optional<std::string>> text(std::string_view name) const;
  [[nodiscard]] result<std::string> needed_text(std::string_view name, static_text what) const;
  [[nodiscard]] result<bool> flag(std::string_view name) const;  // false where it is not there
  // An array, or nothing; wrong_type for anything else and for an empty one.
  [[nodiscard]] result<fhir::json::elements> list(std::string_view name) const;

  [[nodiscard]] const fhir::json::value& value() const noexcept { return of_; }
  [[nodiscard]] fhir::json::value operator[](std::string_view name) const noexcept { return of_[name]; }
  [[nodiscard]] error wrong(errc code, static_text what) const noexcept { return of_.locate(error{code}.at(what)); }
  [[nodiscard]] error wrong(std::string_view name, errc code, static_text what) const noexcept { return of_[name].locate(error{code}.at(what)); }

 private:
  fhir::json::value of_;
};

}  // namespace phr::views
