// Which paths of a type are read for the index, as a tree over JSON member names.
#pragma once

#include <phr/fhir/search_parameter.hpp>

#include <string_view>
#include <vector>

namespace phr::storage {

// A node is a JSON member; its rows are read where a walk reaches it.
struct index_node {
  struct row {
    std::uint16_t parameter;
    fhir::search_kind kind;
    fhir::leaf leaf;
    std::string_view system;
    bool patient;  // its references to a Patient put the resource into that compartment
  };
  std::string_view name;
  std::vector<index_node> children;
  std::vector<row> rows;
};

// The tree of a type: made once for all types, immutable afterwards.
[[nodiscard]] const index_node& index_plan(fhir::resource_type type);

}  // namespace phr::storage
