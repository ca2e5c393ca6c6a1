// The rows of one value at the end of a path.
#pragma once

#include <phr/core/date_time.hpp>
#include <phr/fhir/json.hpp>

#include "store/index/plan.hpp"
#include "store/index/rows.hpp"

#include <optional>

namespace phr::storage {

void add_leaf(const index_node::row& row, const fhir::json::value& at, index_rows& out);

// A string that stands at no place in a resource. `text` is kept by `out`.
void add_text(std::uint16_t parameter, std::string_view text, index_rows& out);

// What a date, dateTime or instant stands for; without offset it is read as UTC. nullopt for anything else.
[[nodiscard]] std::optional<time_interval> interval_of(const fhir::json::value& text);

}  // namespace phr::storage
