// Which parameters a resource has values for.
#pragma once

#include "store/index/rows.hpp"

#include <string>

namespace phr::storage {

// A bit for each of the type's parameters in the order of fhir::search_parameters(type), eight to a byte, the first the lowest;
// without zero bytes at the end; behind them those of the store's own. Parameters that answer by the rows of others are counted as those that they are. Resources of one
// source have few such shapes, so a resource holds the number of its own: `:missing`, and the end of an order, are lists of shapes.
[[nodiscard]] std::string presence_of(fhir::resource_type type, const index_rows& rows);

[[nodiscard]] inline bool has_bit(std::string_view shape, std::size_t nth) noexcept {
  return nth / 8 < shape.size() && (static_cast<unsigned char>(shape[nth / 8]) >> (nth % 8) & 1U) != 0;
}

}  // namespace phr::storage
