// The rows of one resource, as cells.
#pragma once

#include "views/plan/plan.hpp"
#include "views/run/cell.hpp"

#include <phr/fhirpath/environment.hpp>
#include <phr/views/run.hpp>

#include <string>
#include <vector>

namespace phr::views {

// An item that paths begin with: its JSON, its type, and, where it came from the evaluator, its value.
struct focus {
  fhir::json::value json{};
  fhir::element_kind kind = fhir::element_kind::structure;
  const fhir::structure* type = nullptr;
  std::optional<fhirpath::value> item{};
  std::int64_t row_index = 0;
};

// Rows, one after the other; each has as many cells as its select has columns.
struct block {
  std::vector<cell> cells;
  std::size_t rows = 0;
};

// Makes rows. Functions that answer false have failed, with why_. The memory of a select is used again by the next item and the next resource.
// Lifetime: borrows the plan; rows() until the next resource. Threads: per-thread. Errors: as run::add(), with the column as ordinal.
class producer {
 public:
  producer(const plan& of, const run_options& options);

  // Whether the resource passes all of `where`, and then its rows. `general`: nothing straight over JSON, because something stands
  // beside primitives.
  [[nodiscard]] result<bool> run(const fhir::json::value& resource, bool general);
  [[nodiscard]] const block& rows() const noexcept { return blocks_[of_.root.number].made; }
  [[nodiscard]] const cell_memory& memory() const noexcept { return memory_; }

 private:
  enum class told : std::uint8_t { yes, no, failed };  // `no`: it is for the evaluator
  struct select_memory {
    block made;
    std::vector<cell> row;           // of its columns
    std::vector<focus> items;
    std::vector<std::size_t> place;  // of the row of each part that is being combined
  };

  [[nodiscard]] bool select(const select_plan& of, const focus& at);
  [[nodiscard]] bool rows_for(const select_plan& of, const focus& at);
  [[nodiscard]] bool row_of_columns(const select_plan& of, const focus& at, block& to);
  [[nodiscard]] bool row_of_nulls(const select_plan& of);
  [[nodiscard]] bool combine(const select_plan& of, bool has_branches);
  [[nodiscard]] bool branches(const select_plan& of, const focus& at);
  [[nodiscard]] bool items_of(const path_plan& path, const focus& at, std::vector<focus>& to);
  [[nodiscard]] bool repeat(const select_plan& of, const focus& at, std::vector<focus>& to, int depth);
  [[nodiscard]] bool column(const column_plan& of, const focus& at, cell& to);
  [[nodiscard]] told straight(const path_plan& of, const focus& at, bool collection, cell& to);
  [[nodiscard]] bool gathered(bool collection, cell& to);
  [[nodiscard]] result<bool> passes(const path_plan& of, const focus& at);
  // An error of evaluating, without the line and column of its path: readers add those of the resource.
  [[nodiscard]] static error of_path(const error& why) noexcept {
    return why.has_ordinal() ? error{why.code()}.at(why.place()).nth(why.ordinal()) : error{why.code()}.at(why.place());
  }
  bool fail(error why) noexcept {
    why_ = why;
    return false;
  }
  [[nodiscard]] cell key_cell(const fhirpath::json_path& path, const fhir::json::value& item, bool& known);

  [[nodiscard]] bool is_straight(const focus& at) const noexcept { return !general_ && at.type != nullptr; }
  [[nodiscard]] fhirpath::value item_of(const focus& at) const;
  [[nodiscard]] const fhirpath::environment& around(const focus& at);

  const plan& of_;
  std::size_t most_rows_;
  std::string now_;
  std::vector<fhirpath::constant> constants_;  // of the definition, then rowIndex
  fhirpath::environment environment_;
  fhir::json::value resource_;
  fhirpath::value root_;  // the same for the evaluator
  bool general_ = false;
  std::vector<select_memory> blocks_;  // by select
  std::vector<block> gathered_;        // rows of unionAll, by select
  std::vector<cell> found_;  // of the column that is being read
  error why_{};
  cell_memory memory_;
};

}  // namespace phr::views
