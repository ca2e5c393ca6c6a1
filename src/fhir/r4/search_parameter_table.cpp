#include <phr/fhir/search_parameter.hpp>

#include <algorithm>
#include <iterator>
#include <vector>

namespace phr::fhir {

namespace {

using path_row = element_path;
struct component_row {
  std::string_view code;
  search_kind kind;
  std::uint16_t path_first, path_count;
};
struct parameter_row {
  std::uint16_t id, same_as;
  std::string_view code;
  search_kind kind;
  bool supported, narrowed;
  std::uint16_t path_first, path_count, any_first, any_count, target_first, target_count, component_first, component_count;
  std::string_view context;
  std::uint16_t rows_of, root_first, root_count;
};
struct range_row {
  std::uint16_t first, count;
};
struct member_row {
  resource_type type;
  std::uint16_t parameter;
};
struct timeline_row {
  resource_type type;
  std::string_view elements;
};

#include "fhir/r4/search_parameter_rows.inc"

const std::vector<composite_component>& all_components() {
  static const std::vector<composite_component> all = [] {
    std::vector<composite_component> made;
    for (const component_row& row : component_rows) made.push_back({row.code, row.kind, std::span(path_rows).subspan(row.path_first, row.path_count)});
    return made;
  }();
  return all;
}

// The rows with their ranges as spans; made once, immutable afterwards.
const std::vector<search_parameter>& all_parameters() {
  static const std::vector<search_parameter> all = [] {
    std::vector<search_parameter> made;
    made.reserve(std::size(parameter_rows));
    for (const parameter_row& row : parameter_rows) {
      made.push_back({row.id, row.same_as, row.code, row.kind, row.supported, row.narrowed, std::span(path_rows).subspan(row.path_first, row.path_count),
                      std::span(any_rows).subspan(row.any_first, row.any_count),
                      std::span(target_rows).subspan(row.target_first, row.target_count),
                      std::span(all_components()).subspan(row.component_first, row.component_count), row.context, row.rows_of,
                      std::span(any_rows).subspan(row.root_first, row.root_count)});
    }
    return made;
  }();
  return all;
}

}  // namespace

std::span<const search_parameter> search_parameters(resource_type type) noexcept {
  const auto number = static_cast<std::size_t>(type);
  if (number < 1 || number > std::size(range_rows)) return {};
  const range_row& range = range_rows[number - 1];
  return std::span(all_parameters()).subspan(range.first, range.count);
}

const search_parameter* find_search_parameter(resource_type type, std::string_view code) noexcept {
  const auto all = search_parameters(type);
  const auto found = std::lower_bound(all.begin(), all.end(), code,
                                      [](const search_parameter& each, std::string_view wanted) { return each.code < wanted; });
  return found != all.end() && found->code == code ? &*found : nullptr;
}

bool is_compartment_parameter(resource_type type, std::uint16_t parameter) noexcept {
  return std::any_of(std::begin(member_rows), std::end(member_rows),
                     [&](const member_row& row) { return row.type == type && row.parameter == parameter; });
}

std::string_view timeline_elements(resource_type type) noexcept {
  for (const timeline_row& row : timeline_rows) {
    if (row.type == type) return row.elements;
  }
  return {};
}

}  // namespace phr::fhir
