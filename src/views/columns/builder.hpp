// Columns that grow value by value, in Arrow's layout.
#pragma once

#include <phr/views/batch.hpp>

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace phr::views {

// Bits that are kept only once one of them is off.
// Lifetime: a value. Threads: per-thread. Errors: none.
class validity {
 public:
  void append(bool valid) {
    if (valid && bits_.empty()) {
      ++size_;
    } else {
      append_bit(valid);
    }
  }
  void shrink(std::size_t size) noexcept;
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::size_t nulls() const noexcept { return nulls_; }
  [[nodiscard]] std::span<const std::uint8_t> bits() const noexcept { return bits_; }

 private:
  void append_bit(bool valid);

  std::vector<std::uint8_t> bits_;
  std::size_t size_ = 0;
  std::size_t nulls_ = 0;
};

// One column. Items are appended; end_row() closes a row of a list.
// Lifetime: a value. Threads: per-thread. Errors: none.
class column_builder {
 public:
  column_builder(column_kind kind, bool list);

  void append_null();
  void append_text(std::string_view text);  // text, decimal
  void append_flag(bool flag);              // boolean
  void append_integer(std::int64_t number); // int32, int64, date, timestamp
  void append_number(double number);        // float64
  void end_row(bool valid);                 // of a list
  // Room for as much as another one has.
  void reserve_as(const column_builder& other);
  // As it was when it had so many rows.
  void shrink(std::size_t rows) noexcept;

  [[nodiscard]] column_kind kind() const noexcept { return kind_; }
  [[nodiscard]] bool is_list() const noexcept { return list_; }
  [[nodiscard]] std::size_t rows() const noexcept { return list_ ? list_valid_.size() : valid_.size(); }
  [[nodiscard]] std::size_t text_bytes() const noexcept { return text_.size(); }
  [[nodiscard]] column_view view() const noexcept;

 private:
  template <class T>
  void put(T number) {
    const std::size_t at = values_.size();
    values_.resize(at + sizeof(T));
    std::memcpy(values_.data() + at, &number, sizeof(T));
    valid_.append(true);
  }
  [[nodiscard]] bool is_text() const noexcept { return kind_ == column_kind::text || kind_ == column_kind::decimal; }
  [[nodiscard]] std::size_t width() const noexcept { return kind_ == column_kind::int32 || kind_ == column_kind::date ? 4 : 8; }

  column_kind kind_;
  bool list_;
  validity valid_;
  validity list_valid_;
  std::vector<std::int32_t> offsets_;
  std::vector<std::int32_t> text_offsets_;
  std::vector<char> text_;
  std::vector<std::uint8_t> values_;
};

}  // namespace phr::views
