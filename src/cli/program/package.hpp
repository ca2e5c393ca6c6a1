// FHIR packages as files.
#pragma once

#include <phr/core/result.hpp>
#include <phr/validate/profiles.hpp>

#include <string>

namespace phr::cli {

// Adds what a path holds: a FHIR package (.tgz, or the folder it unpacks to), or one definition as JSON or XML. Gives how many
// definitions were added; texts of a package that are none, its examples among them, are gone past.
// Errors: no_such_file, io_failed; malformed_json and the like for a definition that cannot be read; invalid_argument where the
// path holds no definition.
[[nodiscard]] result<std::size_t> add_package(validate::profiles& to, const std::string& path);

}  // namespace phr::cli
