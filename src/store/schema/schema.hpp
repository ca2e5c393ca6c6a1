// The schema of the database inside a PHR file.
#pragma once

#include "store/sql/connection.hpp"

namespace phr::storage {

inline constexpr std::int64_t schema_version = 8;

// Stands for "no date" in compartment.happened.
inline constexpr std::int64_t no_time = INT64_MIN;

// Makes all tables in an empty database, inside the caller's transaction.
[[nodiscard]] result<void> create_schema(const sql::connection& on);

// The version that the file has. errc::newer_format for a later schema, errc::damaged_page where a page cannot be read.
[[nodiscard]] result<std::int64_t> check_schema(const sql::connection& on);

// Drops what can be made again from the records, and makes the tables anew, empty; inside the caller's transaction.
[[nodiscard]] result<void> empty_index(const sql::connection& on);

// Brings the tables of an older version to this one, but for the index; inside the caller's transaction.
[[nodiscard]] result<void> upgrade_schema(const sql::connection& on, std::int64_t from);

}  // namespace phr::storage
