// A view, compiled: a tree of selects, each with the paths of its rows and columns.
#pragma once

#include "fhirpath/program/json_path.hpp"

#include <phr/fhirpath/expression.hpp>
#include <phr/views/view.hpp>

#include <atomic>
#include <optional>
#include <string>
#include <vector>

namespace phr::views {

// A path by FHIRPath, and straight over JSON where it is simple enough.
struct path_plan {
  fhirpath::expression general;
  std::optional<fhirpath::json_path> path;
  std::optional<fhirpath::json_condition> condition;  // of a Boolean
};

struct column_plan {
  std::size_t index;  // among the columns of the view
  path_plan value;
  bool is_row_index;    // %rowIndex alone
  bool uses_row_index;  // somewhere
};

enum class iteration : std::uint8_t { none, for_each, for_each_or_null, repeat };

// Rows of a select: for each item of its iteration, all combinations of its columns, the rows of its selects, and those of its unionAll.
struct select_plan {
  iteration kind = iteration::none;
  std::vector<path_plan> over;  // one; several of a repeat
  std::vector<column_plan> columns;
  std::vector<select_plan> selects;
  std::vector<select_plan> branches;  // of unionAll; each has all of its columns
  std::size_t first = 0;              // its columns are [first, first + count) of the view
  std::size_t count = 0;
  std::uint32_t number = 0;           // among all selects of the view, for the memory of a run
};

struct plan {
  std::string name;
  fhir::resource_type resource{};
  const fhir::structure* structure = nullptr;
  std::vector<std::string> constant_names;
  std::vector<fhirpath::constant> constants;
  std::vector<path_plan> where;
  select_plan root;
  std::uint32_t selects = 0;
  std::vector<column> columns;
  bool reads_all = false;
  std::vector<std::string> members;            // JSON's names of what is looked at in a resource
  std::vector<fhir::json::key> member_keys;    // of `members`; empty where all are
  mutable std::atomic<std::uint32_t> users{1};
};

}  // namespace phr::views
