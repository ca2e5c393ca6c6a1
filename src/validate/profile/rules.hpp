// A profile, made ready to be checked.
#pragma once

#include "validate/invariants/invariants.hpp"

#include <phr/fhir/r4/data_types.hpp>
#include <phr/fhir/visit.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phr::validate {

// What a profile says of one element, or of one slice of it. Nodes and pointers borrow from StructureDefinitions that are kept.
struct element_rules {
  using definition = fhir::r4::ElementDefinition;

  std::string name;   // as the profile has it: "code", "value", or "valueQuantity" for that type of it only
  std::string slice;  // of a slice
  std::optional<std::uint32_t> min{};
  std::optional<std::uint32_t> max{};  // absent: no limit
  std::vector<const definition::Type*> types{};  // one of these
  const definition::Slicing* slicing = nullptr;
  const definition::Binding* binding = nullptr;
  std::optional<std::int32_t> max_length{};
  std::optional<std::int32_t> min_length{};
  std::string_view languages{};  // of a narrative's sections: "_no", "_yes", "_resource"
  bool has_sources = false;      // a narrative tells where its parts come from
  bool must_have_value = false;  // of a primitive: extensions alone are not enough
  fhir::node fixed{};    // equal to this
  fhir::node pattern{};  // has all that this has
  fhir::node least{};
  fhir::node most{};
  std::vector<std::shared_ptr<const invariant>> constraints{};  // beside R4's own
  std::string same_as{};  // the path whose rules count here, of a content reference
  std::vector<std::unique_ptr<element_rules>> children{};
  std::vector<std::unique_ptr<element_rules>> slices{};

  [[nodiscard]] std::unique_ptr<element_rules> copy() const;
  // A child of that FHIR name; also one that is for one type of it.
  [[nodiscard]] const element_rules* child(std::string_view of) const noexcept;
  // Whether a node is what `name` means.
  [[nodiscard]] bool names(const fhir::node& of) const;
};

// A compiled StructureDefinition. Immutable.
struct definition {
  std::string url;
  std::string type;  // "Patient", "Extension"
  bool whole = true; // false where the base is not known
  std::vector<std::string> problems{};  // of the profile itself
  std::unique_ptr<element_rules> root;
};

}  // namespace phr::validate
