// A plan for people.
#include "views/plan/plan.hpp"

namespace phr::views {

namespace {

std::string_view word(column_kind kind) noexcept {
  constexpr std::string_view words[] = {"text", "boolean", "int32", "int64", "decimal", "float64", "date", "timestamp"};
  return words[static_cast<std::size_t>(kind)];
}

// How a path is come by: "json" straight over the text, "fhirpath" by the evaluator.
std::string shown(const path_plan& of) { return of.general.text() + (of.path || of.condition ? "  [json]" : "  [fhirpath]"); }

void append(std::string& to, const plan& in, const select_plan& of, std::size_t depth) {
  const std::string indent(depth * 2, ' ');
  constexpr std::string_view kinds[] = {"select", "forEach", "forEachOrNull", "repeat"};
  to += indent;
  to += kinds[static_cast<std::size_t>(of.kind)];
  for (const path_plan& each : of.over) to += " " + shown(each);
  to += '\n';
  for (const column_plan& each : of.columns) {
    const column& column = in.columns[each.index];
    to += indent + "  " + column.name + ": ";
    to += column.collection ? "list of " : "";
    to += word(column.kind);
    to += " = " + (each.is_row_index ? std::string("%rowIndex") : shown(each.value)) + '\n';
  }
  for (const select_plan& each : of.selects) append(to, in, each, depth + 1);
  if (!of.branches.empty()) to += indent + "  unionAll\n";
  for (const select_plan& each : of.branches) append(to, in, each, depth + 2);
}

}  // namespace

std::string view::explain() const {
  std::string made(fhir::name(plan_->resource));
  made += '\n';
  made += "  reads ";
  if (plan_->reads_all) made += "all of it";
  for (const std::string& each : plan_->members) {
    if (!plan_->reads_all && each[0] != '_') made.append(each).append(each == plan_->members.back() ? "" : " ");
  }
  made += '\n';
  for (const path_plan& each : plan_->where) made += "  where " + shown(each) + '\n';
  for (const select_plan& each : plan_->root.selects) append(made, *plan_, each, 1);
  return made;
}

}  // namespace phr::views
