// SQL on FHIR v2: a ViewDefinition, compiled once (https://build.fhir.org/ig/FHIR/sql-on-fhir-v2).
#pragma once

#include <phr/core/result.hpp>
#include <phr/fhir/resource_type.hpp>
#include <phr/views/batch.hpp>

#include <span>
#include <string>
#include <string_view>
#include <utility>

struct ArrowSchema;

namespace phr::views {

struct plan;

// A column as the definition has it.
struct column {
  std::string name;
  std::string type;         // FHIR's: "code"; what the field tables say where the definition does not; "" where nobody knows
  std::string description;
  column_kind kind = column_kind::text;
  bool collection = false;  // a list in each row
};

// A compiled view: which resources it is of, and its columns.
// Lifetime: a value; copies share what is compiled. Threads: immutable: many runs at once.
// Errors of compile(), with line and column in the definition: those of JSON; missing_element, unknown_element, wrong_type,
// invalid_value for a definition that is none (a column twice, a name that is no SQL name, branches of unionAll with other columns,
// two iterations in one select); those of FHIRPath for its paths, with names that cannot be there among them; unknown_resource_type;
// unsupported for an SQL type that no column here can have.
class view {
 public:
  [[nodiscard]] static result<view> compile(std::string_view definition);
  view(const view& other) noexcept;
  view(view&& other) noexcept : plan_(std::exchange(other.plan_, nullptr)) {}
  view& operator=(const view& other) noexcept;
  view& operator=(view&& other) noexcept;
  ~view();

  [[nodiscard]] std::string_view name() const noexcept;  // "" where it has none
  [[nodiscard]] fhir::resource_type resource() const noexcept;
  [[nodiscard]] std::span<const views::column> columns() const noexcept;
  // The schema of its rows for Arrow. `to` is released by whoever takes it.
  void schema_to(ArrowSchema& to, bool decimals_as_text = false) const;
  // The compiled program: how each row comes about, and which paths go straight over JSON.
  [[nodiscard]] std::string explain() const;

  [[nodiscard]] const views::plan& compiled() const noexcept { return *plan_; }

 private:
  explicit view(const views::plan* made) noexcept : plan_(made) {}
  const views::plan* plan_;  // counted
};

}  // namespace phr::views
