#include <phr/validate/outcome.hpp>

#include <phr/fhir/r4/operation_outcome.hpp>

namespace phr::validate {

fhir::r4::OperationOutcome to_operation_outcome(const outcome& of) {
  fhir::r4::OperationOutcome made;
  if (of.issues.empty()) {
    auto& each = made.issue.add();
    each.severity = severity::information;
    each.code = issue_type::informational;
    each.details.ensure().text = "Nothing is wrong";
  }
  for (const issue& from : of.issues) {
    auto& each = made.issue.add();
    each.severity = from.severity;
    each.code = from.type;
    std::string text = from.rule.empty() ? from.message : std::string(from.rule) + ": " + from.message;
    if (!from.profile.empty()) text.append(" (").append(from.profile).append(")");
    each.details.ensure().text = text;
    if (!from.path.empty()) each.expression.push_back(from.path);
    if (from.line != 0) each.diagnostics = "line " + std::to_string(from.line) + ", column " + std::to_string(from.column);
  }
  return made;
}

}  // namespace phr::validate
