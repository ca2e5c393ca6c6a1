// Rows of a view, column by column.
#pragma once

#include <phr/core/owned.hpp>
#include <phr/core/result.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

// Arrow's C data interface (https://arrow.apache.org/docs/format/CDataInterface.html), by its own names: phr/views/arrow.hpp.
struct ArrowArray;

namespace phr::views {

// How the values of a column are kept.
//   text       strings, codes, URIs, and dates as FHIR writes them (2020-02 stays that); complex elements as JSON
//   boolean
//   int32, int64
//   decimal    the digits as they were written; Arrow gets doubles, or text where that is asked for
//   float64    doubles
//   date       days since 1970-01-01
//   timestamp  microseconds since 1970-01-01T00:00:00Z
enum class column_kind : std::uint8_t { text, boolean, int32, int64, decimal, float64, date, timestamp };

// One column of a batch, in the layout of Arrow: bit i of `valid` (least significant bit first) is 0 for a null.
// For a `list`, row i has the items offsets[i] to offsets[i+1], and all else is of items; an item has text from
// text_offsets[i] to text_offsets[i+1].
// Lifetime: borrows from its batch. Threads: immutable. Errors: none.
struct column_view {
  column_kind kind = column_kind::text;
  bool list = false;
  std::size_t size = 0;   // rows
  std::size_t nulls = 0;  // among the rows
  std::size_t items = 0;  // of a list: in all of its rows; else as `size`
  std::span<const std::uint8_t> valid;       // of items; empty where none is null
  std::span<const std::int32_t> offsets;     // of a list
  std::span<const std::uint8_t> list_valid;  // of the rows of a list; empty where none is null
  std::span<const std::int32_t> text_offsets;
  std::span<const char> text;
  std::span<const std::uint8_t> values;      // of the other kinds: bits, or numbers of 4 or 8 bytes

  [[nodiscard]] bool is_null(std::size_t row) const noexcept { return bit_off(list ? list_valid : valid, row); }
  // The items of a row: one that is not a list has one, if it is not null.
  struct range {
    std::size_t begin;
    std::size_t end;
  };
  [[nodiscard]] range items_of(std::size_t row) const noexcept {
    if (list) return {static_cast<std::size_t>(offsets[row]), static_cast<std::size_t>(offsets[row + 1])};
    return {row, row + (is_null(row) ? 0U : 1U)};
  }
  // An item by its place; of the kind that the column has.
  [[nodiscard]] bool item_is_null(std::size_t item) const noexcept { return bit_off(valid, item); }
  [[nodiscard]] std::string_view text_at(std::size_t item) const noexcept {  // text, decimal
    return {text.data() + text_offsets[item], static_cast<std::size_t>(text_offsets[item + 1] - text_offsets[item])};
  }
  [[nodiscard]] bool flag_at(std::size_t item) const noexcept { return (values[item / 8] >> (item % 8) & 1U) != 0; }  // boolean
  [[nodiscard]] std::int64_t integer_at(std::size_t item) const noexcept;                                            // int32, int64, date, timestamp
  [[nodiscard]] double number_at(std::size_t item) const noexcept;                                                   // float64

 private:
  [[nodiscard]] static bool bit_off(std::span<const std::uint8_t> bits, std::size_t at) noexcept {
    return !bits.empty() && (bits[at / 8] >> (at % 8) & 1U) == 0;
  }
};

// Some rows of a view. Lifetime: owns its columns, and is independent of the view. Threads: immutable. Errors: none.
class batch {
 public:
  struct state;  // of the implementation
  batch() noexcept = default;
  explicit batch(owned<state> made) noexcept : state_(static_cast<owned<state>&&>(made)) {}

  [[nodiscard]] std::size_t rows() const noexcept;
  [[nodiscard]] std::size_t columns() const noexcept;
  [[nodiscard]] column_view column(std::size_t index) const noexcept;

  // Hands the columns to Arrow without copying them, as one struct array; the batch is empty afterwards. Doubles of decimals are made
  // here. `to` is released by whoever takes it.
  void move_to(ArrowArray& to, bool decimals_as_text = false) &&;

 private:
  owned<state> state_;
};

}  // namespace phr::views
