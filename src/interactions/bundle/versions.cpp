// Histories: the versions that a Bundle of type history has.
#include "interactions/bundle/run.hpp"

#include <unordered_map>

namespace phr::bundles {

// Of each resource, what its source has said already is passed over, as far as the version that is known of it last: a longer history goes on where
// the shorter one ended.
result<void> runner::run_history(plan& asked, const done& each) {
  std::unordered_map<std::string, std::size_t> first;  // of the steps that are news, by what they are of
  const auto name_of = [](const planned& step) { return step.source + "\n" + std::string(fhir::name(step.type)) + "/" + step.id; };
  for (std::size_t nth = asked.steps.size(); nth-- > 0;) {
    const planned& step = asked.steps[nth];
    const auto [at, is_new] = first.try_emplace(name_of(step), 0);
    if (!is_new && at->second != 0) continue;  // a later version is known
    PHR_TRY(turn_to(step));
    PHR_TRY(const bool known, work_.was_said_last(step.type, step.id, step.what == verb::remove ? fhir::json::value() : step.resource, asked.references));
    if (known) at->second = nth + 1;
  }
  for (std::size_t nth = 0; nth < asked.steps.size(); ++nth) {
    const planned& step = asked.steps[nth];
    write_report report{step.type, step.id, 0, write_kind::unchanged};
    if (nth >= first.at(name_of(step))) {
      PHR_TRY(turn_to(step));
      const auto written = step.what != verb::remove ? write(step, asked.references) : step.id.empty() ? result<write_report>(report) : work_.remove(step.type, step.id, in_.now());
      const bool absent = !written && step.what == verb::remove && (written.error().code() == errc::not_found || written.error().code() == errc::gone);
      if (!written && !absent) return of_entry(written.error(), step.entry);
      if (written) report = written.value();
    }
    PHR_TRY(each(step, report));
  }
  return success();
}

}  // namespace phr::bundles
