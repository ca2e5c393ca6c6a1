// The definitions that have been added, compiled when they are first asked for.
#pragma once

#include "validate/profile/rules.hpp"
#include "validate/terminology/terminology.hpp"

#include <phr/core/result.hpp>
#include <phr/fhir/r4/structure_definition.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace phr::validate {

class definitions {
 public:
  // Takes a StructureDefinition, ValueSet or CodeSystem; false for another resource.
  result<bool> add(fhir::any_resource resource);
  [[nodiscard]] bool knows(std::string_view url) const noexcept;
  [[nodiscard]] std::vector<std::string> urls() const;
  // nullptr where it is not known.
  [[nodiscard]] const definition* find(std::string_view url) const;
  // Of R4, and of what has been added.
  [[nodiscard]] const terminology& codes() const noexcept { return codes_; }
  result<void> load_codes(std::string table) { return codes_.load(std::move(table)); }
  // The type a profile constrains: of the known ones, and by their names of R4's own; "" for others.
  [[nodiscard]] std::string_view type_of(std::string_view url) const;

 private:
  [[nodiscard]] const definition* compiled(std::string_view url, std::vector<std::string>& within) const;

  struct entry {
    std::unique_ptr<fhir::any_resource> source;  // where nodes point into
    std::unique_ptr<definition> compiled;
  };
  terminology codes_{&terminology::r4()};
  mutable std::map<std::string, entry, std::less<>> known_;
  mutable std::mutex compiling_;
};

// Compiles a StructureDefinition over the rules of its base, or over none.
[[nodiscard]] std::unique_ptr<definition> compile(const fhir::r4::StructureDefinition& of, const definition* base);

}  // namespace phr::validate
