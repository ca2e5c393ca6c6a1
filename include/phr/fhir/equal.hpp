// Equality of structures, by their tables.
#pragma once

namespace phr::fhir {

struct structure;

// Whether two objects of `type` hold the same: every element, the ids and extensions of primitives, decimals by their
// digits, dates by their text. Threads: any, while nobody changes them. Errors: none.
[[nodiscard]] bool equal(const structure& type, const void* a, const void* b);

}  // namespace phr::fhir
