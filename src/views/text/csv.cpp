// RFC 4180.
#include "views/text/values.hpp"

#include <phr/views/text.hpp>

namespace phr::views {

namespace {

// In quotes where a comma, a quote or the end of a line is in it, and where it is empty: without quotes that is a null.
void append_field(std::string& to, std::string_view text) {
  if (!text.empty() && text.find_first_of(",\"\r\n") == std::string_view::npos) {
    to += text;
    return;
  }
  to += '"';
  for (const char c : text) {
    if (c == '"') to += '"';
    to += c;
  }
  to += '"';
}

}  // namespace

std::string csv_header(const view& of) {
  std::string made;
  for (const column& each : of.columns()) {
    if (!made.empty()) made += ',';
    append_field(made, each.name);
  }
  return made += '\n';
}

void append_csv(std::string& to, const batch& rows) {
  std::string list;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    for (std::size_t at = 0; at < rows.columns(); ++at) {
      if (at != 0) to += ',';
      const column_view column = rows.column(at);
      if (column.is_null(row)) continue;
      if (column.list) {
        list.clear();
        append_json_row(list, column, row);
        append_field(to, list);
      } else if (column.kind == column_kind::text) {
        append_field(to, column.text_at(row));
      } else {
        append_plain(to, column, row);
      }
    }
    to += '\n';
  }
}

std::string cell_text(const column_view& of, std::size_t row) {
  std::string made;
  if (of.is_null(row)) return made;
  of.list ? append_json_row(made, of, row) : append_plain(made, of, row);
  return made;
}

}  // namespace phr::views
