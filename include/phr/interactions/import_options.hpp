// How an import goes.
#pragma once

#include <phr/core/progress.hpp>

#include <string_view>

namespace phr {

struct import_options {
  // The system that the input is an export of: the base of its FHIR server ("https://hospital.example/fhir"), or any other URI. Without one, each
  // entry's fullUrl tells, else the Bundle's link `self`, else it is one source for all that does not say (docs/sources.md). Borrowed until the call returns.
  std::string_view source = {};
  progress watch = {};
};

}  // namespace phr
