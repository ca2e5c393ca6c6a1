// Rows of several index ranges in one order.
#pragma once

#include "store/search/walk/order.hpp"

namespace phr::storage {

// A row as the merge gives it: the resource, the columns it was ordered by, and what else was asked of it.
struct merged_row {
  sort_value first;
  sort_value second;
  std::int64_t key = 0;
  std::size_t set = 0;                // of which it is
  std::vector<sort_value> more;
};

// Gives the rows of sets in the order of their columns `first` and `second` and of their keys; of sets by key in that of their keys
// alone. Each set is a statement that is begun when its turn comes, so what is not reached costs nothing.
// Lifetime: borrows the scope; ends before its transaction. Threads: per-thread. Errors: those of sql, and of the functions it calls.
class merge {
 public:
  struct asked {
    std::vector<walked_set> sets;
    std::string condition;              // on d.k, "" for none
    std::vector<std::string> more;      // further columns, over d.k
    bool descending = false;
    std::optional<merged_row> from;     // nothing before it
  };
  merge(search_scope& in, asked what);
  merge(const merge&) = delete;
  merge& operator=(const merge&) = delete;
  ~merge();

  // false at the end.
  [[nodiscard]] result<bool> next(merged_row& into);
  // The texts of the statements that were begun.
  [[nodiscard]] const std::vector<std::string>& begun() const noexcept { return begun_; }
  [[nodiscard]] std::uint64_t looked_at() const noexcept { return looked_at_; }

 private:
  enum class phase : std::uint8_t { waiting, running, done };
  struct stream {
    phase is = phase::waiting;
    sql::statement rows;
    std::string text;
    merged_row row;
  };
  [[nodiscard]] std::string text_of(const walked_set& set) const;
  [[nodiscard]] result<void> begin(std::size_t nth);
  [[nodiscard]] result<void> advance(std::size_t nth);
  [[nodiscard]] bool before(const merged_row& a, const merged_row& b) const noexcept;
  // Whether a set that has not begun could have a row before this one.
  [[nodiscard]] bool may_come_first(std::size_t nth, const merged_row* best) const noexcept;

  search_scope& in_;
  asked what_;
  std::vector<stream> streams_;
  std::vector<std::string> begun_;
  std::uint64_t looked_at_ = 0;
};

}  // namespace phr::storage
