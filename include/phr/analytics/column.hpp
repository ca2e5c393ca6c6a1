// Columns of numbers with gaps, laid out as Apache Arrow has them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace phr::analytics {

// Numbers and a bitmap that says which rows hold one: row i is bit i % 64 of word i / 64, lowest bit first, 1 for a
// value (Arrow's validity buffer, https://arrow.apache.org/docs/format/Columnar.html#validity-bitmaps).
// No bitmap: every row holds a value. Rows past the end of a short bitmap are gaps.
// A gap's number is never looked at. NaN in a row that holds a value is a value, and makes the results NaN.
// Lifetime: borrows both. Threads: immutable. Errors: none.
struct column_view {
  std::span<const double> values;
  std::span<const std::uint64_t> validity;

  [[nodiscard]] constexpr std::size_t size() const noexcept { return values.size(); }
  [[nodiscard]] constexpr bool is_valid(std::size_t row) const noexcept {
    if (validity.empty()) return true;
    const std::size_t word = row / 64;
    return word < validity.size() && ((validity[word] >> (row % 64)) & 1) != 0;
  }
};

// A column that is built row by row.
// Lifetime: owns its rows; a view of it is good until the next change. Threads: as a std::vector. Errors: none.
class column {
 public:
  void reserve(std::size_t rows) {
    values_.reserve(rows);
    validity_.reserve((rows + 63) / 64);
  }
  void push_value(double value) { push(value, true); }
  void push_gap() { push(0.0, false); }

  [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }
  [[nodiscard]] std::size_t gaps() const noexcept { return gaps_; }
  [[nodiscard]] column_view view() const& noexcept { return {values_, validity_}; }
  column_view view() const&& = delete;

 private:
  void push(double value, bool valid) {
    const std::size_t row = values_.size();
    if (row % 64 == 0) validity_.push_back(0);
    validity_.back() |= std::uint64_t{valid} << (row % 64);
    values_.push_back(value);
    gaps_ += valid ? 0 : 1;
  }

  std::vector<double> values_;
  std::vector<std::uint64_t> validity_;
  std::size_t gaps_ = 0;
};

}  // namespace phr::analytics
