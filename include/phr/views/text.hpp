// Rows as text: CSV and NDJSON.
#pragma once

#include <phr/views/batch.hpp>
#include <phr/views/view.hpp>

#include <string>

namespace phr::views {

// The names of the columns as a line of CSV (RFC 4180, lines end with a line feed).
[[nodiscard]] std::string csv_header(const view& of);
// A line for each row. A null is empty and an empty text is "", so that both can be told apart; a list is its JSON. Decimals are their digits.
void append_csv(std::string& to, const batch& rows);

// One value as CSV has it, without quotes.
[[nodiscard]] std::string cell_text(const column_view& of, std::size_t row);

// An object for each row, with all columns: {"id":"p1","active":null}. Decimals are their digits, lists arrays, complex elements strings of JSON.
void append_ndjson(std::string& to, const view& of, const batch& rows);

}  // namespace phr::views
