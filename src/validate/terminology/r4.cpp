// The table of R4's own definitions.
#include "validate/terminology/terminology.hpp"

namespace phr::validate {

namespace {

// Written by src/fhir/gen/terminology_table.py.
constexpr const char* pieces[] = {
#include "validate/terminology/r4_table.inc"
};

}  // namespace

const terminology& terminology::r4() {
  static const terminology& only = *[] {
    std::string text;
    for (const char* each : pieces) text.append(each);
    auto* const made = new terminology;  // lives as long as the program: other static objects may ask while they end
    made->load(std::move(text)).value();
    return made;
  }();
  return only;
}

}  // namespace phr::validate
