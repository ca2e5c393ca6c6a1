// Profiles, extensions, value sets and code systems that packages bring.
#pragma once

#include <phr/core/owned.hpp>
#include <phr/core/result.hpp>
#include <phr/fhir/any_resource.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace phr::validate {

class definitions;  // of the library itself

// What validation knows beyond R4. StructureDefinitions are used by their snapshots; one without is laid over its base where
// that is here, too, in whatever order they come.
// Lifetime: owns what is added. Threads: shared while nothing is added. Errors: add() and load(): those of the codecs;
// invalid_argument for a definition without a url.
class profiles {
 public:
  profiles();
  profiles(profiles&&) noexcept;
  profiles& operator=(profiles&&) noexcept;
  ~profiles();

  // A StructureDefinition, ValueSet or CodeSystem, or a Bundle of them; false where it is nothing that validation uses. A later one of the
  // same url replaces the one before.
  result<bool> add(fhir::any_resource definition);
  // Every JSON file of a folder, as a FHIR package unpacks to (its folder `package`, not those below). Gives how many were added.
  // Errors: no_such_file; those of add(), of the first file that is no definition one can read.
  result<std::size_t> load_folder(const std::string& path);

  // Value sets and code systems as the compact table that docs/validation.md describes. Errors: invalid_value, with the line.
  result<void> load_codes(std::string table);

  [[nodiscard]] bool knows(std::string_view url) const noexcept;  // with or without |version, which is not compared
  [[nodiscard]] std::vector<std::string> urls() const;            // of profiles and extensions, sorted
  [[nodiscard]] const definitions& inside() const noexcept { return *inside_; }

 private:
  owned<definitions> inside_;
};

}  // namespace phr::validate
