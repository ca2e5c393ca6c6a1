// One plan of an import: what it may ask for, what it did.
#pragma once

#include <phr/interactions/import_options.hpp>
#include <phr/interactions/import_report.hpp>

#include "interactions/bundle/run.hpp"

namespace phr::interactions {

// Runs plans and counts what became of their resources.
// Lifetime: borrows the door, the unit, the callable of `watch` and the report. Threads: per-thread.
// Errors: those of the runner; unsupported for what an import does not do; cancelled.
class importer {
 public:
  importer(gate::door& in, storage::unit& work, const import_options& options, import_report& report) noexcept
      : in_(in), work_(work), watch_(options.watch), report_(report) {}

  // The plan of a parsed resource or Bundle; one that is imported again finds its resources by the ids that their fullUrls carry.
  // All of it is of that source where one is given.
  [[nodiscard]] static result<bundles::plan> plan_of(const fhir::json::value& root, std::string_view source);

  // Whether an import does that at all. Errors: unsupported.
  [[nodiscard]] static result<void> check(const bundles::planned& step);

  // Says whose the step is where nothing does, and what its source's id is here. Errors: as unit::from_source.
  static void name_source(bundles::planned& step);
  // `is_alone`: nothing else is named before it is written.
  [[nodiscard]] result<void> bind(bundles::planned& step, bool is_history, bool is_alone);

  // All of it; a part of it may be written when it fails.
  [[nodiscard]] result<void> run(bundles::plan& made);
  // All of it or nothing, inside what else is written.
  [[nodiscard]] result<void> run_apart(bundles::plan& made);

  void count(const write_report& done);

 private:
  gate::door& in_;
  storage::unit& work_;
  progress watch_;
  import_report& report_;
};

}  // namespace phr::interactions
