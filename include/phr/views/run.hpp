// Resources in, rows out.
#pragma once

#include <phr/fhir/json.hpp>
#include <phr/views/view.hpp>

#include <cstdint>

namespace phr::views {

struct run_options {
  // today() and now() in the paths, as a dateTime with milliseconds and an offset. "": the clock.
  std::string_view now = {};
  // Of one resource. Errors beyond them: too_large.
  std::size_t rows = 1'000'000;
  std::uint64_t steps = 10'000'000;  // of FHIRPath
};

// One run of a view: takes resources, and gives batches of rows.
// Lifetime: keeps the view; borrows `now`. Threads: per-thread; many runs of one view at once.
// Errors of add(), with the columns as they were before it: those of JSON with line and column; too_large beyond the limits; wrong_type for a
// `where` that is no Boolean; as FHIRPath for the paths, without line and column; invalid_value for several values where the column is no
// collection, a value that is not of the column's type, a number that it cannot hold, a date of too few parts. An ordinal is that of the column.
class run {
 public:
  explicit run(const view& of, const run_options& options = {});
  run(run&&) noexcept;
  run& operator=(run&&) noexcept;
  ~run();

  // The rows of a resource are added to the current batch. Resources of other types have none. Of a text only those members are read
  // that the view looks at; the others are gone past by their brackets.
  [[nodiscard]] result<void> add(std::string_view json);
  [[nodiscard]] result<void> add(const fhir::json::value& resource);

  [[nodiscard]] std::size_t rows() const noexcept;   // of the current batch
  [[nodiscard]] std::size_t bytes() const noexcept;  // of its texts
  [[nodiscard]] std::uint64_t resources() const noexcept;  // of the view's type, so far
  // The current batch; a new one begins.
  [[nodiscard]] batch take();

 private:
  struct state;
  owned<state> state_;
};

}  // namespace phr::views
