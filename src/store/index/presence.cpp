#include "store/index/presence.hpp"

#include "store/index/custom.hpp"

#include <algorithm>
#include <vector>

namespace phr::storage {

namespace {

using fhir::resource_type;
using fhir::search_parameter;

// A parameter that a row answers, and which types a reference must be to for it; none: all.
struct answered {
  std::uint16_t nth = 0;
  std::vector<bool> targets;
};

struct presence_plan {
  std::uint16_t first_id = 0;
  std::vector<std::vector<answered>> by_row;  // by the row's parameter
  std::vector<std::pair<std::uint16_t, std::vector<std::uint16_t>>> all_of;  // composites over the resource itself
};

answered answer_of(std::span<const search_parameter> all, const search_parameter& parameter) {
  answered made{static_cast<std::uint16_t>(&parameter - all.data()), {}};
  if (parameter.narrowed) {
    made.targets.resize(fhir::resource_type_count + 1U);
    for (const resource_type type : parameter.targets) made.targets[static_cast<std::size_t>(type)] = true;
  }
  return made;
}

// The parameters whose rows answer this one, by their places.
void add_sources(std::span<const search_parameter> all, const search_parameter& of, std::vector<std::uint16_t>& into) {
  const auto nth = [&](std::uint16_t id) { return static_cast<std::size_t>(id - all.front().id); };
  if (of.same_as != 0) {
    add_sources(all, all[nth(of.same_as)], into);
  } else if (!of.any_of.empty()) {
    for (const std::uint16_t id : of.any_of) add_sources(all, all[nth(id)], into);
  } else if (of.rows_of != 0) {
    into.push_back(static_cast<std::uint16_t>(nth(of.rows_of)));
  } else if (of.root_parts.empty()) {
    into.push_back(static_cast<std::uint16_t>(nth(of.id)));
  }
}

presence_plan presence_of(resource_type type) {
  const auto all = fhir::search_parameters(type);
  presence_plan made;
  if (all.empty()) return made;
  made.first_id = all.front().id;
  made.by_row.resize(all.size());
  for (const search_parameter& parameter : all) {
    std::vector<std::uint16_t> sources;
    add_sources(all, parameter, sources);
    for (const std::uint16_t source : sources) made.by_row[source].push_back(answer_of(all, parameter));
    if (parameter.root_parts.empty()) continue;
    std::vector<std::uint16_t> parts;
    for (const std::uint16_t id : parameter.root_parts) parts.push_back(static_cast<std::uint16_t>(id - made.first_id));
    made.all_of.emplace_back(static_cast<std::uint16_t>(&parameter - all.data()), std::move(parts));
  }
  return made;
}

const presence_plan& plan_for(resource_type type) {
  static const std::vector<presence_plan> plans = [] {
    std::vector<presence_plan> made(fhir::resource_type_count + 1U);
    for (std::size_t number = 1; number < made.size(); ++number) made[number] = presence_of(static_cast<resource_type>(number));
    return made;
  }();
  return plans[static_cast<std::size_t>(type)];
}

class bits {
 public:
  void set(std::size_t nth) {
    if (nth / 8 >= bytes_.size()) bytes_.resize(nth / 8 + 1);
    bytes_[nth / 8] = static_cast<char>(static_cast<unsigned char>(bytes_[nth / 8]) | 1U << (nth % 8));
  }
  [[nodiscard]] bool has(std::size_t nth) const { return has_bit(bytes_, nth); }
  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

}  // namespace

std::string presence_of(resource_type type, const index_rows& rows) {
  const presence_plan& plan = plan_for(type);
  bits made;
  for (const present_element& element : rows.present) {
    if (element.parameter >= first_custom_parameter) {  // behind those of R4
      made.set(fhir::search_parameters(type).size() + element.parameter - first_custom_parameter);
      continue;
    }
    for (const answered& each : plan.by_row[element.parameter - plan.first_id]) {
      if (each.targets.empty() || each.targets[static_cast<std::size_t>(element.target)]) made.set(each.nth);
    }
  }
  for (const composite_row& row : rows.composites) {
    if (row.parameter >= first_custom_parameter) {
      made.set(fhir::search_parameters(type).size() + row.parameter - first_custom_parameter);
      continue;
    }
    for (const answered& each : plan.by_row[row.parameter - plan.first_id]) made.set(each.nth);
  }
  for (const auto& [nth, parts] : plan.all_of) {
    if (std::all_of(parts.begin(), parts.end(), [&](std::uint16_t part) { return made.has(part); })) made.set(nth);
  }
  return made.take();
}

}  // namespace phr::storage
