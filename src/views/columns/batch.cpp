#include "views/columns/batch_state.hpp"

#include <cstring>

namespace phr::views {

std::int64_t column_view::integer_at(std::size_t item) const noexcept {
  if (kind == column_kind::int32 || kind == column_kind::date) {
    std::int32_t number = 0;
    std::memcpy(&number, values.data() + item * sizeof number, sizeof number);
    return number;
  }
  std::int64_t number = 0;
  std::memcpy(&number, values.data() + item * sizeof number, sizeof number);
  return number;
}

double column_view::number_at(std::size_t item) const noexcept {
  double number = 0;
  std::memcpy(&number, values.data() + item * sizeof number, sizeof number);
  return number;
}

std::size_t batch::rows() const noexcept { return state_ ? state_->rows : 0; }
std::size_t batch::columns() const noexcept { return state_ ? state_->columns.size() : 0; }
column_view batch::column(std::size_t index) const noexcept { return state_->columns[index].view(); }

}  // namespace phr::views
