// The schema of the database inside a PHR file.
#pragma once

#include "store/sql/connection.hpp"

namespace phr::storage {

inline constexpr std::int64_t schema_version = 2;

// Stands for "no date" in compartment.happened.
inline constexpr std::int64_t no_time = INT64_MIN;

// Makes all tables in an empty database, inside the caller's transaction.
[[nodiscard]] result<void> create_schema(const sql::connection& on);

// errc::newer_format for a later schema, errc::damaged_page where a page cannot be read.
[[nodiscard]] result<void> check_schema(const sql::connection& on);

}  // namespace phr::storage
