// $lastn: the newest Observations of each code.
#include "clinical/lastn.hpp"

#include "gate/budget.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace phr::clinical {

namespace {

// Observations in groups that have the same code: one that has two codings joins those that have either.
class code_groups {
 public:
  void add(const fhir::json::value& observation) {
    const std::size_t mine = parents_.size();
    parents_.push_back(mine);
    bool coded = false;
    std::string scratch;
    for (const auto& coding : observation["code"]["coding"].elements()) {
      if (!coding["code"]) continue;
      std::string name = "c" + std::string(coding["system"].text(scratch));
      name += "\n" + std::string(coding["code"].text(scratch));
      join(mine, std::move(name));
      coded = true;
    }
    if (!coded) join(mine, "t" + std::string(observation["code"]["text"].text(scratch)));
  }

  [[nodiscard]] std::size_t group(std::size_t of) {
    while (parents_[of] != of) of = parents_[of] = parents_[parents_[of]];
    return of;
  }

 private:
  // The group is that of its first one: the newest.
  void join(std::size_t mine, std::string name) {
    const auto [known, is_new] = names_.emplace(std::move(name), mine);
    if (is_new) return;
    const std::size_t a = group(mine);
    const std::size_t b = group(known->second);
    parents_[std::max(a, b)] = std::min(a, b);
  }

  std::vector<std::size_t> parents_;
  std::unordered_map<std::string, std::size_t> names_;
};

// Newest first in each group, the groups by their newest.
result<std::vector<storage::match>> newest(const storage::snapshot& at, std::vector<storage::match> all, std::uint32_t max) {
  code_groups groups;
  fhir::json::document parsed;
  for (const auto& each : all) {
    PHR_TRY(const auto found, at.current(each.key));
    PHR_TRY(storage::spend(at, found.json.size()));
    PHR_TRY(parsed.parse(found.json));
    groups.add(parsed.root());
  }
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return groups.group(a) < groups.group(b); });
  std::vector<storage::match> chosen;
  std::size_t current = SIZE_MAX;
  std::uint32_t taken = 0;
  for (const std::size_t each : order) {
    taken = groups.group(each) == current ? taken + 1 : 1;
    current = groups.group(each);
    if (taken <= max) chosen.push_back(std::move(all[each]));
  }
  return chosen;
}

}  // namespace

result<newest_observations> lastn(gate::door& in, std::string_view criteria, const lastn_options& options) {
  if (options.max == 0) return error{errc::invalid_argument}.at("max: at least one of each code");
  const std::string text = "Observation" + (criteria.empty() ? std::string() : "?" + std::string(criteria));
  PHR_TRY(storage::query asked, storage::parse_query(text));
  const bool is_plain = asked.sort.empty() && !asked.count && asked.skip == 0 && asked.includes.empty() && asked.summary != storage::query_summary::count;
  if (!is_plain) return error{errc::unsupported}.at("a result parameter of $lastn");
  PHR_TRY(auto seen, in.look(options.as_of));
  storage::query run = asked;
  run.sort.push_back({"date", true, 0});
  run.total = storage::query_total::none;
  storage::search_setting setting;
  setting.now = in.now();
  const gate::budget counting(in, seen.at, options.watch);
  PHR_TRY(auto found, storage::answer_search(seen.at, run, setting));
  PHR_TRY(found.matches, newest(seen.at.at(), std::move(found.matches), options.max));
  found.matched = found.matches.size();
  PHR_TRY(in.note(in.row(audit_action::search, fhir::resource_type::Observation, 0, static_cast<std::int64_t>(found.matched))));
  return newest_observations{std::move(seen), std::move(found), std::move(asked)};
}

}  // namespace phr::clinical
