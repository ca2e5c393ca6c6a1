#include "validate/rules/rules.hpp"

#include <unordered_set>

namespace phr::validate {

using fhir::node;
using fhir::r4::Questionnaire;

namespace {

void collect(const Questionnaire::Item& of, std::unordered_set<std::string_view>& into) {
  for (const auto& each : of.item) {
    into.insert(each.linkId.view());
    collect(each, into);
  }
}

}  // namespace

// Of one item and all inside of it, or of the Questionnaire itself.
void check_questionnaire(findings& found, const place& at) {
  at.at->each_child([&](const node& each) {
    if (each.name() != "item") return;
    const place here{&at, &each};
    const auto& item = *static_cast<const Questionnaire::Item*>(each.object());
    if (!item.enableWhen.empty()) {
      std::unordered_set<std::string_view> inside;
      collect(item, inside);
      for (const auto& when : item.enableWhen) {
        if (!inside.contains(when.question.view())) continue;
        found.error(issue_type::business_rule, here, "enableWhen asks a question that is inside of it");
        break;
      }
    }
    check_questionnaire(found, here);
  });
}

}  // namespace phr::validate
