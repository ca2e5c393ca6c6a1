// From the definition's JSON to a plan.
#pragma once

#include "views/definition/element.hpp"
#include "views/plan/plan.hpp"

#include <utility>

namespace phr::views {

// What a path begins with: the type of its items, where the field tables tell one.
struct focus_type {
  std::string name;  // "Patient.contact", "string"; "" where nothing, or more than one, is known
  const fhir::structure* structure = nullptr;
  bool is_resource = false;  // it is the resource itself
};

// Reads one definition into one plan. Lifetime: borrows both. Threads: per-thread. Errors: as view::compile().
class compiler {
 public:
  explicit compiler(plan& into) noexcept : into_(into) {}
  [[nodiscard]] result<void> run(const fhir::json::value& definition);

 private:
  [[nodiscard]] result<void> read_constants(const element& definition);
  [[nodiscard]] result<void> read_constant(const element& given);
  [[nodiscard]] result<void> read_where(const element& definition, const focus_type& root);

  [[nodiscard]] result<void> read_selects(const element& parent, const focus_type& focus, std::vector<select_plan>& to);
  [[nodiscard]] result<select_plan> read_select(const element& given, const focus_type& focus);
  [[nodiscard]] result<focus_type> read_iteration(const element& given, const focus_type& focus, select_plan& to);
  [[nodiscard]] result<focus_type> read_repeat(const element& given, const focus_type& focus, select_plan& to);
  [[nodiscard]] result<void> read_branches(const element& given, const focus_type& focus, select_plan& to);
  [[nodiscard]] result<void> same_columns(const element& branch, std::size_t first, std::size_t count) const;

  [[nodiscard]] result<void> read_column(const element& given, const focus_type& focus, select_plan& to);
  [[nodiscard]] result<void> read_type(const element& given, const path_plan& value, column& to) const;
  [[nodiscard]] result<std::optional<column_kind>> read_tags(const element& given) const;
  [[nodiscard]] bool is_taken(std::string_view name) const;

  [[nodiscard]] result<path_plan> read_path(const fhir::json::value& at, const focus_type& focus);
  // Which members of the resource are looked at.
  void note_member(std::string member);
  void note_members(const fhirpath::expression& path, bool of_resource);
  void finish_members();
  [[nodiscard]] static focus_type focus_of(const fhirpath::expression& path);

  plan& into_;
  std::vector<std::string_view> known_constants_;  // those of the definition, and rowIndex
  std::vector<std::pair<std::size_t, std::size_t>> other_branches_;  // columns whose names a branch has once more
};

}  // namespace phr::views
