// Items of columns as JSON.
#pragma once

#include <phr/views/batch.hpp>

#include <string>

namespace phr::views {

// The JSON of one item, or of a row: null, a value, or the array of a list.
void append_json_item(std::string& to, const column_view& of, std::size_t item);
void append_json_row(std::string& to, const column_view& of, std::size_t row);
// The text of an item that is not null, without quotes: a date as 2020-01-31, a timestamp as 2020-01-31T10:00:00.000Z.
void append_plain(std::string& to, const column_view& of, std::size_t item);

}  // namespace phr::views
