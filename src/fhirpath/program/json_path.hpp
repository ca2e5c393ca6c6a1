// A path that is only steps over JSON: what most columns of views and most search parameters are.
#pragma once

#include "fhirpath/program/program.hpp"
#include "fhirpath/value/truth.hpp"

#include <phr/fhir/json.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace phr::fhirpath {

class json_condition;

// Goes over the JSON of a typed element without values of FHIRPath in between, with the answers of the evaluator.
// It knows: members, choices by ofType(), where(), first(), an index. It does not know what stands beside primitives (`_birthDate`): a text
// in which a name begins with '_' is for the evaluator.
// Lifetime: a value. Threads: immutable. Errors: none; what it cannot tell is `truth::failed`, and for the evaluator.
class json_path {
 public:
  // What its items are taken as: themselves, or the key of the resource or of the reference that they are.
  enum class taken_as : std::uint8_t { itself, resource_key, reference_key };
  static constexpr std::size_t most_steps = 16;

  // Of an expression that was compiled for a type; nullopt where it is no such path.
  [[nodiscard]] static std::optional<json_path> of(const program& in, const fhir::structure& root, std::span<const constant> constants);

  // Calls visit(const json::value&) for each item until it returns false. An item that is absent is a null in an array.
  // False where a condition could not be told.
  template <class Visit>
  [[nodiscard]] bool each(const fhir::json::value& on, Visit&& visit) const {
    // Most paths go through objects alone: no step of theirs has several items.
    std::size_t at = 0;
    fhir::json::value here = on;
    for (; at < steps_.size() && steps_[at].kind == step_kind::member; ++at) {
      const fhir::json::value next = here[steps_[at].name];
      if (!next || next.kind() == fhir::json::kind::null) return true;
      if (next.is_array()) break;
      here = next;
    }
    if (at == steps_.size()) return visit(here), true;
    progress so_far;
    (void)walk(at, here, so_far, visit);
    return !so_far.failed;
  }

  [[nodiscard]] fhir::element_kind kind() const noexcept { return kind_; }
  [[nodiscard]] const fhir::structure* type() const noexcept { return type_; }
  [[nodiscard]] taken_as taken() const noexcept { return taken_; }
  // The member of the root that it begins with; "" where it begins otherwise.
  [[nodiscard]] std::string_view first_member() const noexcept { return steps_.empty() || steps_[0].kind != step_kind::member ? std::string_view{} : steps_[0].name.name(); }
  [[nodiscard]] const std::optional<type_test>& target() const noexcept { return target_; }  // of a reference's key

 private:
  friend class path_finder;
  enum class step_kind : std::uint8_t { member, where, at };
  struct step {
    step_kind kind;
    fhir::json::key name{};       // of a member
    std::uint32_t index = 0;      // of `at`; of `where` its place among the conditions
  };
  struct progress {
    std::array<std::uint32_t, most_steps> passed{};  // items that an index has let go by
    bool failed = false;
  };
  template <class Visit>
  bool walk(std::size_t at, const fhir::json::value& on, progress& so_far, Visit& visit) const;

  std::vector<step> steps_;
  std::vector<json_condition> conditions_;
  fhir::element_kind kind_ = fhir::element_kind::structure;
  const fhir::structure* type_ = nullptr;
  taken_as taken_ = taken_as::itself;
  std::optional<type_test> target_;
};

// A condition over such paths: compared with a literal, exists(), empty(), not(), and, or, a boolean.
// Lifetime, threads, errors: as json_path.
class json_condition {
 public:
  [[nodiscard]] static std::optional<json_condition> of(const program& in, const fhir::structure& root, std::span<const constant> constants);
  [[nodiscard]] truth operator()(const fhir::json::value& on) const;

 private:
  friend class path_finder;
  enum class operation : std::uint8_t { both, either, negation, exists, empty, text_equal, text_differs, flag_equal, flag_differs, flag };
  [[nodiscard]] truth compared(const fhir::json::value& on) const;

  operation op_ = operation::flag;
  std::vector<json_condition> parts_;
  json_path path_;
  std::string text_;
  bool flag_ = false;
};

template <class Visit>
bool json_path::walk(std::size_t at, const fhir::json::value& on, progress& so_far, Visit& visit) const {
  if (at == steps_.size()) return visit(on);
  const step& here = steps_[at];
  switch (here.kind) {
    case step_kind::member: {
      const fhir::json::value found = on[here.name];
      if (!found || found.kind() == fhir::json::kind::null) return true;
      if (!found.is_array()) return walk(at + 1, found, so_far, visit);
      for (const fhir::json::value each : found.elements()) {
        if (!walk(at + 1, each.kind() == fhir::json::kind::null ? fhir::json::value{} : each, so_far, visit)) return false;
      }
      return true;
    }
    case step_kind::where: {
      const truth holds = conditions_[here.index](on);
      if (holds == truth::failed) return so_far.failed = true, false;
      return holds != truth::yes || walk(at + 1, on, so_far, visit);
    }
    default:
      if (so_far.passed[at]++ != here.index) return true;
      (void)walk(at + 1, on, so_far, visit);
      return false;
  }
}

}  // namespace phr::fhirpath
