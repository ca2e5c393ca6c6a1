// Random texts of searches over a world.
#pragma once

#include "noninterference/world.hpp"

#include <string>
#include <string_view>

namespace phr::fhir {
struct search_parameter;
}  // namespace phr::fhir

namespace phr::twins {

class question {
 public:
  question(dice& by, const world& of) : by_(by), of_(of) {}

  // Search texts of one kind: what the kinds are, question_kinds says.
  [[nodiscard]] std::string text(std::string_view kind);

  // "name=value" of the type, without and with steps to other types.
  [[nodiscard]] std::string criterion(std::string_view type);
  [[nodiscard]] std::string type();               // of a resource in the world
  [[nodiscard]] const name& any_name();           // Type and id, of what may or may not be there
  [[nodiscard]] std::string reference();          // "Type/id"
  [[nodiscard]] std::string coding_value();       // "system|code", "code", ...
  [[nodiscard]] std::string patient();            // id

 private:
  using parameter = fhir::search_parameter;
  const parameter* any_parameter(std::string_view type);
  const parameter* parameter_of_kind(std::string_view type, std::string_view kinds);
  std::string named(const parameter& of, std::string_view type, std::string_view prefix);
  std::string value(const parameter& of, std::string_view type, std::string& modifier);
  std::string token(const parameter& of, std::string_view type, std::string& modifier);
  std::string composite(const parameter& of);
  std::string target_of(const parameter& of);
  std::string chain(std::string_view type, int steps);
  std::string has(std::string_view type, int steps);
  std::string end_of_steps(std::string_view type);
  std::string sort(std::string_view type);
  std::string include(std::string_view type);
  std::string reverse(std::string_view type);
  std::string filter(std::string_view type, int depth);
  std::string broken();
  std::string of_value_set();
  std::string common(std::string_view type);  // _id, _tag, _lastUpdated, ...

  dice& by_;
  const world& of_;
};

// The kinds, between bars.
inline constexpr std::string_view question_kinds =
    "plain|plain|plain|all|sort|sort|sort|chain|chain|has|has|include|include|revinclude|revinclude|filter|text|near|missing|not|terms|list|contained|compartment|compartment|composite|"
    "quantity|date|string|types|types|elements|count|updated|broken";

// Percent signs for what a search text cannot hold.
[[nodiscard]] std::string encoded(std::string_view text);

}  // namespace phr::twins
