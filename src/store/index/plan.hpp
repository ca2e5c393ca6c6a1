// Which paths of a type are read for the index, as a tree over JSON member names.
#pragma once

#include <phr/fhir/search_parameter.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace phr::storage {

struct index_node;

// A composite with rows of its own: a tree for each of its parts, from the element or from the resource.
struct composite_rule {
  struct part {
    fhir::search_kind kind;
    std::vector<index_node> roots;  // one; from_resource says where it begins
    bool from_resource = false;
  };
  std::uint16_t parameter;
  std::vector<part> parts;
};

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
  std::string_view condition;  // "type=predecessor": of elements whose member has that text; "0": the first alone; "": all
  std::vector<index_node> children;
  std::vector<row> rows;
  std::vector<composite_rule> composites;
};

// The tree of a type: made once for all types, immutable afterwards.
[[nodiscard]] const index_node& index_plan(fhir::resource_type type);

// Ids of the rows whose references to a Patient put a resource of the type into that compartment: "12,15".
[[nodiscard]] const std::string& compartment_parameters(fhir::resource_type type);

}  // namespace phr::storage
