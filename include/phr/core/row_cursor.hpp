// Rows that are gone through in portions.
#pragma once

#include <phr/core/owned.hpp>
#include <phr/core/result.hpp>

#include <cstddef>
#include <optional>
#include <vector>

namespace phr {

// All rows that a question has, of any number in little memory, all as of one moment. The first portion is read when the cursor is made: what is
// wrong is said there.
// Lifetime: holds a connection until it ends; ends before the store is closed. Threads: those of the session that made it, and for one at a time.
// Errors: those of the question; it has ended then.
template <class Row>
class row_cursor {
 public:
  // Gives portions, the last of them empty. Lifetime: owned by the cursor. Threads, errors: as the cursor.
  class source {
   public:
    source() = default;
    source(const source&) = delete;
    source& operator=(const source&) = delete;
    virtual ~source() = default;
    [[nodiscard]] virtual result<std::vector<Row>> read() = 0;
  };

  row_cursor(owned<source> from, std::vector<Row> first) : from_(static_cast<owned<source>&&>(from)), rows_(static_cast<std::vector<Row>&&>(first)) {}

  // The next row; nullopt at the end.
  [[nodiscard]] result<std::optional<Row>> next() {
    if (nth_ == rows_.size()) {
      PHR_TRY(rows_, portion());
      nth_ = 0;
    }
    if (rows_.empty()) return std::optional<Row>();
    return std::optional<Row>(static_cast<Row&&>(rows_[nth_++]));
  }

  // What is left of the portion at hand, or the next portion; empty at the end.
  [[nodiscard]] result<std::vector<Row>> portion() {
    std::vector<Row> some;
    if (nth_ < rows_.size()) {
      for (; nth_ < rows_.size(); ++nth_) some.push_back(static_cast<Row&&>(rows_[nth_]));
    } else if (from_) {
      auto read = from_->read();
      if (!read || read.value().empty()) from_.reset();
      PHR_TRY(some, static_cast<result<std::vector<Row>>&&>(read));
    }
    rows_.clear();
    nth_ = 0;
    return some;
  }

 private:
  owned<source> from_;
  std::vector<Row> rows_;
  std::size_t nth_ = 0;
};

}  // namespace phr
