// Histories: the versions that a Bundle of type history has.
#include "interactions/bundle/run.hpp"

#include <algorithm>
#include <functional>
#include <unordered_map>

namespace phr::bundles {

namespace {

// Versions of one resource by what they say, the oldest first: hashes of their texts, 0 for a deletion.
using sayings = std::vector<std::size_t>;

std::size_t hash_of(std::string_view text) { return std::max<std::size_t>(std::hash<std::string_view>{}(text), 1); }

// Where what is new in `come` begins, that is, behind what it has in common with what is there: all of it may be a part of that; else it goes on behind
// the longest end of what is there that it begins with; else behind the newest of what is there.
std::size_t first_news(const sayings& there, const sayings& come) {
  if (std::search(there.begin(), there.end(), come.begin(), come.end()) != there.end()) return come.size();
  for (std::size_t common = std::min(there.size(), come.size()); common > 0; --common) {
    if (std::equal(there.end() - static_cast<std::ptrdiff_t>(common), there.end(), come.begin())) return common;
  }
  if (there.empty()) return 0;
  const auto last = std::find(come.rbegin(), come.rend(), there.back());
  return static_cast<std::size_t>(come.rend() - last);
}

struct versions {
  std::vector<std::size_t> steps;  // of the plan; a version that says what the one before it says is left out, for it makes none here
  sayings said;
  std::size_t news = 0;  // the first step that is
};

}  // namespace

// Of each resource, what its source has said already is passed over: a longer history goes on where the shorter one ended, and a part of it is no news.
result<void> runner::run_history(plan& asked, const done& each) {
  std::unordered_map<std::string, versions> all;
  const auto name_of = [](const planned& step) { return step.source + "\n" + std::string(fhir::name(step.type)) + "/" + step.id; };
  for (std::size_t nth = 0; nth < asked.steps.size(); ++nth) {
    const planned& step = asked.steps[nth];
    versions& of = all[name_of(step)];
    PHR_TRY(turn_to(step));
    std::size_t says = 0;
    if (step.what != verb::remove) {
      PHR_TRY(const std::string text, work_.text_of(step.resource, asked.references));
      says = hash_of(text);
    }
    if (says == (of.said.empty() ? 0 : of.said.back())) continue;
    of.steps.push_back(nth);
    of.said.push_back(says);
  }
  for (auto& [name, of] : all) {
    of.news = asked.steps.size();
    if (of.steps.empty()) continue;
    const planned& step = asked.steps[of.steps.front()];
    PHR_TRY(turn_to(step));
    PHR_TRY(const auto before, work_.said_before(step.type, step.id));
    sayings there;
    for (const auto& text : before) there.push_back(text ? hash_of(*text) : 0);
    const std::size_t news = first_news(there, of.said);
    if (news < of.steps.size()) of.news = of.steps[news];
  }
  for (std::size_t nth = 0; nth < asked.steps.size(); ++nth) {
    const planned& step = asked.steps[nth];
    write_report report{step.type, step.id, 0, write_kind::unchanged};
    if (nth >= all.at(name_of(step)).news) {
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
